//! What differs from one shop's web server to another's; read by the binary, never here.

use std::time::Duration;

use ipnet::IpNet;

/// The web's part of the shop's configuration.
#[derive(Debug, Clone, Default)]
pub struct WebConfig {
    /// How much one client may take.
    pub limits: Limits,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Origins whose scripts may read the API; `*` = all.
    pub allowed_origins: Vec<String>,
    /// Whether `/bench/constant/{bytes}` is there.
    pub bench: bool,
}

/// How much time, memory and how many connections clients may take.
#[derive(Debug, Clone)]
pub struct Limits {
    /// From the first byte, or from the connection's beginning, to the end of the request's head.
    pub head_time: Duration,
    /// Between two requests of one connection.
    pub idle_time: Duration,
    /// Without a byte moving while a request is answered.
    pub stall_time: Duration,
    /// For the whole body of a request.
    pub body_time: Duration,
    /// Of a request's body.
    pub body_bytes: u64,
    /// Of a request's path and query.
    pub target_bytes: usize,
    /// Open at once.
    pub connections: usize,
    /// Open at once from one address (IPv6: one /64); trusted proxies are not counted.
    pub connections_per_address: usize,
    /// Requests at once on one HTTP/2 connection.
    pub streams: u32,
    /// How long readiness fails before new connections are refused.
    pub stop_notice: Duration,
    /// How long open requests may take to end after that.
    pub stop_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_time: Duration::from_secs(10),
            idle_time: Duration::from_secs(60),
            stall_time: Duration::from_secs(15),
            body_time: Duration::from_secs(30),
            body_bytes: 1 << 20,
            target_bytes: 8 << 10,
            connections: 10_000,
            connections_per_address: 1_000,
            streams: 100,
            stop_notice: Duration::from_secs(1),
            stop_time: Duration::from_secs(8),
        }
    }
}
