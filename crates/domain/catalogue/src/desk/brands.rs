//! Use cases: brands made, renamed, merged and taken away at the desk.

use audit::Entry;
use db::WriteTx;
use kernel::text::slugify;
use kernel::{Permission, boxed};
use serde_json::json;

use super::Desk;
use crate::store::{brand, product_groups};
use crate::upsert::check;
use crate::upsert::resolve::BRAND_NUMBERS;
use crate::upsert::write::{ProductWrite, wait_for_turn, write_products};
use crate::{Brand, BrandId, CatalogueError, Product, Refusal};

const NAME_CHARS: usize = 100;
/// Products that are moved at a time.
const PAGE: u64 = 1_000;

/// A brand and how many products have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrandAtDesk {
    /// The brand.
    pub brand: Brand,
    /// Products that are not deleted.
    pub products: u64,
}

/// All brands, by name.
#[boxed]
pub async fn list_brands_at_desk(desk: &Desk<'_>) -> Result<Vec<BrandAtDesk>, CatalogueError> {
    desk.actor.require(Permission::ViewProducts)?;
    let conn = desk.db.reader();
    let counts = product_groups::count_by_brand(conn).await?;
    let brands = brand::list_all(conn).await?.into_iter().map(|brand| {
        let products = counts.get(&brand.id).copied().unwrap_or(0);
        BrandAtDesk { brand, products }
    });
    let mut brands: Vec<BrandAtDesk> = brands.collect();
    brands.sort_by_cached_key(|row| kernel::text::fold(&row.brand.name));
    Ok(brands)
}

/// Adds a brand.
///
/// # Errors
/// [`CatalogueError::Taken`] if another is called so, [`CatalogueError::Refused`] for what is no name.
#[boxed]
pub async fn create_brand(desk: &Desk<'_>, name: &str) -> Result<Brand, CatalogueError> {
    desk.actor.require(Permission::EditCatalogue)?;
    let (name, slug) = normalised(name)?;
    let tx = desk.db.begin_write().await?;
    let numbers = db::allot_numbers(&tx, BRAND_NUMBERS, 1).await?;
    refuse_taken(&tx, &slug, &name, None).await?;
    let brand = Brand { id: BrandId::new(desk.clock), number: numbers.start, slug, name };
    brand::insert(&tx, std::slice::from_ref(&brand)).await?;
    record(&tx, &brand).await?;
    let entry = Entry::new("brand.create", "brand", brand.id).after(json!({ "name": brand.name }));
    desk.commit(tx, entry).await?;
    Ok(brand)
}

/// Gives a brand another name, and the slug that goes with it.
///
/// # Errors
/// [`CatalogueError::Taken`] if another is called so: those two are to be merged.
#[boxed]
pub async fn rename_brand(desk: &Desk<'_>, id: BrandId, name: &str) -> Result<Brand, CatalogueError> {
    desk.actor.require(Permission::EditCatalogue)?;
    let (name, slug) = normalised(name)?;
    let tx = desk.db.begin_write().await?;
    wait_for_turn(&tx).await?;
    let before = find(&tx, id).await?;
    refuse_taken(&tx, &slug, &name, Some(id)).await?;
    let brand = Brand { slug, name, ..before.clone() };
    if brand != before {
        brand::update(&tx, &brand).await?;
        record(&tx, &brand).await?;
        let entry = Entry::new("brand.rename", "brand", id)
            .changed(json!({ "name": before.name }), json!({ "name": brand.name }));
        desk.commit(tx, entry).await?;
    }
    Ok(brand)
}

/// Takes a brand away that no product has.
///
/// # Errors
/// [`CatalogueError::NotNow`] if one does: such a brand is merged into another.
#[boxed]
pub async fn delete_brand(desk: &Desk<'_>, id: BrandId) -> Result<(), CatalogueError> {
    desk.actor.require(Permission::EditCatalogue)?;
    let tx = desk.db.begin_write().await?;
    wait_for_turn(&tx).await?;
    let before = find(&tx, id).await?;
    if !product_groups::list_of_brand(tx.conn(), id, 1).await?.is_empty() {
        return Err(CatalogueError::NotNow(
            "products have this brand, deleted ones count too; merge it into another",
        ));
    }
    brand::delete(&tx, id).await?;
    record(&tx, &before).await?;
    let entry = Entry::new("brand.delete", "brand", id).before(json!({ "name": before.name }));
    desk.commit(tx, entry).await
}

/// Gives all products of `from` the brand `into` and takes `from` away; answers how many.
#[boxed]
pub async fn merge_brands(desk: &Desk<'_>, from: BrandId, into: BrandId) -> Result<u64, CatalogueError> {
    desk.actor.require(Permission::EditCatalogue)?;
    desk.actor.require(Permission::EditProducts)?;
    if from == into {
        return Err(Refusal::new("into", &into.to_string(), "a brand cannot be merged into itself").into());
    }
    let tx = desk.db.begin_write().await?;
    wait_for_turn(&tx).await?;
    let old = find(&tx, from).await?;
    let new = find(&tx, into).await?;
    let (who, why) = (desk.who(), format!("brand {} merged", old.name));
    let context = desk.context(&who, &why);
    let mut moved = 0;
    loop {
        let products = product_groups::list_of_brand(tx.conn(), from, PAGE).await?;
        if products.is_empty() {
            break;
        }
        let writes = products.into_iter().map(|before| {
            let after = Product { brand_id: Some(into), ..before.clone() };
            ProductWrite { before: Some(before), after, fitments: None }
        });
        moved += write_products(&tx, writes.collect(), &context).await?.len() as u64;
    }
    brand::delete(&tx, from).await?;
    record(&tx, &old).await?;
    let entry = Entry::new("brand.merge", "brand", from)
        .before(json!({ "name": old.name }))
        .after(json!({ "into": into, "name": new.name, "products": moved }));
    desk.commit(tx, entry).await?;
    Ok(moved)
}

async fn find(tx: &WriteTx, id: BrandId) -> Result<Brand, CatalogueError> {
    brand::find(tx.conn(), id).await?.ok_or(CatalogueError::NoSuch("brand"))
}

/// A name in its normal form, and its slug.
fn normalised(name: &str) -> Result<(String, String), Refusal> {
    let name = check::line("name", name, NAME_CHARS)?;
    let slug = slugify(&name);
    if slug.is_empty() {
        return Err(Refusal::new("name", &name, "a brand needs a name with at least one letter or digit"));
    }
    Ok((name, slug))
}

async fn refuse_taken(
    tx: &WriteTx,
    slug: &str,
    name: &str,
    own: Option<BrandId>,
) -> Result<(), CatalogueError> {
    match brand::find_ids_by_slug(tx.conn(), std::iter::once(slug)).await?.first() {
        Some((_, other)) if Some(*other) != own => Err(CatalogueError::Taken {
            field: "name",
            value: name.to_owned(),
            reason: "another brand is called so",
        }),
        _ => Ok(()),
    }
}

async fn record(tx: &WriteTx, brand: &Brand) -> Result<(), CatalogueError> {
    let told = json!({ "numbers": [brand.number], "ids": [brand.id] });
    Ok(tx.record_change("catalogue.brand", &told).await?)
}
