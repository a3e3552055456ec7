//! Progress bars with the time that is left. They go to standard error, so results can be piped.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over `steps` of something named `what`; `{msg}` is free for a figure.
pub fn steps(steps: u64, what: &str) -> ProgressBar {
    bar(Some(steps), what, "{prefix:>22} {bar:28} {pos}/{len}  {msg}  {eta} left")
}

/// A bar over bytes, with or without a known end.
pub fn bytes(bytes: Option<u64>, what: &str) -> ProgressBar {
    bar(bytes, what, "{prefix:>22} {bar:28} {bytes}/{total_bytes}  {eta} left")
}

fn bar(length: Option<u64>, what: &str, template: &str) -> ProgressBar {
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = length.map_or_else(ProgressBar::no_length, ProgressBar::new);
    bar.set_style(style);
    bar.set_prefix(what.to_owned());
    bar
}
