//! A real Chromium, driven by WebDriver, one fresh profile a page.
//!
//! The harness reports by failing the test: what does not work panics with a sentence that says what was awaited.
#![allow(clippy::expect_used, reason = "a harness reports by failing the test")]

mod accessibility;
mod driver;
mod page;
mod worker;

pub use accessibility::{Name, Node};
pub use page::Page;
pub use worker::Worker;

use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::{DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

use driver::Chromedriver;

/// How long a page may take over one step before the test gives up.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What kind of visitor comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The visitor's preferred language, such as `en-US` or `es`.
    pub language: &'static str,
    /// Width and height of the page in CSS pixels.
    pub viewport: (u32, u32),
    /// Whether the visitor prefers a dark page.
    pub dark: bool,
    /// Whether the visitor prefers less motion.
    pub reduced_motion: bool,
    /// Whether there is a WebGPU adapter; on a machine without a GPU it is a software one.
    pub webgpu: bool,
    /// Whether there is a webcam: Chromium's own, which shows a test picture.
    pub webcam: bool,
}

impl Default for Options {
    /// A laptop in English, in the light, without WebGPU.
    fn default() -> Self {
        Self {
            language: "en-US",
            viewport: (1280, 800),
            dark: false,
            reduced_motion: false,
            webgpu: false,
            webcam: false,
        }
    }
}

impl Options {
    /// A telephone held upright.
    pub fn phone() -> Self {
        Self { viewport: (390, 844), ..Self::default() }
    }

    fn arguments(&self, profile: &TempDir) -> Vec<String> {
        let mut arguments: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // Shared memory is small in many containers.
            "--disable-dev-shm-usage",
            // The site speaks to its own host only; a request to any other one fails and shows in the console. One more
            // name leads here, which unlike 127.0.0.1 is not trusted over plain http.
            "--host-resolver-rules=MAP elsewhere.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        arguments.push(format!("--accept-lang={}", self.language));
        arguments.push(format!("--lang={}", self.language));
        if self.webgpu {
            arguments.push("--enable-unsafe-webgpu".to_owned());
        }
        if self.webcam {
            arguments.push("--use-fake-device-for-media-stream".to_owned());
        }
        arguments
    }
}

/// A browser with one tab. It ends, with all its processes, when it is dropped.
#[derive(Debug)]
pub struct Browser {
    driver: WebDriver,
    // Dropped in this order: the processes end before their profile goes.
    _chromedriver: Chromedriver,
    _profile: TempDir,
}

impl Browser {
    /// Starts Chromium with an empty profile. `CHROME` and `CHROMEDRIVER` name other programs than those on the path.
    pub async fn start(options: &Options) -> Self {
        let profile = tempfile::Builder::new()
            .prefix("vitrina-profile-")
            .tempdir()
            .expect("a temporary folder for the browser's profile can be made");
        let chromedriver = Chromedriver::start().await;
        let mut capabilities = DesiredCapabilities::chrome();
        for argument in options.arguments(&profile) {
            capabilities.add_arg(&argument).expect("an argument is plain text");
        }
        if let Ok(binary) = std::env::var("CHROME") {
            capabilities.set_binary(&binary).expect("a path is plain text");
        }
        capabilities
            .set_browser_log_level(LoggingPrefsLogLevel::All)
            .expect("a log level is plain text");
        let driver = WebDriver::new(chromedriver.url(), capabilities)
            .await
            .unwrap_or_else(|problem| panic!("Chromium does not start: {problem}"));
        let browser = Self { driver, _chromedriver: chromedriver, _profile: profile };
        browser.show_as(options).await;
        browser.watch_long_tasks().await;
        browser
    }

    /// The underlying WebDriver session, for what this harness does not offer.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Sends one command of the Chrome DevTools Protocol.
    pub async fn devtools(
        &self,
        command: &str,
        parameters: serde_json::Value,
    ) -> serde_json::Value {
        self.driver
            .cdp()
            .send_raw(command, parameters)
            .await
            .unwrap_or_else(|problem| panic!("{command} fails: {problem}"))
    }

    /// Answers for the visitor whether pages may use the webcam, now and when they ask.
    pub async fn allow_webcam(&self, is_allowed: bool) {
        let setting = if is_allowed { "granted" } else { "denied" };
        let permission = json!({"permission": {"name": "camera"}, "setting": setting});
        self.devtools("Browser.setPermission", permission).await;
    }

    /// Shows the page as these options have it: its size, colour scheme and motion. Their language is that of the
    /// start for ever.
    pub async fn show_as(&self, options: &Options) {
        let (width, height) = options.viewport;
        // A headless window has a least width that is wider than a telephone; the emulated page has none.
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        let scheme = if options.dark { "dark" } else { "light" };
        let motion = if options.reduced_motion { "reduce" } else { "no-preference" };
        let features = json!({"features": [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": motion},
        ]});
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    async fn watch_long_tasks(&self) {
        // From the very first script on, so that loading counts too.
        let watch = json!({"source": page::WATCH_LONG_TASKS});
        self.devtools("Page.addScriptToEvaluateOnNewDocument", watch).await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver process is told to end, which ends the session too. An error says that it has ended already.
        let _ = self.driver.clone().leak();
    }
}
