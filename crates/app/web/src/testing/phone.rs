//! A real browser on a real port.

use std::convert::Infallible;
use std::path::PathBuf;
use std::time::Duration;

use axum::body::Body;
use chromiumoxide::browser::{Browser, BrowserConfig};
use chromiumoxide::cdp::browser_protocol::emulation::{
    SetDeviceMetricsOverrideParams, SetScriptExecutionDisabledParams,
};
use chromiumoxide::cdp::browser_protocol::input::InsertTextParams;
use chromiumoxide::cdp::browser_protocol::page::NavigateParams;
use chromiumoxide::cdp::browser_protocol::target::SetAutoAttachParams;
use chromiumoxide::cdp::js_protocol::runtime::EvaluateParams;
use chromiumoxide::page::Page;
use futures::StreamExt as _;
use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use crate::exchange::Exchange;

/// The shop on a port of its own.
pub struct Server {
    pub address: String,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start(shop: impl FnOnce(&str) -> Exchange) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let shop = shop(&address);
        let task = tokio::spawn(async move {
            // Dropped with the task, and all connections with it.
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let shop = shop.clone();
                let service = service_fn(move |request: Request<Incoming>| {
                    let answer = shop.answer(request.map(Body::new));
                    async { Ok::<_, Infallible>(answer.await) }
                });
                connections.spawn(async move {
                    let builder =
                        hyper_util::server::conn::auto::Builder::new(hyper_util::rt::TokioExecutor::new());
                    let io = hyper_util::rt::TokioIo::new(stream);
                    // A connection that the browser cuts is no failure of the test.
                    let _ = builder.serve_connection(io, service).await;
                });
            }
        });
        Self { address, task }
    }

    /// The shop's machine is switched off.
    pub async fn stop(self) {
        self.task.abort();
        // An aborted task ends with an error; that it has ended is what counts.
        let _ = self.task.await;
    }
}

/// A phone with a browser.
pub struct Phone {
    pub page: Page,
    pub address: String,
    _browser: Browser,
    _profile: tempfile::TempDir,
}

fn chromium() -> PathBuf {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let folders: Vec<PathBuf> =
        std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect();
    let found = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    found.into_iter().find(|path| path.is_file()).unwrap_or_else(|| {
        panic!("no Chromium on the PATH: the browser tests need one, and script/test installs it")
    })
}

impl Phone {
    pub async fn open(server: &Server, scripts: bool) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let config = BrowserConfig::builder()
            .chrome_executable(chromium())
            .new_headless_mode()
            .launch_timeout(Duration::from_mins(1))
            .request_timeout(Duration::from_mins(1))
            .no_sandbox()
            .user_data_dir(profile.path())
            .viewport(None)
            .args([
                "disable-gpu",
                "disable-quic",
                "no-first-run",
                "disable-background-networking",
                "disable-component-update",
                "disable-sync",
                "disable-dev-shm-usage",
            ])
            .build()
            .unwrap();
        let (browser, mut events) = Browser::launch(config).await.unwrap();
        tokio::spawn(async move { while events.next().await.is_some() {} });
        let page = browser.new_page("about:blank").await.unwrap();
        let screen = SetDeviceMetricsOverrideParams::new(390, 844, 1.0, true);
        page.execute(screen).await.unwrap();
        page.execute(SetScriptExecutionDisabledParams::new(!scripts)).await.unwrap();
        // The client attaches itself to service workers and leaves them waiting for a debugger.
        page.execute(SetAutoAttachParams::new(false, false)).await.unwrap();
        Self { page, address: server.address.clone(), _browser: browser, _profile: profile }
    }

    pub async fn visit(&self, path: &str) {
        self.leave().await;
        self.page.execute(NavigateParams::new(format!("{}{path}", self.address))).await.unwrap();
        self.arrive().await;
    }

    /// Touches what `selector` finds and waits until the next page is there.
    pub async fn follow(&self, selector: &str) {
        self.leave().await;
        self.touch(selector).await;
        self.arrive().await;
    }

    pub async fn touch(&self, selector: &str) {
        let touch = format!(
            "(document.querySelector(\"{selector}\")?.click(), !!document.querySelector(\"{selector}\"))"
        );
        assert!(self.value::<bool>(&touch).await, "there is no {selector} to touch");
    }

    /// Marks the open page, so that the next one can be told from it.
    pub async fn leave(&self) {
        self.value::<bool>("(window.left = true)").await;
    }

    /// Asks until another page is there, and complete.
    pub async fn arrive(&self) {
        let there = "!window.left && document.readyState === 'complete'";
        while self.evaluate(there).await != Some(serde_json::Value::Bool(true)) {}
    }

    pub async fn write(&self, selector: &str, text: &str) {
        self.value::<bool>(&format!("(document.querySelector('{selector}').focus(), true)")).await;
        self.page.execute(InsertTextParams::new(text)).await.unwrap();
    }

    /// The value of an expression; a promise is awaited.
    pub async fn value<T: serde::de::DeserializeOwned>(&self, expression: &str) -> T {
        let value = self.evaluate(expression).await;
        serde_json::from_value(value.unwrap_or_else(|| panic!("{expression} has no value"))).unwrap()
    }

    /// Straight to the protocol: the client's own way waits for scripts that a page without any never runs.
    pub async fn evaluate(&self, expression: &str) -> Option<serde_json::Value> {
        let builder =
            EvaluateParams::builder().expression(expression).await_promise(true).return_by_value(true);
        self.page.execute(builder.build().unwrap()).await.ok()?.result.result.value
    }

    pub async fn text(&self) -> String {
        self.value("document.body.innerText").await
    }

    pub async fn path(&self) -> String {
        self.value("location.pathname + location.search").await
    }
}
