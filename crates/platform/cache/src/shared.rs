//! Tier 2: Redis, shared by the processes of one shop.
//!
//! Redis is never waited for longer than the time limit, and after a failure
//! it is left alone for a pause: a shop without it is slower, never closed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use metrics::Counter;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Cmd, RedisError};
use tokio::sync::mpsc;

/// Values waiting to be sent; what does not fit is not kept.
const SEND_QUEUE: usize = 1_024;
/// Values sent in one go.
const SEND_BATCH: usize = 64;

/// A bucket as the moment at which it will be full, by the clock of Redis.
const TAKE_TOKEN: &str = "
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local full_at = tonumber(redis.call('GET', KEYS[1]) or now)
if full_at < now then full_at = now end
full_at = full_at + ARGV[1]
local wait = full_at - now - ARGV[2]
if wait > 0 then return wait end
redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'PX', math.ceil((full_at - now) / 1000))
return 0
";

/// Where the tier is and how patient we are with it.
#[derive(Debug, Clone)]
pub struct SharedSettings {
    /// `redis://HOST:PORT/DB` or `redis+unix:///PATH`.
    pub url: String,
    /// Put before all keys, so that several shops can share one Redis.
    pub prefix: String,
    /// Longest wait for one answer.
    pub time_limit: Duration,
    /// How long it is left alone after a failure.
    pub pause: Duration,
}

impl SharedSettings {
    /// 50 ms of patience, a pause of one second.
    pub fn new(url: impl Into<String>, prefix: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            prefix: prefix.into(),
            time_limit: Duration::from_millis(50),
            pause: Duration::from_secs(1),
        }
    }
}

/// Why the tier cannot be set up. That Redis does not answer is no reason.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CacheError {
    /// The address cannot be read.
    #[error("not an address of Redis: {0:?} (redis://HOST:PORT)")]
    BadAddress(String, #[source] RedisError),
}

/// The tier in Redis. Cheap to clone.
///
/// Counts itself as `cache_hits_total`, `cache_misses_total`,
/// `cache_errors_total` and `cache_skips_total` (left alone, or too busy to
/// send to) with the label `tier="redis"`.
#[derive(Debug, Clone)]
pub struct Shared {
    prefix: Arc<[u8]>,
    link: Link,
    sender: mpsc::Sender<Entry>,
}

#[derive(Debug)]
struct Entry {
    key: Vec<u8>,
    value: Bytes,
    keep_for: Duration,
}

impl Shared {
    /// Sets the tier up; returns at once.
    ///
    /// The connection is made in the background, and again whenever it is lost.
    ///
    /// # Errors
    /// [`CacheError::BadAddress`] only.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub fn connect(settings: SharedSettings) -> Result<Self, CacheError> {
        let bad_address = |error| CacheError::BadAddress(settings.url.clone(), error);
        let client = redis::Client::open(settings.url.as_str()).map_err(bad_address)?;
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(0)
            .set_connection_timeout(Some(settings.time_limit))
            .set_response_timeout(Some(settings.time_limit));
        let connection = ConnectionManager::new_lazy_with_config(client, config).map_err(bad_address)?;
        let link = Link::new(connection, settings.time_limit, settings.pause);
        let (sender, waiting) = mpsc::channel(SEND_QUEUE);
        tokio::spawn(send_values(link.clone(), waiting));
        Ok(Self { prefix: settings.prefix.into_bytes().into(), link, sender })
    }

    /// What `read` makes of the value under `key`; `None` as well if Redis is away or slow.
    ///
    /// A value of which `read` makes nothing is a miss.
    pub async fn get<T>(&self, key: &[u8], read: impl FnOnce(Bytes) -> Option<T>) -> Option<T> {
        let mut command = Cmd::new();
        command.arg("GET").arg(self.full_key(key));
        let found: Option<Vec<u8>> =
            self.link.ask(async |mut connection| command.query_async(&mut connection).await).await?;
        let found = found.and_then(|bytes| read(Bytes::from(bytes)));
        let count = if Option::is_some(&found) { &self.link.counts.hits } else { &self.link.counts.misses };
        count.increment(1);
        found
    }

    /// Keeps `value` for at most `keep_for`; returns at once.
    ///
    /// What cannot be sent is forgotten.
    pub fn set(&self, key: &[u8], value: Bytes, keep_for: Duration) {
        let entry = Entry { key: self.full_key(key), value, keep_for };
        if self.link.is_left_alone() || self.sender.try_send(entry).is_err() {
            self.link.counts.skips.increment(1);
        }
    }

    /// Takes one from the bucket `key`, of which one is worth `interval_us` and all `full_us`.
    ///
    /// Gives how many microseconds to wait if it is empty, 0 if not; `None` if Redis is away or slow.
    pub(crate) async fn take_token(&self, key: &[u8], interval_us: i64, full_us: i64) -> Option<i64> {
        let script = redis::Script::new(TAKE_TOKEN);
        let mut call = script.prepare_invoke();
        call.key(self.full_key(key)).arg(interval_us).arg(full_us);
        self.link.ask(async |mut connection| call.invoke_async(&mut connection).await).await
    }

    fn full_key(&self, key: &[u8]) -> Vec<u8> {
        [&self.prefix, key].concat()
    }
}

