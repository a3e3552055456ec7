//! `vitrina serve`: the site and the API over HTTP, answered by the native networks.

use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use api::answer::Judged;
use burn::tensor::Device;
use policy::decision::{Policy, Reading};
use server::{Limits, Origin, PredictError, Predictor, Settings};
use text::Lang;
use vision::cutout::{self, Guidance};
use vision::decode::decode;

use crate::predict;
use crate::shipped::{self, Shipped};
use crate::train::threads;

/// Arguments of `vitrina serve`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Address to listen on. 0.0.0.0 lets other machines in.
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// Folder of the built site. `dist` by default, where there is one.
    #[arg(long)]
    site: Option<PathBuf>,
    /// Let the pages of this site read the answers, as in https://shop.example; * lets all. Can be
    /// given several times.
    #[arg(long, value_name = "ORIGIN")]
    cors: Vec<Origin>,
    /// Write a line for each request to standard error: when, who, what, status, time.
    #[arg(long)]
    access_log: bool,
    /// Folder of the shipped weights.
    #[arg(long)]
    models: Option<PathBuf>,
}

/// Serves until it is told to stop.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let folder = shipped::folder(arguments.models.as_deref());
    let shipped = Shipped::open(&folder, &Device::flex())?;
    // The first pass allocates; nobody should wait for it.
    predict::warm_up(&shipped.networks)?;
    let built = PathBuf::from("dist");
    let site =
        arguments.site.clone().or_else(|| built.join("index.html").exists().then_some(built));
    let settings = Settings {
        address: SocketAddr::new(arguments.host, arguments.port),
        site: site.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        card_sha256: download::files::sha256(&std::fs::read(folder.join("card.json"))?),
        cors: arguments.cors.clone(),
        access_log: arguments.access_log,
        limits: Limits::default(),
    };
    let ready = |address: SocketAddr| {
        // Whoever started the program may have heard enough.
        let mut output = std::io::stdout().lock();
        let _ = writeln!(output, "{}", lang.serve_ready(&format!("http://{address}")));
        if site.is_none() {
            let _ = writeln!(output, "{}", lang.serve_without_site());
        }
    };
    Ok(server::run(settings, Arc::new(Native { shipped }), ready)?)
}

/// The shipped networks on the CPU.
struct Native {
    shipped: Shipped,
}

impl Predictor for Native {
    fn predict(&self, file: Vec<u8>) -> Result<Judged, PredictError> {
        let photo = decode(&file)?;
        let seen = cutout::look(&photo, &Guidance::default());
        predict::judge(seen, &self.shipped.networks)
            .map_err(|error| PredictError::Engine(error.to_string()))
    }

    fn policy(&self, reading: Reading) -> Policy {
        self.shipped.policy(reading)
    }

    fn device(&self) -> String {
        format!("CPU {}, threads: {}", std::env::consts::ARCH, threads())
    }
}
