//! `site-data DIR`: the parts of the data set as the site carries them, written where they are
//! missing or not as expected.

use std::path::PathBuf;

use anyhow::Context;
use text::Lang;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).context("usage: site-data DIR")?;
    download::pack(&folder, Lang::En)
}
