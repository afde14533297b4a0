//! The hash of an entry: over the one before it and all that it holds, sealed values as they lie.

use crate::entity::entry::Model;

/// Names this use of the hash, so that no other's value can stand in for it.
const CONTEXT: &str = "dukkan 2026-11-21 audit trail entry";

/// The hash before the first entry.
pub(crate) const ROOT: [u8; 32] = [0; 32];

/// The hash of `entry` behind `previous`; its own `hash` is left out.
pub(crate) fn hash_of(previous: &[u8], entry: &Model) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
    // Each part behind its length: no two entries can run together to the same bytes.
    let mut add = |part: Option<&[u8]>| {
        let length = part.map_or(u64::MAX, |part| part.len() as u64);
        hasher.update(&length.to_le_bytes());
        hasher.update(part.unwrap_or_default());
    };
    add(Some(previous));
    add(Some(&entry.number.to_le_bytes()));
    add(Some(&entry.at_us.to_le_bytes()));
    add(Some(entry.who_kind.as_bytes()));
    add(entry.who_id.as_ref().map(|id| id.as_bytes().as_slice()));
    add(entry.who_part.as_deref().map(str::as_bytes));
    add(entry.origin.as_deref());
    add(Some(entry.action.as_bytes()));
    add(Some(entry.subject_kind.as_bytes()));
    add(Some(entry.subject_id.as_bytes()));
    add(entry.before_json.as_deref().map(str::as_bytes));
    add(entry.after_json.as_deref().map(str::as_bytes));
    add(entry.person_id.as_ref().map(|id| id.as_bytes().as_slice()));
    add(entry.personal.as_deref());
    *hasher.finalize().as_bytes()
}
