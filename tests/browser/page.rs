//! One open page: finding, waiting, uploading, and what went wrong on it.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::BrowserLogEntry;
use thirtyfour::prelude::*;

use super::accessibility::{self, Name, Node};
use super::{Browser, Options, PATIENCE};
use crate::server::{Server, dist};

/// Runs before the page's own scripts and remembers every task that held up the main thread for more than 50 ms.
pub(super) const WATCH_LONG_TASKS: &str = "
    globalThis.longTasks = [];
    new PerformanceObserver((list) => {
        for (const task of list.getEntries()) globalThis.longTasks.push(task.duration);
    }).observe({ type: 'longtask', buffered: true });
";

const POLL_EVERY: Duration = Duration::from_millis(50);

/// A page of the site, with the browser that shows it and the server that gave it.
#[derive(Debug)]
pub struct Page {
    browser: Browser,
    server: Server,
    console: Mutex<Vec<BrowserLogEntry>>,
}

impl Page {
    /// Opens `path` of the built site (no slash at its front) in a fresh browser, served at the root.
    pub async fn open(path: &str, options: &Options) -> Self {
        let folder = dist();
        assert!(
            folder.join("index.html").is_file(),
            "there is no site in {}; `make build` makes it",
            folder.display()
        );
        Self::open_in(&folder, "/", path, options).await
    }

    /// Opens `path` of the site in `folder`, served under `base`.
    pub async fn open_in(folder: &Path, base: &str, path: &str, options: &Options) -> Self {
        let server = Server::start(folder, base)
            .unwrap_or_else(|problem| panic!("the file server does not start: {problem}"));
        let browser = Browser::start(options).await;
        let page = Self { browser, server, console: Mutex::default() };
        page.goto(path).await;
        page
    }

    /// Goes to another path of the same site, in the same browser.
    pub async fn goto(&self, path: &str) {
        let url = self.server.url(path);
        if let Err(problem) = self.driver().goto(url.as_str()).await {
            panic!("{url} does not open: {problem}");
        }
    }

    /// The browser.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// The server: what has been asked of it, and the addresses on it.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// The WebDriver session.
    pub fn driver(&self) -> &WebDriver {
        self.browser.driver()
    }

    /// Everything with this role, now.
    pub async fn all(&self, role: &str) -> Vec<Node> {
        accessibility::query(&self.browser, role).await
    }

    /// Whether something with this role and name is there now.
    pub async fn has(&self, role: &str, name: impl Into<Name<'_>>) -> bool {
        let name = name.into();
        self.all(role).await.iter().any(|node| name.fits(&node.name))
    }

    /// The first thing with this role and name, waited for with the usual patience.
    pub async fn node(&self, role: &str, name: impl Into<Name<'_>>) -> Node {
        self.node_within(PATIENCE, role, name).await
    }

    /// The first thing with this role and name, waited for no longer than `limit`.
    pub async fn node_within(
        &self,
        limit: Duration,
        role: &str,
        name: impl Into<Name<'_>>,
    ) -> Node {
        let name = name.into();
        let deadline = Instant::now() + limit;
        loop {
            let there = self.all(role).await;
            if let Some(found) = there.iter().find(|node| name.fits(&node.name)) {
                return found.clone();
            }
            if Instant::now() >= deadline {
                let names: Vec<&str> = there.iter().map(|node| node.name.as_str()).collect();
                panic!(
                    "no {role} with the name {name:?} within {} s; each {role} there is: {names:?}",
                    limit.as_secs_f32()
                );
            }
            tokio::time::sleep(POLL_EVERY).await;
        }
    }

    /// The WebDriver element with this role and name, to be clicked or typed into.
    pub async fn find(&self, role: &str, name: impl Into<Name<'_>>) -> WebElement {
        let node = self.node(role, name).await;
        accessibility::element(&self.browser, &node)
            .await
            .unwrap_or_else(|problem| panic!("the {role} {:?} went away: {problem}", node.name))
    }

    /// Clicks the thing with this role and name.
    pub async fn click(&self, role: &str, name: impl Into<Name<'_>>) {
        let name = name.into();
        let element = self.find(role, name).await;
        if let Err(problem) = element.click().await {
            panic!("the {role} {name:?} cannot be clicked: {problem}");
        }
    }

    /// Chooses an option of the select of this name by typing, as one does with the keyboard.
    pub async fn choose(&self, name: impl Into<Name<'_>>, option: &str) {
        let select = self.find("combobox", name).await;
        if let Err(problem) = select.send_keys(option).await {
            panic!("{option} cannot be chosen: {problem}");
        }
    }

