//! Serves the built site on this machine only: `serve [PORT] [BASE]`. Ctrl-C ends it.

use std::net::Ipv4Addr;
use std::process::ExitCode;

use tests::server::{RequestLog, dist, router};
use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let port = arguments.next().unwrap_or_else(|| "8080".to_owned());
    let base = arguments.next().unwrap_or_else(|| "/".to_owned());
    match serve(&port, &base).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("vitrina: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(port: &str, base: &str) -> Result<(), String> {
    let number: u16 = port.parse().map_err(|_| format!("{port} is not a port number"))?;
    let folder = dist();
    if !folder.join("index.html").is_file() {
        return Err(format!("there is no site in {}; `make build` makes it", folder.display()));
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, number)).await.map_err(|problem| {
        format!("port {number} cannot be had ({problem}); `make serve PORT=8081` takes another one")
    })?;
    println!("vitrina: http://127.0.0.1:{number}{base} (Ctrl-C ends it)");
    let app = router(&folder, base, RequestLog::default());
    // Not a graceful end: a tab that keeps its connection open must not hold up Ctrl-C.
    tokio::select! {
        served = async { axum::serve(listener, app).await } => served.map_err(|problem| problem.to_string()),
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}
