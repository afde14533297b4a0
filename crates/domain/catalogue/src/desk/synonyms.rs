//! Use cases: words that search takes as one, kept by staff.
//!
//! A shop begins with those of its file, or the built-in ones; the first change
//! takes them into the database, from where they come ever after. When the last
//! group is taken away it begins again.

use audit::Entry;
use db::WriteTx;
use kernel::text::guarded_cell;
use kernel::{Permission, boxed};
use serde_json::json;

use super::Desk;
use crate::search::{check_synonyms, initial_synonyms, synonym_rows};
use crate::store::synonym;
use crate::upsert::check;
use crate::{CatalogueError, Refusal, SynonymsReport};

/// The counter of their numbers.
const NUMBERS: &str = "catalogue.synonym";
const WORD_CHARS: usize = 200;
const WORDS: usize = 200;

/// Names of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SynonymGroup {
    /// Names the group; never used again.
    pub number: u32,
    /// At least two names.
    pub words: Vec<String>,
}

/// All groups, by number.
#[boxed]
pub async fn list_synonyms(desk: &Desk<'_>) -> Result<Vec<SynonymGroup>, CatalogueError> {
    desk.actor.require(Permission::ViewProducts)?;
    let groups = synonym::list_all(desk.db.reader()).await?;
    if groups.is_empty() { initial(desk) } else { Ok(groups) }
}

/// Adds a group.
///
/// # Errors
/// [`CatalogueError::Refused`] unless it has two names that search tells apart.
#[boxed]
pub async fn add_synonyms(desk: &Desk<'_>, words: &[String]) -> Result<SynonymGroup, CatalogueError> {
    let words = normalised(words)?;
    let (tx, _groups) = begin(desk).await?;
    let group = SynonymGroup { number: db::allot_numbers(&tx, NUMBERS, 1).await?.start, words };
    synonym::insert_or_update(&tx, std::slice::from_ref(&group)).await?;
    let entry = Entry::new("synonyms.add", "synonyms", group.number).after(json!(group.words));
    end(desk, tx, entry).await?;
    Ok(group)
}

/// Gives a group other names.
///
/// # Errors
/// [`CatalogueError::NoSuch`], and those of [`add_synonyms`].
#[boxed]
pub async fn edit_synonyms(
    desk: &Desk<'_>,
    number: u32,
    words: &[String],
) -> Result<SynonymGroup, CatalogueError> {
    let words = normalised(words)?;
    let (tx, groups) = begin(desk).await?;
    let before = find(&groups, number)?;
    let group = SynonymGroup { number, words };
    synonym::insert_or_update(&tx, std::slice::from_ref(&group)).await?;
    let entry =
        Entry::new("synonyms.edit", "synonyms", number).changed(json!(before.words), json!(group.words));
    end(desk, tx, entry).await?;
    Ok(group)
}

/// Takes a group away.
///
/// # Errors
/// [`CatalogueError::NoSuch`].
#[boxed]
pub async fn delete_synonyms(desk: &Desk<'_>, number: u32) -> Result<(), CatalogueError> {
    let (tx, groups) = begin(desk).await?;
    let before = find(&groups, number)?;
    synonym::delete(&tx, &[number]).await?;
    let entry = Entry::new("synonyms.delete", "synonyms", number).before(json!(before.words));
    end(desk, tx, entry).await
}

/// Puts the groups of a synonyms file in place of all there are.
///
/// # Errors
/// [`CatalogueError::Synonyms`] for what is no such file.
#[boxed]
pub async fn replace_synonyms(desk: &Desk<'_>, file: &str) -> Result<SynonymsReport, CatalogueError> {
    let report = check_synonyms(file)?;
    let rows = synonym_rows(file)?;
    let (tx, groups) = begin(desk).await?;
    let old: Vec<u32> = groups.iter().map(|group| group.number).collect();
    synonym::delete(&tx, &old).await?;
    let numbers = db::allot_numbers(&tx, NUMBERS, rows.len() as u32).await?;
    let new: Vec<SynonymGroup> =
        numbers.zip(rows).map(|(number, words)| SynonymGroup { number, words }).collect();
    synonym::insert_or_update(&tx, &new).await?;
    let entry = Entry::new("synonyms.replace", "synonyms", "all")
        .changed(json!({ "groups": old.len() }), json!({ "groups": new.len() }));
    end(desk, tx, entry).await?;
    Ok(report)
}

/// All groups as a synonyms file.
#[boxed]
pub async fn export_synonyms(desk: &Desk<'_>) -> Result<String, CatalogueError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let groups = list_synonyms(desk).await?;
    let rows = groups.iter().map(|group| group.words.join("|"));
    for row in std::iter::once("words".to_owned()).chain(rows) {
        writer.write_record([guarded_cell(&row).as_bytes()]).map_err(std::io::Error::other)?;
    }
    let bytes = writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(String::from_utf8(bytes).map_err(std::io::Error::other)?)
}

/// Begins to change the groups, which are all in the database from here on.
async fn begin(desk: &Desk<'_>) -> Result<(WriteTx, Vec<SynonymGroup>), CatalogueError> {
    desk.actor.require(Permission::EditCatalogue)?;
    let tx = desk.db.begin_write().await?;
    let used = db::allot_numbers(&tx, NUMBERS, 0).await?.end;
    let mut groups = synonym::list_all(tx.conn()).await?;
    if groups.is_empty() {
        groups = initial(desk)?;
        // The first time they keep the numbers under which they were listed.
        let missing = (groups.len() as u32).saturating_sub(used);
        db::allot_numbers(&tx, NUMBERS, missing).await?;
        synonym::insert_or_update(&tx, &groups).await?;
    }
    Ok((tx, groups))
}

async fn end(desk: &Desk<'_>, tx: WriteTx, entry: Entry) -> Result<(), CatalogueError> {
    tx.record_change("catalogue.synonym", &json!({})).await?;
    desk.commit(tx, entry).await
}

fn initial(desk: &Desk<'_>) -> Result<Vec<SynonymGroup>, CatalogueError> {
    let rows = initial_synonyms(desk.settings)?;
    Ok((0..).zip(rows).map(|(number, words)| SynonymGroup { number, words }).collect())
}

fn find(groups: &[SynonymGroup], number: u32) -> Result<&SynonymGroup, CatalogueError> {
    groups.iter().find(|group| group.number == number).ok_or(CatalogueError::NoSuch("group of synonyms"))
}

fn normalised(words: &[String]) -> Result<Vec<String>, Refusal> {
    if words.len() > WORDS {
        return Err(Refusal::new("words", &words.len().to_string(), format!("more than {WORDS} names")));
    }
    let mut normal: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let word = check::line("words", word, WORD_CHARS)?;
        if word.contains('|') {
            return Err(Refusal::new("words", &word, "a bar stands between names"));
        }
        if !word.is_empty() && !normal.contains(&word) {
            normal.push(word);
        }
    }
    if crate::search::tells_apart(&normal) < 2 {
        let reason = "a group needs two names that search tells apart";
        return Err(Refusal::new("words", &normal.join(", "), reason));
    }
    Ok(normal)
}
