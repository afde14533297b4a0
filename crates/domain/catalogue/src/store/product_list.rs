//! Which products a list at the desk holds, in its order: numbers alone, read from indexes where that can be.

use data_encoding::BASE64URL_NOPAD;
use db::{Backend, DbError};
use rustc_hash::FxHashSet;
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

use super::product_words;
use crate::desk::{DeskFilter, DeskSort, ProductState, StockState};
use crate::{CatalogueError, Category, CategoryId};

/// What follows WHERE, with its values.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    parts: Vec<String>,
    values: Vec<Value>,
}

impl Condition {
    pub(crate) fn new(
        backend: Backend,
        filter: &DeskFilter,
        low_stock: u32,
        categories: &[Category],
    ) -> Self {
        Self::behind(Vec::new(), backend, filter, false, low_stock, categories)
    }

    /// The same for one list or one count, with a look at how many products have its words.
    pub(crate) async fn weighed(
        conn: &impl ConnectionTrait,
        backend: Backend,
        filter: &DeskFilter,
        low_stock: u32,
        categories: &[Category],
    ) -> Result<Self, DbError> {
        let few = match &filter.text {
            Some(text) => product_words::are_few(conn, text).await?,
            None => false,
        };
        Ok(Self::behind(Vec::new(), backend, filter, few, low_stock, categories))
    }

    /// The same, in a statement that has values already.
    fn behind(
        values: Vec<Value>,
        backend: Backend,
        filter: &DeskFilter,
        few: bool,
        low_stock: u32,
        categories: &[Category],
    ) -> Self {
        let mut condition = Self { parts: Vec::new(), values };
        condition.parts.push(
            match filter.state {
                Some(ProductState::Live) => "deleted_at_us IS NULL AND published_at_us IS NOT NULL",
                Some(ProductState::Draft) => "deleted_at_us IS NULL AND published_at_us IS NULL",
                Some(ProductState::Deleted) => "deleted_at_us IS NOT NULL",
                None => "deleted_at_us IS NULL",
            }
            .to_owned(),
        );
        if let Some(text) = filter.text.as_deref().filter(|text| !text.trim().is_empty()) {
            match product_words::condition(backend, text, few, condition.values.len() + 1) {
                Some((sql, value)) => {
                    condition.parts.push(sql);
                    condition.values.push(value);
                }
                // Without a letter or digit it names nothing.
                None => condition.parts.push("1 = 0".to_owned()),
            }
        }
        if let Some(id) = filter.brand_id {
            condition.compare("brand_id =", id.0);
        }
        if let Some(id) = filter.category_id {
            condition.within(id, categories);
        }
        if let Some(minor) = filter.price_from_minor {
            condition.compare("price_minor >=", minor);
        }
        if let Some(minor) = filter.price_to_minor {
            condition.compare("price_minor <=", minor);
        }
        if filter.without_price {
            condition.parts.push("price_minor IS NULL".to_owned());
        }
        condition.stock(filter.stock, low_stock);
        condition
    }

    fn compare(&mut self, left: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.parts.push(format!("{left} ${}", self.values.len()));
    }

    /// In the category or in one within it.
    fn within(&mut self, id: CategoryId, categories: &[Category]) {
        let mut within: FxHashSet<CategoryId> = std::iter::once(id).collect();
        let mut before = 0;
        while within.len() > before {
            before = within.len();
            let inner =
                categories.iter().filter(|c| c.parent_id.is_some_and(|parent| within.contains(&parent)));
            let inner: Vec<CategoryId> = inner.map(|category| category.id).collect();
            within.extend(inner);
        }
        let mut places = Vec::with_capacity(within.len());
        for id in within {
            self.values.push(id.0.into());
            places.push(format!("${}", self.values.len()));
        }
        self.parts.push(format!("category_id IN ({})", places.join(", ")));
    }

    fn stock(&mut self, stock: Option<StockState>, low_stock: u32) {
        match stock {
            None => {}
            Some(StockState::In) => self.compare("stock_quantity >", i64::from(low_stock)),
            Some(StockState::Low) => {
                self.parts.push("stock_quantity > 0".to_owned());
                self.compare("stock_quantity <=", i64::from(low_stock));
            }
            Some(StockState::Out) => self.parts.push("stock_quantity = 0".to_owned()),
            Some(StockState::NotCounted) => self.parts.push("stock_quantity IS NULL".to_owned()),
        }
    }
}

/// Where a product stands in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cursor {
    key: Key,
    pub(crate) number: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Count(i64),
    Text(String),
}

impl Cursor {
    /// Reads what [`Cursor::write`] wrote for the same order.
    ///
    /// # Errors
    /// [`CatalogueError::InvalidQuery`] for anything else.
    pub(crate) fn read(text: &str, sort: DeskSort) -> Result<Self, CatalogueError> {
        let damaged = || CatalogueError::InvalidQuery {
            field: "cursor".to_owned(),
            reason: "it is damaged, or of another order; ask for the first page again".to_owned(),
        };
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok().ok_or_else(damaged)?;
        let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or_else(damaged)?;
        let mut parts = text.splitn(3, ' ');
        let (tag, number, key) = (parts.next(), parts.next(), parts.next());
        if tag != Some(order(sort).tag) {
            return Err(damaged());
        }
        let number = number.and_then(|number| number.parse().ok()).ok_or_else(damaged)?;
        let key = key.ok_or_else(damaged)?;
        let key = match sort {
            DeskSort::Sku => Key::Text(key.to_owned()),
            _ => Key::Count(key.parse().ok().ok_or_else(damaged)?),
        };
        Ok(Self { key, number })
    }

