//! Walking the chain from its first entry to its head.

use db::Db;
use kernel::boxed;

use crate::{AuditError, chain, store};

/// Entries read at once.
const PAGE: u64 = 1_000;

/// What a walk along the whole chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry is as it was written, and none is missing.
    Whole {
        /// How many there are.
        entries: u64,
        /// The last one's hash. Noted elsewhere, it proves that the trail was not written anew.
        head: [u8; 32],
    },
    /// The first entry at which the chain breaks.
    Broken {
        /// Its number.
        number: u64,
        /// In which way.
        fault: Fault,
    },
}

/// How a chain can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is no entry of this number, and there are later ones.
    #[error("the entry is missing")]
    Missing,
    /// Its hash is not that of what it holds behind the entry before it.
    #[error("the entry is not as it was written")]
    Altered,
    /// The head does not know it, or knows more.
    #[error("the chain ends elsewhere than its head says")]
    WrongEnd,
}

/// Walks the whole chain, a page at a time.
///
/// Entries that are written meanwhile are not looked at.
#[boxed]
pub async fn verify(db: &Db) -> Result<Verdict, AuditError> {
    let head = store::entry::find_head(db.reader()).await?;
    let mut hash = chain::ROOT;
    let mut number = 0;
    while number < head.number {
        let page = store::entry::list_after(db.reader(), number, PAGE).await?;
        if page.is_empty() {
            return Ok(broken(number + 1, Fault::Missing));
        }
        for entry in page.iter().take_while(|entry| entry.number <= head.number) {
            if entry.number != number + 1 {
                return Ok(broken(number + 1, Fault::Missing));
            }
            hash = chain::hash_of(&hash, entry);
            number = entry.number;
            if entry.hash != hash {
                return Ok(broken(number, Fault::Altered));
            }
        }
        if page.iter().all(|entry| entry.number > head.number) {
            return Ok(broken(number + 1, Fault::Missing));
        }
    }
    if number > 0 && head.hash != hash {
        return Ok(broken(number, Fault::WrongEnd));
    }
    // Read again: what was written since the walk began stands behind a later head.
    let beyond = store::entry::list_after(db.reader(), head.number, 1).await?;
    let now = store::entry::find_head(db.reader()).await?;
    match beyond.first() {
        Some(entry) if entry.number > now.number => Ok(broken(entry.number, Fault::WrongEnd)),
        _ => Ok(Verdict::Whole { entries: number as u64, head: hash }),
    }
}

fn broken(number: i64, fault: Fault) -> Verdict {
    Verdict::Broken { number: number as u64, fault }
}
