//! The shop as a server: its addresses, its pages, its end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use crate::program::dukkan;

/// A running demo shop; ended when dropped.
struct Shop {
    child: Child,
    address: String,
}

impl Shop {
    /// Waits until it has said where it is.
    fn open(folder: &std::path::Path) -> Self {
        let mut child = dukkan(folder)
            .args(["demo", "--products", "150", "--listen", "127.0.0.1:0", "--data", "shop"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .map(Result::unwrap)
            .find_map(|line| Some(line.split_once("http://")?.1.split('/').next()?.to_owned()))
            .unwrap();
        Self { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

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
    assert!(said.any(|line| line.contains(&address)));
    drop(Shop { child, address });
}

#[test]
fn a_demo_shop_opens_answers_and_ends_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::open(folder.path());
    for (path, expected) in [
        ("/readyz", "200"),
        ("/api/products?limit=2", "\"sku\""),
        ("/fr", "Comptoir du Sahel"),
        ("/ar", "كونتوار الساحل"),
        ("/metrics", "200"),
    ] {
        let answer = shop.get(path);
        assert!(answer.contains(expected), "{path}: {answer}");
    }
    let told = Command::new("kill").arg(shop.child.id().to_string()).status().unwrap();
    assert!(told.success());
    assert!(shop.child.wait().unwrap().success());
}
