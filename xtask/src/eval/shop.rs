//! Shops made from data files, as an import would make them.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use catalogue::{
    Brand, BrandId, CatalogueSettings, Category, CategoryId, Product, ProductId, Shelf, ShelfData,
    ShelfProduct, Snapshot, Specification, SpecificationValue,
};
use chrono::DateTime;
use db::Db;
use flate2::read::GzDecoder;
use kernel::{Locale, LocalizedText};
use rustc_hash::FxHashMap;
use serde_json::Value;

/// A shop in the making.
#[derive(Default)]
pub(super) struct Maker {
    data: ShelfData,
    brands: FxHashMap<String, BrandId>,
    categories: FxHashMap<String, CategoryId>,
}

impl Maker {
    pub(super) fn snapshot(self, vehicles: bool) -> anyhow::Result<Snapshot> {
        let settings = CatalogueSettings { vehicles, ..CatalogueSettings::default() };
        Ok(Snapshot::build(settings, self.data)?)
    }

    /// Adds a part with this OE number.
    pub(super) fn part_with_number(&mut self, number: &str) {
        let product = self.product("EVAL-1", LocalizedText::in_locale(Locale::Fr, "Pièce"));
        product.oe_numbers = vec![number.to_owned()];
    }

    fn brand(&mut self, name: &str) -> Option<BrandId> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        let number = self.data.brands.len() as u32;
        let brands = &mut self.data.brands;
        Some(*self.brands.entry(name.to_owned()).or_insert_with(|| {
            let id = BrandId(uuid(1, number));
            let slug = kernel::text::slugify(name);
            brands.push(Brand { id, number, slug, name: name.to_owned() });
            id
        }))
    }

    fn category(&mut self, path: &[&str], locale: Locale) -> Option<CategoryId> {
        let mut parent = None;
        for depth in 0..path.len() {
            let key = path[..=depth].join(" > ");
            let number = self.data.categories.len() as u32;
            let categories = &mut self.data.categories;
            let id = *self.categories.entry(key.clone()).or_insert_with(|| {
                let id = CategoryId(uuid(2, number));
                categories.push(Category {
                    id,
                    number,
                    parent_id: parent,
                    slug: kernel::text::slugify(&key),
                    names: LocalizedText::in_locale(locale, path[depth]),
                    position: number as i32,
                    drawing: None,
                });
                id
            });
            parent = Some(id);
        }
        parent
    }

    fn product(&mut self, sku: &str, names: LocalizedText) -> &mut Product {
        let number = self.data.products.len() as u32;
        let product = Product {
            id: ProductId(uuid(3, number)),
            number,
            sku: sku.to_owned(),
            slug: format!("product-{number}"),
            names,
            descriptions: LocalizedText::default(),
            brand_id: None,
            category_id: None,
            price_minor: None,
            regular_price_minor: None,
            cost_minor: None,
            gtin: None,
            specifications: Vec::new(),
            images: Vec::new(),
            oe_numbers: Vec::new(),
            cross_references: Vec::new(),
            stock_quantity: None,
            on_order: false,
            popularity: 0,
            published_at: Some(DateTime::UNIX_EPOCH),
            deleted_at: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        };
        self.data.products.push(ShelfProduct { product, fitments: Vec::new(), price_points: Vec::new() });
        let last = self.data.products.len() - 1;
        &mut self.data.products[last].product
    }
}

/// Names as a UUID of version 8, so that runs are alike.
fn uuid(kind: u64, number: u32) -> uuid::Uuid {
    uuid::Uuid::from_u64_pair(0x8000 | kind << 32, 0x8000_0000_0000_0000 | u64::from(number))
}

/// A general store of messy text, without vehicles.
pub(super) fn judged_products(folder: &Path) -> anyhow::Result<Maker> {
    let mut maker = Maker::default();
    for line in lines(&folder.join("products.jsonl.gz"))? {
        let row: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let brand = maker.brand(&text("brand"));
        let path: Vec<&str> = row["category"]
            .as_array()
            .map(|list| list.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let category = maker.category(&path, Locale::En);
        let product = maker.product(&text("id"), LocalizedText::in_locale(Locale::En, text("title")));
        product.brand_id = brand;
        product.category_id = category;
        let description = format!("{}\n{}", text("bullets"), text("description"));
        product.descriptions = LocalizedText::in_locale(Locale::En, description);
        let color = text("color");
        if !color.is_empty() {
            let value = SpecificationValue::Text(color);
            product.specifications = vec![Specification { key: "color".to_owned(), value }];
        }
    }
    Ok(maker)
}

/// A dealer in car parts, in French and Arabic.
pub(super) fn generated_parts(file: &Path) -> anyhow::Result<Maker> {
    let mut maker = Maker::default();
    for line in lines(file)? {
        let row: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        let brand = maker.brand(text("brand"));
        let category = maker.category(&[text("category")], Locale::Fr);
        let names = LocalizedText::in_locale(Locale::Fr, text("name")).with(Locale::Ar, text("name_ar"));
        let product = maker.product(text("sku"), names);
        product.brand_id = brand;
        product.category_id = category;
        product.descriptions = LocalizedText::in_locale(Locale::Fr, text("description"));
        product.price_minor = row["price_millimes"].as_i64();
        product.stock_quantity = row["stock"].as_u64().and_then(|stock| u32::try_from(stock).ok());
        product.oe_numbers = row["oe"]
            .as_array()
            .map(|list| list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            .unwrap_or_default();
    }
    Ok(maker)
}

/// A shop as it lies in its folder.
pub(super) fn on_disk(folder: &Path) -> anyhow::Result<Arc<Snapshot>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let url = format!("sqlite:{}", folder.join("dukkan.sqlite").display());
        let db = Db::connect(&url).await.context("the shop's database cannot be opened")?;
        let shelf = Shelf::open(db, CatalogueSettings::default(), None).await?;
        Ok(shelf.snapshot())
    })
}

fn lines(file: &Path) -> anyhow::Result<impl Iterator<Item = std::io::Result<String>>> {
    let open = File::open(file).with_context(|| format!("{} cannot be opened", file.display()))?;
    Ok(BufReader::new(GzDecoder::new(open)).lines())
}
