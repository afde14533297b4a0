//! Products in the database, read in the three ways that the shelf, imports and exports need.

use std::sync::LazyLock;

use db::{DbError, WriteTx};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::price_change::moment;
use super::{bulk, fitment, price_change};
use crate::entity::product::{Column, Model};
use crate::{
    BrandId, CategoryId, CrossReference, Fitment, PricePoint, Product, ProductId, ShelfProduct, Specification,
};

/// Prices that the shelf keeps of a product.
const PRICE_POINTS: usize = 24;

/// The columns in the order of [`Model`], which is the order in which rows are read and written.
static COLUMNS: LazyLock<String> = LazyLock::new(bulk::column_list::<Column>);

/// The column `details`.
#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Details {
    names: kernel::LocalizedText,
    #[serde(skip_serializing_if = "kernel::LocalizedText::is_empty")]
    descriptions: kernel::LocalizedText,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    specifications: Vec<Specification>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    images: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    oe_numbers: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cross_references: Vec<CrossReference>,
}

/// Of which products something is read.
pub(crate) enum Which<'a> {
    /// Of these.
    Numbers(&'a [u32]),
    /// Of all with numbers from the first to the second, both included.
    Range(u32, u32),
}

/// Which products a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// Those on sale.
    Published,
    /// Drafts too.
    NotDeleted,
}

impl Visibility {
    fn condition(self) -> &'static str {
        match self {
            Self::Published => "published_at_us IS NOT NULL AND deleted_at_us IS NULL",
            Self::NotDeleted => "deleted_at_us IS NULL",
        }
    }
}

/// Up to `limit` products on sale with numbers above `after` (`None` = from the first), by number.
pub(crate) async fn list_for_shelf(
    conn: &impl ConnectionTrait,
    after: Option<u32>,
    limit: u64,
) -> Result<Vec<ShelfProduct>, DbError> {
    list(conn, Visibility::Published, after, limit).await
}

/// Those of the products with these numbers that are on sale, by number.
pub(crate) async fn find_for_shelf(
    conn: &impl ConnectionTrait,
    numbers: &[u32],
) -> Result<Vec<ShelfProduct>, DbError> {
    let condition = Visibility::Published.condition();
    let head = format!("SELECT {} FROM product WHERE {condition} AND number IN", *COLUMNS);
    let rows = bulk::select_in(conn, &head, values_of(numbers), "ORDER BY number").await?;
    let products = decode_all(&rows)?;
    complete(conn, products, &Which::Numbers(numbers)).await
}

/// Up to `limit` products with numbers above `after`, by number, with all that belongs to them.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    visibility: Visibility,
    after: Option<u32>,
    limit: u64,
) -> Result<Vec<ShelfProduct>, DbError> {
    let sql = format!(
        "SELECT {} FROM product WHERE number > {} AND {} ORDER BY number LIMIT {limit}",
        *COLUMNS,
        after.map_or(-1, i64::from),
        visibility.condition(),
    );
    let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await?;
    let products = decode_all(&rows)?;
    drop(rows);
    let (Some(first), Some(last)) = (products.first(), products.last()) else { return Ok(Vec::new()) };
    let range = Which::Range(first.number, last.number);
    complete(conn, products, &range).await
}

/// The product with this id, a deleted one too.
pub(crate) async fn find(conn: &impl ConnectionTrait, id: ProductId) -> Result<Option<Product>, DbError> {
    Ok(find_by_ids(conn, &[id]).await?.pop())
}

/// The products with these ids, deleted ones too.
pub(crate) async fn find_by_ids(
    conn: &impl ConnectionTrait,
    ids: &[ProductId],
) -> Result<Vec<Product>, DbError> {
    let head = format!("SELECT {} FROM product WHERE id IN", *COLUMNS);
    decode_all(&bulk::select_in(conn, &head, ids.iter().map(|id| Value::from(id.0)).collect(), "").await?)
}

