//! An error together with what caused it, for the log.

use std::error::Error;
use std::fmt;

/// Shows an error and its causes in one line: "the desk failed: the disk is full".
///
/// A log's own way to show an error leaves the causes out.
#[derive(Debug, Clone, Copy)]
pub struct Causes<'a>(pub &'a (dyn Error + 'static));

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = self.0.to_string();
        f.write_str(&said)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            let text = error.to_string();
            // Some errors show their cause themselves.
            if !said.contains(&text) {
                write!(f, ": {text}")?;
            }
            said = text;
            cause = error.source();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Said(&'static str, #[source] Option<Box<Said>>);

    fn caused(texts: &[&'static str]) -> Said {
        let (first, rest) = texts.split_first().unwrap();
        Said(first, (!rest.is_empty()).then(|| Box::new(caused(rest))))
    }

    #[test]
    fn every_cause_is_named_once() {
        assert_eq!(Causes(&caused(&["a"])).to_string(), "a");
        assert_eq!(
            Causes(&caused(&["the desk", "the database", "full"])).to_string(),
            "the desk: the database: full"
        );
        assert_eq!(Causes(&caused(&["query: full", "full", "no room"])).to_string(), "query: full: no room");
    }
}
