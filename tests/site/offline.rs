//! The site installed, without a server, and brought up to date under an open tab.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tests::browser::{Name, Options, Page};
use tests::server::dist;
use text::Lang;

use crate::{START, folder, says};

/// How long the whole site, some training and some figures may take on a slow machine.
const LONG: Duration = Duration::from_secs(400);

/// A copy of the site. Pages and scripts can be changed in it; what is large is linked.
fn copy_of_site() -> TempDir {
    let copy = folder();
    copy_folder(&dist(), copy.path());
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("there is a site") {
        let entry = entry.expect("it can be listed");
        let (whole, target) = (entry.path(), to.join(entry.file_name()));
        let is_small = entry.metadata().expect("it is there").len() < 100_000;
        if whole.is_dir() {
            fs::create_dir(&target).expect("a folder can be made");
            copy_folder(&whole, &target);
        } else if is_small {
            fs::copy(&whole, &target).expect("a file can be copied");
        } else {
            symlink(whole.canonicalize().expect("it is there"), target)
                .expect("a link can be made");
        }
    }
}

/// Lists the files of a site, as the last step of its build does.
fn list_files(site: &Path) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/list-files");
    let status = Command::new(script).arg(site).status().expect("the script runs");
    assert!(status.success());
}

fn change(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).expect("the file is there");
    assert!(text.contains(from), "{} has no {from}", file.display());
    fs::write(file, text.replace(from, to)).expect("it can be written");
}

fn pages(site: &Path) -> Vec<PathBuf> {
    let folders =
        fs::read_dir(site).expect("there is a site").map(|entry| entry.expect("it").path());
    let mut pages: Vec<PathBuf> = folders.map(|folder| folder.join("index.html")).collect();
    pages.extend(["index.html", "404.html"].map(|page| site.join(page)));
    pages.retain(|page| page.is_file());
    pages
}

async fn comes(page: &Page, words: &str) {
    page.wait_until(LONG, words, || async { says(page).await.contains(words) }).await;
}

async fn counts(page: &Page, script: &str, least: u64) {
    let script = format!("return {script}");
    let enough = || async { page.script(&script).await.as_u64() >= Some(least) };
    page.wait_until(LONG, &script, enough).await;
}

/// How many files the service worker keeps.
async fn kept_files(page: &Page) -> u64 {
    let count = "return caches.keys()
        .then((names) => Promise.all(names.map(async (name) => (await caches.open(name)).keys())))
        .then((caches) => caches.flat().filter(({ url }) => url.includes('/kept/file/')).length)";
    page.script(count).await.as_u64().expect("a number")
}

async fn keep_everything(page: &Page) {
    page.click("button", Name::Contains("Keep everything for offline use")).await;
    comes(page, "The whole site is kept on this device").await;
}

#[tokio::test]
async fn the_site_can_be_installed_also_under_a_path() {
    let site = copy_of_site();
    for page in pages(site.path()) {
        let text = fs::read_to_string(&page).expect("the page is there");
        let moved = ["href", "src", "data-js", "data-wasm"].iter().fold(text, |text, name| {
            text.replace(&format!("{name}=\"/"), &format!("{name}=\"/vitrina/"))
        });
        fs::write(&page, moved).expect("it can be written");
    }
    list_files(site.path());
    for base in ["/", "/vitrina/"] {
        let site = if base == "/" { dist() } else { site.path().to_owned() };
        let page = Page::open_in(&site, base, "predict", &Options::default()).await;
        counts(&page, "Number(navigator.serviceWorker.controller !== null)", 1).await;
        let manifest = page.browser().devtools("Page.getAppManifest", json!({})).await;
        assert_eq!(manifest["errors"], json!([]));
        assert_eq!(manifest["url"], page.server().url("manifest.webmanifest"));
        let errors = page.browser().devtools("Page.getInstallabilityErrors", json!({})).await;
        assert_eq!(errors["installabilityErrors"], json!([]));

        let manifest: Value =
            serde_json::from_str(manifest["data"].as_str().expect("a text")).expect("JSON");
        assert_eq!(
            (&manifest["display"], &manifest["start_url"]),
            (&json!("standalone"), &json!("./"))
        );
        let said = page.script("return document.querySelector('meta[name=description]').content");
        assert_eq!(manifest["description"], said.await);
        let icons = manifest["icons"].as_array().expect("a list");
        assert!(icons.iter().any(|icon| icon["purpose"] == "maskable"));
        for icon in icons.iter().filter(|icon| icon["type"] == "image/png") {
            let file = icon["src"].as_str().expect("a name");
            let size = page
                .script(&format!(
                    "return fetch(new URL('{file}', document.baseURI))
                         .then((file) => file.blob()).then(createImageBitmap)
                         .then(({{ width, height }}) => `${{width}}x${{height}}`)"
                ))
                .await;
            assert_eq!(size, icon["sizes"], "{file}");
        }
        let head =
            "return ['link[rel=manifest]', 'link[rel=apple-touch-icon]', 'meta[name=theme-color]']
            .map((place) => document.querySelectorAll(place).length)";
        assert_eq!(page.script(head).await, json!([1, 1, 2]));
    }
}

