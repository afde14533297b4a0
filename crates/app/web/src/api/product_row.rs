//! A product as lists show it.

use catalogue::{Availability, Brand, Category, ProductRef};
use kernel::Locale;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::decimal::MoneyView;

/// A product as lists show it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ProductRow)]
pub(super) struct ProductRow<'a> {
    id: Uuid,
    slug: &'a str,
    sku: &'a str,
    name: &'a str,
    brand: Option<Named<'a>>,
    category: Option<Named<'a>>,
    /// `null` = price on request.
    price: Option<MoneyView>,
    /// The price before the offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    regular_price: Option<MoneyView>,
    #[schema(value_type = AvailabilityName)]
    availability: Availability,
    /// The first picture.
    image: Option<&'a str>,
}

/// Whether a product can be had now.
#[derive(ToSchema)]
#[schema(as = Availability, rename_all = "kebab-case")]
#[expect(dead_code, reason = "documents catalogue::Availability, which knows nothing of OpenAPI")]
pub(super) enum AvailabilityName {
    /// More than the shop's "low" mark.
    InStock,
    /// Some left.
    Low,
    /// None here, can be ordered.
    OnOrder,
    /// Cannot be had.
    Out,
}

/// A brand or category by its name.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = Named)]
pub(super) struct Named<'a> {
    slug: &'a str,
    name: &'a str,
}

impl<'a> Named<'a> {
    pub(super) fn brand(brand: &'a Brand) -> Self {
        Self { slug: &brand.slug, name: &brand.name }
    }

    pub(super) fn category(category: &'a Category, locale: Locale) -> Self {
        Self { slug: &category.slug, name: category.names.best(locale) }
    }
}

impl<'a> ProductRow<'a> {
    pub(super) fn new(product: ProductRef<'a>, locale: Locale) -> Self {
        Self {
            id: product.id().0,
            slug: product.slug(),
            sku: product.sku(),
            name: product.name(locale),
            brand: product.brand().map(Named::brand),
            category: product.category().map(|category| Named::category(category, locale)),
            price: product.price().map(MoneyView::from),
            regular_price: product.regular_price().map(MoneyView::from),
            availability: product.availability(),
            image: product.images().next(),
        }
    }
}
