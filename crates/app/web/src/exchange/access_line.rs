//! One line of JSON a request.

use std::cell::RefCell;
use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use http::{HeaderValue, Method, StatusCode, Uri};

use crate::desk::DESK_PATH;

/// Path and query together take no more than this of a line.
const LONGEST_TARGET_BYTES: usize = 256;

/// What the log tells of one request.
pub(super) struct AccessLine<'a> {
    pub(super) method: &'a Method,
    pub(super) uri: &'a Uri,
    /// The pattern of the route, such as `/api/products/{slug}`.
    pub(super) route: &'a str,
    pub(super) status: StatusCode,
    /// Of the body; unknown when it is streamed.
    pub(super) bytes: Option<u64>,
    pub(super) time: Duration,
    pub(super) client: Option<IpAddr>,
    pub(super) request_id: &'a HeaderValue,
}

thread_local! {
    /// Grows once to the length of a line.
    static LINE: RefCell<Vec<u8>> = RefCell::new(Vec::with_capacity(1024));
}

impl AccessLine<'_> {
    pub(super) fn write(&self) {
        let since_1970 = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        LINE.with_borrow_mut(|line| {
            line.clear();
            self.push(line, i64::try_from(since_1970.as_micros()).unwrap_or(0));
            telemetry::write_line(line);
        });
    }

    /// Queries at the desk stay out: links to it bring tokens along.
    fn logged_target(&self) -> &str {
        if self.uri.path().starts_with(DESK_PATH) {
            return self.uri.path();
        }
        self.uri.path_and_query().map_or("", |target| target.as_str())
    }

    fn push(&self, line: &mut Vec<u8>, unix_us: i64) {
        line.extend_from_slice(b"{\"timestamp\":\"");
        line.extend_from_slice(&telemetry::timestamp(unix_us));
        line.extend_from_slice(b"\",\"level\":\"INFO\",\"target\":\"access\",\"method\":\"");
        push_escaped(line, self.method.as_str().as_bytes());
        line.extend_from_slice(b"\",\"path\":\"");
        let target = self.logged_target().as_bytes();
        push_escaped(line, &target[..target.len().min(LONGEST_TARGET_BYTES)]);
        line.extend_from_slice(if target.len() > LONGEST_TARGET_BYTES { b"...\"" } else { b"\"" });
        line.extend_from_slice(b",\"route\":\"");
        // Our own pattern.
        line.extend_from_slice(self.route.as_bytes());
        line.extend_from_slice(b"\",\"status\":");
        push_number(line, u64::from(self.status.as_u16()));
        if let Some(bytes) = self.bytes {
            line.extend_from_slice(b",\"bytes\":");
            push_number(line, bytes);
        }
        line.extend_from_slice(b",\"micros\":");
        push_number(line, u64::try_from(self.time.as_micros()).unwrap_or(u64::MAX));
        if let Some(client) = self.client {
            line.extend_from_slice(b",\"client\":\"");
            push_address(line, client);
            line.push(b'"');
        }
        line.extend_from_slice(b",\"request_id\":\"");
        // Made by us, or found fit for an id.
        line.extend_from_slice(self.request_id.as_bytes());
        line.extend_from_slice(b"\"}\n");
    }
}

/// Into a JSON string; what is not printable ASCII as `\u00xx`, byte by byte.
fn push_escaped(line: &mut Vec<u8>, text: &[u8]) {
    let is_plain = |byte: &u8| (b' '..=b'~').contains(byte) && *byte != b'"' && *byte != b'\\';
    // Looked at as a whole, without stopping, because that is done many bytes at a time.
    if text.iter().fold(true, |all, byte| all & is_plain(byte)) {
        line.extend_from_slice(text);
        return;
    }
    for byte in text {
        if is_plain(byte) {
            line.push(*byte);
        } else {
            let digit = |number: u8| b"0123456789abcdef"[usize::from(number)];
            line.extend_from_slice(b"\\u00");
            line.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

fn push_number(line: &mut Vec<u8>, number: u64) {
    line.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

fn push_address(line: &mut Vec<u8>, address: IpAddr) {
    match address {
        IpAddr::V4(address) => {
            for (place, octet) in address.octets().into_iter().enumerate() {
                if place > 0 {
                    line.push(b'.');
                }
                push_number(line, u64::from(octet));
            }
        }
        IpAddr::V6(address) => {
            use std::io::Write;
            // Writing to a Vec cannot fail.
            let _outcome = write!(line, "{address}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(uri: &str, client: &str) -> serde_json::Value {
        let line = AccessLine {
            method: &Method::GET,
            uri: &uri.parse().unwrap(),
            route: "/api/search",
            status: StatusCode::OK,
            bytes: Some(17),
            time: Duration::from_micros(42),
            client: Some(client.parse().unwrap()),
            request_id: &HeaderValue::from_static("r-1"),
        };
        let mut text = Vec::new();
        line.push(&mut text, 1_000_000);
        assert_eq!(memchr::memchr_iter(b'\n', &text).count(), 1);
        serde_json::from_slice(&text).unwrap()
    }

    #[test]
    fn a_line_says_who_asked_for_what_and_what_came_of_it() {
        insta::assert_json_snapshot!(written("/api/search?q=frein", "192.0.2.200"), @r#"
        {
          "bytes": 17,
          "client": "192.0.2.200",
          "level": "INFO",
          "method": "GET",
          "micros": 42,
          "path": "/api/search?q=frein",
          "request_id": "r-1",
          "route": "/api/search",
          "status": 200,
          "target": "access",
          "timestamp": "1970-01-01T00:00:01.000000Z"
        }
        "#);
    }

    #[test]
    fn a_target_can_neither_break_the_line_nor_fill_the_log() {
        assert_eq!(written("/a?q=%22b%0a", "::1")["path"], "/a?q=%22b%0a");
        let mut escaped = Vec::new();
        push_escaped(&mut escaped, b"\\ \" \n \xff");
        assert_eq!(escaped, br"\u005c \u0022 \u000a \u00ff");
        let long = written(&format!("/{}", "x".repeat(3000)), "::1")["path"].clone();
        assert!(long.as_str().unwrap().ends_with("..."));
        assert!(long.as_str().unwrap().chars().count() <= LONGEST_TARGET_BYTES + 3);
    }
}
