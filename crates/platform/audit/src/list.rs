//! Reading the trail: filtered, newest first, by key; personal values opened where that still can be.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use kernel::{Actor, Permission};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::entity::entry::{Column, Entity, Model};
use crate::person_key::{Part, PersonKey};
use crate::{AuditError, store};

/// Which entries to read; those that all given conditions hold for.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Done by this account or key.
    pub who: Option<Uuid>,
    /// Of this action ("product.edit") or group of actions ("product").
    pub action: Option<String>,
    /// Done to a thing of this kind.
    pub subject_kind: Option<String>,
    /// Done to the thing with this id.
    pub subject_id: Option<String>,
    /// Done at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Done before this moment.
    pub until: Option<DateTime<Utc>>,
    /// Older than the entry of this number: where the last page ended.
    pub below: Option<u64>,
}

/// Some entries, newest first.
#[derive(Debug, Clone)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// [`AuditFilter::below`] of the next page; `None` on the last.
    pub next: Option<u64>,
}

/// One entry of the trail.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// Its place in the chain, from 1.
    pub number: u64,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub who: Writer,
    /// From which address.
    pub address: Sealed<String>,
    /// What was done: "product.edit".
    pub action: String,
    /// The kind of thing that it was done to.
    pub subject_kind: String,
    /// Which of them.
    pub subject_id: String,
    /// What was before and is after.
    pub values: Values,
    /// The same of a person.
    pub personal: Sealed<Values>,
    /// Its hash, over the entry before and all of this one.
    pub hash: Vec<u8>,
}

/// Who wrote an entry, as far as the trail knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writer {
    /// `staff`, `api-key`, `customer` or `system`.
    pub kind: String,
    /// Their account or key.
    pub id: Option<Uuid>,
    /// Of the system: which part of it.
    pub part: Option<String>,
}

/// What was before and what is after; each may be absent.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Values {
    /// Before.
    pub before: Option<Value>,
    /// After.
    pub after: Option<Value>,
}

/// A personal value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sealed<T> {
    /// There was none.
    Absent,
    /// It is this.
    Known(T),
    /// Its person was erased: nobody can read it any more.
    Erased,
}

impl<T> Sealed<T> {
    /// The value, if it can be read.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Erased => None,
        }
    }
}

/// Up to `limit` entries, newest first.
///
/// # Errors
/// [`AuditError::Forbidden`] without [`Permission::ViewAudit`].
pub async fn list(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    filter: &AuditFilter,
    limit: usize,
) -> Result<AuditPage, AuditError> {
    actor.require(Permission::ViewAudit)?;
    let mut rows = select(filter).limit(limit as u64 + 1).all(conn).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| row.number as u64);
    let keys = keys_of(conn, &rows).await?;
    Ok(AuditPage { entries: rows.into_iter().map(|row| open(row, &keys)).collect(), next })
}

fn select(filter: &AuditFilter) -> sea_orm::Select<Entity> {
    let mut entries = Entity::find().order_by_desc(Column::Number);
    if let Some(who) = filter.who {
        entries = entries.filter(Column::WhoId.eq(who));
    }
    if let Some(action) = &filter.action {
        let exact = Column::Action.eq(action.as_str());
        // No name of an action has a character that a pattern reads as another.
        let named = action.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
        entries = entries.filter(if named {
            exact.or(Column::Action.starts_with(format!("{action}.")))
        } else {
            exact
        });
    }
    if let Some(kind) = &filter.subject_kind {
        entries = entries.filter(Column::SubjectKind.eq(kind.as_str()));
    }
    if let Some(id) = &filter.subject_id {
        entries = entries.filter(Column::SubjectId.eq(id.as_str()));
    }
    if let Some(from) = filter.from {
        entries = entries.filter(Column::AtUs.gte(from.timestamp_micros()));
    }
    if let Some(until) = filter.until {
        entries = entries.filter(Column::AtUs.lt(until.timestamp_micros()));
    }
    if let Some(below) = filter.below {
        entries = entries.filter(Column::Number.lt(i64::try_from(below).unwrap_or(i64::MAX)));
    }
    entries
}

type Keys = BTreeMap<Uuid, PersonKey>;

async fn keys_of(conn: &impl ConnectionTrait, rows: &[Model]) -> Result<Keys, AuditError> {
    let senders = rows.iter().filter(|row| row.origin.is_some()).filter_map(|row| row.who_id);
    let persons: BTreeSet<Uuid> = senders.chain(rows.iter().filter_map(|row| row.person_id)).collect();
    let keys = store::person::list_keys(conn, persons).await?;
    Ok(keys.into_iter().filter_map(|(person, bytes)| Some((person, PersonKey::new(&bytes)?))).collect())
}

fn open(row: Model, keys: &Keys) -> AuditEntry {
    let unseal = |part, person: Option<Uuid>, sealed: Option<&[u8]>| -> Option<Vec<u8>> {
        let person = person?;
        keys.get(&person)?.open(part, person, sealed?)
    };
    let address = match &row.origin {
        None => Sealed::Absent,
        Some(sealed) => unseal(Part::Origin, row.who_id, Some(sealed))
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .map_or(Sealed::Erased, Sealed::Known),
    };
    let personal = match row.person_id {
        None => Sealed::Absent,
        Some(_) => unseal(Part::Values, row.person_id, row.personal.as_deref())
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .map_or(Sealed::Erased, Sealed::Known),
    };
    let read = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
    AuditEntry {
        number: row.number as u64,
        at: DateTime::from_timestamp_micros(row.at_us).unwrap_or_default(),
        who: Writer { kind: row.who_kind, id: row.who_id, part: row.who_part },
        address,
        action: row.action,
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        values: Values { before: read(row.before_json), after: read(row.after_json) },
        personal,
        hash: row.hash,
    }
}
