//! What a document makes of a product: the one place where its fields are laid over those the shop has.

use chrono::{DateTime, Utc};
use kernel::text::slugify;
use kernel::{Clock, Locale, LocalizedText};

use crate::{Product, ProductDocument, ProductId, Refusal};

/// Bytes of a made slug that come from the name.
const SLUG_NAME_BYTES: usize = 96;

/// The product that a document begins; it has number `u32::MAX` until it is written.
pub(crate) fn new_product(
    document: &ProductDocument,
    clock: &Clock,
    draft_without_price: bool,
    now: DateTime<Utc>,
) -> Product {
    let draft = document.names.is_empty() || draft_without_price && document.price_minor.is_none();
    Product {
        id: ProductId::new(clock),
        number: u32::MAX,
        sku: document.sku.clone(),
        slug: String::new(),
        names: LocalizedText::default(),
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
        on_order: true,
        popularity: 0,
        published_at: (!draft).then_some(now),
        deleted_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// Lays a checked document over a product; its brand, category and fitment are the caller's.
pub(crate) fn apply(
    product: &mut Product,
    document: ProductDocument,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    product.sku = document.sku;
    merge_texts(&mut product.names, document.names);
    merge_texts(&mut product.descriptions, document.descriptions);
    if document.price_on_request {
        product.price_minor = None;
    }
    product.price_minor = document.price_minor.or(product.price_minor);
    product.regular_price_minor = document.regular_price_minor.or(product.regular_price_minor);
    product.cost_minor = document.cost_minor.or(product.cost_minor);
    if let Some(gtin) = document.gtin {
        product.gtin = Some(gtin).filter(|gtin| !gtin.is_empty());
    }
    overwrite(&mut product.specifications, document.specifications);
    overwrite(&mut product.images, document.images);
    overwrite(&mut product.oe_numbers, document.oe_numbers);
    overwrite(&mut product.cross_references, document.cross_references);
    product.stock_quantity = document.stock_quantity.or(product.stock_quantity);
    product.on_order = document.on_order.unwrap_or(product.on_order);
    product.deleted_at = None;
    match document.published {
        Some(true) if product.names.is_empty() => {
            Err(Refusal::new("published", "true", "a product without a name cannot be published"))
        }
        Some(true) => {
            product.published_at = product.published_at.or(Some(now));
            Ok(())
        }
        Some(false) => {
            product.published_at = None;
            Ok(())
        }
        None => Ok(()),
    }
}

/// The slug that a document may take for its product, to be asked for in the database.
pub(crate) fn wanted_slug(document: &ProductDocument, before: Option<&Product>) -> Option<String> {
    match (&document.slug, before) {
        (Some(slug), Some(before)) if *slug == before.slug => None,
        (Some(slug), _) => Some(slug.clone()),
        (None, Some(_)) => None,
        (None, None) => Some(made_slug(document)),
    }
}

/// The slug that the document asks for, the one it has, or one made of name and SKU that nobody has.
pub(crate) fn slug_for(
    product: &Product,
    document: &ProductDocument,
    taken: impl Fn(&str) -> bool,
) -> Result<String, Refusal> {
    match &document.slug {
        Some(slug) if taken(slug) => Err(Refusal::new("slug", slug, "another product has this slug")),
        Some(slug) => Ok(slug.clone()),
        None if !product.slug.is_empty() => Ok(product.slug.clone()),
        None => {
            let slug = made_slug(document);
            // Only two SKUs that differ in where a name ends come here; an id's random end is nobody's.
            let id = product.id.0.simple().to_string();
            Ok(if taken(&slug) { format!("{slug}-{}", &id[20..]) } else { slug })
        }
    }
}

/// Name and SKU as a slug: `plaquettes-de-frein-bre-000001`.
fn made_slug(document: &ProductDocument) -> String {
    let mut slug = slugify(document.names.best(Locale::Fr));
    if slug.len() > SLUG_NAME_BYTES {
        let end = slug.char_indices().map(|(at, _)| at).take_while(|at| *at <= SLUG_NAME_BYTES).last();
        slug.truncate(end.unwrap_or(0));
        let word_end = slug.rfind('-').unwrap_or(slug.len());
        slug.truncate(word_end);
    }
    slugify(&format!("{slug} {}", document.sku))
}

/// Lays texts over texts, language by language; "" clears one.
pub(crate) fn merge_texts(into: &mut LocalizedText, mut from: LocalizedText) {
    for locale in Locale::ALL {
        if let Some(text) = from.slot(locale).take() {
            *into.slot(locale) = Some(text).filter(|text| !text.is_empty());
        }
    }
}

fn overwrite<T>(old: &mut Vec<T>, new: Option<Vec<T>>) {
    if let Some(new) = new {
        *old = new;
    }
}
