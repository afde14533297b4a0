//! A receiver on this machine: answers as it is told and shows what came.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// In place of an answer: the connection stays open, and nothing is said.
pub(crate) const SILENCE: &str = "";

/// One request that came.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Received {
    headers: HashMap<String, String>,
    pub body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> &str {
        &self.headers[name]
    }
}

/// A running receiver.
pub(crate) struct Receiver {
    pub address: SocketAddr,
    pub came: mpsc::UnboundedReceiver<Received>,
    answers: Arc<Mutex<VecDeque<String>>>,
}

impl Receiver {
    /// Takes everything, until it is told otherwise.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, came) = mpsc::unbounded_channel();
        let answers: Arc<Mutex<VecDeque<String>>> = Arc::default();
        let planned = Arc::clone(&answers);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let answer = planned.lock().unwrap().pop_front().unwrap_or_else(|| "200 OK\r\n".to_owned());
                tokio::spawn(answer_one(stream, answer, tell.clone()));
            }
        });
        Self { address, came, answers }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook?key=of-their-own", self.address)
    }

    /// The next requests are answered so: a status, or a status and headers.
    pub(crate) fn answer(&self, heads: impl IntoIterator<Item = &'static str>) {
        self.answers.lock().unwrap().extend(heads.into_iter().map(|head| format!("{head}\r\n")));
    }

    pub(crate) async fn next(&mut self) -> Received {
        self.came.recv().await.unwrap()
    }
}

async fn answer_one(mut stream: TcpStream, answer: String, tell: mpsc::UnboundedSender<Received>) {
    let mut bytes = Vec::new();
    let received = loop {
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return;
        }
        if let Some(received) = parse(&String::from_utf8_lossy(&bytes)) {
            break received;
        }
    };
    // The test may be over.
    let _told = tell.send(received);
    if answer.trim() == SILENCE {
        return std::future::pending().await;
    }
    let text = format!("HTTP/1.1 {answer}content-length: 0\r\nconnection: close\r\n\r\n");
    let _sent = stream.write_all(text.as_bytes()).await;
}

/// The request, once it is whole.
fn parse(text: &str) -> Option<Received> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    let headers: HashMap<String, String> =
        lines.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    let whole = headers.get("content-length").is_none_or(|length| length.parse() == Ok(body.len()));
    whole.then(|| Received { headers, body: body.to_owned() })
}
