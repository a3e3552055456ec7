//! Routes, and the server's life from its port to its graceful end.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use api::{Health, Problem, Route};
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::{MethodRouter, get, post};
use axum::{Router, middleware};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::sleep;

use crate::access::with_log;
use crate::body::read_leftover;
use crate::connection::{Client, Gate, at_work};
use crate::cors::{Origin, with_cors};
use crate::predict::{Desk, predict};
use crate::response::{json, language, refusal};
use crate::site::{self, Site};
use crate::{DOCUMENT, Predictor, Settings, docs};

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be had.
    #[error("{address} cannot be had: {error}")]
    Address {
        /// What was asked for.
        address: SocketAddr,
        /// The system's own words.
        error: io::Error,
    },
    /// The system gives no threads or no signals, or the server broke off.
    #[error(transparent)]
    System(#[from] io::Error),
}

/// When a server ends.
#[derive(Debug)]
pub struct Stop<F> {
    /// Told once: it takes no more requests and finishes what is in work, for at most
    /// [`crate::Limits::grace`].
    pub gently: F,
    /// Told again: it ends at once.
    pub now: F,
}

/// Serves until the process is told to stop (SIGINT or SIGTERM), then finishes what is in work;
/// told again it ends at once. `ready` is called with the address once requests are taken.
///
/// # Errors
/// The address cannot be had, or the system gives out.
pub fn run(
    settings: Settings,
    predictor: Arc<dyn Predictor>,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    // Predictions have threads of their own; one is enough for moving bytes.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let grace = settings.limits.grace;
    let end = runtime.block_on(async {
        let address = settings.address;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|error| ServeError::Address { address, error })?;
        let stop = told_to_stop()?;
        ready(listener.local_addr()?);
        Ok(serve(listener, settings, predictor, stop).await?)
    });
    match end {
        // Predictions that are in work end with the process.
        Ok(End::Now) => runtime.shutdown_background(),
        _ => runtime.shutdown_timeout(grace),
    }
    end.map(|_| ())
}

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Nothing was left to do, or its time was up.
    Gently,
    /// It was told to end at once.
    Now,
}

/// Serves on `listener` until it is told to `stop`.
///
/// # Errors
/// The system gives out.
pub async fn serve<F: Future<Output = ()> + Send + 'static>(
    listener: TcpListener,
    settings: Settings,
    predictor: Arc<dyn Predictor>,
    stop: Stop<F>,
) -> io::Result<End> {
    let limits = settings.limits.clone();
    let gate = Gate::new(listener, limits.connections, limits.idle_time);
    let service = router(settings, predictor).into_make_service_with_connect_info::<Client>();
    let (told, hears) = oneshot::channel();
    let served = axum::serve(gate, service).with_graceful_shutdown(async move {
        stop.gently.await;
        // Nobody hears it where the server has broken off.
        let _ = told.send(());
    });
    let out_of_patience = async move {
        // The sender is kept until the server ends, so this ends only with a message.
        let _ = hears.await;
        sleep(limits.grace).await;
    };
    tokio::select! {
        result = served => result.map(|()| End::Gently),
        () = out_of_patience => Ok(End::Gently),
        () = stop.now => Ok(End::Now),
    }
}

fn router(settings: Settings, predictor: Arc<dyn Predictor>) -> Router {
    let Settings { site, version, card_sha256, limits, cors, access_log, .. } = settings;
    let health = Arc::new(Health::new(&version, predictor.device(), card_sha256));
    let path = |route: Route| format!("/{}", route.path());
    let api = Router::new()
        .route(
            &path(Route::Health),
            answering(
                get(move |request: Request| async move {
                    json(StatusCode::OK, language(request.headers()), &*health)
                }),
                Route::Health.allowed(),
            ),
        )
        .route("/api/openapi.json", answering(get(document), Route::Health.allowed()))
        .route(&path(Route::Predict), answering(post(predict), Route::Predict.allowed()))
        .with_state(Arc::new(Desk::new(predictor, limits)))
        .route("/api/{*path}", axum::routing::any(unknown))
        .layer(middleware::from_fn_with_state(Arc::<[Origin]>::from(cors), with_cors))
        .route("/docs", get(docs::page))
        .route("/docs/", get(docs::moved))
        .route("/docs/style.css", get(docs::style));
    let routes = match site {
        Some(folder) => api.fallback(axum::routing::any(site::file).with_state(Site::new(&folder))),
        None => api.fallback(unknown),
    };
    let routes = routes
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn(site::with_headers))
        .layer(middleware::from_fn(read_leftover))
        .layer(middleware::from_fn(at_work));
    if access_log { routes.layer(middleware::from_fn(with_log)) } else { routes }
}

/// A route that tells which methods it takes.
fn answering<S: Clone + Send + Sync + 'static>(
    route: MethodRouter<S>,
    allowed: &'static str,
) -> MethodRouter<S> {
    let options = move || async move {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
        response
    };
    let refuse = move |request: Request| async move {
        let method = request.method().to_string();
        refusal(&Problem::WrongMethod(method, allowed), language(request.headers()))
    };
    route.options(options).fallback(refuse)
}

async fn document() -> Response<Body> {
    let mut response = Response::new(Body::from(DOCUMENT));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

async fn unknown(request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    refusal(&Problem::UnknownRoute(path), language(request.headers()))
}

/// Ends once the process is told to stop, and again. From the call on, the signals no longer end
/// it by themselves.
fn told_to_stop() -> io::Result<Stop<impl Future<Output = ()> + Send + 'static>> {
    Ok(Stop { gently: times_told(1)?, now: times_told(2)? })
}

/// Ends once the process is told to stop for the `count`th time.
fn times_told(count: usize) -> io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(async move {
            for _ in 0..count {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async move {
        for _ in 0..count {
            // Without the signal there is no graceful end, and the server goes on.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    })
}
