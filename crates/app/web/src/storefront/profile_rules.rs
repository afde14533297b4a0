//! What a shop can say of itself: the same for the form at the desk and for programs.

/// Characters of a line.
const LINE: usize = 200;
/// Numbers to call.
pub const PHONES: usize = 10;
/// Places that a shop can have.
pub const BRANCHES: usize = 20;
/// Spans of a day: before and after noon.
pub const SPANS: usize = 2;
/// Working days until a part on order is there.
pub const ORDER_DAYS: u16 = 365;

/// One line of a text.
pub fn is_line(text: &str) -> bool {
    text.chars().count() <= LINE && !text.chars().any(char::is_control)
}

/// A number as people write it.
pub fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let sign = |letter: char| letter.is_ascii_digit() || " +-().".contains(letter);
    (6..=15).contains(&digits) && text.len() <= 30 && text.chars().all(sign)
}

/// An address that can stand in a `mailto:` link.
pub fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty() && host.contains('.') && !text.contains([' ', '<', '>', ',', '?', '&'])
    })
}

/// "TN".
pub fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Degrees up to `most` on both sides of nought.
pub fn are_degrees(degrees: f64, most: f64) -> bool {
    degrees.is_finite() && degrees.abs() <= most
}

/// "08:30" and a later time.
pub fn are_hours(opens: &str, closes: &str) -> bool {
    is_time(opens) && is_time(closes) && opens < closes
}

fn is_time(text: &str) -> bool {
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once(':')
        .is_some_and(|(hour, minute)| digits(hour) && digits(minute) && hour < "24" && minute < "60")
}
