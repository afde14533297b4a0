//! Use cases: one change to many products at once, and the undoing of it.

use std::collections::BTreeSet;

use audit::Entry;
use chrono::{DateTime, Utc};
use db::WriteTx;
use kernel::{Permission, boxed};
use rustc_hash::FxHashSet;
use serde::Serialize;
use serde_json::json;

use super::{Desk, DeskFilter};
use crate::store::bulk_edit::{self, Row};
use crate::store::product_list::{self, Condition};
use crate::store::{brand, category, product};
use crate::upsert::write::{ProductWrite, wait_for_turn, write_products};
use crate::{BrandId, CatalogueError, CategoryId, Patched, Product, ProductId, Refusal, find_trade};

/// Products that are changed at a time.
const PAGE: usize = 1_000;
/// Ids in one selection.
const SELECTED: usize = 10_000;
/// Products that an undoing names.
const NAMED: usize = 100;
/// Nine tenths off, and eleven times as much.
const PERCENT: std::ops::RangeInclusive<i32> = -9_000..=100_000;

kernel::typed_id! {
    /// Names a bulk edit.
    pub struct BulkEditId;
}

/// Which products are changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// These, at most 10,000.
    Ids(Vec<ProductId>),
    /// All that match.
    Filter(DeskFilter),
}

/// What becomes of each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BulkChange {
    /// Hundredths of a percent by which the price rises, or falls; rounded to the shop's step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_by_basis_points: Option<i32>,
    /// Its brand.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub brand_id: Patched<BrandId>,
    /// Its category.
    #[serde(skip_serializing_if = "Patched::is_left")]
    pub category_id: Patched<CategoryId>,
    /// Whether it can be ordered when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_order: Option<bool>,
    /// Whether it is on sale; those without a name stay drafts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<bool>,
}

/// What came of a bulk edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkEdit {
    /// Undoes it.
    pub id: BulkEditId,
    /// Products that were changed.
    pub changed: u64,
    /// Products that were so already, or could not be so.
    pub unchanged: u64,
    /// Of selected ids: those of no product, or of a deleted one.
    pub missing: u64,
}

/// What came of an undoing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkUndo {
    /// Products that are as they were before.
    pub restored: u64,
    /// Products that somebody changed since, and that stay as they are.
    pub kept: u64,
    /// The first 100 of those: id and SKU.
    pub kept_products: Vec<(ProductId, String)>,
}

/// Changes all products of a selection, up to the whole shop, and keeps what undoing it needs.
///
/// # Errors
/// [`CatalogueError::Refused`] for a change that says nothing or cannot be.
#[boxed]
pub async fn bulk_edit(
    desk: &Desk<'_>,
    selection: &Selection,
    change: &BulkChange,
) -> Result<BulkEdit, CatalogueError> {
    desk.actor.require(Permission::EditProducts)?;
    check(change)?;
    let tx = desk.db.begin_write().await?;
    wait_for_turn(&tx).await?;
    refuse_unknown_ids(&tx, change).await?;
    let id = BulkEditId::new(desk.clock);
    let (who, why) = (desk.who(), format!("bulk edit {id}"));
    bulk_edit::begin(&tx, id, &who, desk.clock.now(), change).await?;
    let mut edit = BulkEdit { id, changed: 0, unchanged: 0, missing: 0 };
    let trade = find_trade(tx.conn(), desk.settings).await?.value;
    let step = trade.price_step_minor;
    let mut selected = Selected::new(&tx, selection, trade.low_stock).await?;
    while let Some((products, missing)) = selected.next(&tx).await? {
        let seen = products.len() as u64;
        let writes: Vec<ProductWrite> =
            products.into_iter().filter_map(|before| changed(desk, before, change, step)).collect();
        let rows: Vec<Row> = writes.iter().filter_map(|write| write.before.as_ref().map(Row::of)).collect();
        let written = write_products(&tx, writes, &desk.context(&who, &why)).await?;
        let versions = written.iter().map(|write| write.after.version());
        bulk_edit::add(&tx, id, &rows, versions).await?;
        edit.changed += written.len() as u64;
        edit.unchanged += seen - written.len() as u64;
        edit.missing += missing;
    }
    bulk_edit::finish(&tx, id, edit.changed).await?;
    let entry = Entry::new("product.bulk-edit", "bulk-edit", id)
        .after(json!({ "change": change, "products": edit.changed }));
    desk.commit(tx, entry).await?;
    Ok(edit)
}

