//! The name of a file: short, portable, and unable to climb out of its place.

use std::fmt;
use std::str::FromStr;

use object_store::path::Path;

use crate::FilesError;

const LONGEST_NAME: usize = 200;

/// A name such as `images/brakes/7701208265.svg`.
///
/// Letters and digits of ASCII, `-`, `_` and `.`; folders are joined by `/`;
/// no part begins with a dot; at most 200 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(String);

impl FileName {
    /// The name as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn path(&self) -> Path {
        Path::from(self.0.as_str())
    }
}

impl FromStr for FileName {
    type Err = FilesError;

    fn from_str(text: &str) -> Result<Self, FilesError> {
        if text.len() <= LONGEST_NAME && text.split('/').all(is_part) {
            return Ok(Self(text.to_owned()));
        }
        let shown: String = text.chars().take(LONGEST_NAME).collect();
        Err(FilesError::BadName(shown))
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_part(part: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !part.is_empty() && !part.starts_with('.') && part.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for text in [
            "",
            "/",
            "/etc/passwd",
            "..",
            "a/../../b",
            "a/./b",
            "a//b",
            "a/",
            "a\\b",
            ".ssh/id",
            "a\0b",
            "%2e%2e/a",
            "C:a",
            "فلتر.svg",
            "a b",
            "a#1",
        ] {
            assert!(text.parse::<FileName>().is_err(), "{text:?}");
        }
        assert!("a".repeat(201).parse::<FileName>().is_err());
    }

    proptest! {
        #[test]
        fn a_name_that_is_taken_stays_what_it_is_and_inside(text in "\\PC{0,40}|[a./]{0,12}") {
            if let Ok(name) = text.parse::<FileName>() {
                let path = name.path();
                prop_assert_eq!(path.as_ref(), text.as_str());
                let place = std::path::Path::new("/place");
                let parts = place.join(name.as_str());
                prop_assert!(parts.components().all(|part| !matches!(part, std::path::Component::ParentDir)));
                prop_assert!(parts.starts_with(place) && parts != place);
            }
        }
    }
}
