//! What happened last, for everybody at the desk: who did what to which thing, and no values.

use kernel::{Actor, Permission};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::entry::{Column, Entity};
use crate::list::Writer;
use crate::{AuditEntry, AuditError, Sealed, Values};

/// What is done to these is told to readers of the trail alone.
const OF_PEOPLE: [&str; 3] = ["staff", "session", "api-key"];

/// The last `limit` entries about the trade, newest first, without addresses and values: of those, one
/// may be a cost or a person's.
///
/// # Errors
/// [`AuditError::Forbidden`] without [`Permission::ViewDesk`].
pub async fn recent(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    limit: u64,
) -> Result<Vec<AuditEntry>, AuditError> {
    actor.require(Permission::ViewDesk)?;
    let rows = Entity::find()
        .filter(Column::SubjectKind.is_not_in(OF_PEOPLE))
        .order_by_desc(Column::Number)
        .limit(limit)
        .all(conn)
        .await?;
    let entries = rows.into_iter().map(|row| AuditEntry {
        number: row.number.unsigned_abs(),
        at: chrono::DateTime::from_timestamp_micros(row.at_us).unwrap_or_default(),
        who: Writer { kind: row.who_kind, id: row.who_id, part: row.who_part },
        address: Sealed::Absent,
        action: row.action,
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        values: Values::default(),
        personal: Sealed::Absent,
        hash: row.hash,
    });
    Ok(entries.collect())
}
