//! Use case: a picture sent to the desk, made anew in the sizes that pages show.
//!
//! Its name is the hash of its bytes: what the client calls it never becomes a path, and
//! the same picture sent twice is one.

use audit::Entry;
use bytes::Bytes;
use files::{FileName, Files};
use kernel::{Permission, boxed};
use picture::Picture;
use serde_json::json;

use super::Desk;
use crate::CatalogueError;
use crate::import_file::joined;

/// Where pictures lie.
pub(super) const FOLDER: &str = "images";

/// The longer sides of what is kept, in points.
const SIDES: [u32; 3] = [1_600, 800, 400];

/// One size of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureSize {
    /// What [`crate::ProductPatch::images`] takes: `images/HASH-1600.webp`.
    pub path: FileName,
    /// Points from side to side.
    pub width: u32,
    /// Points from top to bottom.
    pub height: u32,
}

/// Keeps a picture; answers its sizes, the largest first.
///
/// # Errors
/// [`CatalogueError::Picture`] for bytes that are none, or too many points.
#[boxed]
pub async fn add_picture(
    desk: &Desk<'_>,
    files: &Files,
    bytes: Bytes,
) -> Result<Vec<PictureSize>, CatalogueError> {
    desk.actor.require(Permission::EditProducts)?;
    let hash = blake3::hash(&bytes).to_hex();
    // One at a time: each may take a quarter of a gigabyte while it is read.
    let _turn = TURN.acquire().await.ok().ok_or(CatalogueError::Stopping)?;
    let made = joined(tokio::task::spawn_blocking(move || sizes(&bytes)).await)?;
    let mut sizes = Vec::with_capacity(made.len());
    for (side, picture, webp) in made {
        let path: FileName = format!("{FOLDER}/{}-{side}.webp", &hash[..32]).parse()?;
        files.put(&path, webp.into()).await?;
        sizes.push(PictureSize { path, width: picture.0, height: picture.1 });
    }
    let tx = desk.db.begin_write().await?;
    let entry = Entry::new("picture.add", "picture", &hash[..32])
        .after(json!({ "paths": sizes.iter().map(|size| size.path.as_str()).collect::<Vec<_>>() }));
    desk.commit(tx, entry).await?;
    Ok(sizes)
}

/// The same picture in the smallest size that fills `side` points; `None` for one that was not made here.
pub fn picture_for(path: &str, side: u32) -> Option<String> {
    let (hash, largest) = hash_of(path)?;
    // Of a picture that is kept in one size, all smaller ones are too.
    let fitting = SIDES.into_iter().rev().find(|kept| *kept >= side).unwrap_or(largest);
    Some(format!("{FOLDER}/{hash}-{}.webp", fitting.min(largest)))
}

/// The hash in the path of a picture that was made here, and the size.
pub(super) fn hash_of(path: &str) -> Option<(&str, u32)> {
    let (folder, name) = path.strip_prefix('/').unwrap_or(path).split_once('/')?;
    let (hash, side) = name.strip_suffix(".webp")?.rsplit_once('-')?;
    let side = SIDES.into_iter().find(|kept| kept.to_string() == side)?;
    let is_hash = hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    (folder == FOLDER && is_hash).then_some((hash, side))
}

static TURN: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(1);

type Made = (u32, (u32, u32), Vec<u8>);

/// A picture smaller than a size is kept in that size as it is, and once.
fn sizes(bytes: &[u8]) -> Result<Vec<Made>, CatalogueError> {
    let mut picture = Picture::read(bytes)?;
    let longest = picture.width().max(picture.height());
    let mut made = Vec::with_capacity(SIDES.len());
    for (index, side) in SIDES.into_iter().enumerate() {
        if longest < side && SIDES.get(index + 1).is_some_and(|next| longest <= *next) {
            continue;
        }
        picture = picture.within(side);
        made.push((side, (picture.width(), picture.height()), picture.to_webp()?));
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_shown_in_the_size_that_is_needed_and_others_are_left_alone() {
        let path = |side: u32| format!("images/{}-{side}.webp", "0a".repeat(16));
        let check = |kept: u32, side: u32, expected: u32| {
            assert_eq!(picture_for(&path(kept), side), Some(path(expected)), "{kept} for {side}");
        };
        check(1_600, 96, 400);
        check(1_600, 401, 800);
        check(1_600, 2_000, 1_600);
        check(400, 800, 400);
        for other in ["images/brake.webp", "images/0a-400.webp", "https://a.tn/b-400.webp", &path(500), ""] {
            assert_eq!(picture_for(other, 400), None, "{other}");
        }
    }
}
