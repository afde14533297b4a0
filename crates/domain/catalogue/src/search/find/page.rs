//! Pages of search results and their cursor.
//!
//! A cursor names the last product seen and its place: the next page begins after
//! that product wherever it stands now, or at its old place if it is gone.

use std::ops::Range;

use crate::CatalogueError;

/// Products on a page when the caller does not say.
const DEFAULT_LIMIT: usize = 24;
const MOST: usize = 100;

/// Which page is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    limit: usize,
    after: Option<(u32, usize)>,
}

impl Page {
    pub(super) fn read(limit: usize, cursor: Option<&str>) -> Result<Self, CatalogueError> {
        if limit > MOST {
            return Err(CatalogueError::InvalidQuery {
                field: "limit".to_owned(),
                reason: format!("{limit} is too many; 1 to {MOST} are possible"),
            });
        }
        let after = cursor.map(|cursor| decode(cursor).ok_or_else(foreign_cursor)).transpose()?;
        Ok(Self { limit: if limit == 0 { DEFAULT_LIMIT } else { limit }, after })
    }

    /// The places in `order` that the page shows, and the next page's cursor.
    pub(super) fn cut(&self, order: &[u32]) -> (Range<usize>, Option<String>) {
        let start = self.after.map_or(0, |(number, place)| {
            let known = order.get(place) == Some(&number);
            let found = if known { Some(place) } else { order.iter().position(|other| *other == number) };
            found.map_or(place, |place| place + 1)
        });
        let start = start.min(order.len());
        let end = (start + self.limit).min(order.len());
        let next = (end < order.len() && end > start).then(|| encode(order[end - 1], end - 1));
        (start..end, next)
    }
}

fn encode(number: u32, place: usize) -> String {
    format!("s{number:x}-{place:x}")
}

fn decode(cursor: &str) -> Option<(u32, usize)> {
    let (number, place) = cursor.strip_prefix('s')?.split_once('-')?;
    let place = u32::from_str_radix(place, 16).ok()? as usize;
    Some((u32::from_str_radix(number, 16).ok()?, place))
}

fn foreign_cursor() -> CatalogueError {
    CatalogueError::InvalidQuery {
        field: "cursor".to_owned(),
        reason: "no cursor of this search; take `nextCursor` of the page before as it is".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        assert_eq!(decode(&encode(77, 1_000)), Some((77, 1_000)));
        for foreign in ["", "s", "s-", "1-2", "s1", "szz-1", "s1-2-3", "s99999999999-1"] {
            assert!(Page::read(0, Some(foreign)).is_err(), "{foreign}");
        }
    }

    proptest! {
        #[test]
        fn pages_show_everything_once(count in 0_u32..300, limit in 1_usize..100) {
            let order: Vec<u32> = (0..count).rev().collect();
            let mut seen = Vec::new();
            let mut cursor = None;
            loop {
                let (range, next) = Page::read(limit, cursor.as_deref()).unwrap().cut(&order);
                seen.extend_from_slice(&order[range]);
                cursor = next;
                if cursor.is_none() {
                    break;
                }
            }
            prop_assert_eq!(seen, order);
        }

        #[test]
        fn any_text_is_a_cursor_or_refused(text in ".*") {
            let _ = Page::read(0, Some(&text));
        }
    }
}
