//! The shared tier against a real Redis, also one that dies and comes back.
#![expect(clippy::unwrap_used, reason = "a test may")]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use bytes::Bytes;
use cache::{Rate, RateLimiter, Shared, SharedSettings};
use kernel::Clock;

/// A Redis of this test's own, on a socket in a folder of its own.
///
/// `script/test` installs the program.
struct Server {
    process: Child,
    url: String,
}

impl Server {
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
        Self { process, url: format!("redis+unix://{}", socket.display()) }
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A stopped process ends too; one that has been killed already is fine.
        let _ended = self.process.kill();
        let _ended = self.process.wait();
    }
}

fn settings(server: &Server) -> SharedSettings {
    SharedSettings { pause: Duration::from_millis(20), ..SharedSettings::new(&server.url, "shop:") }
}

const MINUTE: Duration = Duration::from_mins(1);

/// Asks until it has been kept: setting returns before Redis has it.
async fn set_and_find(shared: &Shared, key: &[u8], value: &'static [u8]) {
    loop {
        shared.set(key, Bytes::from_static(value), MINUTE);
        if shared.get(key, Some).await.as_deref() == Some(value) {
            return;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn processes_share_values_but_shops_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    let first = Shared::connect(settings(&server)).unwrap();
    let second = Shared::connect(settings(&server)).unwrap();
    let other = Shared::connect(SharedSettings { prefix: "other:".to_owned(), ..settings(&server) }).unwrap();
    set_and_find(&first, b"k\0\xff", b"\x00bytes\xff").await;
    set_and_find(&other, b"there", b"yes").await;
    assert_eq!(second.get(b"k\0\xff", Some).await.as_deref(), Some(b"\x00bytes\xff".as_slice()));
    assert_eq!(other.get(b"k\0\xff", Some).await, None);
    assert_eq!(second.get(b"there", Some).await, None);
}

#[tokio::test]
async fn a_redis_that_dies_is_a_miss_and_is_used_again_when_it_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    let shared = Shared::connect(settings(&server)).unwrap();
    set_and_find(&shared, b"part", b"brake").await;
    server.kill();
    for _ in 0..1_000 {
        assert_eq!(shared.get(b"part", Some).await, None);
        shared.set(b"part", Bytes::from_static(b"lost"), MINUTE);
    }
    let _server = Server::start(folder.path());
    set_and_find(&shared, b"part", b"brake").await;
}

#[tokio::test]
async fn a_redis_that_was_never_there_is_used_when_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("redis+unix://{}", folder.path().join("redis.sock").display());
    let settings = SharedSettings { pause: Duration::from_millis(20), ..SharedSettings::new(url, "shop:") };
    let shared = Shared::connect(settings).unwrap();
    assert_eq!(shared.get(b"part", Some).await, None);
    let _server = Server::start(folder.path());
    set_and_find(&shared, b"part", b"brake").await;
}

#[tokio::test]
async fn a_redis_that_hangs_is_waited_for_once_in_a_pause() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    let settings = SharedSettings { pause: MINUTE, ..settings(&server) };
    let shared = Shared::connect(SharedSettings { pause: Duration::ZERO, ..settings.clone() }).unwrap();
    set_and_find(&shared, b"part", b"brake").await;
    let patient = Shared::connect(settings).unwrap();
    assert!(patient.get(b"part", Some).await.is_some());
    server.signal("-STOP");
    // 100 waits of 50 ms each would be five seconds; the watchdog of the test allows two.
    let asked = async {
        for _ in 0..100 {
            assert_eq!(patient.get(b"part", Some).await, None);
        }
    };
    tokio::time::timeout(Duration::from_secs(2), asked).await.unwrap();
    server.signal("-CONT");
}

#[tokio::test]
async fn a_value_is_forgotten_when_its_time_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    let shared = Shared::connect(settings(&server)).unwrap();
    set_and_find(&shared, b"warm", b"up").await;
    shared.set(b"brief", Bytes::from_static(b"moment"), Duration::from_millis(1));
    // The second is sent after the first; when it is there, the first has been there.
    set_and_find(&shared, b"after", b"it").await;
    while shared.get(b"brief", Some).await.is_some() {
        tokio::task::yield_now().await;
    }
}

#[test]
fn an_address_that_is_none_is_refused_by_name() {
    let refused = Shared::connect(SharedSettings::new("http://redis", "shop:")).unwrap_err();
    assert!(refused.to_string().contains("\"http://redis\""), "{refused}");
}

const FIVE: Rate = Rate { burst: 5, per_minute: 5 };

/// Tries in turn at two processes; how many pass.
async fn tries(limiters: [&RateLimiter; 2], key: &[u8]) -> usize {
    let mut passed = 0;
    for at in 0..12 {
        passed += usize::from(limiters[at % 2].take(key, FIVE).await.is_ok());
    }
    passed
}

#[tokio::test]
async fn two_processes_count_a_rate_together_and_alone_while_redis_is_away() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    let limiter = || {
        let shared = Shared::connect(settings(&server)).unwrap();
        (shared.clone(), RateLimiter::new(Clock::system(), Some(shared)))
    };
    let ((shared, first), (_, second)) = (limiter(), limiter());
    set_and_find(&shared, b"there", b"yes").await;
    assert_eq!(tries([&first, &second], b"one").await, 5);
    server.kill();
    assert_eq!(tries([&first, &second], b"two").await, 10);
}
