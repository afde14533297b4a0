//! The shop as a server: its addresses, its pages, its end.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Command, Stdio};

use crate::program::dukkan;
use crate::shop::Shop;

#[test]
fn a_shop_waits_for_a_port_that_is_being_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let predecessor = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = predecessor.local_addr().unwrap().to_string();
    let mut child = dukkan(folder.path())
        .args(["demo", "--products", "60", "--listen", &address, "--data", "shop"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(log.any(|line| line.contains("the address is in use")));
    drop(predecessor);
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let served = said.any(|line| line.contains(&address));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(served);
}

#[test]
fn a_demo_shop_opens_answers_and_ends_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::demo(folder.path());
    for (path, expected) in [
        ("/readyz", "ready"),
        ("/api/products?limit=2", "\"sku\""),
        ("/fr", "Comptoir du Sahel"),
        ("/ar", "كونتوار الساحل"),
        ("/metrics", "http_requests_total"),
    ] {
        let answer = shop.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains(expected), "{path}: {}", answer.body);
    }
    let told = Command::new("kill").arg(shop.child.id().to_string()).status().unwrap();
    assert!(told.success());
    assert!(shop.child.wait().unwrap().success());
}
