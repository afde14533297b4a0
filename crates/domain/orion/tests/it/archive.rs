//! An archive of the weather and its forecast, on this machine.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use fetch::{FetchSettings, Fetcher};
use orion::WeatherSource;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// The day of the tests' morning.
const TODAY: &str = "2026-11-21";

/// An archive that answers as Open-Meteo's does, and so does its forecast, unless it is told to lie.
pub(crate) struct Archive {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    pub(crate) lies: Arc<Mutex<VecDeque<Vec<u8>>>>,
    held: Arc<Mutex<Option<Held>>>,
}

/// An answer that is held back: who hears that it was asked for, and who says that it may go.
type Held = (oneshot::Sender<()>, oneshot::Receiver<()>);

impl Archive {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let archive = Self { address, asked: Arc::default(), lies: Arc::default(), held: Arc::default() };
        let (asked, lies) = (Arc::clone(&archive.asked), Arc::clone(&archive.lies));
        let held = Arc::clone(&archive.held);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let held = held.lock().unwrap().take();
                tokio::spawn(answer_one(stream, Arc::clone(&asked), Arc::clone(&lies), held));
            }
        });
        archive
    }

    /// The next answer, to the byte.
    pub(crate) fn lie(&self, head: &str, body: &str) {
        let length = format!("content-length: {}\r\n", body.len());
        let length = if head.contains("content-length") { "" } else { &length };
        let text = format!("HTTP/1.1 {head}\r\n{length}connection: close\r\n\r\n{body}");
        self.lies.lock().unwrap().push_back(text.into_bytes());
    }

    /// Holds the next answer back until it is let go, once it was asked for.
    pub(crate) fn hold(&self) -> (oneshot::Receiver<()>, oneshot::Sender<()>) {
        let ((tell, asked), (let_go, told)) = (oneshot::channel(), oneshot::channel());
        *self.held.lock().unwrap() = Some((tell, told));
        (asked, let_go)
    }

    /// What was asked for since this was asked last.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    pub(crate) fn source(&self) -> WeatherSource {
        let settings =
            FetchSettings { trusted: vec![self.address], most_bytes: 1 << 20, ..FetchSettings::default() };
        let server = format!("http://{}", self.address);
        WeatherSource {
            fetcher: Fetcher::new(settings).unwrap(),
            forecast_server: format!("{server}/ahead/"),
            server,
        }
    }
}

async fn answer_one(
    mut stream: TcpStream,
    asked: Arc<Mutex<Vec<String>>>,
    lies: Arc<Mutex<VecDeque<Vec<u8>>>>,
    held: Option<Held>,
) {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let target = head.split(' ').nth(1).unwrap().to_owned();
    let lie = lies.lock().unwrap().pop_front();
    let answer = lie.unwrap_or_else(|| honest(&target));
    asked.lock().unwrap().push(target);
    if let Some((tell, told)) = held {
        tell.send(()).unwrap();
        told.await.unwrap();
    }
    // Who reads too little of a lie has hung up.
    let _sent = stream.write_all(&answer).await;
}

/// The day that stands behind a parameter.
fn day_of(target: &str, parameter: &str) -> NaiveDate {
    target.split(&format!("{parameter}=")).nth(1).unwrap()[..10].parse().unwrap()
}

pub(crate) fn weather(from: NaiveDate, to: NaiveDate, mean: &str) -> String {
    let days: Vec<NaiveDate> = from.iter_days().take_while(|day| *day <= to).collect();
    let of = |fact: &str| days.iter().map(|_| fact).collect::<Vec<_>>().join(",");
    let time = days.iter().map(|day| format!("\"{day}\"")).collect::<Vec<_>>().join(",");
    format!(
        "{{\"daily_units\":{{\"temperature_2m_mean\":\"°C\",\"temperature_2m_max\":\"°C\",\"rain_sum\":\"mm\"}},\
         \"daily\":{{\"time\":[{time}],\"temperature_2m_mean\":[{}],\"temperature_2m_max\":[{}],\"rain_sum\":[{}]}}}}",
        of(mean),
        of("25.5"),
        of("0.2")
    )
}

fn honest(target: &str) -> Vec<u8> {
    let body = if target.starts_with("/ahead/v1/forecast?forecast_days=16&") {
        weather(TODAY.parse().unwrap(), "2026-12-06".parse().unwrap(), "22.4")
    } else {
        weather(day_of(target, "start_date"), day_of(target, "end_date"), "18.3")
    };
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}").into_bytes()
}
