//! Sessions in the database.

use chrono::{DateTime, Utc};
use db::WriteTx;
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::moment;
use crate::entity::session::{ActiveModel, Column, Entity, Model};
use crate::{IdentityError, Session, SessionId, StaffId};

/// The session with this id.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: SessionId) -> Result<Option<Model>, IdentityError> {
    Ok(Entity::find_by_id(id.0).one(conn).await?)
}

/// The same, so that nobody else changes it until this transaction ends.
pub(crate) async fn lock(tx: &WriteTx, id: SessionId) -> Result<Option<Model>, IdentityError> {
    Ok(Entity::find_by_id(id.0).lock_exclusive().one(tx.conn()).await?)
}

/// The session of a browser's cookie.
pub(crate) async fn find_by_cookie(
    conn: &impl ConnectionTrait,
    hash: Vec<u8>,
) -> Result<Option<Model>, IdentityError> {
    Ok(Entity::find().filter(Column::CookieHash.eq(hash)).one(conn).await?)
}

/// A person's open sessions, the newest first.
pub(crate) async fn list_open(
    conn: &impl ConnectionTrait,
    staff: StaffId,
    now: DateTime<Utc>,
) -> Result<Vec<Model>, IdentityError> {
    let open = Entity::find()
        .filter(Column::StaffId.eq(staff.0))
        .filter(Column::EndedAtUs.is_null())
        .filter(Column::ExpiresAtUs.gt(now.timestamp_micros()));
    Ok(open.order_by_desc(Column::CreatedAtUs).all(conn).await?)
}

/// Writes a new session.
pub(crate) async fn insert(tx: &WriteTx, session: Model) -> Result<(), IdentityError> {
    Entity::insert(session.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Writes that it was used, and until when it holds now.
pub(crate) async fn note_use(
    tx: &WriteTx,
    id: SessionId,
    expires_at: DateTime<Utc>,
) -> Result<(), IdentityError> {
    let used = ActiveModel {
        last_used_at_us: ActiveValue::Set(tx.clock().now().timestamp_micros()),
        expires_at_us: ActiveValue::Set(expires_at.timestamp_micros()),
        ..Default::default()
    };
    Entity::update_many().set(used).filter(Column::Id.eq(id.0)).exec(tx.conn()).await?;
    Ok(())
}

/// Which sessions of a person to end.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Which {
    One(SessionId),
    All,
    AllBut(SessionId),
}

/// Ends open sessions of a person; how many there were.
pub(crate) async fn end(
    tx: &WriteTx,
    staff: StaffId,
    which: Which,
    now: DateTime<Utc>,
) -> Result<u64, IdentityError> {
    let ended =
        ActiveModel { ended_at_us: ActiveValue::Set(Some(now.timestamp_micros())), ..Default::default() };
    let mut sessions = Entity::update_many()
        .set(ended)
        .filter(Column::StaffId.eq(staff.0))
        .filter(Column::EndedAtUs.is_null());
    sessions = match which {
        Which::One(id) => sessions.filter(Column::Id.eq(id.0)),
        Which::All => sessions,
        Which::AllBut(id) => sessions.filter(Column::Id.ne(id.0)),
    };
    Ok(sessions.exec(tx.conn()).await?.rows_affected)
}

/// Deletes the sessions of a person that nobody could use any more, and their tokens.
pub(crate) async fn delete_expired(
    tx: &WriteTx,
    staff: StaffId,
    now: DateTime<Utc>,
) -> Result<(), IdentityError> {
    Entity::delete_many()
        .filter(Column::StaffId.eq(staff.0))
        .filter(Column::ExpiresAtUs.lte(now.timestamp_micros()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Deletes all sessions of a person, and their tokens.
pub(crate) async fn delete_all(tx: &WriteTx, staff: StaffId) -> Result<(), IdentityError> {
    Entity::delete_many().filter(Column::StaffId.eq(staff.0)).exec(tx.conn()).await?;
    Ok(())
}

impl Model {
    /// Whether it still holds.
    pub(crate) fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.ended_at_us.is_none() && self.expires_at_us > now.timestamp_micros()
    }
}

impl From<Model> for Session {
    fn from(row: Model) -> Self {
        Self {
            id: SessionId(row.id),
            staff: StaffId(row.staff_id),
            created_at: moment(row.created_at_us),
            last_used_at: moment(row.last_used_at_us),
            expires_at: moment(row.expires_at_us),
            device: row.device,
            address: row.address,
        }
    }
}
