//! What is asked: the same for the same seed and shop.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::load::fetch;
use super::random::Random;

/// What shoppers type: kinds of part, and the cars they drive.
const PARTS: &[&str] = &[
    "plaquettes de frein",
    "disque frein",
    "filtre a huile",
    "filtre à air",
    "amortisseur avant",
    "kit distribution",
    "pompe a eau",
    "alternateur",
    "demarreur",
    "batterie",
    "bougie",
    "embrayage",
    "radiateur",
    "phare",
    "retroviseur",
    "plaquete frein",
    "filtre zit",
    "brake pads",
    "shock absorber",
    "فلتر زيت",
    "فحمات فرامل",
    "رادياتور",
    "بطارية",
    "ممتص صدمات",
    "طقم دبرياج",
];
const CARS: &[&str] = &[
    "",
    "clio 4",
    "clio 4 1.5 dci",
    "symbol",
    "polo 5",
    "golf 7",
    "208",
    "206",
    "partner",
    "berlingo",
    "picanto",
    "i10",
    "hilux",
    "d-max",
    "duster",
    "logan",
    "كليو 4",
    "بولو",
    "punto",
];

/// Varied targets of a run without cache, and of one with it: few enough to be all hits.
const VARIED: usize = 2_000;
const REPEATED: usize = 100;

/// The targets of each row.
#[derive(Debug, Default)]
pub(super) struct Workload {
    rows: Vec<(&'static str, Vec<String>)>,
}

impl Workload {
    /// Looks into the running shop and makes up what to ask it.
    pub(super) async fn gather(address: &str, seed: u64, cached: bool) -> Result<Self> {
        let categories = slugs(&get(address, "/api/categories").await?);
        let brands = slugs(&get(address, "/api/brands").await?);
        ensure!(!categories.is_empty() && !brands.is_empty(), "the shop names no categories or brands");
        let mut random = Random(seed);
        let (mut products, mut numbers) = (BTreeSet::new(), Vec::new());
        for _ in 0..60 {
            let target =
                format!("/api/products?limit=100&category={}&sort=newest", encode(random.pick(&categories)));
            products.extend(slugs(&get(address, &target).await?));
        }
        let products: Vec<String> = products.into_iter().collect();
        for _ in 0..40 {
            let detail = get(address, &format!("/api/products/{}", encode(random.pick(&products)))).await?;
            texts(&detail, "oeNumbers", &mut numbers);
        }
        let count = if cached { REPEATED } else { VARIED };
        let mut maker = Maker { random, categories, brands, products, numbers };
        let mut many =
            |make: fn(&mut Maker) -> String| (0..count).map(|_| make(&mut maker)).collect::<Vec<_>>();
        let rows = vec![
            ("list", many(Maker::list)),
            ("filtered list with facets", many(Maker::filtered_list)),
            ("detail", many(Maker::detail)),
            ("search with facets", many(Maker::search)),
            ("search by number", many(Maker::search_by_number)),
            ("suggest", many(Maker::suggest)),
            ("storefront list page", many(Maker::list_page)),
            ("storefront product page", many(Maker::product_page)),
        ];
        Ok(Self { rows })
    }

    /// Name and targets of each row.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        self.rows.iter().map(|(name, targets)| (*name, targets.as_slice()))
    }
}

/// What a shopper types.
pub(super) fn query(random: &mut Random) -> String {
    let part = PARTS[random.below(PARTS.len())];
    format!("{part} {}", CARS[random.below(CARS.len())]).trim().to_owned()
}

struct Maker {
    random: Random,
    categories: Vec<String>,
    brands: Vec<String>,
    products: Vec<String>,
    numbers: Vec<String>,
}

impl Maker {
    fn list(&mut self) -> String {
        let sort = ["price", "-price", "name", "popularity", "newest"][self.random.below(5)];
        format!("/api/products?limit=24&category={}&sort={sort}", encode(self.random.pick(&self.categories)))
    }

    fn filtered_list(&mut self) -> String {
        let (category, brand) = (self.random.pick(&self.categories), self.random.pick(&self.brands));
        format!(
            "/api/products?limit=24&category={}&brand={}&inStock=true&facets=true",
            encode(category),
            encode(brand)
        )
    }

    fn detail(&mut self) -> String {
        format!("/api/products/{}", encode(self.random.pick(&self.products)))
    }

    fn search(&mut self) -> String {
        format!("/api/search?facets=true&q={}", encode(&query(&mut self.random)))
    }

    fn search_by_number(&mut self) -> String {
        format!("/api/search?q={}", encode(self.random.pick(&self.numbers)))
    }

    fn suggest(&mut self) -> String {
        let query: Vec<char> = query(&mut self.random).chars().collect();
        let length = 3 + self.random.below(query.len().saturating_sub(3).max(1));
        format!("/api/search/suggest?q={}", encode(&query.iter().take(length).collect::<String>()))
    }

    fn list_page(&mut self) -> String {
        let locale = ["fr", "ar"][self.random.below(2)];
        format!("/{locale}/c/{}", encode(self.random.pick(&self.categories)))
    }

    fn product_page(&mut self) -> String {
        let locale = ["fr", "ar"][self.random.below(2)];
        format!("/{locale}/p/{}", encode(self.random.pick(&self.products)))
    }
}

pub(super) async fn get(address: &str, target: &str) -> Result<Value> {
    let body = fetch(address, target).await?;
    serde_json::from_slice(&body).with_context(|| format!("{target} is no JSON"))
}

pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The slugs of the outermost things that have one.
pub(super) fn slugs(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect_slugs(value, &mut found);
    found
}

fn collect_slugs(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_slugs(item, found)),
        Value::Object(fields) => match fields.get("slug").and_then(Value::as_str) {
            Some(slug) => {
                found.push(slug.to_owned());
                fields
                    .iter()
                    .filter(|(name, _)| *name == "children")
                    .for_each(|(_, v)| collect_slugs(v, found));
            }
            None => fields.values().for_each(|value| collect_slugs(value, found)),
        },
        _ => {}
    }
}

fn texts(value: &Value, field: &str, found: &mut Vec<String>) {
    let items = value.get(field).and_then(Value::as_array).into_iter().flatten();
    found.extend(items.filter_map(Value::as_str).map(str::to_owned));
}
