//! The list: every filter and the order in the address, fifty a page.

use axum::extract::State;
use axum::response::Response;
use catalogue::{
    Availability, CatalogueError, DeskFilter, DeskQuery, DeskRow, DeskSort, ProductState, StockState,
    count_products_at_desk, list_products_at_desk,
};
use kernel::{Currency, Locale, Money, Permission};
use serde::Serialize;
use settings::SavedView;

use super::bulk::BulkForm;
use super::saved;
use crate::pages::audit_trail::Chip;
use crate::pages::failure::{DeskFailure, go};
use crate::pages::field::{Choice, Field};
use crate::pages::reader::{AtDesk, FLASH};
use crate::pages::sheet::{Notice, Sheet, Undo};
use crate::pages::{Dashboard, amount, moment, names};
use web::storefront::address::Pairs;
use web::storefront::texts::Texts;

/// Where the list stands.
pub(super) const PATH: &str = "/desk/products";
/// The parameters of the address that are filters.
pub(super) const FILTERS: [&str; 8] = ["q", "brand", "category", "state", "stock", "from", "to", "price"];

#[derive(Debug, Serialize)]
struct ListView {
    views: Vec<View>,
    /// What a view of this list would keep; nothing where there is one already.
    unsaved: Option<String>,
    /// The name of the reader's own view that is shown.
    saved: Option<String>,
    words: String,
    brand: Field,
    brands: Vec<Choice>,
    category: Field,
    categories: Vec<Choice>,
    state: Field,
    states: Vec<Choice>,
    stock: Field,
    stocks: Vec<Choice>,
    from: Field,
    to: Field,
    sort: String,
    without_price: bool,
    chips: Vec<Chip>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    counted: String,
    first: Option<String>,
    next: Option<String>,
    may_edit: bool,
    may_import: bool,
    /// The filters once more, for the form that changes many.
    filter: String,
    bulk: BulkForm,
}

/// A question that is asked every day, as a link.
#[derive(Debug, Serialize)]
struct View {
    label: String,
    href: String,
    current: bool,
    /// Whether the reader has saved it.
    own: bool,
}

#[derive(Debug, Serialize)]
struct Column {
    label: String,
    class: Option<&'static str>,
    href: Option<String>,
    sorted: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    href: String,
    name: String,
    sku: String,
    brand: String,
    category: String,
    price: Option<String>,
    stock: Option<String>,
    stock_kind: &'static str,
    state: String,
    state_kind: &'static str,
    changed_at: String,
    changed: String,
}

pub(super) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    let query = at.reader.query.clone();
    let bulk = BulkForm::empty(desk.texts(at.reader.locale));
    page(&desk, &at, &query, bulk).await
}

/// The filter that an address names; what it cannot be is left aside.
pub(super) fn filter(query: &Pairs, currency: Currency) -> DeskFilter {
    let price = |name: &str| query.get(name).and_then(|text| amount::minor_units(text, currency));
    DeskFilter {
        text: query.get("q").map(|text| text.trim().to_owned()),
        brand_id: query.get("brand").and_then(|id| id.parse().ok()),
        category_id: query.get("category").and_then(|id| id.parse().ok()),
        state: query.get("state").and_then(|name| Some(STATES.iter().find(|known| known.0 == name)?.2)),
        price_from_minor: price("from"),
        price_to_minor: price("to"),
        stock: query.get("stock").and_then(|name| Some(STOCKS.iter().find(|known| known.0 == name)?.2)),
        without_price: query.get("price") == Some("none"),
    }
}

/// Value in the address, key of the text, what it stands for.
const STATES: [(&str, &str, ProductState); 3] = [
    ("live", "state-on-sale", ProductState::Live),
    ("draft", "state-draft", ProductState::Draft),
    ("deleted", "state-deleted", ProductState::Deleted),
];
/// The same of stock.
const STOCKS: [(&str, &str, StockState); 4] = [
    ("in", "stock-in", StockState::In),
    ("low", "stock-low", StockState::Low),
    ("out", "stock-out", StockState::Out),
    ("uncounted", "stock-uncounted", StockState::NotCounted),
];
/// The same of orders.
const SORTS: [(&str, DeskSort); 5] = [
    ("changed", DeskSort::Changed),
    ("sku", DeskSort::Sku),
    ("price", DeskSort::Price),
    ("-price", DeskSort::PriceDescending),
    ("stock", DeskSort::Stock),
];

