//! What other domains ask of each product: whose it is, what it costs, how much of it lies there.

use db::DbError;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

use crate::{CatalogueError, ProductId};

/// Products read at a time.
const PAGE: usize = 10_000;

/// One product that is not deleted.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductFacts {
    /// Its dense number.
    pub number: u32,
    /// Its id.
    pub id: ProductId,
    /// Its SKU.
    pub sku: String,
    /// The number of its category.
    pub category: Option<u32>,
    /// What a piece is sold for; `None` = on request.
    pub price_minor: Option<i64>,
    /// What a piece costs the shop.
    pub cost_minor: Option<i64>,
    /// Pieces that lie there; `None` = nobody counts.
    pub stock: Option<i64>,
    /// Whether it can be sold without being there.
    pub on_order: bool,
    /// Whether shoppers see it.
    pub published: bool,
}

#[derive(FromQueryResult)]
struct Row {
    number: i64,
    id: Uuid,
    sku: String,
    category: Option<i64>,
    price_minor: Option<i64>,
    cost_minor: Option<i64>,
    stock_quantity: Option<i64>,
    on_order: bool,
    published_at_us: Option<i64>,
}

/// All products that are not deleted, by number.
///
/// # Errors
/// [`CatalogueError::Database`].
pub async fn list_product_facts(conn: &impl ConnectionTrait) -> Result<Vec<ProductFacts>, CatalogueError> {
    let mut all: Vec<ProductFacts> = Vec::new();
    loop {
        let after = all.last().map_or(-1, |last| i64::from(last.number));
        let sql = format!(
            "SELECT p.number, p.id, p.sku, c.number AS category, p.price_minor, p.cost_minor, \
             p.stock_quantity, p.on_order, p.published_at_us \
             FROM product p LEFT JOIN category c ON c.id = p.category_id \
             WHERE p.deleted_at_us IS NULL AND p.number > {after} ORDER BY p.number LIMIT {PAGE}"
        );
        let statement = Statement::from_string(conn.get_database_backend(), sql);
        let rows = Row::find_by_statement(statement).all(conn).await.map_err(DbError::from)?;
        let read = rows.len();
        all.extend(rows.into_iter().map(|row| ProductFacts {
            number: row.number as u32,
            id: ProductId(row.id),
            sku: row.sku,
            category: row.category.map(|number| number as u32),
            price_minor: row.price_minor,
            cost_minor: row.cost_minor,
            stock: row.stock_quantity,
            on_order: row.on_order,
            published: row.published_at_us.is_some(),
        }));
        if read < PAGE {
            return Ok(all);
        }
    }
}