async fn send_values(link: Link, mut waiting: mpsc::Receiver<Entry>) {
    let mut batch = Vec::with_capacity(SEND_BATCH);
    while waiting.recv_many(&mut batch, SEND_BATCH).await > 0 {
        let mut pipe = redis::pipe();
        for Entry { key, value, keep_for } in batch.drain(..) {
            let keep_for_ms = u64::try_from(keep_for.as_millis()).unwrap_or(u64::MAX).max(1);
            pipe.cmd("SET").arg(key).arg(value.as_ref()).arg("PX").arg(keep_for_ms).ignore();
        }
        link.ask(async |mut connection| pipe.exec_async(&mut connection).await).await;
    }
}

/// The connection, and whether it is to be left alone for now.
#[derive(Debug, Clone)]
struct Link {
    connection: ConnectionManager,
    time_limit: Duration,
    pause: Duration,
    /// Milliseconds after `started` until which nobody asks.
    left_alone_until_ms: Arc<AtomicU64>,
    started: Instant,
    counts: Counts,
}

#[derive(Debug, Clone)]
struct Counts {
    hits: Counter,
    misses: Counter,
    errors: Counter,
    skips: Counter,
}

impl Link {
    fn new(connection: ConnectionManager, time_limit: Duration, pause: Duration) -> Self {
        let counts = Counts {
            hits: metrics::counter!("cache_hits_total", "tier" => "redis"),
            misses: metrics::counter!("cache_misses_total", "tier" => "redis"),
            errors: metrics::counter!("cache_errors_total", "tier" => "redis"),
            skips: metrics::counter!("cache_skips_total", "tier" => "redis"),
        };
        Self {
            connection,
            time_limit,
            pause,
            left_alone_until_ms: Arc::default(),
            started: Instant::now(),
            counts,
        }
    }

    async fn ask<T>(
        &self,
        question: impl AsyncFnOnce(ConnectionManager) -> Result<T, RedisError>,
    ) -> Option<T> {
        if !self.may_ask() {
            self.counts.skips.increment(1);
            return None;
        }
        let answer = tokio::time::timeout(self.time_limit, question(self.connection.clone())).await;
        let reason = match answer {
            Ok(Ok(answer)) => {
                self.left_alone_until_ms.store(0, Ordering::Relaxed);
                return Some(answer);
            }
            Ok(Err(error)) => error.to_string(),
            Err(elapsed) => elapsed.to_string(),
        };
        self.counts.errors.increment(1);
        if self.leave_alone() {
            tracing::warn!(reason, "redis is left alone");
        }
        None
    }

    fn is_left_alone(&self) -> bool {
        self.now_ms() < self.left_alone_until_ms.load(Ordering::Relaxed)
    }

    /// After the pause one caller tries; the others leave it alone a pause longer.
    fn may_ask(&self) -> bool {
        let until = self.left_alone_until_ms.load(Ordering::Relaxed);
        if until == 0 {
            return true;
        }
        let now = self.now_ms();
        let next = now + self.pause_ms();
        now >= until
            && self
                .left_alone_until_ms
                .compare_exchange(until, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }

    /// Begins or lengthens the pause; whether this one began it.
    fn leave_alone(&self) -> bool {
        let until = self.now_ms() + self.pause_ms();
        self.left_alone_until_ms.swap(until, Ordering::Relaxed) == 0
    }

    fn pause_ms(&self) -> u64 {
        u64::try_from(self.pause.as_millis()).unwrap_or(u64::MAX / 2)
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(0)
    }
}
