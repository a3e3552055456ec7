//! Writes the report of the shipped networks into a folder, to be looked at.
#![allow(clippy::unwrap_used, reason = "an example reports by failing")]
fn main() {
    let out = std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/models");
    let made =
        report::Made { date: "2026-12-01".to_owned(), version: "0.1.0".to_owned(), device: None };
    let facts =
        report::Facts::shipped(made, &|name| std::fs::read(folder.join(name)).ok()).unwrap();
    for lang in text::Lang::ALL {
        let document = report::report(&facts, lang);
        let write = |ending: &str, text: String| {
            std::fs::write(out.join(format!("report-{}.{ending}", lang.code())), text).unwrap()
        };
        write("html", report::files::to_html(&document));
        write("md", report::files::to_markdown(&document));
        write("ipynb", report::files::to_notebook(&document).unwrap());
        write("json", report::files::to_json(&document).unwrap());
    }
}
