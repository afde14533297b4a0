//! Where a request comes from when proxies stand in front of the shop.
//!
//! Owns whose word is believed: nobody's, unless the shop names its proxies.
//! The left end of `X-Forwarded-For` is the client's own writing and never read
//! before all that stands to its right is a known proxy.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use http::HeaderMap;
use http::header::{FORWARDED, HeaderName};

/// The header in which each proxy appends whom it heard from.
pub const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Why a proxy's address cannot be understood.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is neither an address nor a network (10.0.0.1, 10.0.0.0/8, fd00::/8)")]
pub struct BadNetwork(String);

/// Addresses and networks that share a right.
#[derive(Debug, Clone, Default)]
pub struct Networks(Vec<Network>);

impl Networks {
    /// Reads addresses and networks in CIDR form.
    ///
    /// # Errors
    /// The first that is neither.
    pub fn parse<'a>(networks: impl IntoIterator<Item = &'a str>) -> Result<Self, BadNetwork> {
        networks.into_iter().map(Network::from_str).collect::<Result<_, _>>().map(Self)
    }

    /// This machine alone.
    pub fn loopback() -> Self {
        Self(vec![
            Network { address: Ipv4Addr::LOCALHOST.into(), fixed_bits: 8 },
            Network { address: Ipv6Addr::LOCALHOST.into(), fixed_bits: 128 },
        ])
    }

    /// Whether `address` is one of them.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }
}

/// The proxies whose word is believed.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Networks);

impl TrustedProxies {
    /// Reads addresses and networks in CIDR form.
    ///
    /// # Errors
    /// The first that is neither.
    pub fn parse<'a>(networks: impl IntoIterator<Item = &'a str>) -> Result<Self, BadNetwork> {
        Networks::parse(networks).map(Self)
    }

    /// Whether `address` is one of these proxies.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(address)
    }

    /// Who asks, if that is certain: not when a proxy that nobody knows passes somebody on.
    pub fn certain_address(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        let passed_on = headers.contains_key(FORWARDED_FOR) || headers.contains_key(FORWARDED);
        (self.contains(peer.to_canonical()) || !passed_on).then(|| self.client_address(peer, headers))
    }

    /// Who asks: `peer`, unless that is a known proxy; then the first address from
    /// the right that is none. Anything that is no address ends the walk.
    pub fn client_address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        if !self.contains(client) {
            return client;
        }
        let lines = headers.get_all(FORWARDED_FOR).into_iter().rev();
        for hop in lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b',')) {
            let Some(address) = parse_hop(hop) else { break };
            client = address;
            if !self.contains(client) {
                break;
            }
        }
        client
    }
}

/// An address, which some proxies write with a port or in brackets.
fn parse_hop(hop: &[u8]) -> Option<IpAddr> {
    let hop = std::str::from_utf8(hop).ok()?.trim();
    let address = match hop.strip_prefix('[') {
        Some(bracketed) => bracketed.split_once(']')?.0.parse::<Ipv6Addr>().ok()?.into(),
        None => match hop.parse() {
            Ok(address) => address,
            Err(_no_address) => hop.parse::<std::net::SocketAddrV4>().ok()?.ip().to_owned().into(),
        },
    };
    Some(IpAddr::to_canonical(&address))
}

/// One network in CIDR form; a single address has all its bits fixed.
#[derive(Debug, Clone, Copy)]
struct Network {
    address: IpAddr,
    fixed_bits: u32,
}

impl Network {
    fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let differing = network.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= self.fixed_bits
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let differing = network.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= self.fixed_bits
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

impl FromStr for Network {
    type Err = BadNetwork;

    fn from_str(text: &str) -> Result<Self, BadNetwork> {
        let bad = || BadNetwork(text.to_owned());
        let (address, bits) = text.trim().split_once('/').unwrap_or((text.trim(), ""));
        let address: IpAddr = address.parse().map_err(|_no_address| bad())?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let fixed_bits = if text.contains('/') { bits.parse().map_err(|_no_number| bad())? } else { width };
        if fixed_bits > width { Err(bad()) } else { Ok(Self { address, fixed_bits }) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn client(trusted: &[&str], peer: &str, forwarded_for: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded_for {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        let proxies = TrustedProxies::parse(trusted.iter().copied()).unwrap();
        proxies.client_address(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn a_stranger_is_not_believed() {
        assert_eq!(client(&[], "192.0.2.9", &["203.0.113.7"]), "192.0.2.9");
        assert_eq!(client(&["10.0.0.0/8"], "192.0.2.9", &["203.0.113.7"]), "192.0.2.9");
    }

    #[test]
    fn the_first_unknown_address_from_the_right_is_the_client() {
        let proxies = &["10.0.0.0/8", "fd00::/8"];
        assert_eq!(client(proxies, "10.1.2.3", &["1.2.3.4, 203.0.113.7, 10.9.9.9"]), "203.0.113.7");
        assert_eq!(client(proxies, "10.1.2.3", &["1.2.3.4", "203.0.113.7 ,fd00::1"]), "203.0.113.7");
        assert_eq!(client(proxies, "::ffff:10.1.2.3", &["::ffff:203.0.113.7"]), "203.0.113.7");
    }

    #[test]
    fn ports_and_brackets_are_understood() {
        assert_eq!(client(&["10.0.0.1"], "10.0.0.1", &["203.0.113.7:4711"]), "203.0.113.7");
        assert_eq!(client(&["10.0.0.1"], "10.0.0.1", &["[2001:db8::1]:443"]), "2001:db8::1");
    }

    #[test]
    fn rubbish_ends_the_walk_at_the_last_known_proxy() {
        for rubbish in ["unknown", "", "203.0.113.7, junk", "203.0.113.7, ", "203.0.113.7;x", "999.1.1.1"] {
            assert_eq!(client(&["10.0.0.1"], "10.0.0.1", &[rubbish]), "10.0.0.1", "{rubbish}");
        }
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &["6.6.6.6, junk, 10.0.0.2"]), "10.0.0.2");
    }

    #[test]
    fn without_the_header_the_proxy_itself_is_the_client() {
        assert_eq!(client(&["10.0.0.1"], "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_is_no_network_is_refused_by_name() {
        for text in ["10.0.0.0/33", "10.0.0.0/", "::/129", "proxy.local", "", "10.0.0.0/-1"] {
            assert_eq!(TrustedProxies::parse([text]).unwrap_err(), BadNetwork(text.to_owned()));
        }
    }

    proptest! {
        #[test]
        fn a_network_holds_exactly_the_addresses_with_its_first_bits(
            network in any::<u32>(), bits in 0_u32..=32, address in any::<u32>(), near in any::<bool>()
        ) {
            let address = if near { network ^ address.checked_shr(bits).unwrap_or(0) } else { address };
            let text = format!("{}/{bits}", std::net::Ipv4Addr::from_bits(network));
            let proxies = TrustedProxies::parse([text.as_str()]).unwrap();
            let same = u64::from(network) >> (32 - bits) == u64::from(address) >> (32 - bits);
            prop_assert_eq!(proxies.contains(std::net::Ipv4Addr::from_bits(address).into()), same);
        }
    }
}