/// The page for `query`, which is the address's own or the one that a form came from.
pub(super) async fn page(
    desk: &Dashboard,
    at: &AtDesk,
    query: &Pairs,
    bulk: BulkForm,
) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewProducts)?;
    let (texts, locale) = (desk.texts(at.reader.locale), at.reader.locale);
    let snapshot = desk.app().snapshot();
    let shop = desk.at(actor)?;
    let currency = shop.settings.currency;
    let low_stock = desk.app().snapshot().settings().low_stock;
    let sort =
        query.get("sort").and_then(|name| SORTS.iter().find(|known| known.0 == name)).unwrap_or(&SORTS[0]);
    let cursor = query.get("cursor").map(str::to_owned);
    let asked = DeskQuery { filter: filter(query, currency), sort: sort.1, limit: 0, cursor };
    let found = match list_products_at_desk(&shop, &asked).await {
        // A place in another order, or one that somebody made up.
        Err(CatalogueError::InvalidQuery { .. }) => return Ok(go(&query.without(&["cursor"]).on(PATH))),
        found => found?,
    };
    let whole = found.next_cursor.is_none() && query.get("cursor").is_none();
    let count =
        if whole { found.rows.len() } else { count_products_at_desk(&shop, &asked.filter).await? as usize };
    let kept = query.without(&["cursor"]).without(&FLASH);
    let of = |name: &'static str| Field::of(name, query.get(name).unwrap_or_default());
    let (brands, categories) = (names::brands(&snapshot), names::categories(&snapshot, locale));
    let choice =
        |(value, key): (&str, &str)| Choice { value: value.to_owned(), label: texts.get(key).to_owned() };
    let states: Vec<Choice> = STATES.iter().map(|known| choice((known.0, known.1))).collect();
    let stocks: Vec<Choice> = STOCKS.iter().map(|known| choice((known.0, known.1))).collect();
    let now = shop.clock.now();
    let label = |name: &str, value: &str| {
        let among = |choices: &[Choice]| {
            choices
                .iter()
                .find(|choice| choice.value == value)
                .map_or(value, |choice| &choice.label)
                .to_owned()
        };
        match name {
            "brand" => among(&brands),
            "category" => among(&categories),
            "state" => among(&states),
            "stock" => among(&stocks),
            "from" => texts.with("from-price", "price", value),
            "to" => texts.with("to-price", "price", value),
            "price" => texts.get("figure-unpriced").to_owned(),
            _ => texts.with("with-words", "words", value),
        }
    };
    let chips: Vec<Chip> = FILTERS
        .iter()
        .filter_map(|name| {
            let value = query.get(name)?;
            Some(Chip { label: label(name, value), href: kept.without(&[*name]).on(PATH) })
        })
        .collect();
    let views = views(texts, query, &saved::list(desk, at).await?);
    let view = ListView {
        unsaved: (!chips.is_empty() && !views.iter().any(|view| view.current))
            .then(|| saved::essence(query).on("")),
        saved: views.iter().find(|view| view.current && view.own).map(|view| view.label.clone()),
        views,
        words: query.get("q").unwrap_or_default().to_owned(),
        brand: of("brand"),
        category: of("category"),
        state: of("state"),
        stock: of("stock"),
        from: of("from"),
        to: of("to"),
        sort: sort.0.to_owned(),
        without_price: asked.filter.without_price,
        columns: columns(texts, &kept, sort.0),
        counted: texts.count("counted", count),
        first: query.get("cursor").map(|_| kept.on(PATH)),
        next: found.next_cursor.map(|cursor| kept.clone().with("cursor", &cursor).on(PATH)),
        may_edit: actor.may(Permission::EditProducts),
        may_import: actor.may(Permission::ImportCatalogue),
        filter: kept.on(""),
        bulk,
        rows: found
            .rows
            .iter()
            .map(|row| {
                shown(row, texts, locale, currency, low_stock, &|at| moment::short(at, now, desk.zone()))
            })
            .collect(),
        brands,
        categories,
        states,
        stocks,
        chips,
    };
    let sheet = Sheet::new(desk, &at.reader, "products", texts.get("products"));
    let sheet = match notice(texts, &at.reader.query, &at.reader.back()) {
        Some(notice) => sheet.with_notice(notice),
        None => sheet,
    };
    Ok(sheet.render("desk/products.html", view)?)
}

