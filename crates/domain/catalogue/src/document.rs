//! Documents: a product, category or vehicle as it travels in and out of the shop.
//!
//! What imports read, exports write and the demo makes. They name other things
//! by slug or name, never by id; `None` leaves what the shop has as it is.

use kernel::LocalizedText;
use serde::{Deserialize, Serialize};

use crate::{CrossReference, Specification};

/// A product on its way in or out; matched with the shop's by SKU.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ProductDocument {
    /// The shop's own number. The only field that must be there.
    pub sku: String,
    /// Its path segment; made from name and SKU when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Its name in each language.
    pub names: LocalizedText,
    /// Its description in each language.
    pub descriptions: LocalizedText,
    /// The brand's name; a new one is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// The category's slug, or its path of names ("Freinage > Plaquettes"); what is missing of a path is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_minor: Option<i64>,
    /// Takes the price away: it is then given on request.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub price_on_request: bool,
    /// Minor units, the price before an offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regular_price_minor: Option<i64>,
    /// Minor units. Never public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_minor: Option<i64>,
    /// EAN or UPC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gtin: Option<String>,
    /// Typed facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specifications: Option<Vec<Specification>>,
    /// Paths or addresses of pictures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub images: Option<Vec<String>>,
    /// The car makers' numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oe_numbers: Option<Vec<String>>,
    /// Other brands' numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cross_references: Option<Vec<CrossReference>>,
    /// Pieces in stock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock_quantity: Option<u32>,
    /// Whether it can be ordered when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_order: Option<bool>,
    /// Whether it is on sale; a new product with a name is, unless this says no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<bool>,
    /// What it fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fitments: Option<Vec<FitmentDocument>>,
}

/// What a product fits, by the vehicle's slug.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FitmentDocument {
    /// [`crate::Vehicle::slug`].
    pub vehicle: String,
    /// Where on the vehicle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// How many a vehicle needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u16>,
    /// Under which conditions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<String>,
}

/// A category on its way in or out; matched by slug.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct CategoryDocument {
    /// Its path segment.
    pub slug: String,
    /// The slug of the category that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Its name in each language.
    pub names: LocalizedText,
    /// Its place among its siblings.
    pub position: i32,
    /// The drawing that stands for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drawing: Option<String>,
}

/// A vehicle on its way in or out; matched by slug.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct VehicleDocument {
    /// Its path segment; made from its parts when empty.
    pub slug: String,
    /// Who built it.
    pub make: String,
    /// "Clio".
    pub model: String,
    /// Counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation: Option<u16>,
    /// The builder's code: "X98".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// First model year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_from: Option<u16>,
    /// Last model year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_to: Option<u16>,
    /// "1.5 dCi".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// "diesel", "petrol", "hybrid", "electric", "lpg".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fuel: Option<String>,
    /// In kW.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub power_kw: Option<u16>,
    /// "hatchback-5".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Driven wheels: "FWD", "4x4".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drive: Option<String>,
    /// "5-Speed Manual".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transmission: Option<String>,
    /// `TecDoc`'s number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub k_type: Option<u32>,
    /// ACES' `BaseVehicle` id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aces_base_vehicle: Option<u32>,
}

impl VehicleDocument {
    /// The slug that its parts make: `renault-clio-4-x98-1-5-dci-55kw-2012-2020`.
    pub fn slug_from_parts(&self) -> String {
        let number = |value: Option<u16>| value.map(|n| n.to_string());
        let parts = [
            Some(self.make.clone()),
            Some(self.model.clone()),
            number(self.generation),
            self.series.clone(),
            self.engine.clone(),
            self.power_kw.map(|kw| format!("{kw}kw")),
            self.body.clone(),
            self.drive.clone(),
            self.transmission.clone(),
            number(self.year_from),
            number(self.year_to),
        ];
        kernel::text::slugify(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }
}
