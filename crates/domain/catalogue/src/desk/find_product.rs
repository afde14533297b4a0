//! Use cases: one product as staff see it, and all its prices with who set them and why.

use db::WriteTx;
use kernel::{Actor, Permission, boxed};
use rustc_hash::FxHashMap;
use sea_orm::ConnectionTrait;
use serde_json::Value;

use super::Desk;
use crate::product_patch::fields_of;
use crate::store::product::{self, Which};
use crate::store::{brand, category, fitment, price_change, vehicle};
use crate::{
    Brand, CatalogueError, Category, Fitment, FitmentPatch, PriceChange, Product, ProductId, ProductVersion,
    Vehicle,
};

/// A product as staff see it: drafts and deleted ones too.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductAtDesk {
    /// The product; without its cost for those who may not see it.
    pub product: Product,
    /// Its brand.
    pub brand: Option<Brand>,
    /// Its category.
    pub category: Option<Category>,
    /// What it fits, in its order.
    pub fitments: Vec<FitmentAtDesk>,
}

/// A vehicle that a product fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitmentAtDesk {
    /// Which vehicle.
    pub vehicle: Vehicle,
    /// Where, how many, under which conditions.
    pub fitment: Fitment,
}

impl ProductAtDesk {
    /// What must still hold when it is changed.
    pub fn version(&self) -> ProductVersion {
        self.product.version()
    }
}

/// The product with this id.
///
/// # Errors
/// [`CatalogueError::NoSuch`] if there never was one.
#[boxed]
pub async fn find_product_at_desk(desk: &Desk<'_>, id: ProductId) -> Result<ProductAtDesk, CatalogueError> {
    desk.actor.require(Permission::ViewProducts)?;
    read_product(desk.db.reader(), desk.actor, id).await
}

/// Every price that the product with this id ever had, oldest first.
#[boxed]
pub async fn list_price_changes_at_desk(
    desk: &Desk<'_>,
    id: ProductId,
) -> Result<Vec<PriceChange>, CatalogueError> {
    desk.actor.require(Permission::ViewProducts)?;
    let product = product::find(desk.db.reader(), id).await?.ok_or(CatalogueError::NoSuch("product"))?;
    Ok(price_change::list_all(desk.db.reader(), product.number).await?)
}

/// Reads a product for `actor`.
pub(super) async fn read_product(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    id: ProductId,
) -> Result<ProductAtDesk, CatalogueError> {
    let mut product = product::find(conn, id).await?.ok_or(CatalogueError::NoSuch("product"))?;
    if !actor.may(Permission::ViewCosts) {
        product.cost_minor = None;
    }
    let brand = match product.brand_id {
        Some(id) => brand::find(conn, id).await?,
        None => None,
    };
    let category = match product.category_id {
        Some(id) => category::find(conn, id).await?,
        None => None,
    };
    let fitments = fitment::list(conn, &Which::Numbers(&[product.number])).await?;
    let fitments = with_vehicles(conn, fitments.into_iter().map(|(_, fitment)| fitment).collect()).await?;
    Ok(ProductAtDesk { product, brand, category, fitments })
}

/// All fields of a product as the audit trail keeps them.
pub(super) async fn written(tx: &WriteTx, id: ProductId) -> Result<Value, CatalogueError> {
    let product = product::find(tx.conn(), id).await?.ok_or(CatalogueError::NoSuch("product"))?;
    let fitments = fitment::list(tx.conn(), &Which::Numbers(&[product.number])).await?;
    let fitments: Vec<Fitment> = fitments.into_iter().map(|(_, fitment)| fitment).collect();
    let fitments = fitment_patches(tx.conn(), &fitments).await?;
    Ok(Value::Object(fields_of(&product, &fitments)))
}

/// Fitments as a patch would write them.
pub(super) async fn fitment_patches(
    conn: &impl ConnectionTrait,
    fitments: &[Fitment],
) -> Result<Vec<FitmentPatch>, CatalogueError> {
    let patches = with_vehicles(conn, fitments.to_vec()).await?.into_iter().map(|fitted| FitmentPatch {
        vehicle_id: fitted.vehicle.id,
        position: fitted.fitment.position,
        quantity: fitted.fitment.quantity,
        conditions: fitted.fitment.conditions,
    });
    Ok(patches.collect())
}

async fn with_vehicles(
    conn: &impl ConnectionTrait,
    fitments: Vec<Fitment>,
) -> Result<Vec<FitmentAtDesk>, CatalogueError> {
    let numbers: Vec<u32> = fitments.iter().map(|fitment| fitment.vehicle).collect();
    let vehicles: FxHashMap<u32, Vehicle> = vehicle::find_by_numbers(conn, &numbers)
        .await?
        .into_iter()
        .map(|vehicle| (vehicle.number, vehicle))
        .collect();
    let fitted = fitments.into_iter().filter_map(|fitment| {
        Some(FitmentAtDesk { vehicle: vehicles.get(&fitment.vehicle)?.clone(), fitment })
    });
    Ok(fitted.collect())
}