/// What was done to many, told on the page to which one comes back.
fn notice(texts: &Texts, query: &Pairs, back: &str) -> Option<Notice> {
    let count = |name: &str| query.get(name).and_then(|text| text.parse::<usize>().ok());
    if let Some(restored) = count("undone") {
        let kept = count("kept").unwrap_or(0);
        let mut text = texts.count("bulk-undone", restored);
        if kept > 0 {
            text = format!("{text} {}", texts.count("bulk-kept", kept));
        }
        return Some(Notice { kind: if kept > 0 { "warning" } else { "good" }, text, undo: None });
    }
    let (id, changed) = (query.get("bulk")?, count("changed")?);
    let undo = Undo {
        action: "/desk/products/undo".to_owned(),
        fields: vec![Field::of("bulk", id), Field::of("back", back)],
    };
    let text = texts.count("bulk-changed", changed);
    Some(Notice { kind: "good", text, undo: Some(undo).filter(|_| changed > 0) })
}

fn views(texts: &Texts, query: &Pairs, own: &[SavedView]) -> Vec<View> {
    let known: [(&str, &str); 7] = [
        ("view-all", ""),
        ("view-low", "?stock=low&sort=stock"),
        ("view-out", "?stock=out"),
        ("view-uncounted", "?stock=uncounted"),
        ("view-unpriced", "?price=none"),
        ("view-drafts", "?state=draft"),
        ("view-deleted", "?state=deleted"),
    ];
    let filters = |query: &Pairs| {
        let mut pairs: Vec<_> =
            query.0.iter().filter(|(name, _)| FILTERS.contains(&name.as_str())).cloned().collect();
        pairs.sort();
        pairs
    };
    let here = filters(query);
    let current = |query: &str| filters(&Pairs::read(query)) == here;
    let known = known.iter().map(|(key, address)| View {
        label: texts.get(key).to_owned(),
        href: format!("{PATH}{address}"),
        current: current(address.trim_start_matches('?')),
        own: false,
    });
    let own = own.iter().map(|view| View {
        label: view.name.clone(),
        href: saved::address(&view.query),
        current: current(&view.query),
        own: true,
    });
    known.chain(own).collect()
}

fn columns(texts: &Texts, kept: &Pairs, sort: &str) -> Vec<Column> {
    let by = |name: &str| Some(kept.without(&["sort"]).with("sort", name).on(PATH));
    let plain = |key, class| Column { label: texts.get(key).to_owned(), class, href: None, sorted: None };
    let ascending = |name: &str| (sort == name).then_some("ascending");
    let price = if sort == "price" { "-price" } else { "price" };
    let price_sorted = if sort == "-price" { Some("descending") } else { ascending("price") };
    vec![
        Column { href: by("sku"), sorted: ascending("sku"), ..plain("product", None) },
        plain("brand", None),
        plain("category", None),
        Column { href: by(price), sorted: price_sorted, ..plain("price", Some("amount")) },
        Column { href: by("stock"), sorted: ascending("stock"), ..plain("stock", Some("amount")) },
        plain("state", None),
        Column {
            href: by("changed"),
            sorted: (sort == "changed").then_some("descending"),
            ..plain("changed", None)
        },
    ]
}

fn shown(
    row: &DeskRow,
    texts: &Texts,
    locale: Locale,
    currency: Currency,
    low_stock: u32,
    when: &dyn Fn(chrono::DateTime<chrono::Utc>) -> String,
) -> Row {
    let product = &row.product;
    let (state, state_kind) = state_words(ProductState::of(product));
    let name = product.names.best(locale);
    let left = Availability::of(product.stock_quantity, product.on_order, low_stock);
    Row {
        id: product.id.to_string(),
        href: format!("{PATH}/{}", product.id),
        name: if name.is_empty() { product.sku.clone() } else { name.to_owned() },
        sku: product.sku.clone(),
        brand: row.brand.as_ref().map(|brand| brand.name.clone()).unwrap_or_default(),
        category: row
            .category
            .as_ref()
            .map(|category| category.names.best(locale).to_owned())
            .unwrap_or_default(),
        price: product.price_minor.map(|minor| Money::new(minor, currency).format(locale)),
        stock: product.stock_quantity.map(|count| texts.count("plain-number", count as usize)),
        stock_kind: match left {
            Availability::Low => "warning-text",
            Availability::Out => "danger-text",
            Availability::InStock | Availability::OnOrder => "",
        },
        state: texts.get(state).to_owned(),
        state_kind,
        changed_at: product.updated_at.to_rfc3339(),
        changed: when(product.updated_at),
    }
}

/// Key of a state's text and the colour of its sign.
pub(super) fn state_words(state: ProductState) -> (&'static str, &'static str) {
    match state {
        ProductState::Live => ("state-on-sale", "good"),
        ProductState::Draft => ("state-draft", "quiet hollow"),
        ProductState::Deleted => ("state-deleted", "danger hollow"),
    }
}