    pub(crate) fn write(&self, sort: DeskSort) -> String {
        let key = match &self.key {
            Key::Count(count) => count.to_string(),
            Key::Text(text) => text.clone(),
        };
        BASE64URL_NOPAD.encode(format!("{} {} {key}", order(sort).tag, self.number).as_bytes())
    }
}

/// An order in SQL.
struct Order {
    tag: &'static str,
    key: &'static str,
    descending: bool,
}

fn order(sort: DeskSort) -> Order {
    let (tag, key, descending) = match sort {
        DeskSort::Changed => ("changed", "updated_at_us", true),
        DeskSort::Sku => ("sku", "sku_key", false),
        DeskSort::Price => ("price", "COALESCE(price_minor, -1)", false),
        DeskSort::PriceDescending => ("-price", "COALESCE(price_minor, -1)", true),
        DeskSort::Stock => ("stock", "COALESCE(stock_quantity, 8589934592)", false),
    };
    Order { tag, key, descending }
}

/// Up to `limit` products behind `after`, in order.
pub(crate) async fn list(
    conn: &impl ConnectionTrait,
    condition: &Condition,
    sort: DeskSort,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Vec<Cursor>, DbError> {
    let Order { key, descending, .. } = order(sort);
    let (than, direction) = if descending { ("<", " DESC") } else { (">", "") };
    let mut condition = condition.clone();
    if let Some(after) = after {
        condition.values.push(match &after.key {
            Key::Count(count) => (*count).into(),
            Key::Text(text) => text.as_str().into(),
        });
        condition.values.push(i64::from(after.number).into());
        let count = condition.values.len();
        condition.parts.push(format!("({key}, number) {than} (${}, ${count})", count - 1));
    }
    let sql = format!(
        "SELECT number, {key} FROM product WHERE {} ORDER BY {key}{direction}, number{direction} LIMIT {limit}",
        condition.parts.join(" AND "),
    );
    let rows = query(conn, sql, condition.values).await?;
    rows.iter()
        .map(|row| {
            let key = match sort {
                DeskSort::Sku => Key::Text(row.try_get_by_index(1)?),
                _ => Key::Count(row.try_get_by_index(1)?),
            };
            Ok(Cursor { key, number: row.try_get_by_index::<i64>(0)? as u32 })
        })
        .collect()
}

/// Up to `limit` numbers above `after` of products that match, ascending.
pub(crate) async fn list_numbers(
    conn: &impl ConnectionTrait,
    condition: &Condition,
    after: Option<u32>,
    limit: u64,
) -> Result<Vec<u32>, DbError> {
    let mut condition = condition.clone();
    condition.compare("number >", after.map_or(-1, i64::from));
    let sql = format!(
        "SELECT number FROM product WHERE {} ORDER BY number LIMIT {limit}",
        condition.parts.join(" AND "),
    );
    let rows = query(conn, sql, condition.values).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index::<i64>(0)? as u32)).collect()
}

/// How many products match.
pub(crate) async fn count(conn: &impl ConnectionTrait, condition: Condition) -> Result<u64, DbError> {
    let sql = format!("SELECT COUNT(*) FROM product WHERE {}", condition.parts.join(" AND "));
    let rows = query(conn, sql, condition.values).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.try_get_by_index::<i64>(0))?.unsigned_abs())
}

/// How many products match each of the filters. One look at the index of lists is enough for all of them.
pub(crate) async fn count_each(
    conn: &impl ConnectionTrait,
    backend: Backend,
    filters: &[DeskFilter],
    low_stock: u32,
    categories: &[Category],
) -> Result<Vec<u64>, DbError> {
    let (mut columns, mut values) = (Vec::with_capacity(filters.len()), Vec::new());
    for filter in filters {
        let condition = Condition::behind(values, backend, filter, false, low_stock, categories);
        columns.push(format!("COUNT(*) FILTER (WHERE {})", condition.parts.join(" AND ")));
        values = condition.values;
    }
    let sql = format!("SELECT {} FROM product", columns.join(", "));
    let rows = query(conn, sql, values).await?;
    let count = |column| rows.first().map_or(Ok(0), |row| row.try_get_by_index::<i64>(column));
    (0..filters.len()).map(|column| Ok(count(column)?.unsigned_abs())).collect()
}

async fn query(
    conn: &impl ConnectionTrait,
    sql: String,
    values: Vec<Value>,
) -> Result<Vec<QueryResult>, DbError> {
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    Ok(conn.query_all_raw(statement).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_for_its_own_order_only() {
        let cursor = Cursor { key: Key::Text("A 1".to_owned()), number: 7 };
        let text = cursor.write(DeskSort::Sku);
        assert_eq!(Cursor::read(&text, DeskSort::Sku).unwrap(), cursor);
        for (text, sort) in [(text.as_str(), DeskSort::Price), ("", DeskSort::Sku), ("é", DeskSort::Changed)]
        {
            assert!(Cursor::read(text, sort).is_err());
        }
    }
}
