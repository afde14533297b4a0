//! Which pictures products show.

use db::DbError;
use sea_orm::{ConnectionTrait, Statement};
use serde::Deserialize;

/// What is read of the column `details`.
#[derive(Deserialize)]
struct Details {
    #[serde(default)]
    images: Vec<String>,
}

/// Of up to `limit` products with pictures and with numbers above `after`, drafts and deleted ones too.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<(i64, Vec<String>)>, DbError> {
    let sql = format!(
        "SELECT number, details FROM product WHERE number > $1 AND details LIKE '%\"images\":[%' \
         ORDER BY number LIMIT {limit}"
    );
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [after.into()]);
    let rows = conn.query_all_raw(statement).await?;
    let read = |row: &sea_orm::QueryResult| {
        let details: String = row.try_get_by_index(1)?;
        let details: Details =
            serde_json::from_str(&details).map_err(|error| sea_orm::DbErr::Json(error.to_string()))?;
        Ok((row.try_get_by_index(0)?, details.images))
    };
    rows.iter().map(read).collect()
}
