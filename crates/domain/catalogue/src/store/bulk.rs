//! Many rows in few statements, on both databases.

use std::fmt::Write as _;

use db::DbError;
use sea_orm::{ConnectionTrait, DbBackend, IdenStatic, Iterable, QueryResult, Statement, Value};

/// Values in one statement; SQLite takes 32,766, PostgreSQL 65,535.
const VALUES_PER_STATEMENT: usize = 16_000;
/// Values in one statement that writes: enough that it costs little, few enough that the next is made meanwhile.
const WRITTEN_PER_STATEMENT: usize = 5_000;

/// The columns of a table in the order of its entity: "a, b".
pub(super) fn column_list<C: Iterable + IdenStatic>() -> String {
    C::iter().map(|column| column.as_str()).collect::<Vec<_>>().join(", ")
}

/// What follows "ON CONFLICT (..)" so that a row is written over, but for the columns `kept`.
pub(super) fn overwrite_list<C: Iterable + IdenStatic>(kept: &[&str]) -> String {
    let columns = C::iter().map(|column| column.as_str()).filter(|column| !kept.contains(column));
    let columns: Vec<String> = columns.map(|column| format!("{column} = excluded.{column}")).collect();
    format!("DO UPDATE SET {}", columns.join(", "))
}

/// Writes rows: `head` ("INSERT INTO t (a, b)"), what `values` makes of each row, `tail` ("ON CONFLICT ...").
///
/// While the database works on one statement, the next is made.
pub(super) async fn insert_rows<R: Sync, const WIDTH: usize>(
    conn: &impl ConnectionTrait,
    head: &str,
    rows: &[R],
    values: fn(&R) -> Result<[Value; WIDTH], DbError>,
    tail: &str,
) -> Result<(), DbError> {
    let pieces = pieces(rows, WRITTEN_PER_STATEMENT / WIDTH);
    insert_pieces(conn, head, pieces, values, tail).await
}

/// [`insert_rows`] in as few statements as it takes, for a table to which the statement is what costs.
pub(super) async fn insert_at_once<R: Sync, const WIDTH: usize>(
    conn: &impl ConnectionTrait,
    head: &str,
    rows: &[R],
    values: fn(&R) -> Result<[Value; WIDTH], DbError>,
    tail: &str,
) -> Result<(), DbError> {
    insert_pieces(conn, head, rows.chunks(VALUES_PER_STATEMENT / WIDTH), values, tail).await
}

async fn insert_pieces<'r, R: Sync + 'r, const WIDTH: usize>(
    conn: &impl ConnectionTrait,
    head: &str,
    mut pieces: impl Iterator<Item = &'r [R]>,
    values: fn(&R) -> Result<[Value; WIDTH], DbError>,
    tail: &str,
) -> Result<(), DbError> {
    let backend = conn.get_database_backend();
    let insert = |rows: &[R]| -> Result<Statement, DbError> {
        let mut sql = String::with_capacity(head.len() + tail.len() + rows.len() * (WIDTH * 4 + 3) + 9);
        let mut bound = Vec::with_capacity(rows.len() * WIDTH);
        sql.push_str(head);
        sql.push_str(" VALUES ");
        for (index, row) in rows.iter().enumerate() {
            sql.push_str(if index == 0 { "(" } else { ",(" });
            push_placeholders(&mut sql, backend, index * WIDTH, WIDTH);
            sql.push(')');
            bound.extend(values(row)?);
        }
        sql.push(' ');
        sql.push_str(tail);
        Ok(Statement::from_sql_and_values(backend, sql, bound))
    };
    let mut next = pieces.next().map(insert).transpose()?;
    while let Some(statement) = next {
        let (done, made) = tokio::join!(biased; conn.execute_raw(statement), async {
            pieces.next().map(insert).transpose()
        });
        done?;
        next = made?;
    }
    Ok(())
}

/// Rows `full` at a time, and what is left in pieces of few sizes, so that the same few statements come again and
/// are prepared once.
fn pieces<R>(mut rows: &[R], full: usize) -> impl Iterator<Item = &[R]> {
    let mut size = full;
    std::iter::from_fn(move || {
        while size > rows.len() {
            size /= 2;
        }
        let (piece, rest) = rows.split_at_checked(size.max(1))?;
        rows = rest;
        Some(piece)
    })
}

/// Reads with a list: `head` ("SELECT .. WHERE a IN"), the list, `tail` ("ORDER BY ..."), in as few statements as it takes.
pub(super) async fn select_in(
    conn: &impl ConnectionTrait,
    head: &str,
    values: Vec<Value>,
    tail: &str,
) -> Result<Vec<QueryResult>, DbError> {
    let mut rows = Vec::new();
    for (sql, chunk) in with_lists(conn.get_database_backend(), head, values, tail) {
        let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, chunk);
        rows.append(&mut conn.query_all_raw(statement).await?);
    }
    Ok(rows)
}

/// Deletes or updates with a list.
pub(super) async fn execute_in(
    conn: &impl ConnectionTrait,
    head: &str,
    values: Vec<Value>,
) -> Result<(), DbError> {
    for (sql, chunk) in with_lists(conn.get_database_backend(), head, values, "") {
        conn.execute_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, chunk)).await?;
    }
    Ok(())
}

fn with_lists(backend: DbBackend, head: &str, values: Vec<Value>, tail: &str) -> Vec<(String, Vec<Value>)> {
    let mut values = values.into_iter();
    let mut statements = Vec::new();
    loop {
        let chunk: Vec<Value> = values.by_ref().take(VALUES_PER_STATEMENT).collect();
        if chunk.is_empty() {
            return statements;
        }
        let mut sql = format!("{head} (");
        push_placeholders(&mut sql, backend, 0, chunk.len());
        sql.push_str(") ");
        sql.push_str(tail);
        statements.push((sql, chunk));
    }
}

fn push_placeholders(sql: &mut String, backend: DbBackend, from: usize, count: usize) {
    for index in 0..count {
        if index > 0 {
            sql.push(',');
        }
        if backend == DbBackend::Postgres {
            // Writing to a String cannot fail.
            let _ = write!(sql, "${}", from + index + 1);
        } else {
            sql.push('?');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_written_in_their_order_in_pieces_of_few_sizes() {
        let rows: Vec<u32> = (0..1_211).collect();
        let cut: Vec<&[u32]> = pieces(&rows, 500).collect();
        assert_eq!(cut.concat(), rows);
        let sizes: Vec<usize> = cut.iter().map(|piece| piece.len()).collect();
        assert_eq!(sizes, [500, 500, 125, 62, 15, 7, 1, 1]);
        assert_eq!(pieces(&rows[..0], 500).count(), 0);
    }
}
