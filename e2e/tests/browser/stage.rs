//! A demo with a real Chromium in front of it. Everything waits for what it needs; nothing waits for a time.

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client as Tab, ClientBuilder, Locator};
use grantor_e2e::child::{Ending, installed};
use grantor_e2e::demo::Demo;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::future::Future;
use std::io::{BufRead, BufReader};
use std::num::NonZero;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::Semaphore;

/// Longest wait for a page.
const PATIENCE: Duration = Duration::from_secs(20);

/// A Chromium takes one for itself, however many tests run at a time.
static CORES: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, NonZero::get)));

/// Server and browser.
pub struct Stage {
    pub demo: Demo,
    pub tab: Tab,
}

/// Runs a test on a stage of its own; browser and server end with it, also when it panics.
pub fn on_stage<F: Future<Output = ()> + Send + 'static>(play: impl FnOnce(Arc<Stage>) -> F) {
    let (chromedriver, _) = (installed("chromedriver", "chromium-driver"), installed("chromium", "chromium"));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let _core = CORES.acquire().await.unwrap();
        let profile = TempDir::new().unwrap();
        let (_driver, url) = driver(&chromedriver);
        let tab = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(&profile))
            .connect(&url)
            .await
            .unwrap_or_else(|error| panic!("no Chromium: {error}"));
        let stage = Arc::new(Stage { demo: Demo::start(&[]), tab: tab.clone() });
        let played = tokio::spawn(play(stage)).await;
        // Before chromedriver goes: it is what ends Chromium.
        let _ = tab.close().await;
        if let Err(error) = played {
            std::panic::resume_unwind(error.into_panic());
        }
    });
}

/// chromedriver on a port of its own choice, and its address.
fn driver(program: &Path) -> (Ending, String) {
    let mut driver = Ending::start(Command::new(program).arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()));
    // Borrowed: with a closed pipe chromedriver would fail at its next word.
    let said = BufReader::new(driver.child().stdout.as_mut().unwrap()).lines().map(Result::unwrap);
    let ready = |line: String| Some(line.split_once("successfully on port ")?.1.trim_end_matches('.').to_owned());
    let port = { said }.find_map(ready).unwrap_or_else(|| panic!("chromedriver does not start"));
    (driver, format!("http://127.0.0.1:{port}"))
}

fn capabilities(profile: &TempDir) -> serde_json::Map<String, Value> {
    let fresh = format!("--user-data-dir={}", profile.path().display());
    let args = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--lang=en-US",
        &fresh,
    ];
    let all = json!({ "goog:chromeOptions": { "args": args }, "goog:loggingPrefs": { "browser": "ALL" } });
    all.as_object().unwrap().clone()
}

impl Stage {
    pub async fn open(&self, url: &str) {
        self.tab.goto(url).await.unwrap();
    }

    /// Presses what is there and waits for the page that follows.
    pub async fn press(&self, css: &str) {
        self.leave(async || self.find(css).await.click().await.unwrap()).await;
    }

    /// Does something that leads to another page, and waits until that is there whole.
    pub async fn leave(&self, go: impl AsyncFnOnce()) {
        self.script("window.stillHere = true").await;
        go().await;
        let arrived = async {
            let new = "return !window.stillHere && document.readyState === 'complete'";
            // Between two pages there is nobody to answer.
            while self.tab.execute(new, Vec::new()).await.ok() != Some(Value::Bool(true)) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, arrived).await.expect("another page");
    }

    pub async fn find(&self, css: &str) -> fantoccini::elements::Element {
        let found = self.tab.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("no {css} on {} ({error})", self.title().await),
        }
    }

    pub async fn fill(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    pub async fn title(&self) -> String {
        self.tab.title().await.unwrap()
    }

    pub async fn url(&self) -> String {
        self.tab.current_url().await.unwrap().to_string()
    }

    /// Runs a script and returns what it returns.
    pub async fn script(&self, script: &str) -> Value {
        self.tab.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// A command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.tab.issue_cmd(Extra { path: "goog/cdp/execute", body }).await.unwrap()
    }

    /// As if this browser had never been here.
    pub async fn forget(&self) {
        self.devtools("Network.clearBrowserCookies", json!({})).await;
    }

    /// What the browser complained about since the last call, but for error pages, whose status is 400.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.tab.issue_cmd(Extra { path: "se/log", body: json!({ "type": "browser" }) }).await.unwrap();
        let entries = log.as_array().unwrap().iter();
        let lines = entries.map(|entry| format!("{} {}", entry["source"], entry["message"]));
        lines.filter(|line| !(line.starts_with("\"network\"") && line.contains("status of 400"))).collect()
    }
}

/// A WebDriver command that fantoccini has no method for.
#[derive(Debug)]
struct Extra {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extra {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
