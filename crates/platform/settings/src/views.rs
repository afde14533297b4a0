//! Use cases: views of a list that somebody has saved for themselves.

use audit::Entry;
use db::{Db, WriteTx};
use kernel::{Actor, boxed};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::SettingsError;
use crate::store;

/// More would be no help.
const MOST: usize = 20;
const LONGEST_NAME: usize = 40;
const LONGEST_QUERY: usize = 2_000;

/// A list as somebody wants to see it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// What they call it; no two of theirs have the same name.
    pub name: String,
    /// What stands behind the `?` of the list's address.
    pub query: String,
}

/// The views of `list` that this person has saved, as they saved them.
///
/// # Errors
/// The database failed.
#[boxed]
pub async fn list_views(db: &Db, person: Uuid, list: &str) -> Result<Vec<SavedView>, SettingsError> {
    let row = store::find(db.reader(), &person.to_string(), list).await?;
    row.map_or(Ok(Vec::new()), |row| Ok(serde_json::from_str(&row.value_json)?))
}

/// Saves a view; one of the same name is another now.
///
/// # Errors
/// [`SettingsError::Invalid`] for a name that is none, and for the 21st view.
#[boxed]
pub async fn keep_view(
    db: &Db,
    actor: &Actor,
    person: Uuid,
    list: &str,
    view: SavedView,
) -> Result<(), SettingsError> {
    let name = view.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(SettingsError::Invalid { field: "name", reason: "has 1 to 40 characters" });
    }
    if view.query.len() > LONGEST_QUERY {
        return Err(SettingsError::Invalid { field: "query", reason: "is too long to be kept" });
    }
    let tx = db.begin_write().await?;
    change(&tx, actor, person, list, |views| {
        let kept = SavedView { name, query: view.query };
        let place = views.iter().position(|known| known.name == kept.name);
        match place {
            Some(place) => views[place] = kept,
            None if views.len() >= MOST => {
                let reason = "would be the 21st: remove one first";
                return Err(SettingsError::Invalid { field: "name", reason });
            }
            None => views.push(kept),
        }
        Ok(())
    })
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a view away; one that is not there already is.
///
/// # Errors
/// The database failed.
#[boxed]
pub async fn remove_view(
    db: &Db,
    actor: &Actor,
    person: Uuid,
    list: &str,
    name: &str,
) -> Result<(), SettingsError> {
    let tx = db.begin_write().await?;
    change(&tx, actor, person, list, |views| {
        views.retain(|view| view.name != name);
        Ok(())
    })
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn change(
    tx: &WriteTx,
    actor: &Actor,
    person: Uuid,
    list: &str,
    change: impl FnOnce(&mut Vec<SavedView>) -> Result<(), SettingsError>,
) -> Result<(), SettingsError> {
    let owner = person.to_string();
    let row = store::lock(tx, &owner, list).await?;
    let mut views: Vec<SavedView> =
        row.as_ref().map_or(Ok(Vec::new()), |row| serde_json::from_str(&row.value_json))?;
    let before = json!({ "views": views });
    change(&mut views)?;
    store::put(tx, row.as_ref(), &owner, list, serde_json::to_string(&views)?).await?;
    let entry = Entry::new("settings.views", "settings", list);
    let entry = entry.personal(person, Some(before), Some(json!({ "views": views })));
    audit::record(tx, actor, entry).await?;
    Ok(())
}