/// Gives the products of a bulk edit back what it took, but for those that were changed since.
///
/// # Errors
/// [`CatalogueError::NoSuch`], and [`CatalogueError::NotNow`] if it is undone already.
#[boxed]
pub async fn undo_bulk_edit(desk: &Desk<'_>, id: BulkEditId) -> Result<BulkUndo, CatalogueError> {
    desk.actor.require(Permission::EditProducts)?;
    let tx = desk.db.begin_write().await?;
    wait_for_turn(&tx).await?;
    if !bulk_edit::mark_undone(&tx, id, desk.clock.now()).await? {
        let known = bulk_edit::exists(&tx, id).await?;
        let undone = CatalogueError::NotNow("the bulk edit is undone already");
        return Err(if known { undone } else { CatalogueError::NoSuch("bulk edit") });
    }
    let (who, why) = (desk.who(), format!("bulk edit {id} undone"));
    let categories: FxHashSet<CategoryId> =
        category::list_all(tx.conn()).await?.into_iter().map(|category| category.id).collect();
    let mut undo = BulkUndo { restored: 0, kept: 0, kept_products: Vec::new() };
    let mut after = None;
    loop {
        let rows = bulk_edit::list(&tx, id, after, PAGE as u64).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.number);
        let brands: Vec<BrandId> = rows.iter().filter_map(|row| row.brand_id).collect();
        let brands: FxHashSet<BrandId> =
            brand::find_by_ids(tx.conn(), &brands).await?.into_iter().map(|brand| brand.id).collect();
        let numbers: Vec<u32> = rows.iter().map(|row| row.number).collect();
        let products = product::find_by_numbers(tx.conn(), &numbers).await?;
        let mut writes = Vec::with_capacity(rows.len());
        for (before, row) in products.into_iter().zip(&rows) {
            let there = row.brand_id.is_none_or(|id| brands.contains(&id))
                && row.category_id.is_none_or(|id| categories.contains(&id));
            if before.version() == row.version && there {
                writes.push(ProductWrite {
                    after: row.restored(&before),
                    before: Some(before),
                    fitments: None,
                });
            } else {
                undo.kept += 1;
                if undo.kept_products.len() < NAMED {
                    undo.kept_products.push((before.id, before.sku));
                }
            }
        }
        undo.restored += write_products(&tx, writes, &desk.context(&who, &why)).await?.len() as u64;
    }
    let entry = Entry::new("product.undo-bulk-edit", "bulk-edit", id)
        .after(json!({ "restored": undo.restored, "kept": undo.kept }));
    desk.commit(tx, entry).await?;
    Ok(undo)
}

fn check(change: &BulkChange) -> Result<(), Refusal> {
    if *change == BulkChange::default() {
        return Err(Refusal::new("change", "", "it changes nothing"));
    }
    match change.price_by_basis_points {
        Some(points) if !PERCENT.contains(&points) => Err(Refusal::new(
            "pricePercent",
            &format!("{}", f64::from(points) / 100.0),
            "a price changes by -90 to 1000 percent",
        )),
        _ => Ok(()),
    }
}

async fn refuse_unknown_ids(tx: &WriteTx, change: &BulkChange) -> Result<(), CatalogueError> {
    if let Some(id) = change.brand_id.value()
        && brand::find(tx.conn(), *id).await?.is_none()
    {
        return Err(Refusal::new("brandId", &id.to_string(), "no brand has this id").into());
    }
    if let Some(id) = change.category_id.value()
        && category::find(tx.conn(), *id).await?.is_none()
    {
        return Err(Refusal::new("categoryId", &id.to_string(), "no category has this id").into());
    }
    Ok(())
}

/// A selection that is walked by number.
enum Selected {
    Ids(Vec<ProductId>),
    Filter { condition: Condition, after: Option<u32> },
}

