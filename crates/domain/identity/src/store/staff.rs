//! Accounts in the database.

use db::WriteTx;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::moment;
use crate::entity::staff::{ActiveModel, Column, Entity, Model};
use crate::{IdentityError, Role, Staff, StaffId};

/// The account with this e-mail, in the spelling that accounts have.
pub(crate) async fn find_by_email(
    conn: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<Model>, IdentityError> {
    Ok(Entity::find().filter(Column::Email.eq(email)).one(conn).await?)
}

/// The account with this id, if it was not erased.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: StaffId) -> Result<Option<Model>, IdentityError> {
    Ok(Entity::find_by_id(id.0).filter(Column::ErasedAtUs.is_null()).one(conn).await?)
}

/// The same, so that nobody else changes it until this transaction ends.
pub(crate) async fn lock(tx: &WriteTx, id: StaffId) -> Result<Model, IdentityError> {
    let found = Entity::find_by_id(id.0).filter(Column::ErasedAtUs.is_null()).lock_exclusive();
    found.one(tx.conn()).await?.ok_or(IdentityError::NotFound("account"))
}

/// All accounts that were not erased, the oldest first.
pub(crate) async fn list(conn: &impl ConnectionTrait) -> Result<Vec<Model>, IdentityError> {
    let all = Entity::find().filter(Column::ErasedAtUs.is_null()).order_by_asc(Column::Id);
    Ok(all.all(conn).await?)
}

/// How many can sign in as the owner; they stay as they are until this transaction ends.
pub(crate) async fn lock_owners(tx: &WriteTx) -> Result<usize, IdentityError> {
    let owners = Entity::find()
        .filter(Column::Role.eq(Role::Owner.name()))
        .filter(Column::DisabledAtUs.is_null())
        .order_by_asc(Column::Id)
        .lock_exclusive();
    Ok(owners.all(tx.conn()).await?.len())
}

/// Whether there was ever an owner.
pub(crate) async fn has_owner(conn: &impl ConnectionTrait) -> Result<bool, IdentityError> {
    Ok(Entity::find().filter(Column::Role.eq(Role::Owner.name())).count(conn).await? > 0)
}

/// Writes a new account.
pub(crate) async fn insert(tx: &WriteTx, staff: Model) -> Result<(), IdentityError> {
    Entity::insert(staff.into_active_model()).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Writes an account over.
pub(crate) async fn update(tx: &WriteTx, staff: Model) -> Result<(), IdentityError> {
    staff.into_active_model().reset_all().update(tx.conn()).await?;
    Ok(())
}

/// Marks a step of the second factor as used; false if it, or a later one, was used before.
pub(crate) async fn take_totp_step(tx: &WriteTx, id: StaffId, step: i64) -> Result<bool, IdentityError> {
    let done = Entity::update_many()
        .set(ActiveModel { totp_last_step: ActiveValue::Set(step), ..Default::default() })
        .filter(Column::Id.eq(id.0))
        .filter(Column::TotpLastStep.lt(step))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

impl Model {
    pub(crate) fn role(&self) -> Role {
        // A role that a later release wrote: the one that may do nothing.
        self.role.parse().unwrap_or(Role::Courier)
    }

    /// Whether its person may sign in.
    pub(crate) fn is_open(&self) -> bool {
        self.disabled_at_us.is_none() && self.erased_at_us.is_none()
    }

    pub(crate) fn has_second_factor(&self) -> bool {
        self.totp_confirmed_at_us.is_some()
    }
}

impl From<Model> for Staff {
    fn from(row: Model) -> Self {
        Self {
            id: StaffId(row.id),
            role: row.role(),
            has_second_factor: row.has_second_factor(),
            has_password: row.password_hash.is_some(),
            created_at: moment(row.created_at_us),
            disabled_at: row.disabled_at_us.map(moment),
            email: row.email,
            name: row.name,
        }
    }
}
