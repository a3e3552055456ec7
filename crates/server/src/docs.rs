//! `/docs`: the OpenAPI document as a page for people, made here, without any script.

use axum::extract::Request;
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect};
use serde_json::Value;
use text::Lang;

use crate::document::document;
use crate::response::language;

/// How it looks.
const STYLE: &str = include_str!("docs.css");

/// Answers with the page in the reader's language.
pub async fn page(request: Request) -> impl IntoResponse {
    let lang = language(request.headers());
    ([(header::CONTENT_LANGUAGE, lang.code())], Html(render(&document(lang), lang)))
}

/// Leads from `/docs/` to `/docs`, from where the page's relative links are right.
pub async fn moved() -> impl IntoResponse {
    Redirect::permanent("../docs")
}

/// Answers with the style sheet.
pub async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

/// The page of a document.
fn render(document: &Value, lang: Lang) -> String {
    let info = &document["info"];
    let title = escaped(&lang.api_docs_title(text(&info["title"])));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"docs/style.css\">\n</head>\n<body>\n<main>\n\
         <h1>{title} {}</h1>\n",
        lang.code(),
        escaped(text(&info["version"])),
    );
    page += &paragraphs(text(&info["description"]));
    let link = "<a href=\"api/openapi.json\">api/openapi.json</a>";
    page += &format!("<p>{}</p>\n", lang.api_docs_source(link));
    for (path, methods) in entries(&document["paths"]) {
        for (method, operation) in entries(methods) {
            let name = format!("{} {path}", method.to_uppercase());
            page += &format!("<h2><code>{}</code></h2>\n", escaped(&name));
            page += &render_operation(path, operation, lang);
        }
    }
    page += &format!("<h2>{}</h2>\n", lang.api_docs_objects());
    for (name, schema) in entries(&document["components"]["schemas"]) {
        page += &format!("<h3 id=\"{0}\">{0}</h3>\n", escaped(name));
        page += &paragraphs(text(&schema["description"]));
        page += &properties(schema, lang);
    }
    page + "</main>\n</body>\n</html>\n"
}

fn render_operation(path: &str, operation: &Value, lang: Lang) -> String {
    let mut part = paragraphs(text(&operation["summary"]));
    part += &paragraphs(text(&operation["description"]));
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let rows: Vec<[String; 3]> = parameters
        .map(|parameter| {
            let place = format!("{} ({})", text(&parameter["name"]), text(&parameter["in"]));
            let words = inline(text(&parameter["description"]));
            [place, kind(&parameter["schema"]), words]
        })
        .collect();
    part += &table(lang.api_docs_parameters(), &rows);
    let bodies: Vec<&str> =
        entries(&operation["requestBody"]["content"]).map(|(name, _)| name.as_str()).collect();
    if !bodies.is_empty() {
        let kinds = bodies.iter().map(|kind| format!("<code>{}</code>", escaped(kind)));
        let kinds: Vec<String> = kinds.collect();
        let about = inline(text(&operation["requestBody"]["description"]));
        part += &format!("<h3>{}</h3>\n<p>{about}</p>\n", lang.api_docs_body());
        part += &format!("<p>{}</p>\n", kinds.join(", "));
        let line = format!(
            "curl --data-binary @photo.jpg -H \"Content-Type: image/jpeg\" http://localhost:8080{path}"
        );
        part += &format!("<pre>{}</pre>\n", escaped(&line));
    }
    for (status, response) in entries(&operation["responses"]) {
        let words = inline(text(&response["description"]));
        part += &format!("<h3>{}: {words}</h3>\n", escaped(status));
        for (_, content) in entries(&response["content"]) {
            for (_, example) in entries(&content["examples"]) {
                part += &format!("<pre>{}</pre>\n", escaped(&format!("{:#}", example["value"])));
            }
        }
    }
    part
}

/// A table of an object's fields; nothing where it has none.
fn properties(schema: &Value, lang: Lang) -> String {
    let row = |(name, field): (&String, &Value)| {
        let words = inline(text(&field["description"]));
        [name.clone(), kind(field), words]
    };
    let rows: Vec<[String; 3]> = entries(&schema["properties"]).map(row).collect();
    if rows.is_empty() {
        return format!("<p>{}</p>\n", kind(schema));
    }
    table(lang.api_docs_fields(), &rows)
}

/// Rows of a name, a kind and a meaning; the last two are HTML already.
fn table(title: &str, rows: &[[String; 3]]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut table = format!("<h3>{}</h3>\n<table>\n", escaped(title));
    for [name, kind, meaning] in rows {
        let name = escaped(name);
        table += &format!(
            "<tr><th scope=\"row\"><code>{name}</code></th><td>{kind}</td><td>{meaning}</td></tr>\n"
        );
    }
    table + "</table>\n"
}

/// What a value may be, as HTML: a link to an object, one of some words, or a type with its range.
fn kind(schema: &Value) -> String {
    if let Some([only]) = schema["allOf"].as_array().map(Vec::as_slice) {
        return kind(only);
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        let name = escaped(name);
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    if let Some(words) = schema["enum"].as_array() {
        let words = words.iter().map(|word| format!("<code>{}</code>", escaped(&plain(word))));
        return words.collect::<Vec<_>>().join(" ");
    }
    let mut words = escaped(text(&schema["type"]));
    if schema["type"] == "array" {
        words += &format!(" [{}]", kind(&schema["items"]));
    }
    let [low, high] = ["minimum", "maximum"].map(|end| plain(&schema[end]));
    if !low.is_empty() || !high.is_empty() {
        words += &format!(" {low}–{high}");
    }
    words
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A value as a person writes it: text without quotes, nothing for none.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn paragraphs(words: &str) -> String {
    let paragraphs = words.split("\n\n").filter(|words| !words.is_empty());
    paragraphs.map(|words| format!("<p>{}</p>\n", inline(words))).collect()
}

/// Text with its `code` marked, as HTML.
fn inline(words: &str) -> String {
    let mut html = String::new();
    for (place, part) in words.split('`').enumerate() {
        match place % 2 {
            0 => html += &escaped(part),
            _ => html += &format!("<code>{}</code>", escaped(part)),
        }
    }
    html
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_document_says_is_text_and_never_markup() {
        let document = json!({
            "info": { "title": "<b>", "version": "1", "description": "a `<i>` & b\n\nc" },
            "paths": { "/x": { "get": { "summary": "s", "responses": {
                "200": { "description": "<u>", "content": { "j": { "examples": { "x": { "value": "<s>" } } } } },
            } } } },
        });
        let page = render(&document, Lang::En);
        assert!(page.contains("<p>a <code>&lt;i&gt;</code> &amp; b</p>\n<p>c</p>"), "{page}");
        for markup in ["<b>", "<i>", "<u>", "<s>"] {
            assert!(!page.contains(markup), "{page}");
        }
    }
}
