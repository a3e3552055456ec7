//! To be written.
#[derive(clap::Args)]
pub struct Arguments {}
pub fn run(_: &Arguments, _: domain::Lang) -> anyhow::Result<()> {
    Ok(())
}
