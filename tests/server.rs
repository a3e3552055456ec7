//! A plain static file server, with the headers that the site's own server sends.
//!
//! It knows nothing of the app's routes: a path that is no file is a 404, and a folder redirects to its index, as on
//! any static host. So a deep link that works here works there.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Uri, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tower_http::services::ServeDir;

/// One file for both servers, so that the browser tests run under the policy that is shipped.
const SECURITY_HEADERS: &str = include_str!("../docker/security-headers.conf");

/// The site's folder: `VITRINA_DIST`, or `dist/` in the workspace.
pub fn dist() -> PathBuf {
    std::env::var_os("VITRINA_DIST")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist"), PathBuf::from)
}

/// One request, as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requested {
    /// The method, in capitals.
    pub method: String,
    /// The path with its query.
    pub path: String,
}

/// What has been asked for so far, shared between the server and whoever watches it.
#[derive(Clone, Debug, Default)]
pub struct RequestLog(Arc<Mutex<Vec<Requested>>>);

impl RequestLog {
    fn add(&self, request: &Request) {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let requested = Requested { method: request.method().to_string(), path: path.to_owned() };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(requested);
    }

    /// Everything since the start or since the last [`RequestLog::clear`].
    pub fn all(&self) -> Vec<Requested> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets what was asked for, to see what is asked for from here on.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// The headers of every response, read from the shipped server's own configuration:
/// lines of the form `add_header NAME "VALUE" always;`.
fn security_headers() -> Vec<(HeaderName, HeaderValue)> {
    SECURITY_HEADERS
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("add_header ")?.split_once(' ')?;
            let value = value.strip_suffix(" always;")?.trim_matches('"');
            Some((name.parse().ok()?, value.parse().ok()?))
        })
        .collect()
}

/// The service: `folder` under `base` (`/`, or `/vitrina/`).
pub fn router(folder: &Path, base: &str, log: RequestLog) -> Router {
    let prefix = base.trim_end_matches('/').to_owned();
    // The service sees paths without the base, but redirects must have it.
    let files = ServeDir::new(folder).redirect_path_prefix(prefix.clone());
    let headers = security_headers();
    let router = if prefix.is_empty() {
        Router::new().fallback_service(files)
    } else {
        Router::new().nest_service(&prefix, files)
    };
    router.layer(middleware::from_fn(move |request: Request, next: Next| {
        log.add(&request);
        let headers = headers.clone();
        let uri = request.uri().clone();
        async move { with_headers(next.run(request).await, &uri, headers) }
    }))
}

fn with_headers(
    mut response: Response,
    uri: &Uri,
    extra: Vec<(HeaderName, HeaderValue)>,
) -> Response {
    let headers = response.headers_mut();
    // A rebuilt site is seen at once; whether a file has changed is asked each time.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // Files that carry their own compression are data to the page, never a transfer encoding.
    if uri.path().ends_with(".gz") {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/gzip"));
    }
    headers.extend(extra);
    response
}

/// A running server. It stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    base: String,
    log: RequestLog,
    running: Mutex<Option<Running>>,
}

/// The thread of a server, and how it is told to end.
#[derive(Debug)]
struct Running {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Server {
    /// Serves `folder` under `base` on a free port of this machine, in a thread of its own.
    ///
    /// # Errors
    /// No port can be had, or no thread.
    pub fn start(folder: &Path, base: &str) -> io::Result<Self> {
        let log = RequestLog::default();
        let router = router(folder, base, log.clone());
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let thread =
            std::thread::Builder::new().name("file server".to_owned()).spawn(move || {
                // Dropping the runtime closes what is still open: a keep-alive connection must not hold up a test.
                runtime.block_on(async {
                    let served = async {
                        let listener = TcpListener::from_std(listener)?;
                        axum::serve(listener, router).await
                    };
                    tokio::select! {
                        result = served => if let Err(problem) = result {
                            eprintln!("the file server ends: {problem}");
                        },
                        _ = stopped => {}
                    }
                });
            })?;
        let base = format!("{}/", base.trim_end_matches('/'));
        Ok(Self { address, base, log, running: Mutex::new(Some(Running { stop, thread })) })
    }

    /// The address of `path` under the base; `path` does not begin with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.address, self.base)
    }

    /// What browsers have asked of this server.
    pub fn log(&self) -> &RequestLog {
        &self.log
    }

    /// Ends the server: from here on nobody answers at its addresses.
    pub fn stop(&self) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Running { stop, thread }) = running {
            // An error says that the thread has ended already.
            let _ = stop.send(());
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}
