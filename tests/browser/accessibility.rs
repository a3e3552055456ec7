//! Finding things as a person finds them: by role and name, as Chromium's accessibility tree tells them.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::Browser;

/// Which accessible name is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name<'a> {
    /// Exactly this text.
    Is(&'a str),
    /// A name with this text in it.
    Contains(&'a str),
    /// Any name, or none.
    Any,
}

impl<'a> From<&'a str> for Name<'a> {
    fn from(name: &'a str) -> Self {
        Self::Is(name)
    }
}

impl Name<'_> {
    pub(super) fn fits(self, name: &str) -> bool {
        match self {
            Self::Is(wanted) => name == wanted,
            Self::Contains(part) => name.contains(part),
            Self::Any => true,
        }
    }
}

/// One thing on the page, as assistive technology sees it.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its role, such as `button`.
    pub role: String,
    /// Its accessible name.
    pub name: String,
    /// What further describes it, if anything.
    pub description: String,
    /// Its value: what a text box holds, where a slider stands.
    pub value: String,
    properties: Value,
    backend_node_id: i64,
}

impl Node {
    fn read(node: &Value) -> Option<Self> {
        if node["ignored"].as_bool() == Some(true) {
            return None;
        }
        let text = |key: &str| match &node[key]["value"] {
            Value::String(text) => text.trim().to_owned(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        Some(Self {
            role: text("role"),
            name: text("name"),
            description: text("description"),
            value: text("value"),
            properties: node["properties"].clone(),
            backend_node_id: node["backendDOMNodeId"].as_i64()?,
        })
    }

    /// A state or property by its name in the accessibility tree: `checked`, `disabled`, `expanded`, `level`, …
    pub fn property(&self, name: &str) -> Option<&Value> {
        let properties = self.properties.as_array()?;
        properties
            .iter()
            .find(|property| property["name"] == name)
            .map(|found| &found["value"]["value"])
    }
}

/// Everything on the page with this role, in document order.
pub(super) async fn query(browser: &Browser, role: &str) -> Vec<Node> {
    let cdp = browser.driver().cdp();
    // While the page is being replaced, either step may fail: then there is nothing yet.
    let Ok(document) = cdp.send_raw("DOM.getDocument", json!({"depth": 0})).await else {
        return Vec::new();
    };
    let parameters =
        json!({"backendNodeId": document["root"]["backendNodeId"], "role": as_chromium_says(role)});
    let Ok(found) = cdp.send_raw("Accessibility.queryAXTree", parameters).await else {
        return Vec::new();
    };
    found["nodes"]
        .as_array()
        .map(|nodes| nodes.iter().filter_map(Node::read).collect())
        .unwrap_or_default()
}

/// The WebDriver element of a node.
///
/// chromedriver names an element by its frame, its document and its node's number. The root element shows the first
/// two, and the third is known from the accessibility tree, so the page need not be marked in order to be searched.
pub(super) async fn element(browser: &Browser, node: &Node) -> WebDriverResult<WebElement> {
    let html = browser.driver().find(By::Tag("html")).await?;
    let mut reference = html.to_json()?;
    if let Some(fields) = reference.as_object_mut() {
        for id in fields.values_mut() {
            let prefix =
                id.as_str().and_then(|id| id.rsplit_once(".e.")).map_or("", |(prefix, _)| prefix);
            *id = Value::String(format!("{prefix}.e.{}", node.backend_node_id));
        }
    }
    WebElement::from_json(reference, browser.driver().handle().clone())
}

/// Chromium has names of its own for a few roles.
fn as_chromium_says(role: &str) -> &str {
    match role {
        "img" => "image",
        other => other,
    }
}
