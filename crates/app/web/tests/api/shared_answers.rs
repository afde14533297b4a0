//! Two processes of one shop share their answers through Redis, and go on without it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use cache::{Shared, SharedSettings};
use http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

use crate::test_app::TestApp;

/// A Redis of this test's own, on a socket in a folder of its own; `script/test` installs the program.
struct Redis {
    process: Child,
    socket: PathBuf,
}

impl Redis {
    fn start(folder: &Path) -> Self {
        let socket = folder.join("redis.sock");
        let process = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"])
            .arg(&socket)
            .arg("--dir")
            .arg(folder)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        Self { process, socket }
    }

    fn share(&self) -> Shared {
        let url = format!("redis+unix://{}", self.socket.display());
        // Patient, so that a busy machine is not taken for a Redis that is away.
        let time_limit = Duration::from_secs(10);
        Shared::connect(SharedSettings { time_limit, ..SharedSettings::new(url, "shop:") }).unwrap()
    }

    /// What it says to an inline command; it is asked again until it is there.
    async fn say(&self, command: &str) -> String {
        let mut stream = loop {
            if let Ok(stream) = UnixStream::connect(&self.socket).await {
                break stream;
            }
            tokio::task::yield_now().await;
        };
        stream.write_all(format!("{command}\r\nQUIT\r\n").as_bytes()).await.unwrap();
        let mut said = String::new();
        stream.read_to_string(&mut said).await.unwrap();
        said
    }

    async fn hits(&self) -> u64 {
        let said = self.say("INFO stats").await;
        let line = said.lines().find_map(|line| line.strip_prefix("keyspace_hits:"));
        line.unwrap().trim().parse().unwrap()
    }

    /// Waits until so many answers are kept: they are sent behind the answer.
    async fn holds(&self, answers: usize) {
        while !self.say("DBSIZE").await.starts_with(&format!(":{answers}\r")) {
            tokio::task::yield_now().await;
        }
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        // One that has been killed already is fine.
        let _ended = self.process.kill();
        let _ended = self.process.wait();
    }
}

#[tokio::test]
async fn a_second_process_gives_the_first_ones_answer_and_both_go_on_without_redis() {
    let folder = tempfile::tempdir().unwrap();
    let mut redis = Redis::start(folder.path());
    redis.say("PING").await;
    let shop = TestApp::open().await;
    let (first, second) = (shop.beside(redis.share()), shop.beside(redis.share()));

    let made = first.get("/api/products").await;
    redis.holds(1).await;
    assert_eq!(redis.hits().await, 0);
    let shared = second.get("/api/products").await;
    assert_eq!(redis.hits().await, 1);
    assert_eq!((shared.status, shared.body), (StatusCode::OK, made.body));
    assert_eq!(shared.headers["etag"], made.headers["etag"]);
    second.get("/api/products").await;
    assert_eq!(redis.hits().await, 1, "the second time it comes from memory");

    redis.kill();
    for path in ["/api/products", "/api/brands"] {
        let answers = [first.get(path).await, second.get(path).await];
        assert!(answers.iter().all(|answer| answer.status == StatusCode::OK), "{path}");
        assert_eq!(answers[0].body, answers[1].body, "{path}");
    }
}
