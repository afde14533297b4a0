//! From names to addresses: only public ones, and those that were checked are those that are used.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::error::Refusal;
use crate::guard::is_public;

/// Asks the name service for the addresses of a host.
pub type Lookup = Arc<dyn Fn(String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> + Send + Sync>;

/// What is allowed, and how patient we are.
#[derive(Clone)]
pub struct FetchSettings {
    /// For the whole of it: name, connections, redirects, answer.
    pub time_limit: Duration,
    /// For one connection to stand.
    pub connect_limit: Duration,
    /// The largest answer.
    pub most_bytes: usize,
    /// Redirects that are followed.
    pub most_redirects: usize,
    /// Who asks.
    pub user_agent: String,
    /// Addresses that may be asked although they are in the house; named as they stand in a URL, never by name.
    pub trusted: Vec<SocketAddr>,
    /// The name service.
    pub lookup: Lookup,
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            time_limit: Duration::from_secs(20),
            connect_limit: Duration::from_secs(5),
            most_bytes: 5 << 20,
            most_redirects: 5,
            user_agent: concat!("Dukkan/", env!("CARGO_PKG_VERSION")).to_owned(),
            trusted: Vec::new(),
            lookup: system_lookup(),
        }
    }
}

impl fmt::Debug for FetchSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("FetchSettings");
        fields.field("time_limit", &self.time_limit).field("most_bytes", &self.most_bytes);
        fields.field("trusted", &self.trusted).finish_non_exhaustive()
    }
}

/// The name service of this machine.
pub fn system_lookup() -> Lookup {
    Arc::new(|host| {
        async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        }
        .boxed()
    })
}

/// Hands out addresses for a connection; none if any of them is in the house.
pub(crate) struct GuardedResolver(pub Lookup);

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let found = (self.0)(host.clone());
        async move {
            let addresses = found.await?;
            if !addresses.iter().copied().all(is_public) {
                let reason = "its name leads to an address that is not public";
                return Err(Refusal { host, reason }.into());
            }
            // The port is the URL's.
            let addresses: Addrs = Box::new(addresses.into_iter().map(|ip| SocketAddr::new(ip, 0)));
            Ok(addresses)
        }
        .boxed()
    }
}
