//! `vitrina data`: the data set's files, found, downloaded, verified.

use std::path::PathBuf;

use text::Lang;

/// Arguments of `vitrina data`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Folder that has the four files, compressed or not. Without it: the folder named by
    /// VITRINA_DATA, the cache, the package dataset-fashion-mnist, the network.
    #[arg(long)]
    from: Option<PathBuf>,
    /// Folder to put them in, compressed. The cache by default.
    to: Option<PathBuf>,
}

/// Finds the files, verifies them and puts them where they belong.
pub fn run(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    download::store_all(arguments.from.as_deref(), arguments.to.as_deref(), lang)
}
