//! What the commands say to the person at the terminal.

use std::io::Write;

/// Writes to standard output; a reader who has gone away is no error.
pub(crate) fn text(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// A line of it.
pub(crate) fn line(line: &str) {
    text(&format!("{line}\n"));
}

/// What went wrong and why, to standard error.
pub(crate) fn failure(error: &anyhow::Error) {
    let mut message = format!("dukkan: {error}\n");
    for cause in error.chain().skip(1) {
        message.push_str("  because ");
        message.push_str(&cause.to_string());
        message.push('\n');
    }
    let _ = std::io::stderr().lock().write_all(message.as_bytes());
}
