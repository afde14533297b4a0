//! A running program and what it answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::program::dukkan;

/// A running shop; ended when dropped.
pub(crate) struct Shop {
    pub(crate) child: Child,
    address: String,
    /// What it said before it served.
    pub(crate) said: String,
}

/// One answer, read whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Shop {
    /// A demo shop of 150 products.
    pub(crate) fn demo(folder: &Path) -> Self {
        let words = ["demo", "--products", "150", "--listen", "127.0.0.1:0", "--data", "shop"];
        Self::start(dukkan(folder).args(words))
    }

    /// Waits until it has said where it is.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut said = String::new();
        for line in lines.take_while(|line| !line.starts_with("Stop it")) {
            said += &line;
            said.push('\n');
        }
        let (_, rest) = said.split_once("http://").unwrap();
        let address = rest.split('/').next().unwrap().to_owned();
        Self { child, address, said }
    }

    /// The path's answer to anybody.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }

    /// HTTP/1.0: the answer ends with its connection.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let headers: String = headers.iter().flat_map(|(name, value)| [name, ": ", value, "\r\n"]).collect();
        let length = body.len();
        let head = format!("{method} {path} HTTP/1.0\r\nHost: shop\r\nContent-Length: {length}\r\n{headers}");
        write!(stream, "{head}\r\n{body}").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