#[tokio::test]
async fn what_is_kept_whole_works_without_a_server_in_every_stage() {
    let page = Page::open("?device=cpu&lang=en", &Options::default()).await;
    comes(&page, "cut out and classified in").await;
    comes(&page, "What you have opened so far works without a connection.").await;
    keep_everything(&page).await;
    page.server().stop();

    page.goto("?device=cpu").await;
    comes(&page, "cut out and classified in").await;
    page.goto("data").await;
    comes(&page, "5,500").await;
    page.goto("predict?device=cpu&sample=trouser").await;
    comes(&page, "Accept Trouser").await;
    page.goto("train?preset=quick&device=cpu").await;
    comes(&page, "CPU WebAssembly").await;
    page.click("button", "Train").await;
    comes(&page, "· step 2").await;
    page.click("button", "Pause").await;
    page.goto("evaluate?device=cpu&b=none").await;
    comes(&page, "n = 10,000").await;
    page.goto("decide?device=cpu").await;
    let counted = "document.querySelector('[aria-labelledby=counts-title] [role=status]')?.textContent.match(/[0-9]+/g)?.length";
    counts(&page, counted, 3).await;
    page.goto("monitor?device=cpu").await;
    comes(&page, "CPU WebAssembly").await;
    page.click("button", "Play").await;
    let watched = "Number(document.querySelector('.monitor-player .monitor-headline').innerText.match(/[0-9]+/)?.[0])";
    counts(&page, watched, 20).await;
    page.goto("augment?device=cpu").await;
    comes(&page, "CPU WebAssembly").await;
    page.click("button", "Generate").await;
    counts(&page, "document.querySelectorAll('.augment-tile').length", 16).await;
    page.goto("api?device=cpu").await;
    comes(&page, "CPU WebAssembly").await;
    page.click("button", "Send GET api/health").await;
    comes(&page, "\"card_sha256\":").await;
}