/// The products with these numbers, deleted ones too, by number.
pub(crate) async fn find_by_numbers(
    conn: &impl ConnectionTrait,
    numbers: &[u32],
) -> Result<Vec<Product>, DbError> {
    let head = format!("SELECT {} FROM product WHERE number IN", *COLUMNS);
    decode_all(&bulk::select_in(conn, &head, values_of(numbers), "ORDER BY number").await?)
}

/// The products, deleted ones too, whose SKU has one of these keys.
pub(crate) async fn find_by_sku_key(
    conn: &impl ConnectionTrait,
    keys: impl Iterator<Item = &str>,
) -> Result<Vec<Product>, DbError> {
    let keys: Vec<Value> = keys.map(Value::from).collect();
    let head = format!("SELECT {} FROM product WHERE sku_key IN", *COLUMNS);
    decode_all(&bulk::select_in(conn, &head, keys, "").await?)
}

/// Which of these slugs are taken, and by which product.
pub(crate) async fn find_numbers_by_slug(
    conn: &impl ConnectionTrait,
    slugs: impl Iterator<Item = &str>,
) -> Result<Vec<(String, u32)>, DbError> {
    let slugs: Vec<Value> = slugs.map(Value::from).collect();
    let rows = bulk::select_in(conn, "SELECT slug, number FROM product WHERE slug IN", slugs, "").await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index::<i64>(1)? as u32))).collect()
}

/// Writes products and over those that have the same number.
pub(crate) async fn insert_or_update(tx: &WriteTx, products: &[&Product]) -> Result<(), DbError> {
    let columns = &*COLUMNS;
    let overwrite = bulk::overwrite_list::<Column>(&["number", "id", "created_at_us"]);
    let values = |product: &&Product| {
        Ok([
            i64::from(product.number).into(),
            product.id.0.into(),
            product.sku.as_str().into(),
            kernel::text::part_number_key(&product.sku).into(),
            product.slug.as_str().into(),
            product.brand_id.map(|id| id.0).into(),
            product.category_id.map(|id| id.0).into(),
            product.price_minor.into(),
            product.regular_price_minor.into(),
            product.cost_minor.into(),
            product.gtin.clone().into(),
            product.stock_quantity.map(i64::from).into(),
            product.on_order.into(),
            i64::from(product.popularity).into(),
            product.published_at.map(|at| at.timestamp_micros()).into(),
            product.deleted_at.map(|at| at.timestamp_micros()).into(),
            product.created_at.timestamp_micros().into(),
            product.updated_at.timestamp_micros().into(),
            details_of(product)?.into(),
        ])
    };
    let head = format!("INSERT INTO product ({columns})");
    bulk::insert_rows(tx.conn(), &head, products, values, &format!("ON CONFLICT (number) {overwrite}")).await
}

fn details_of(product: &Product) -> Result<String, DbError> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct DetailsRef<'a> {
        names: &'a kernel::LocalizedText,
        #[serde(skip_serializing_if = "kernel::LocalizedText::is_empty")]
        descriptions: &'a kernel::LocalizedText,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        specifications: &'a [Specification],
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        images: &'a [String],
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        oe_numbers: &'a [String],
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        cross_references: &'a [CrossReference],
    }
    to_json(&DetailsRef {
        names: &product.names,
        descriptions: &product.descriptions,
        specifications: &product.specifications,
        images: &product.images,
        oe_numbers: &product.oe_numbers,
        cross_references: &product.cross_references,
    })
}

fn decode_all(rows: &[QueryResult]) -> Result<Vec<Product>, DbError> {
    rows.iter().map(decode).collect()
}

