//! The yardstick: SQLite FTS5 on the same products and queries.

use catalogue::Snapshot;
use kernel::Locale;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{Row, SqlitePool};

/// An FTS5 table of a shop's products: porter stemmer, words joined by OR, bm25 with title 3, brand 2.
pub(super) struct Fts5 {
    runtime: tokio::runtime::Runtime,
    pool: SqlitePool,
}

impl Fts5 {
    pub(super) fn build(snapshot: &Snapshot) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let pool = runtime.block_on(async {
            let options = SqliteConnectOptions::new().in_memory(true);
            let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
            sqlx::query("CREATE VIRTUAL TABLE words USING fts5(id UNINDEXED, title, brand, body, tokenize = 'porter unicode61')")
                .execute(&pool)
                .await?;
            let mut transaction = pool.begin().await?;
            for product in snapshot.products() {
                sqlx::query("INSERT INTO words (id, title, brand, body) VALUES (?, ?, ?, ?)")
                    .bind(product.sku())
                    .bind(product.name(Locale::En))
                    .bind(product.brand().map_or("", |brand| brand.name.as_str()))
                    .bind(product.description(Locale::En))
                    .execute(&mut *transaction)
                    .await?;
            }
            transaction.commit().await?;
            anyhow::Ok(pool)
        })?;
        Ok(Self { runtime, pool })
    }

    pub(super) fn search(&self, query: &str) -> anyhow::Result<Vec<String>> {
        let words: Vec<String> = query
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| format!("\"{word}\""))
            .collect();
        self.runtime.block_on(async {
            let rows = sqlx::query(
                "SELECT id FROM words WHERE words MATCH ? ORDER BY bm25(words, 0.0, 3.0, 2.0, 1.0), rowid LIMIT 10",
            )
            .bind(words.join(" OR "))
            .fetch_all(&self.pool)
            .await?;
            Ok(rows.iter().map(|row| row.get::<String, _>(0)).collect())
        })
    }
}
