//! How often an address, an account and a sign-in may come.
//!
//! Pages of the shop are not counted: they come from the cache and cost nothing.

use std::net::IpAddr;

use cache::{Rate, RateLimiter, TooOften};
use kernel::{Actor, Who};

use crate::Problem;
use crate::client_address::Networks;

/// How often clients may ask.
#[derive(Debug, Clone)]
pub struct Rates {
    /// An address at `/api`. Many shoppers may stand behind one, so that the burst is large.
    pub address: Rate,
    /// An account or an API key at `/api`.
    pub account: Rate,
    /// Tries to sign in or to open a link, for an address and for an e-mail each.
    pub sign_in: Rate,
    /// Addresses and networks that are not counted at `/api`: benches on the machine itself.
    pub exempt: Networks,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            address: Rate { burst: 600, per_minute: 100 },
            account: Rate { burst: 300, per_minute: 100 },
            sign_in: Rate { burst: 5, per_minute: 5 },
            exempt: Networks::default(),
        }
    }
}

/// The limit of each address at `/api`.
#[derive(Debug, Clone)]
pub struct ApiLimit {
    limiter: RateLimiter,
    rate: Rate,
    exempt: Networks,
}

impl ApiLimit {
    /// Counted by `limiter`.
    pub fn new(limiter: RateLimiter, rates: &Rates) -> Self {
        Self { limiter, rate: rates.address, exempt: rates.exempt.clone() }
    }

    /// Counts a request, if it is one that counts.
    pub(crate) fn check(&self, path: &str, client: Option<IpAddr>) -> Result<(), Problem> {
        let Some(client) = client.filter(|_| path.starts_with("/api/")) else { return Ok(()) };
        if self.exempt.contains(client) {
            return Ok(());
        }
        self.limiter.check(&address_key(b'a', client), self.rate).map_err(problem)
    }
}

/// Counts a request of somebody who is signed in.
pub(crate) fn check_account(limiter: &RateLimiter, rates: &Rates, actor: &Actor) -> Result<(), Problem> {
    let (Who::Staff(id) | Who::ApiKey(id) | Who::Customer(id)) = actor.who else { return Ok(()) };
    let mut key = [b'u'; 17];
    key[1..].copy_from_slice(id.as_bytes());
    limiter.check(&key, rates.account).map_err(problem)
}

/// Counts a try to sign in, to ask for a link or to use one: by address, and by e-mail where there is one.
pub async fn take_try(
    limiter: &RateLimiter,
    rates: &Rates,
    client: Option<IpAddr>,
    email: Option<&str>,
) -> Result<(), Problem> {
    if let Some(client) = client {
        limiter.take(&address_key(b's', client), rates.sign_in).await.map_err(problem)?;
    }
    if let Some(email) = email {
        // By hash: of one length, and no list of who tried to sign in.
        let hash = blake3::hash(email.trim().to_lowercase().as_bytes());
        let key = [b"e".as_slice(), &hash.as_bytes()[..16]].concat();
        limiter.take(&key, rates.sign_in).await.map_err(problem)?;
    }
    Ok(())
}

/// IPv6: one /64, which is what one client has.
fn address_key(kind: u8, address: IpAddr) -> [u8; 9] {
    let mut key = [0; 9];
    key[0] = kind;
    match address.to_canonical() {
        // Of 2001:db8::/32 and its like none begins with eight zero bits and ends so.
        IpAddr::V4(v4) => key[5..].copy_from_slice(&v4.octets()),
        IpAddr::V6(v6) => key[1..].copy_from_slice(&v6.octets()[..8]),
    }
    key
}

fn problem(TooOften(wait): TooOften) -> Problem {
    Problem::too_often(wait)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use kernel::Clock;

    use super::*;

    #[test]
    fn an_address_is_counted_at_the_api_alone_and_by_its_network_in_ipv6() {
        let clock = Clock::frozen(DateTime::from_timestamp(1_795_000_000, 0).unwrap());
        let rates = Rates {
            address: Rate { burst: 2, per_minute: 1 },
            exempt: Networks::parse(["127.0.0.0/8"]).unwrap(),
            ..Rates::default()
        };
        let limit = ApiLimit::new(RateLimiter::new(clock, None), &rates);
        let passes = |path: &str, client: &str| limit.check(path, Some(client.parse().unwrap())).is_ok();
        assert!((0..100).all(|_| passes("/fr/p/x", "192.0.2.1")), "pages are not counted");
        assert!((0..100).all(|_| passes("/api/brands", "127.0.0.1")), "exempt by configuration");
        assert!(passes("/api/brands", "192.0.2.1") && passes("/api/brands", "192.0.2.1"));
        assert!(!passes("/api/brands", "192.0.2.1") && !passes("/api/search", "::ffff:192.0.2.1"));
        assert!(passes("/api/brands", "192.0.2.2"));
        assert!(passes("/api/brands", "2001:db8::1") && passes("/api/brands", "2001:db8::ffff:2"));
        assert!(!passes("/api/brands", "2001:db8::3"));
        assert!(passes("/api/brands", "2001:db8:0:1::3"));
    }
}
