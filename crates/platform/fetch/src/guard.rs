//! Which addresses are outside, and may be asked.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;

use crate::FetchError;
use crate::error::Refusal;

/// Networks of IPv4 that are not somebody's place on the internet (IANA's special-purpose registry).
const NOT_PUBLIC_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Networks within IPv6's global unicast that carry another address, or are for books.
const NOT_PUBLIC_V6: [(Ipv6Addr, u32); 4] = [
    // Teredo, ORCHID, benchmarking and the like.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Names that mean this machine or its neighbours, whatever the name service says.
const HOME_NAMES: [&str; 7] =
    ["localhost", "local", "localdomain", "internal", "intranet", "lan", "home.arpa"];

/// Whether this is somebody's place on the internet, and no way around to another address.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            NOT_PUBLIC_V4.iter().all(|(net, bits)| (v4.to_bits() ^ net.to_bits()) >> (32 - bits) != 0)
        }
        // Mapped, compatible, translated (64:ff9b::) and local ones all lie outside of 2000::/3.
        IpAddr::V6(v6) => {
            let isatap = matches!(v6.segments(), [_, _, _, _, 0 | 0x200, 0x5efe, _, _]);
            v6.segments()[0] >> 13 == 1
                && !isatap
                && NOT_PUBLIC_V6.iter().all(|(net, bits)| (v6.to_bits() ^ net.to_bits()) >> (128 - bits) != 0)
        }
    }
}

/// Reads an address and refuses what leads into the house as it stands; names are looked up later.
pub(crate) fn check_url(text: &str, trusted: &[SocketAddr]) -> Result<Url, FetchError> {
    let bad = |reason: &str| FetchError::BadUrl { url: text.to_owned(), reason: reason.to_owned() };
    let url = Url::parse(text).map_err(|error| bad(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad("it must begin with http:// or https://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(bad("it must hold no name or password"));
    }
    let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
        return Err(bad("it names no host"));
    };
    let refused = |reason| Err(Refusal { host: host.to_owned(), reason }.into());
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
    if literal.is_some_and(|ip| trusted.contains(&SocketAddr::new(ip, port))) {
        return Ok(url);
    }
    if !matches!(port, 80 | 443) {
        return refused("only the ports 80 and 443 are asked");
    }
    match literal {
        Some(ip) if !is_public(ip) => refused("it is not a public address"),
        None if is_home_name(host) => refused("it is the name of this house"),
        _ => Ok(url),
    }
}

/// `localhost`, `db.internal`, `printer`: also with a dot at the end.
fn is_home_name(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let at_home =
        |name: &str| host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
    !host.contains('.') || HOME_NAMES.iter().any(|name| at_home(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_internet_is_public() {
        for text in [
            "1.1.1.1",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.0.1",
            "2606:4700::1111",
            "2a00:1450:4001::200e",
            "2001:4860:4860::8888",
            "3ffe::1",
        ] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn houses_and_ways_around_are_not() {
        for text in [
            "0.0.0.0",
            "127.255.255.255",
            "100.127.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "198.19.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "fec0::1",
            "ff02::1",
            "100::1",
            "2001::1",
            "2001:20::1",
            "2002:7f00:1::",
            "2001:db8::1",
            "3fff::1",
            "2606:4700::5efe:7f00:1",
            "5f00::1",
        ] {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
    }
}
