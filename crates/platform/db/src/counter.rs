//! Dense numbers of a kind: 0, 1, 2, ... given once and never again.

use std::ops::Range;

use sea_orm::{ConnectionTrait, Statement};

use crate::{DbError, WriteTx};

/// The next `count` numbers of the kind `name`.
///
/// They are given when the transaction commits; one that is dropped leaves no
/// hole. Until then other transactions that want numbers of this kind wait.
///
/// # Errors
/// [`DbError::NumbersExhausted`] beyond `u32::MAX`.
pub async fn allot_numbers(tx: &WriteTx, name: &str, count: u32) -> Result<Range<u32>, DbError> {
    let statement = Statement::from_sql_and_values(
        tx.conn().get_database_backend(),
        "INSERT INTO counter (name, next) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET next = counter.next + excluded.next RETURNING next",
        [name.into(), i64::from(count).into()],
    );
    let exhausted = || DbError::NumbersExhausted(name.to_owned());
    let row = tx.conn().query_one_raw(statement).await?.ok_or_else(exhausted)?;
    let end = u32::try_from(row.try_get::<i64>("", "next")?).map_err(|_too_large| exhausted())?;
    Ok(end - count..end)
}
