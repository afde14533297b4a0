//! A product with everything that is known of it.

use catalogue::{
    Availability, CrossReferenceRef, FitmentRef, PricePoint, ProductRef, Snapshot, SpecificationValueRef,
};
use chrono::{DateTime, Utc};
use kernel::{Currency, Locale, Money};
use serde::Serialize;
use smallvec::SmallVec;
use utoipa::ToSchema;
use uuid::Uuid;

use super::decimal::MoneyView;
use super::product_row::{AvailabilityName, Named};

/// Vehicles of one model that most products fit, at most.
const USUAL_VEHICLES: usize = 8;

/// Everything about one product.
///
/// Its lists are as long as most products' are, and lie in it: each that had to be allocated would cost as much as a lookup.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ProductDetail)]
pub(super) struct ProductDetail<'a> {
    id: Uuid,
    slug: &'a str,
    sku: &'a str,
    name: &'a str,
    description: &'a str,
    brand: Option<Named<'a>>,
    /// The way from the top of the tree to its category.
    categories: SmallVec<[Named<'a>; 4]>,
    /// `null` = price on request.
    price: Option<MoneyView>,
    /// The price before the offer.
    regular_price: Option<MoneyView>,
    #[schema(value_type = AvailabilityName)]
    availability: Availability,
    /// Pieces in stock; `null` = not counted.
    stock_quantity: Option<u32>,
    gtin: Option<&'a str>,
    images: SmallVec<[&'a str; 4]>,
    specifications: SmallVec<[SpecificationView<'a>; 8]>,
    oe_numbers: SmallVec<[&'a str; 8]>,
    cross_references: SmallVec<[CrossReferenceView<'a>; 8]>,
    /// What it fits, by make and model.
    fitment: SmallVec<[MakeView<'a>; 1]>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// A typed fact.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Specification)]
struct SpecificationView<'a> {
    /// With the unit in it: `diameter-mm`. Names the filter too.
    key: &'a str,
    value: SpecificationValueView<'a>,
}

/// A flag, a number in the unit of the key, or a text.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = SpecificationValue)]
enum SpecificationValueView<'a> {
    Flag(bool),
    Number(f64),
    Text(&'a str),
}

/// Another brand's number for the same part.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CrossReference)]
struct CrossReferenceView<'a> {
    brand: &'a str,
    number: &'a str,
}

/// Vehicles of one make that it fits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FitmentMake)]
struct MakeView<'a> {
    make: &'a str,
    models: SmallVec<[ModelView<'a>; 2]>,
}

/// Vehicles of one model that it fits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FitmentModel)]
struct ModelView<'a> {
    model: &'a str,
    vehicles: Vec<FittedVehicle<'a>>,
}

/// One vehicle that it fits, and how.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FittedVehicle<'a> {
    slug: &'a str,
    generation: Option<u16>,
    series: Option<&'a str>,
    year_from: Option<u16>,
    year_to: Option<u16>,
    engine: Option<&'a str>,
    fuel: Option<&'a str>,
    power_kw: Option<u16>,
    position: Option<&'a str>,
    quantity: Option<u16>,
    conditions: Option<&'a str>,
}

/// A price and since when it holds.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PricePoint)]
pub(super) struct PricePointView {
    valid_from: DateTime<Utc>,
    /// `null` = price on request.
    price: Option<MoneyView>,
}

impl PricePointView {
    pub(super) fn new(point: PricePoint, currency: Currency) -> Self {
        let price = point.price_minor.map(|minor| Money::new(minor, currency).into());
        Self { valid_from: point.valid_from, price }
    }
}

impl<'a> ProductDetail<'a> {
    pub(super) fn new(product: ProductRef<'a>, snapshot: &'a Snapshot, locale: Locale) -> Self {
        let path = product.category().map(|category| snapshot.category_path(category.number));
        Self {
            id: product.id().0,
            slug: product.slug(),
            sku: product.sku(),
            name: product.name(locale),
            description: product.description(locale),
            brand: product.brand().map(Named::brand),
            categories: path
                .into_iter()
                .flatten()
                .map(|category| Named::category(category, locale))
                .collect(),
            price: product.price().map(MoneyView::from),
            regular_price: product.regular_price().map(MoneyView::from),
            availability: product.availability(),
            stock_quantity: product.stock_quantity(),
            gtin: product.gtin(),
            images: product.images().collect(),
            specifications: product
                .specifications()
                .map(|fact| SpecificationView { key: fact.key, value: fact.value.into() })
                .collect(),
            oe_numbers: product.oe_numbers().collect(),
            cross_references: product.cross_references().map(CrossReferenceView::from).collect(),
            fitment: group_fitment(product.fitments()),
            created_at: product.created_at(),
            updated_at: product.updated_at(),
        }
    }
}

impl<'a> From<SpecificationValueRef<'a>> for SpecificationValueView<'a> {
    fn from(value: SpecificationValueRef<'a>) -> Self {
        match value {
            SpecificationValueRef::Flag(flag) => Self::Flag(flag),
            SpecificationValueRef::Number(number) => Self::Number(number),
            SpecificationValueRef::Text(text) => Self::Text(text),
        }
    }
}

impl<'a> From<CrossReferenceRef<'a>> for CrossReferenceView<'a> {
    fn from(reference: CrossReferenceRef<'a>) -> Self {
        Self { brand: reference.brand, number: reference.number }
    }
}

/// By make, then by model, each in the order in which it first comes.
fn group_fitment<'a>(fitments: impl Iterator<Item = FitmentRef<'a>>) -> SmallVec<[MakeView<'a>; 1]> {
    let mut makes: SmallVec<[MakeView<'a>; 1]> = SmallVec::new();
    for fitment in fitments {
        let vehicle = fitment.vehicle;
        let make = makes.iter().position(|known| known.make == vehicle.make).unwrap_or_else(|| {
            makes.push(MakeView { make: &vehicle.make, models: SmallVec::new() });
            makes.len() - 1
        });
        let models = &mut makes[make].models;
        let model = models.iter().position(|known| known.model == vehicle.model).unwrap_or_else(|| {
            models.push(ModelView { model: &vehicle.model, vehicles: Vec::with_capacity(USUAL_VEHICLES) });
            models.len() - 1
        });
        models[model].vehicles.push(FittedVehicle {
            slug: &vehicle.slug,
            generation: vehicle.generation,
            series: vehicle.series.as_deref(),
            year_from: vehicle.year_from,
            year_to: vehicle.year_to,
            engine: vehicle.engine.as_deref(),
            fuel: vehicle.fuel.as_deref(),
            power_kw: vehicle.power_kw,
            position: fitment.position,
            quantity: fitment.quantity,
            conditions: fitment.conditions,
        });
    }
    makes
}
