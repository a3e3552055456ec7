//! Prints the OpenAPI document, for `public/api/openapi.json`.

use std::io::Write;

fn main() -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{:#}", server::document(text::Lang::En))
}