    /// The file that a click on a button downloads. It goes with its folder.
    pub async fn download(&self, button: &str) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let behaviour =
            json!({"behavior": "allow", "downloadPath": folder.path().display().to_string()});
        self.browser.devtools("Browser.setDownloadBehavior", behaviour).await;
        self.click("button", button).await;
        let mut found = None;
        self.wait_until(PATIENCE, "the download", || {
            found = downloaded(folder.path());
            std::future::ready(found.is_some())
        })
        .await;
        let file = found.expect("it was waited for");
        (folder, file)
    }

    /// Gives files to the page's file input, as the system's file dialogue would.
    pub async fn upload(&self, files: &[&Path]) {
        self.give("input[type=file]", files).await;
    }

    /// Gives files to the file input of this name.
    pub async fn upload_to(&self, name: &str, files: &[&Path]) {
        self.give(&format!("input[type=file][aria-label='{name}']"), files).await;
    }

    /// Waits for the input, which comes with the app and so later than the document.
    async fn give(&self, css: &str, files: &[&Path]) {
        let input = self.driver().query(By::Css(css)).wait(PATIENCE, POLL_EVERY).first().await;
        let paths: Vec<String> = files.iter().map(|file| absolute(file)).collect();
        let given = match input {
            Ok(input) => input.send_keys(paths.join("\n")).await,
            Err(problem) => Err(problem),
        };
        if let Err(problem) = given {
            panic!("{css} takes no files: {problem}");
        }
    }

    /// Waits until `holds` answers true, no longer than `limit`; `what` names it in the failure.
    pub async fn wait_until<F>(&self, limit: Duration, what: &str, mut holds: impl FnMut() -> F)
    where
        F: Future<Output = bool>,
    {
        let deadline = Instant::now() + limit;
        while !holds().await {
            assert!(
                Instant::now() < deadline,
                "{what}: not within {} s. The page says:\n{}",
                limit.as_secs_f32(),
                self.text().await
            );
            tokio::time::sleep(POLL_EVERY).await;
        }
    }

    /// The visible text of the whole page.
    pub async fn text(&self) -> String {
        let text = self.script("return document.body ? document.body.innerText : ''").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// The result of a script that ends in `return …`; a promise is awaited.
    pub async fn script(&self, script: &str) -> Value {
        match self.driver().execute(script, Vec::new()).await {
            Ok(result) => result.json().clone(),
            Err(problem) => panic!("a script fails: {problem}\n{script}"),
        }
    }

    /// The longest time that one task has held up the main thread, in milliseconds; 0 if none took over 50.
    pub async fn longest_task_ms(&self) -> f64 {
        let longest = self.script("return Math.max(0, ...(globalThis.longTasks ?? []))").await;
        longest.as_f64().unwrap_or_default()
    }

    /// Everything that the console has said since the page was opened.
    pub async fn console(&self) -> Vec<BrowserLogEntry> {
        // Reading the driver's log empties it, so what was read is kept here.
        let new = match self.driver().browser_log().await {
            Ok(entries) => entries,
            Err(problem) => panic!("the console cannot be read: {problem}"),
        };
        let mut all = self.console.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(new);
        all.clone()
    }

    /// The errors among what the console has said: failed requests and violations of the policy are errors too.
    pub async fn console_errors(&self) -> Vec<String> {
        let entries = self.console().await;
        entries
            .into_iter()
            .filter(|entry| entry.level == "SEVERE")
            .map(|entry| entry.message)
            .collect()
    }

    /// Writes what is to be seen to `NAME.png` in `VITRINA_SCREENSHOTS` (`target/screenshots` in the workspace).
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let folder = std::env::var_os("VITRINA_SCREENSHOTS").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots"),
            PathBuf::from,
        );
        let file = folder.join(format!("{name}.png"));
        if let Err(problem) = std::fs::create_dir_all(&folder) {
            panic!("{} cannot be made: {problem}", folder.display());
        }
        if let Err(problem) = self.driver().screenshot(&file).await {
            panic!("{} cannot be written: {problem}", file.display());
        }
        file
    }
}

/// The file in a folder, once it is whole: until then Chromium calls it otherwise.
fn downloaded(folder: &Path) -> Option<PathBuf> {
    let entry = std::fs::read_dir(folder).ok()?.flatten().next()?;
    let name = entry.file_name().into_string().ok()?;
    let is_named = !name.ends_with(".crdownload") && !name.starts_with(".org.chromium");
    let is_whole = is_named && entry.metadata().is_ok_and(|file| file.len() > 0);
    is_whole.then(|| entry.path())
}

fn absolute(file: &Path) -> String {
    match file.canonicalize() {
        Ok(path) => path.display().to_string(),
        Err(problem) => panic!("{} is not there: {problem}", file.display()),
    }
}
