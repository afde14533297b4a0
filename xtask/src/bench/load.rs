//! The load: keep-alive HTTP/1.1 connections that ask one thing after another.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::server::Process;

/// What one run did and cost.
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    pub requests: u64,
    pub body_bytes: u64,
    pub seconds: f64,
    /// Of the server's process.
    pub cpu_seconds: f64,
    /// In microseconds, sorted.
    pub latencies: Vec<u32>,
}

impl Run {
    /// The latency below which this share of requests lies, in milliseconds.
    pub(crate) fn percentile_ms(&self, share: f64) -> f64 {
        let place =
            ((self.latencies.len() as f64 * share) as usize).min(self.latencies.len().saturating_sub(1));
        f64::from(self.latencies.get(place).copied().unwrap_or(0)) / 1000.0
    }

    /// Requests in a second.
    pub(super) fn rate(&self) -> f64 {
        self.requests as f64 / self.seconds.max(1e-9)
    }

    /// Milliseconds of the server's CPU for one request.
    pub(super) fn cpu_ms(&self) -> f64 {
        self.cpu_seconds * 1000.0 / self.requests.max(1) as f64
    }
}

/// The bytes of a request for each target.
pub(crate) fn requests(address: &str, targets: &[String], encoding: &str) -> Vec<Vec<u8>> {
    let request = |target: &String| {
        format!("GET {target} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: {encoding}\r\n\r\n")
            .into_bytes()
    };
    targets.iter().map(request).collect()
}

/// Asks each target once.
pub(super) async fn run_once(address: &str, targets: &[Vec<u8>], connections: usize) -> Result<Run> {
    let mut run = Run::default();
    let share = targets.len().div_ceil(connections.max(1)).max(1);
    for part in targets.chunks(share) {
        let mut connection = Connection::open(address).await?;
        for request in part {
            run.body_bytes += connection.ask(request).await?;
            run.requests += 1;
        }
    }
    Ok(run)
}

/// Asks for `time` on all connections at once, each beginning elsewhere in the targets.
pub(super) async fn run(
    address: &str,
    process: &Process,
    targets: &[Vec<u8>],
    connections: usize,
    time: Duration,
) -> Result<Run> {
    ensure!(!targets.is_empty(), "nothing to ask");
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(Connection::open(address).await?);
    }
    let cpu = process.cpu_seconds()?;
    let begun = Instant::now();
    let ends = begun + time;
    let local = tokio::task::LocalSet::new();
    let shared: std::rc::Rc<[Vec<u8>]> = targets.into();
    let tasks: Vec<_> = open
        .into_iter()
        .enumerate()
        .map(|(place, connection)| {
            let start = place * shared.len() / connections;
            local.spawn_local(keep_asking(connection, std::rc::Rc::clone(&shared), start, ends))
        })
        .collect();
    let mut all = Run::default();
    local
        .run_until(async {
            for task in tasks {
                let run = task.await.context("a connection ended early")??;
                all.requests += run.requests;
                all.body_bytes += run.body_bytes;
                all.latencies.extend(run.latencies);
            }
            anyhow::Ok(())
        })
        .await?;
    all.seconds = begun.elapsed().as_secs_f64();
    all.cpu_seconds = process.cpu_seconds()? - cpu;
    all.latencies.sort_unstable();
    Ok(all)
}

async fn keep_asking(
    mut connection: Connection,
    targets: std::rc::Rc<[Vec<u8>]>,
    start: usize,
    ends: Instant,
) -> Result<Run> {
    let mut run = Run::default();
    let mut place = start;
    loop {
        let begun = Instant::now();
        if begun >= ends {
            return Ok(run);
        }
        run.body_bytes += connection.ask(&targets[place % targets.len()]).await?;
        run.requests += 1;
        run.latencies.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
        place += 1;
    }
}

/// One keep-alive connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer with status 2xx.
pub(crate) struct Reply<'a> {
    pub(crate) head: &'a str,
    pub(crate) body: &'a [u8],
}

impl Reply<'_> {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(self.head, name)
    }
}

impl Connection {
    pub(crate) async fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await.context("the server does not take connections")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(256 * 1024) })
    }

    /// Sends a request and reads its whole answer; gives the length of the body.
    async fn ask(&mut self, request: &[u8]) -> Result<u64> {
        Ok(self.exchange(request).await?.body.len() as u64)
    }

    /// Sends a request and reads its whole answer.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Result<Reply<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let (head, length) = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break (end, content_length(&self.buffer[..end], request)?);
            }
            self.read_more().await?;
        };
        let body = head + 4;
        while self.buffer.len() < body + length {
            self.read_more().await?;
        }
        let head = std::str::from_utf8(&self.buffer[..head]).context("a head that is no text")?;
        Ok(Reply { head, body: &self.buffer[body..body + length] })
    }

    async fn read_more(&mut self) -> Result<()> {
        let read = self.stream.read_buf(&mut self.buffer).await?;
        ensure!(read > 0, "the server closed the connection");
        Ok(())
    }
}

/// One answer's body, whatever its status; for gathering what to ask.
pub(crate) async fn fetch(address: &str, target: &str) -> Result<Vec<u8>> {
    let mut connection = Connection::open(address).await?;
    let request = format!("GET {target} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: identity\r\n\r\n");
    let length = usize::try_from(connection.ask(request.as_bytes()).await?)?;
    let begin = connection.buffer.len().saturating_sub(length);
    Ok(connection.buffer.split_off(begin))
}

fn content_length(head: &[u8], request: &[u8]) -> Result<usize> {
    let head = std::str::from_utf8(head).context("a head that is no text")?;
    let status = head.split("\r\n").next().unwrap_or_default();
    if !status.starts_with("HTTP/1.1 20") {
        let line = String::from_utf8_lossy(request).lines().next().unwrap_or_default().to_owned();
        bail!("{status} to {line}");
    }
    Ok(header(head, "content-length").context("an answer without content-length")?.parse()?)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = head.split("\r\n").skip(1).filter_map(|line| line.split_once(':'));
    fields.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
