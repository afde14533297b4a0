//! What other domains ask of each product: whose it is, what it costs, how much of it lies there.

use db::DbError;
use kernel::text::part_number_key;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};
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

impl From<Row> for ProductFacts {
    fn from(row: Row) -> Self {
        Self {
            number: row.number as u32,
            id: ProductId(row.id),
            sku: row.sku,
            category: row.category.map(|number| number as u32),
            price_minor: row.price_minor,
            cost_minor: row.cost_minor,
            stock: row.stock_quantity,
            on_order: row.on_order,
            published: row.published_at_us.is_some(),
        }
    }
}

/// All products that are not deleted, by number.
///
/// # Errors
/// [`CatalogueError::Database`].
pub async fn list_product_facts(conn: &impl ConnectionTrait) -> Result<Vec<ProductFacts>, CatalogueError> {
    let mut all: Vec<ProductFacts> = Vec::new();
    loop {
        let after = all.last().map_or(-1, |last| i64::from(last.number));
        let page =
            select(conn, &format!("p.number > {after} ORDER BY p.number LIMIT {PAGE}"), Vec::new()).await?;
        let read = page.len();
        all.extend(page);
        if read < PAGE {
            return Ok(all);
        }
    }
}

/// Those of the products with these numbers that are not deleted.
///
/// # Errors
/// [`CatalogueError::Database`].
pub async fn list_product_facts_of(
    conn: &impl ConnectionTrait,
    numbers: &[u32],
) -> Result<Vec<ProductFacts>, CatalogueError> {
    let mut all = Vec::with_capacity(numbers.len());
    for part in numbers.chunks(PAGE) {
        let list = part.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        all.extend(select(conn, &format!("p.number IN ({list})"), Vec::new()).await?);
    }
    Ok(all)
}

/// The product with this SKU, in any spelling of it.
///
/// # Errors
/// [`CatalogueError::Database`].
pub async fn find_product_facts(
    conn: &impl ConnectionTrait,
    sku: &str,
) -> Result<Option<ProductFacts>, CatalogueError> {
    let parameter = if conn.get_database_backend() == DbBackend::Postgres { "$1" } else { "?" };
    let key = part_number_key(sku).into();
    Ok(select(conn, &format!("p.sku_key = {parameter}"), vec![key]).await?.pop())
}

async fn select(
    conn: &impl ConnectionTrait,
    condition: &str,
    values: Vec<Value>,
) -> Result<Vec<ProductFacts>, DbError> {
    let sql = format!(
        "SELECT p.number, p.id, p.sku, c.number AS category, p.price_minor, p.cost_minor, \
         p.stock_quantity, p.on_order, p.published_at_us \
         FROM product p LEFT JOIN category c ON c.id = p.category_id \
         WHERE p.deleted_at_us IS NULL AND {condition}"
    );
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    let rows = Row::find_by_statement(statement).all(conn).await?;
    Ok(rows.into_iter().map(ProductFacts::from).collect())
}
