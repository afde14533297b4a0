//! A product with everything that is known of it.

use catalogue::{
    Availability, CrossReferenceRef, FitmentRef, PricePoint, ProductRef, Snapshot, SpecificationRef,
    SpecificationValueRef,
};
use kernel::{Currency, Locale, Money};
use serde::{Serialize, Serializer};
use smallvec::SmallVec;
use utoipa::ToSchema;
use uuid::Uuid;

use super::decimal::MoneyView;
use super::moment::Moment;
use super::product_row::{AvailabilityName, Named};

/// Everything about one product.
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
    // The lists are written as they are read from the shelf.
    #[serde(serialize_with = "write_images")]
    #[schema(value_type = Vec<&'static str>)]
    images: &'a ProductRef<'a>,
    #[serde(serialize_with = "write_specifications")]
    #[schema(value_type = Vec<SpecificationView<'static>>)]
    specifications: &'a ProductRef<'a>,
    #[serde(serialize_with = "write_oe_numbers")]
    #[schema(value_type = Vec<&'static str>)]
    oe_numbers: &'a ProductRef<'a>,
    #[serde(serialize_with = "write_cross_references")]
    #[schema(value_type = Vec<CrossReferenceView<'static>>)]
    cross_references: &'a ProductRef<'a>,
    /// What it fits, by make and model.
    #[serde(serialize_with = "write_fitment")]
    #[schema(value_type = Vec<MakeView<'static>>)]
    fitment: &'a ProductRef<'a>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Moment,
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
    #[serde(serialize_with = "write_vehicles")]
    #[schema(value_type = Vec<FittedVehicle<'static>>)]
    vehicles: SmallVec<[FitmentRef<'a>; USUAL_VEHICLES]>,
}

/// Vehicles of one model that most products fit, at most: to allocate for them would cost as much as to find the product.
const USUAL_VEHICLES: usize = 8;

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
    #[schema(value_type = String, format = DateTime)]
    valid_from: Moment,
    /// `null` = price on request.
    price: Option<MoneyView>,
}

impl PricePointView {
    pub(super) fn new(point: PricePoint, currency: Currency) -> Self {
        let price = point.price_minor.map(|minor| Money::new(minor, currency).into());
        Self { valid_from: Moment(point.valid_from), price }
    }
}

impl<'a> ProductDetail<'a> {
    pub(super) fn new(product: &'a ProductRef<'a>, snapshot: &'a Snapshot, locale: Locale) -> Self {
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
            images: product,
            specifications: product,
            oe_numbers: product,
            cross_references: product,
            fitment: product,
            created_at: Moment(product.created_at()),
            updated_at: Moment(product.updated_at()),
        }
    }
}

impl<'a> From<SpecificationRef<'a>> for SpecificationView<'a> {
    fn from(fact: SpecificationRef<'a>) -> Self {
        Self { key: fact.key, value: fact.value.into() }
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

impl<'a> From<&FitmentRef<'a>> for FittedVehicle<'a> {
    fn from(fitment: &FitmentRef<'a>) -> Self {
        let vehicle = fitment.vehicle;
        Self {
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
        }
    }
}

fn write_images<S: Serializer>(product: &ProductRef<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(product.images())
}

fn write_specifications<S: Serializer>(product: &ProductRef<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(product.specifications().map(SpecificationView::from))
}

fn write_oe_numbers<S: Serializer>(product: &ProductRef<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(product.oe_numbers())
}

fn write_cross_references<S: Serializer>(product: &ProductRef<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(product.cross_references().map(CrossReferenceView::from))
}

fn write_fitment<S: Serializer>(product: &ProductRef<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    group_fitment(product.fitments()).serialize(serializer)
}

fn write_vehicles<S: Serializer>(fitments: &[FitmentRef<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(fitments.iter().map(FittedVehicle::from))
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
            models.push(ModelView { model: &vehicle.model, vehicles: SmallVec::new() });
            models.len() - 1
        });
        models[model].vehicles.push(fitment);
    }
    makes
}
