//! What the desk needs: lists of products by any filter, finding them by words, bulk edits with their undoing,
//! synonyms and pictures.

use kernel::LocalizedText;
use sea_orm::{DbBackend, FromQueryResult, Statement};
use sea_orm_migration::prelude::*;
use serde::Deserialize;

use crate::CrossReference;
use crate::store::product_words;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000101_catalogue_desk"
    }
}

/// `{uuid}` and `{clustered}` differ between the two databases.
///
/// The first index holds all that a list filters by: a filter that matches little reads it alone.
const TABLES: [&str; 8] = [
    "CREATE INDEX product_desk ON product (updated_at_us, number, deleted_at_us, published_at_us, \
        brand_id, category_id, price_minor, stock_quantity)",
    "CREATE INDEX product_brand ON product (brand_id)",
    "CREATE INDEX product_category ON product (category_id)",
    "CREATE INDEX product_price ON product ((COALESCE(price_minor, -1)), number)",
    "CREATE INDEX fitment_vehicle ON fitment (vehicle_number)",
    "CREATE TABLE bulk_edit (
        id {uuid} NOT NULL PRIMARY KEY,
        who TEXT NOT NULL,
        at_us BIGINT NOT NULL,
        change TEXT NOT NULL,
        products BIGINT NOT NULL,
        undone_at_us BIGINT
    ){clustered}",
    "CREATE TABLE bulk_edit_product (
        bulk_edit_id {uuid} NOT NULL REFERENCES bulk_edit (id),
        product_number BIGINT NOT NULL REFERENCES product (number),
        version_us BIGINT NOT NULL,
        price_minor BIGINT,
        brand_id {uuid},
        category_id {uuid},
        on_order BOOLEAN NOT NULL,
        published_at_us BIGINT,
        PRIMARY KEY (bulk_edit_id, product_number)
    ){clustered}",
    "CREATE TABLE synonym_group (
        number BIGINT NOT NULL PRIMARY KEY,
        words TEXT NOT NULL
    ){clustered}",
];

/// The words come folded and apart, and nobody asks where in them one stands.
const WORDS_SQLITE: [&str; 1] = ["CREATE VIRTUAL TABLE product_words USING fts5 (
        words, content='', contentless_delete=1, tokenize='ascii', detail=none
    )"];

const WORDS_POSTGRES: [&str; 2] = [
    "CREATE TABLE product_words (
        product_number BIGINT NOT NULL PRIMARY KEY REFERENCES product (number),
        words TEXT NOT NULL
    )",
    "CREATE INDEX product_words_words ON product_words \
        USING gin (array_to_tsvector(string_to_array(words, ' ')))",
];

/// Products whose words are written at a time.
const PAGE: usize = 1_000;

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = manager.get_database_backend() == DbBackend::Sqlite;
        let (uuid, clustered) = if sqlite { ("BLOB", " WITHOUT ROWID") } else { ("UUID", "") };
        let words: &[&str] = if sqlite { &WORDS_SQLITE } else { &WORDS_POSTGRES };
        for table in TABLES.iter().chain(words) {
            let sql = table.replace("{uuid}", uuid).replace("{clustered}", clustered);
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        fill_words(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["bulk_edit_product", "bulk_edit", "synonym_group", "product_words"] {
            manager.get_connection().execute_unprepared(&format!("DROP TABLE {table}")).await?;
        }
        for index in ["product_desk", "product_brand", "product_category", "product_price", "fitment_vehicle"]
        {
            manager.get_connection().execute_unprepared(&format!("DROP INDEX {index}")).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// A product as this step finds it.
#[derive(FromQueryResult)]
struct Row {
    number: i64,
    sku: String,
    gtin: Option<String>,
    details: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    #[serde(default)]
    names: LocalizedText,
    #[serde(default)]
    oe_numbers: Vec<String>,
    #[serde(default)]
    cross_references: Vec<CrossReference>,
}

/// Writes the words of the products that are already there.
async fn fill_words(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let conn = manager.get_connection();
    let mut after = -1;
    loop {
        let sql = format!(
            "SELECT number, sku, gtin, details FROM product WHERE number > {after} ORDER BY number LIMIT {PAGE}"
        );
        let rows = Row::find_by_statement(Statement::from_string(manager.get_database_backend(), sql))
            .all(conn)
            .await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.number;
        let mut words = Vec::with_capacity(rows.len());
        for row in &rows {
            let details: Details =
                serde_json::from_str(&row.details).map_err(|error| DbErr::Json(error.to_string()))?;
            let numbers = std::iter::once(row.sku.as_str())
                .chain(row.gtin.as_deref())
                .chain(details.oe_numbers.iter().map(String::as_str))
                .chain(details.cross_references.iter().map(|reference| reference.number.as_str()));
            words.push((row.number as u32, product_words::join(&details.names, numbers)));
        }
        product_words::insert(conn, &words).await.map_err(|error| DbErr::Custom(error.to_string()))?;
    }
}
