//! Routes, and the server's life from its port to its graceful end.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::{MethodRouter, get, post};
use axum::{Router, middleware};
use domain::api::{Health, Problem, Route};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::sleep;

use crate::body::read_leftover;
use crate::connection::{Gate, Work, at_work};
use crate::predict::{Desk, predict};
use crate::response::{json, language, refusal};
use crate::{DOCUMENT, Predictor, Settings, site};

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

/// Serves until the process is told to stop (SIGINT or SIGTERM), then finishes what is in work.
/// `ready` is called with the address once requests are taken.
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
    let result = runtime.block_on(async {
        let address = settings.address;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|error| ServeError::Address { address, error })?;
        let stop = told_to_stop()?;
        ready(listener.local_addr()?);
        Ok(serve(listener, settings, predictor, stop).await?)
    });
    runtime.shutdown_timeout(grace);
    result
}

/// Serves on `listener` until `stop` ends, then finishes what is in work, for at most
/// [`crate::Limits::grace`].
///
/// # Errors
/// The system gives out.
pub async fn serve(
    listener: TcpListener,
    settings: Settings,
    predictor: Arc<dyn Predictor>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let limits = settings.limits.clone();
    let gate = Gate::new(listener, limits.connections, limits.idle_time);
    let service = router(settings, predictor).into_make_service_with_connect_info::<Work>();
    let (told, hears) = oneshot::channel();
    let served = axum::serve(gate, service).with_graceful_shutdown(async move {
        stop.await;
        // Nobody hears it where the server has broken off.
        let _ = told.send(());
    });
    let out_of_patience = async move {
        // The sender is kept until the server ends, so this ends only with a message.
        let _ = hears.await;
        sleep(limits.grace).await;
    };
    tokio::select! {
        result = served => result,
        () = out_of_patience => Ok(()),
    }
}

fn router(settings: Settings, predictor: Arc<dyn Predictor>) -> Router {
    let Settings { site, version, card_sha256, limits, .. } = settings;
    let health = Arc::new(Health::new(&version, predictor.device(), card_sha256));
    let api = Router::new()
        .route(
            "/api/health",
            answering(
                get(move |request: Request| async move {
                    json(StatusCode::OK, language(request.headers()), &*health)
                }),
                Route::Health.allowed(),
            ),
        )
        .route("/api/openapi.json", answering(get(document), Route::Health.allowed()))
        .route("/api/predict", answering(post(predict), Route::Predict.allowed()))
        .with_state(Arc::new(Desk::new(predictor, limits)))
        .route("/api/{*path}", axum::routing::any(unknown));
    let routes = match site {
        Some(folder) => api.fallback_service(site::files(&folder)),
        None => api.fallback(unknown),
    };
    routes
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn(site::with_headers))
        .layer(middleware::from_fn(read_leftover))
        .layer(middleware::from_fn(at_work))
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

/// Ends once the process is told to stop. From the call on, the signals no longer end it.
fn told_to_stop() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        // Without the signal there is no graceful end, and the server goes on.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
