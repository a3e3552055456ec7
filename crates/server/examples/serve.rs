//! The API with a predictor that has no networks: `serve [PORT] [SITE]`. For trying the protocol.
#![allow(missing_docs, reason = "an example's modules are its own")]

#[path = "../tests/api/predictor.rs"]
mod predictor;

use std::error::Error;
use std::net::Ipv4Addr;
use std::sync::Arc;

use predictor::Bands;
use server::{Limits, Settings};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let port = arguments.next().map_or(Ok(8080), |text| text.parse())?;
    let settings = Settings {
        address: (Ipv4Addr::LOCALHOST, port).into(),
        site: arguments.next().map(Into::into),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        card_sha256: "0".repeat(64),
        cors: Vec::new(),
        access_log: true,
        limits: Limits::default(),
    };
    let predictor = Arc::new(Bands::at_once());
    server::run(settings, predictor, |address| println!("http://{address}/api/health"))?;
    Ok(())
}