impl Selected {
    async fn new(tx: &WriteTx, selection: &Selection, low_stock: u32) -> Result<Self, CatalogueError> {
        match selection {
            Selection::Ids(ids) if ids.len() > SELECTED => {
                let reason = format!("more than {SELECTED}; select by a filter");
                Err(Refusal::new("ids", &ids.len().to_string(), reason).into())
            }
            Selection::Ids(ids) => {
                let ids: BTreeSet<ProductId> = ids.iter().copied().collect();
                Ok(Self::Ids(ids.into_iter().collect()))
            }
            Selection::Filter(filter) => {
                let categories = category::list_all(tx.conn()).await?;
                let condition = Condition::new(tx.backend(), filter, low_stock, &categories);
                Ok(Self::Filter { condition, after: None })
            }
        }
    }

    /// The next products that are not deleted, and how many of the ids beside them were of none.
    async fn next(&mut self, tx: &WriteTx) -> Result<Option<(Vec<Product>, u64)>, CatalogueError> {
        let (mut products, asked) = match self {
            Self::Ids(ids) if ids.is_empty() => return Ok(None),
            Self::Ids(ids) => {
                let page: Vec<ProductId> = ids.drain(..ids.len().min(PAGE)).collect();
                (product::find_by_ids(tx.conn(), &page).await?, page.len())
            }
            Self::Filter { condition, after } => {
                let numbers = product_list::list_numbers(tx.conn(), condition, *after, PAGE as u64).await?;
                let Some(last) = numbers.last() else { return Ok(None) };
                *after = Some(*last);
                (product::find_by_numbers(tx.conn(), &numbers).await?, 0)
            }
        };
        products.retain(|product| product.deleted_at.is_none());
        let missing = asked.saturating_sub(products.len()) as u64;
        Ok(Some((products, missing)))
    }
}

/// The product after the change, if that changes it.
fn changed(desk: &Desk<'_>, before: Product, change: &BulkChange, step: i64) -> Option<ProductWrite> {
    let mut after = before.clone();
    if let Some(points) = change.price_by_basis_points {
        after.price_minor = before.price_minor.map(|minor| price_by(minor, points, step));
    }
    change.brand_id.put(&mut after.brand_id);
    change.category_id.put(&mut after.category_id);
    after.on_order = change.on_order.unwrap_or(after.on_order);
    after.published_at = match change.published {
        None => after.published_at,
        Some(true) if after.names.is_empty() => after.published_at,
        Some(true) => after.published_at.or(Some(desk.clock.now())),
        Some(false) => None::<DateTime<Utc>>,
    };
    (after != before).then_some(ProductWrite { before: Some(before), after, fitments: None })
}

/// A price changed by hundredths of a percent, rounded to the nearest `step`, halves up.
///
/// What cost something still does; what was free stays so.
fn price_by(minor: i64, basis_points: i32, step: i64) -> i64 {
    const MOST: i128 = 1_000_000_000_000;
    let step = i128::from(step.max(1));
    let scaled = i128::from(minor) * (10_000 + i128::from(basis_points));
    let steps = (scaled + step * 5_000).div_euclid(step * 10_000);
    let least = if minor > 0 { step } else { 0 };
    (steps * step).clamp(least, MOST) as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn prices_are_rounded_to_the_shops_step() {
        let check = |minor, points, step, expected| {
            assert_eq!(price_by(minor, points, step), expected, "{minor} by {points} in {step}");
        };
        check(45_900, 500, 1, 48_195);
        check(45_900, 500, 100, 48_200);
        check(45_900, -1_250, 50, 40_150);
        check(10, -9_000, 100, 100);
        check(0, 5_000, 100, 0);
        check(1_050, 0, 100, 1_100);
    }

    proptest! {
        #[test]
        fn a_price_lies_within_half_a_step_of_what_was_asked(
            minor in 1_i64..1_000_000_000, points in -9_000_i32..100_000, step in 1_i64..1_000,
        ) {
            let price = price_by(minor, points, step);
            prop_assert_eq!(price % step, 0);
            let asked = minor as f64 * f64::from(10_000 + points) / 10_000.0;
            prop_assert!(price == step || (price as f64 - asked).abs() <= step as f64 / 2.0 + 1e-3);
        }
    }
}
