//! Use cases: what is set for the shop, read and changed.

use audit::Entry;
use db::{Db, WriteTx};
use kernel::{Actor, Permission};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::SettingsError;
use crate::store::{self, SHOP};

/// The topic of changes of the shop's settings; the payload names the setting.
pub const TOPIC: &str = "settings.shop";

/// A value as it was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// What it is.
    pub value: T,
    /// Another number after each change; 0 = never set.
    pub version: u64,
}

/// What is set for the shop under this name; `None` if nobody has set it.
///
/// # Errors
/// [`SettingsError::Damaged`] if it is something else than `T`.
pub async fn find_shop_setting<T: DeserializeOwned>(
    conn: &impl ConnectionTrait,
    name: &str,
) -> Result<Option<Setting<T>>, SettingsError> {
    let Some(row) = store::find(conn, SHOP, name).await? else { return Ok(None) };
    Ok(Some(Setting { value: serde_json::from_str(&row.value_json)?, version: row.version.unsigned_abs() }))
}

/// Sets it; `based_on` is the version that was read, and `before` what held then without being set.
///
/// # Errors
/// [`SettingsError::Forbidden`] without [`Permission::EditSettings`],
/// [`SettingsError::ChangedMeanwhile`] if it has another version now.
pub async fn edit_shop_setting<T: Serialize>(
    db: &Db,
    actor: &Actor,
    name: &'static str,
    based_on: u64,
    before: &T,
    value: &T,
) -> Result<(), SettingsError> {
    let tx = db.begin_write().await?;
    if write_shop_setting(&tx, actor, name, based_on, before, value).await? {
        tx.commit().await?;
    }
    Ok(())
}

/// [`edit_shop_setting`] in the transaction of whoever does more with it; whether it is another now.
///
/// # Errors
/// Those of [`edit_shop_setting`].
pub async fn write_shop_setting<T: Serialize>(
    tx: &WriteTx,
    actor: &Actor,
    name: &'static str,
    based_on: u64,
    before: &T,
    value: &T,
) -> Result<bool, SettingsError> {
    actor.require(Permission::EditSettings)?;
    let row = store::lock(tx, SHOP, name).await?;
    if row.as_ref().map_or(0, |row| row.version.unsigned_abs()) != based_on {
        return Err(SettingsError::ChangedMeanwhile);
    }
    let before: Value = match &row {
        Some(row) => serde_json::from_str(&row.value_json)?,
        None => serde_json::to_value(before)?,
    };
    let after = serde_json::to_value(value)?;
    if before == after {
        return Ok(false);
    }
    store::put(tx, row.as_ref(), SHOP, name, after.to_string()).await?;
    audit::record(tx, actor, Entry::new("settings.edit", "settings", name).changed(before, after)).await?;
    tx.record_change(TOPIC, &serde_json::json!({ "name": name })).await?;
    Ok(true)
}
