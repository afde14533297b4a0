//! Recovery codes in the database.

use db::WriteTx;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::entity::recovery_code::{Column, Entity, Model};
use crate::{IdentityError, StaffId};

/// Puts these codes in the place of all that a person had.
pub(crate) async fn replace(tx: &WriteTx, staff: StaffId, hashes: Vec<Vec<u8>>) -> Result<(), IdentityError> {
    Entity::delete_many().filter(Column::StaffId.eq(staff.0)).exec(tx.conn()).await?;
    if hashes.is_empty() {
        return Ok(());
    }
    let rows = hashes.into_iter().map(|code_hash| Model { staff_id: staff.0, code_hash }.into_active_model());
    Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Uses up the code with one of these hashes; false if there is none.
pub(crate) async fn spend(tx: &WriteTx, staff: StaffId, hashes: Vec<Vec<u8>>) -> Result<bool, IdentityError> {
    let spent = Entity::delete_many()
        .filter(Column::StaffId.eq(staff.0))
        .filter(Column::CodeHash.is_in(hashes))
        .exec(tx.conn())
        .await?;
    Ok(spent.rows_affected > 0)
}
