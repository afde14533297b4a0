//! Documents as rows of cells, under the canonical names of the columns.
//!
//! A list too long for one cell goes on in rows that have only the SKU and more of it.

use kernel::{Currency, Locale, Money};
use serde::Serialize;

use crate::cell::{write_cross_references, write_fitments, write_list, write_specifications};
use crate::import::{IMAGE_SEPARATORS, LIST_SEPARATORS};
use crate::{CategoryDocument, ImportKind, ProductDocument, VehicleDocument};

/// A workbook's cell holds 32,767 characters.
const CELL_BYTES: usize = 30_000;

const PRODUCT_COLUMNS: [&str; 22] = [
    "sku",
    "slug",
    "name_fr",
    "name_ar",
    "name_en",
    "description_fr",
    "description_ar",
    "description_en",
    "brand",
    "category",
    "price",
    "regular_price",
    "cost",
    "gtin",
    "stock",
    "on_order",
    "published",
    "images",
    "oe_numbers",
    "cross_references",
    "specifications",
    "fitments",
];
/// Where the lists begin among them.
const FIRST_LIST: usize = 17;
const VEHICLE_COLUMNS: [&str; 15] = [
    "slug",
    "make",
    "model",
    "generation",
    "series",
    "year_from",
    "year_to",
    "engine",
    "fuel",
    "power_kw",
    "body",
    "drive",
    "transmission",
    "k_type",
    "aces_base_vehicle",
];
const CATEGORY_COLUMNS: [&str; 7] =
    ["slug", "parent", "name_fr", "name_ar", "name_en", "position", "drawing"];

/// The header of a table of this kind.
pub(super) fn columns(kind: ImportKind) -> &'static [&'static str] {
    match kind {
        ImportKind::Products => &PRODUCT_COLUMNS,
        ImportKind::Vehicles => &VEHICLE_COLUMNS,
        ImportKind::Categories => &CATEGORY_COLUMNS,
    }
}

/// The rows of one product: one, and as many more as its lists need.
pub(super) fn product_rows(document: &ProductDocument, currency: Currency) -> Vec<Vec<String>> {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let money = |minor: Option<i64>| minor.map(|m| Money::new(m, currency).to_decimal()).unwrap_or_default();
    let flag = |flag: Option<bool>| flag.map(|flag| u8::from(flag).to_string()).unwrap_or_default();
    let mut first = vec![document.sku.clone(), text(document.slug.as_deref())];
    first.extend(Locale::ALL.map(|locale| text(document.names.get(locale))));
    first.extend(Locale::ALL.map(|locale| text(document.descriptions.get(locale))));
    first.extend([
        text(document.brand.as_deref()),
        text(document.category.as_deref()),
        money(document.price_minor),
        money(document.regular_price_minor),
        money(document.cost_minor),
        text(document.gtin.as_deref()),
        document.stock_quantity.map(|count| count.to_string()).unwrap_or_default(),
        flag(document.on_order),
        flag(document.published),
    ]);
    let lists = [
        cells(document.images.as_deref(), |list| write_list(list, &IMAGE_SEPARATORS)),
        cells(document.oe_numbers.as_deref(), |list| write_list(list, &LIST_SEPARATORS)),
        cells(document.cross_references.as_deref(), write_cross_references),
        cells(document.specifications.as_deref(), write_specifications),
        cells(document.fitments.as_deref(), write_fitments),
    ];
    let rows = lists.iter().map(Vec::len).max().unwrap_or(0).max(1);
    (0..rows)
        .map(|row| {
            let mut cells =
                if row == 0 { std::mem::take(&mut first) } else { vec![String::new(); FIRST_LIST] };
            if row > 0 {
                cells[0].clone_from(&document.sku);
            }
            cells.extend(lists.iter().map(|list| list.get(row).cloned().unwrap_or_default()));
            cells
        })
        .collect()
}

/// A list as cells of which none is too long.
fn cells<T: Serialize>(list: Option<&[T]>, write: impl Fn(&[T]) -> String) -> Vec<String> {
    let list = list.unwrap_or_default();
    let mut cells = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, item) in list.iter().enumerate() {
        let size = serde_json::to_string(item).map_or(0, |json| json.len() + 3);
        if bytes + size > CELL_BYTES && at > start {
            cells.push(write(&list[start..at]));
            (start, bytes) = (at, 0);
        }
        bytes += size;
    }
    if start < list.len() {
        cells.push(write(&list[start..]));
    }
    cells
}

pub(super) fn vehicle_row(document: &VehicleDocument) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |number: Option<u16>| number.map(|number| number.to_string()).unwrap_or_default();
    let id = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    vec![
        document.slug.clone(),
        document.make.clone(),
        document.model.clone(),
        number(document.generation),
        text(&document.series),
        number(document.year_from),
        number(document.year_to),
        text(&document.engine),
        text(&document.fuel),
        number(document.power_kw),
        text(&document.body),
        text(&document.drive),
        text(&document.transmission),
        id(document.k_type),
        id(document.aces_base_vehicle),
    ]
}

pub(super) fn category_row(document: &CategoryDocument) -> Vec<String> {
    let mut row = vec![document.slug.clone(), document.parent.clone().unwrap_or_default()];
    row.extend(Locale::ALL.map(|locale| document.names.get(locale).unwrap_or_default().to_owned()));
    row.extend([document.position.to_string(), document.drawing.clone().unwrap_or_default()]);
    row
}
