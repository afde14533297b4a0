//! Use case: products as a list at the desk: drafts and deleted ones too, by any filter, paged by key.

use kernel::{Permission, boxed};
use rustc_hash::FxHashMap;
use sea_orm::ConnectionTrait;

use super::Desk;
use crate::store::product_list::{self, Cursor};
use crate::store::{brand, category, product};
use crate::{Brand, BrandId, CatalogueError, Category, CategoryId, Product, find_trade};

/// Products on a page, when nobody says.
const PAGE: usize = 50;
/// Most products on a page.
const LARGEST_PAGE: usize = 200;

/// Which products.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeskFilter {
    /// Words of the name, or the beginning of any of its numbers.
    pub text: Option<String>,
    /// Of this brand.
    pub brand_id: Option<BrandId>,
    /// In this category or in one within it.
    pub category_id: Option<CategoryId>,
    /// In this state; `None` = live and drafts.
    pub state: Option<ProductState>,
    /// Minor units, the lowest price.
    pub price_from_minor: Option<i64>,
    /// Minor units, the highest price.
    pub price_to_minor: Option<i64>,
    /// With this stock.
    pub stock: Option<StockState>,
    /// For which shoppers must ask what they cost.
    pub without_price: bool,
}

/// Where a product is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProductState {
    /// On sale.
    Live,
    /// Not yet, or no more.
    Draft,
    /// Taken away.
    Deleted,
}

impl ProductState {
    /// The state of a product.
    pub fn of(product: &Product) -> Self {
        match (product.deleted_at, product.published_at) {
            (Some(_), _) => Self::Deleted,
            (None, Some(_)) => Self::Live,
            (None, None) => Self::Draft,
        }
    }
}

/// How much of a product there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockState {
    /// More than the shop's "low" mark.
    In,
    /// Some left, at most the "low" mark.
    Low,
    /// None.
    Out,
    /// Nobody counts.
    NotCounted,
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DeskSort {
    /// The last changed first.
    #[default]
    Changed,
    /// By SKU.
    Sku,
    /// The cheapest first, those without a price before them.
    Price,
    /// The dearest first, those without a price at the end.
    PriceDescending,
    /// The least stock first, those not counted at the end.
    Stock,
}

/// A page of a list.
#[derive(Debug, Clone, Default)]
pub struct DeskQuery {
    /// Which products.
    pub filter: DeskFilter,
    /// In which order.
    pub sort: DeskSort,
    /// How many, at most 200; 0 = 50.
    pub limit: usize,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Products in their order.
#[derive(Debug, Clone)]
pub struct DeskPage {
    /// At most as many as were asked for.
    pub rows: Vec<DeskRow>,
    /// Where the next page begins; `None` on the last.
    pub next_cursor: Option<String>,
}

/// A product in a list.
#[derive(Debug, Clone)]
pub struct DeskRow {
    /// The product; without its cost for those who may not see it.
    pub product: Product,
    /// Its brand.
    pub brand: Option<Brand>,
    /// Its category.
    pub category: Option<Category>,
}

/// One page of the products that match.
///
/// # Errors
/// [`CatalogueError::InvalidQuery`] for a limit or cursor that cannot be.
#[boxed]
pub async fn list_products_at_desk(desk: &Desk<'_>, query: &DeskQuery) -> Result<DeskPage, CatalogueError> {
    desk.actor.require(Permission::ViewProducts)?;
    if query.limit > LARGEST_PAGE {
        let reason = format!("at most {LARGEST_PAGE}");
        return Err(CatalogueError::InvalidQuery { field: "limit".to_owned(), reason });
    }
    let limit = if query.limit == 0 { PAGE } else { query.limit };
    let cursor = query.cursor.as_deref().map(|text| Cursor::read(text, query.sort)).transpose()?;
    let conn = desk.db.reader();
    let categories = category::list_all(conn).await?;
    let (backend, low) = (desk.db.backend(), find_trade(conn, desk.settings).await?.value.low_stock);
    let condition = product_list::Condition::weighed(conn, backend, &query.filter, low, &categories).await?;
    let mut found =
        product_list::list(conn, &condition, query.sort, cursor.as_ref(), limit as u64 + 1).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let next_cursor = found.last().filter(|_| more).map(|last| last.write(query.sort));
    let numbers: Vec<u32> = found.iter().map(|cursor| cursor.number).collect();
    let products = product::find_by_numbers(conn, &numbers).await?;
    let rows = rows(conn, products, &numbers, categories, desk.actor.may(Permission::ViewCosts)).await?;
    Ok(DeskPage { rows, next_cursor })
}

/// Puts products in the order of `numbers` and beside their names.
async fn rows(
    conn: &impl ConnectionTrait,
    products: Vec<Product>,
    numbers: &[u32],
    categories: Vec<Category>,
    costs: bool,
) -> Result<Vec<DeskRow>, CatalogueError> {
    let ids: Vec<BrandId> = products.iter().filter_map(|product| product.brand_id).collect();
    let brands: FxHashMap<BrandId, Brand> =
        brand::find_by_ids(conn, &ids).await?.into_iter().map(|brand| (brand.id, brand)).collect();
    let categories: FxHashMap<CategoryId, Category> =
        categories.into_iter().map(|category| (category.id, category)).collect();
    let mut products: FxHashMap<u32, Product> =
        products.into_iter().map(|product| (product.number, product)).collect();
    let rows = numbers.iter().filter_map(|number| {
        let mut product = products.remove(number)?;
        if !costs {
            product.cost_minor = None;
        }
        let brand = product.brand_id.and_then(|id| brands.get(&id).cloned());
        let category = product.category_id.and_then(|id| categories.get(&id).cloned());
        Some(DeskRow { product, brand, category })
    });
    Ok(rows.collect())
}