fn decode(row: &QueryResult) -> Result<Product, DbError> {
    // By index: looking each column up by its name would take half of the time.
    from_model(Model {
        number: row.try_get_by_index(0)?,
        id: row.try_get_by_index(1)?,
        sku: row.try_get_by_index(2)?,
        sku_key: String::new(),
        slug: row.try_get_by_index(4)?,
        brand_id: row.try_get_by_index(5)?,
        category_id: row.try_get_by_index(6)?,
        price_minor: row.try_get_by_index(7)?,
        regular_price_minor: row.try_get_by_index(8)?,
        cost_minor: row.try_get_by_index(9)?,
        gtin: row.try_get_by_index(10)?,
        stock_quantity: row.try_get_by_index(11)?,
        on_order: row.try_get_by_index(12)?,
        popularity: row.try_get_by_index(13)?,
        published_at_us: row.try_get_by_index(14)?,
        deleted_at_us: row.try_get_by_index(15)?,
        created_at_us: row.try_get_by_index(16)?,
        updated_at_us: row.try_get_by_index(17)?,
        details: row.try_get_by_index(18)?,
    })
}

fn from_model(row: Model) -> Result<Product, DbError> {
    let details: Details = from_json(&row.details)?;
    Ok(Product {
        number: row.number as u32,
        id: ProductId(row.id),
        sku: row.sku,
        slug: row.slug,
        names: details.names,
        descriptions: details.descriptions,
        brand_id: row.brand_id.map(BrandId),
        category_id: row.category_id.map(CategoryId),
        price_minor: row.price_minor,
        regular_price_minor: row.regular_price_minor,
        cost_minor: row.cost_minor,
        gtin: row.gtin,
        specifications: details.specifications,
        images: details.images,
        oe_numbers: details.oe_numbers,
        cross_references: details.cross_references,
        stock_quantity: row.stock_quantity.map(|value| value as u32),
        on_order: row.on_order,
        popularity: row.popularity as u32,
        published_at: row.published_at_us.map(moment).transpose()?,
        deleted_at: row.deleted_at_us.map(moment).transpose()?,
        created_at: moment(row.created_at_us)?,
        updated_at: moment(row.updated_at_us)?,
    })
}

async fn complete(
    conn: &impl ConnectionTrait,
    products: Vec<Product>,
    which: &Which<'_>,
) -> Result<Vec<ShelfProduct>, DbError> {
    let mut fitments = fitment::list(conn, which).await?.into_iter().peekable();
    let mut points = price_change::list_points(conn, which).await?.into_iter().peekable();
    let complete = products.into_iter().map(|product| {
        let fitments: Vec<Fitment> = take_of(&mut fitments, product.number);
        let mut price_points: Vec<PricePoint> = take_of(&mut points, product.number);
        price_points.drain(..price_points.len().saturating_sub(PRICE_POINTS));
        ShelfProduct { product, fitments, price_points }
    });
    Ok(complete.collect())
}

/// The items of product `number` from a list in the order of product numbers.
fn take_of<T>(items: &mut std::iter::Peekable<impl Iterator<Item = (u32, T)>>, number: u32) -> Vec<T> {
    while items.next_if(|(of, _)| *of < number).is_some() {}
    std::iter::from_fn(|| items.next_if(|(of, _)| *of == number)).map(|(_, item)| item).collect()
}

/// Reads rows of products: `head` ends in the column of the product's number.
pub(super) async fn select_of_products(
    conn: &impl ConnectionTrait,
    head: &str,
    which: &Which<'_>,
    tail: &str,
) -> Result<Vec<QueryResult>, DbError> {
    match which {
        Which::Numbers(numbers) => {
            bulk::select_in(conn, &format!("{head} IN"), values_of(numbers), tail).await
        }
        Which::Range(first, last) => {
            let sql = format!("{head} BETWEEN {first} AND {last} {tail}");
            Ok(conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await?)
        }
    }
}

fn values_of(numbers: &[u32]) -> Vec<Value> {
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    numbers.into_iter().map(|number| Value::from(i64::from(number))).collect()
}

/// Reads a JSON column.
pub(super) fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, DbError> {
    Ok(serde_json::from_str(json).map_err(|error| DbErr::Json(error.to_string()))?)
}

/// Writes a JSON column.
pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String, DbError> {
    Ok(serde_json::to_string(value).map_err(|error| DbErr::Json(error.to_string()))?)
}
