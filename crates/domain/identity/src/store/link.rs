//! One-time links in the database.

use chrono::{DateTime, Utc};
use db::WriteTx;
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::entity::one_time_link::{ActiveModel, Column, Entity, Model};
use crate::{IdentityError, StaffId};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    FirstOwner,
    SetPassword,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::FirstOwner => "first-owner",
            Self::SetPassword => "set-password",
        }
    }
}

/// Writes a new link.
pub(crate) async fn insert(
    tx: &WriteTx,
    token_hash: Vec<u8>,
    purpose: Purpose,
    staff: Option<StaffId>,
    expires_at: DateTime<Utc>,
) -> Result<(), IdentityError> {
    let link = Model {
        token_hash,
        purpose: purpose.name().to_owned(),
        staff_id: staff.map(|id| id.0),
        expires_at_us: expires_at.timestamp_micros(),
        used_at_us: None,
    };
    Entity::insert(link.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The link with this hash, if it still opens anything.
pub(crate) async fn find_open(
    conn: &impl ConnectionTrait,
    token_hash: Vec<u8>,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Option<Model>, IdentityError> {
    let link = Entity::find_by_id(token_hash)
        .filter(Column::Purpose.eq(purpose.name()))
        .filter(Column::UsedAtUs.is_null())
        .filter(Column::ExpiresAtUs.gt(now.timestamp_micros()));
    Ok(link.one(conn).await?)
}

/// Marks one link as used; false if another was faster.
pub(crate) async fn spend(
    tx: &WriteTx,
    token_hash: Vec<u8>,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<bool, IdentityError> {
    let spent = Entity::update_many()
        .set(ActiveModel { used_at_us: ActiveValue::Set(Some(now.timestamp_micros())), ..Default::default() })
        .filter(Column::TokenHash.eq(token_hash))
        .filter(Column::Purpose.eq(purpose.name()))
        .filter(Column::UsedAtUs.is_null())
        .filter(Column::ExpiresAtUs.gt(now.timestamp_micros()));
    Ok(spent.exec(tx.conn()).await?.rows_affected == 1)
}

/// Marks every link of this purpose as used. Who wants the same at once waits, and then finds none.
pub(crate) async fn spend_all(
    tx: &WriteTx,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<(), IdentityError> {
    Entity::update_many()
        .set(ActiveModel { used_at_us: ActiveValue::Set(Some(now.timestamp_micros())), ..Default::default() })
        .filter(Column::Purpose.eq(purpose.name()))
        .filter(Column::UsedAtUs.is_null())
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Deletes a person's links.
pub(crate) async fn delete_of(tx: &WriteTx, staff: StaffId) -> Result<(), IdentityError> {
    Entity::delete_many().filter(Column::StaffId.eq(staff.0)).exec(tx.conn()).await?;
    Ok(())
}
