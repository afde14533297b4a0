//! Addresses that lead into the house, in every spelling we know.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fetch::{FetchError, FetchSettings, Fetcher, Lookup};
use futures::FutureExt;

use crate::server::{Server, ok, to};

/// Each means this machine, its network, or nothing on the web.
const HOSTILE: &[&str] = &[
    // this machine, in IPv4's many spellings
    "http://127.0.0.1/",
    "http://127.0.0.1:80/",
    "https://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0x0.0x0.0x1/",
    "http://0177.0.0.1/",
    "http://0177.0.0.01/",
    "http://017700000001/",
    "http://127.0.0.1./",
    "http://127.127.127.127/",
    "http://0/",
    "http://0.0.0.0/",
    "http://0x0/",
    "http://①②⑦.⓪.⓪.①/",
    "http://１２７.0.0.1/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    // names of this machine
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://a.localhost/",
    "http://localhost.localdomain/",
    "http://shop/",
    "http://db.internal/",
    "http://printer.local/",
    "http://router.lan/",
    "http://nas.home.arpa/",
    "http://metadata.google.internal/computeMetadata/v1/",
    // its network
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://2852039166/",
    "http://192.0.0.192/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    // IPv6
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:53aa:64c:0:fbff:80ff:fffe]/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fc00::1]/",
    "http://[ff02::1]/",
    // names that lead home
    "http://127.0.0.1.nip.io/",
    "http://localtest.me/",
    "http://spoofed.example/",
    "http://mixed.example/",
    "http://six.example/",
    "http://mapped.example/",
    "http://rebinding.example/",
    // other doors
    "http://1.1.1.1:22/",
    "http://1.1.1.1:6379/",
    "https://example.com:8443/",
    "http://example.com:5432/",
    // what is said before the host
    "http://example.com@127.0.0.1/",
    "http://user:secret@example.com/",
    "http://example.com#@127.0.0.1/../",
    "http:\\\\127.0.0.1\\",
    "http:127.0.0.1",
    "http://127.0.0.1\t/",
    "\u{0}http://127.0.0.1/",
    // what is not the web
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://127.0.0.1:6379/_INFO",
    "dict://127.0.0.1:11211/stats",
    "data:text/html,hello",
    "javascript:alert(1)",
    "//127.0.0.1/",
    "http://",
    "http://[::1",
    "",
];

/// A name service in the hands of somebody who wishes us ill.
fn hostile_lookup() -> (Lookup, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let lookup: Lookup = Arc::new(move |host| {
        count.fetch_add(1, Ordering::Relaxed);
        let addresses: &[&str] = match host.trim_end_matches('.') {
            "mixed.example" => &["1.1.1.1", "10.0.0.7"],
            "six.example" => &["fd00::7"],
            "mapped.example" => &["::ffff:10.0.0.7"],
            _ => &["127.0.0.1"],
        };
        let addresses: Vec<IpAddr> = addresses.iter().map(|text| text.parse().unwrap()).collect();
        async move { Ok(addresses) }.boxed()
    });
    (lookup, asked)
}

fn fetcher(trusted: &[&Server]) -> Fetcher {
    let trusted = trusted.iter().map(|server| server.address).collect();
    Fetcher::new(FetchSettings { trusted, lookup: hostile_lookup().0, ..FetchSettings::default() }).unwrap()
}

fn is_refused(outcome: &Result<fetch::Fetched, FetchError>) -> bool {
    matches!(outcome, Err(FetchError::Refused { .. } | FetchError::BadUrl { .. }))
}

#[tokio::test]
async fn no_spelling_of_an_address_leads_into_the_house() {
    assert!(HOSTILE.len() >= 60, "{}", HOSTILE.len());
    let fetcher = fetcher(&[]);
    for url in HOSTILE {
        let outcome = fetcher.get(url).await;
        assert!(is_refused(&outcome), "{url:?}: {outcome:?}");
        assert!(!outcome.unwrap_err().may_pass(), "{url:?}");
    }
}

#[tokio::test]
async fn no_redirect_leads_into_the_house() {
    let inside = Server::start(|_| ok("secrets")).await;
    let port = inside.address.port();
    let here = [format!("http://127.0.0.1:{port}/"), format!("http://[::ffff:127.0.0.1]:{port}/")];
    for location in HOSTILE.iter().map(ToString::to_string).chain(here) {
        // No header holds a NUL; and this one, without slashes, is a path at the same server.
        if location.is_empty() || location.contains('\u{0}') || location == "http:127.0.0.1" {
            continue;
        }
        let (said, outside) = (location.clone(), Server::start(move |_| to(&location)).await);
        let outcome = fetcher(&[&outside]).get(&outside.url("/")).await;
        assert!(is_refused(&outcome), "{said:?}: {outcome:?}");
        assert_eq!(outside.came(), 1, "{said:?}");
    }
    assert_eq!(inside.came(), 0);
}

#[tokio::test]
async fn the_address_that_was_checked_is_the_one_that_is_used() {
    // The guard sits where the connection takes its addresses from: nobody asks twice.
    let (lookup, asked) = hostile_lookup();
    let fetcher = Fetcher::new(FetchSettings { lookup, ..FetchSettings::default() }).unwrap();
    assert!(is_refused(&fetcher.get("http://rebinding.example/").await));
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[test]
fn a_form_can_ask_before_anything_is_sent() {
    let fetcher = fetcher(&[]);
    assert!(fetcher.check("https://example.com/hooks/dukkan").is_ok());
    assert!(fetcher.check("http://[::ffff:10.0.0.1]/").is_err());
    assert!(fetcher.check("http://localhost:8080/").is_err());
}