#[tokio::test]
async fn a_new_version_is_told_and_comes_with_the_next_load_only() {
    let site = copy_of_site();
    let page =
        Page::open_in(site.path(), "/", "predict?device=cpu&lang=en", &Options::default()).await;
    comes(&page, "CPU WebAssembly").await;
    let is_second = "return document.documentElement.dataset.second ?? ''";
    let picture = |name: &str| {
        format!(
            "return fetch('/samples/{name}.png').then((file) => file.arrayBuffer())
                 .then((bytes) => String(bytes.byteLength), () => 'refused')"
        )
    };
    let size = |name: &str| {
        fs::metadata(dist().join(format!("samples/{name}.png"))).expect("it").len().to_string()
    };
    // This page has fetched the ten small pictures, and so keeps them.
    assert_eq!(page.script(&picture("bag")).await, size("bag"));
    let first = page.script("return document.documentElement.dataset.files").await;

    // The next version has another bag, another photo on the first page, and says so.
    let samples = site.path().join("samples");
    fs::copy(samples.join("coat.png"), samples.join("bag.png")).expect("it can be copied");
    fs::remove_file(samples.join("photo.jpg")).expect("it is there");
    fs::copy(samples.join("coat.png"), samples.join("photo.jpg")).expect("it can be copied");
    change(
        &site.path().join("early.js"),
        "const root = document.documentElement;",
        "const root = document.documentElement; root.dataset.second = 'yes';",
    );
    list_files(site.path());
    page.script("dispatchEvent(new Event('online'))").await;
    comes(&page, Lang::En.update_ready()).await;

    // The open tab has its own files, and none of the other version.
    page.click("button", Name::Contains("sample: Bag")).await;
    comes(&page, "Accept Bag").await;
    assert_eq!(page.script(&picture("bag")).await, size("bag"));
    let photo = picture("photo").replace(".png", ".jpg");
    assert_eq!(page.script(&photo).await, "refused");
    let here = page.driver().window().await.expect("there is a window");
    let tab = page.driver().new_tab().await.expect("there is room for a tab");
    page.driver().switch_to_window(tab).await.expect("the tab is there");
    page.goto("predict?device=cpu&lang=en").await;
    assert_eq!(page.script(is_second).await, "yes");
    comes(&page, "CPU WebAssembly").await;
    assert_eq!(page.script(&picture("bag")).await, size("coat"));
    page.driver().close_window().await.expect("the tab is there");
    page.driver().switch_to_window(here).await.expect("the first one is still there");
    assert_eq!(page.script(&picture("bag")).await, size("bag"));
    assert_eq!(page.script(is_second).await, "", "nobody has reloaded it");

    page.click("button", Lang::En.reload_page()).await;
    page.wait_until(START, "the next version", || async { page.script(is_second).await == "yes" })
        .await;
    assert_ne!(page.script("return document.documentElement.dataset.files").await, first);
    comes(&page, "CPU WebAssembly").await;
    assert!(!says(&page).await.contains(Lang::En.update_ready()));
    assert_eq!(page.script(&picture("bag")).await, size("coat"));
    // Without a server it is the next version that is kept.
    page.server().stop();
    page.goto("predict?device=cpu&lang=en&sample=bag").await;
    assert_eq!(page.script(is_second).await, "yes");
    comes(&page, "Accept Coat").await;
}

#[tokio::test]
async fn what_is_kept_can_be_freed_and_the_runs_stay() {
    let page = Page::open("train?preset=quick&device=cpu&lang=en", &Options::default()).await;
    comes(&page, "CPU WebAssembly").await;
    page.click("button", "Train").await;
    comes(&page, "· step 2").await;
    page.click("button", "Pause").await;
    comes(&page, "paused").await;
    page.goto("?device=cpu&lang=en").await;
    comes(&page, "cut out and classified in").await;
    let before = kept_files(&page).await;
    assert!(before > 30, "{before} files");
    page.click("button", Name::Contains("Free ")).await;
    comes(&page, Lang::En.offline_empty()).await;
    assert_eq!(kept_files(&page).await, 0);
    page.goto("train?device=cpu&lang=en").await;
    page.node("button", "Resume").await;
    comes(&page, "Quick classifier").await;
}

#[tokio::test]
async fn a_full_storage_is_told_in_words_and_what_is_missing_comes_when_there_is_room() {
    let page = Page::open("?device=cpu&lang=es", &Options::default()).await;
    comes(&page, "recortada y clasificada en").await;
    let origin = page.server().url("");
    let origin = origin.trim_end_matches('/');
    let limit = |bytes: u64| {
        let quota = json!({ "origin": origin, "quotaSize": bytes });
        page.browser().devtools("Storage.overrideQuotaForOrigin", quota)
    };
    limit(20_000_000).await;
    page.click("button", Name::Contains("Guardar todo")).await;
    comes(&page, "El navegador no tiene sitio para más").await;
    let before = kept_files(&page).await;
    limit(1_000_000_000).await;
    page.click("button", Name::Contains("Guardar todo")).await;
    page.click("button", "Cancelar").await;
    comes(&page, "Lo que has abierto hasta ahora funciona sin conexión.").await;
    assert!(kept_files(&page).await >= before, "what had arrived is kept");
    page.click("button", Name::Contains("Guardar todo")).await;
    comes(&page, "Todo el sitio está guardado en este dispositivo").await;
}
