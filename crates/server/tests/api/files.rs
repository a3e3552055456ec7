//! The site beside the API.

use std::fs;

use server::Limits;
use tempfile::TempDir;

use crate::client::Server;
use crate::predictor::Bands;

/// A site as small as can be, in the form that the build gives it.
fn site() -> (TempDir, Server) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| fs::write(folder.path().join(name), content).unwrap();
    fs::create_dir(folder.path().join("predict")).unwrap();
    write("index.html", "home");
    write("404.html", "lost");
    write("predict/index.html", "predict");
    write("app-0123456789abcdef_bg.wasm", "wasm");
    fs::create_dir(folder.path().join("api")).unwrap();
    write("api/index.html", "about the API");
    write("boot.js", "script");
    write("boot.js.gz", "packed");
    let server = Server::start(Limits::default(), Bands::at_once(), Some(folder.path().to_owned()));
    (folder, server)
}

#[test]
fn files_come_with_their_types() {
    let (_folder, server) = site();
    for (path, kind, content) in [
        ("/", "text/html", "home"),
        ("/predict/", "text/html", "predict"),
        ("/app-0123456789abcdef_bg.wasm", "application/wasm", "wasm"),
        ("/boot.js", "text/javascript", "script"),
    ] {
        let response = server.get(path);
        assert_eq!((response.status, response.body.as_slice()), (200, content.as_bytes()));
        assert!(response.header("content-type").unwrap().starts_with(kind), "{response:?}");
    }
}

#[test]
fn the_page_about_the_api_lives_beside_its_routes() {
    let (_folder, server) = site();
    let page = server.get("/api/");
    assert_eq!((page.status, page.body.as_slice()), (200, b"about the API".as_slice()));
    let folder = server.get("/api");
    assert_eq!((folder.status, folder.header("location")), (307, Some("/api/")));
    assert_eq!(server.get("/api/health").status, 200);
    assert_eq!(server.get("/api/openapi.json").status, 200);
}

#[test]
fn a_folder_leads_to_its_index_and_an_unknown_path_to_the_sites_own_page() {
    let (_folder, server) = site();
    let folder = server.get("/predict?lang=es");
    assert_eq!((folder.status, folder.header("location")), (307, Some("/predict/?lang=es")));
    let lost = server.get("/nowhere");
    assert_eq!((lost.status, lost.body.as_slice()), (404, b"lost".as_slice()));
    assert_eq!(server.get("/../../etc/passwd").status, 404);
    assert_eq!(server.get("/api/nowhere").refusal(), (404, "unknown_route".to_owned()));
    assert_eq!(server.send("POST /boot.js", &[], b"x").status, 405);
}

#[test]
fn a_name_longer_than_any_files_leads_to_the_sites_own_page() {
    let (_folder, server) = site();
    for length in [300, 10_000] {
        let path = format!("/{}", "x".repeat(length));
        let lost = server.get(&path);
        assert_eq!((lost.status, lost.body.as_slice()), (404, b"lost".as_slice()), "{length}");
        assert_eq!(server.send(&format!("HEAD {path}"), &[], &[]).status, 404);
    }
    assert_eq!(server.get(&format!("/{}", "x/".repeat(5_000))).status, 404);
    assert_eq!(server.get("/%00").status, 404);
    let bare = Server::usual();
    assert_eq!(bare.get(&format!("/{}", "x".repeat(10_000))).status, 404);
}

#[test]
fn a_packed_file_goes_to_who_takes_it() {
    let (_folder, server) = site();
    let response = server.send("GET /boot.js", &["Accept-Encoding: gzip"], &[]);
    assert_eq!(response.header("content-encoding"), Some("gzip"));
    assert_eq!(response.body, b"packed");
}

#[test]
fn every_response_has_the_security_headers_and_says_how_long_it_may_be_kept() {
    let (_folder, server) = site();
    for (path, keep) in [
        ("/", "no-cache"),
        ("/nowhere", "no-cache"),
        ("/app-0123456789abcdef_bg.wasm", "public, max-age=31536000, immutable"),
        ("/gone-0123456789abcdef.js", "no-cache"),
        ("/api/health", "no-store"),
        ("/api/nowhere", "no-store"),
    ] {
        let response = server.get(path);
        assert_eq!(response.header("cache-control"), Some(keep), "{path}");
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(response.header("referrer-policy"), Some("no-referrer"), "{path}");
        let policy = response.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'self'"), "{path}");
    }
}
