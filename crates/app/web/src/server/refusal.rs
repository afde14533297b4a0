//! What the protocol refuses before there is a request, said as all refusals are: by a problem document.

use kernel::ErrorCode;

use super::LARGEST_HEAD_BYTES;
use crate::exchange::TARGET_BYTES;
use crate::problem::Problem;

/// Fields that a head may have; more are refused with 431 as well.
const HEAD_FIELDS: usize = 100;
/// What stands in a refusal that says nothing.
const SAYS_NOTHING: &[u8] = b"\r\ncontent-length: 0\r\n";

/// The answer to be written in place of `answer`, if that is a refusal that says nothing.
pub(super) fn in_words(answer: &[u8]) -> Option<Vec<u8>> {
    // Looked at before each write: nearly all end here.
    if answer.get(9) != Some(&b'4') {
        return None;
    }
    // A head and nothing else: a piece of a body is none.
    let is_head = answer.starts_with(b"HTTP/1.1 ") && answer.ends_with(b"\r\n\r\n");
    if !is_head || !answer.windows(SAYS_NOTHING.len()).any(|bytes| bytes == SAYS_NOTHING) {
        return None;
    }
    let problem = match answer.get(9..12)? {
        b"400" => Problem::of(ErrorCode::InvalidInput).with_detail("what was sent is no HTTP request"),
        b"414" => Problem::target_too_long(TARGET_BYTES),
        b"431" => Problem::head_too_large(LARGEST_HEAD_BYTES, HEAD_FIELDS),
        _ => return None,
    };
    let body = serde_json::to_vec(&problem).ok()?;
    let head = format!(
        "HTTP/1.1 {}\r\ncontent-type: application/problem+json\r\ncache-control: no-store\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        problem.status,
        body.len()
    );
    Some([head.into_bytes(), body].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_something_is_left_as_it_is() {
        for answer in [
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 2\r\n\r\n{}",
            "12345678 400 \r\ncontent-length: 0\r\n of a body",
            "HTTP/1.1 4",
            "",
        ] {
            assert_eq!(in_words(answer.as_bytes()), None, "{answer}");
        }
    }
}
