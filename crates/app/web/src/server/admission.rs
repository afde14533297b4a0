//! How many connections each address has open.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::client_address::TrustedProxies;

/// Counts the open connections of each address and refuses those above the limit.
#[derive(Debug)]
pub(super) struct Admission {
    limit: usize,
    uncounted: TrustedProxies,
    open: Arc<Mutex<FxHashMap<IpAddr, usize>>>,
}

impl Admission {
    pub(super) fn new(limit: usize, uncounted: TrustedProxies) -> Self {
        Self { limit, uncounted, open: Arc::default() }
    }

    /// Counts one more connection of `address` until the entry is dropped; none above the limit.
    pub(super) fn admit(&self, address: IpAddr) -> Option<Entry> {
        let client = client_of(address);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(client).or_default();
        if *count >= self.limit && !self.uncounted.contains(address) {
            return None;
        }
        *count += 1;
        Some(Entry { client, open: Arc::clone(&self.open) })
    }
}

/// One admitted connection.
#[derive(Debug)]
pub(super) struct Entry {
    client: IpAddr,
    open: Arc<Mutex<FxHashMap<IpAddr, usize>>>,
}

impl Drop for Entry {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.client);
            }
        }
    }
}

/// Whoever has one IPv6 address mostly has its whole /64.
fn client_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn of_strangers(limit: usize) -> Admission {
        Admission::new(limit, TrustedProxies::default())
    }

    #[test]
    fn a_proxy_may_open_as_many_as_it_likes() {
        let admission = Admission::new(1, TrustedProxies::parse(["192.0.2.1"]).unwrap());
        let _entries: Vec<_> = (0..9).map(|_| admission.admit(address("192.0.2.1")).unwrap()).collect();
    }

    #[test]
    fn an_address_is_refused_above_its_limit_until_one_leaves() {
        let admission = of_strangers(2);
        let first = admission.admit(address("192.0.2.1")).unwrap();
        let _second = admission.admit(address("192.0.2.1")).unwrap();
        assert!(admission.admit(address("192.0.2.1")).is_none());
        assert!(admission.admit(address("192.0.2.2")).is_some());
        drop(first);
        assert!(admission.admit(address("192.0.2.1")).is_some());
    }

    #[test]
    fn a_whole_ipv6_network_counts_as_one_client_and_a_mapped_address_as_ipv4() {
        let admission = of_strangers(1);
        let _entries =
            (admission.admit(address("2001:db8::1")), admission.admit(address("::ffff:192.0.2.1")));
        assert!(admission.admit(address("2001:db8::ffff:1")).is_none());
        assert!(admission.admit(address("192.0.2.1")).is_none());
        assert!(admission.admit(address("2001:db8:0:1::1")).is_some());
    }

    #[test]
    fn nothing_is_kept_of_clients_that_have_left() {
        let admission = of_strangers(1);
        drop(admission.admit(address("192.0.2.1")));
        assert!(admission.open.lock().unwrap().is_empty());
    }
}
