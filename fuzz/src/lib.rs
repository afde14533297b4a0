//! A small shop for the targets that ask it something.

use std::sync::LazyLock;

use catalogue::{
    Brand, BrandId, CatalogueSettings, Category, CategoryId, Fitment, Product, ProductId, ShelfData,
    ShelfProduct, Snapshot, Specification, SpecificationValue, Vehicle, VehicleId,
};
use chrono::DateTime;
use kernel::uuid::Uuid;
use kernel::{Locale, LocalizedText};

/// Forty parts of two brands, in two categories, for two cars.
pub static SHOP: LazyLock<Snapshot> = LazyLock::new(|| {
    let data = ShelfData {
        brands: (0..2).map(brand).collect(),
        categories: (0..2).map(category).collect(),
        vehicles: (0..2).map(vehicle).collect(),
        products: (0..40).map(product).collect(),
    };
    Snapshot::build(CatalogueSettings::default(), data).expect("the sample shop stands")
});

fn id(number: u32) -> Uuid {
    Uuid::from_u128(0x8000_0000_0000_8000_8000_0000_0000_0000 | u128::from(number))
}

fn brand(number: u32) -> Brand {
    let name = ["Bosch", "Valeo"][number as usize].to_owned();
    Brand { id: BrandId(id(number)), number, slug: name.to_lowercase(), name }
}

fn category(number: u32) -> Category {
    Category {
        id: CategoryId(id(number)),
        number,
        parent_id: (number > 0).then_some(CategoryId(id(0))),
        slug: ["freinage", "disques"][number as usize].to_owned(),
        names: LocalizedText::in_locale(Locale::Fr, ["Freinage", "Disques"][number as usize]),
        position: 0,
        drawing: None,
    }
}

fn vehicle(number: u32) -> Vehicle {
    Vehicle {
        id: VehicleId(id(number)),
        number,
        slug: ["clio-4", "golf-7"][number as usize].to_owned(),
        make: ["Renault", "Volkswagen"][number as usize].to_owned(),
        model: ["Clio", "Golf"][number as usize].to_owned(),
        generation: Some([4, 7][number as usize]),
        series: None,
        year_from: Some(2012),
        year_to: Some(2019),
        engine: Some("1.5 dCi".to_owned()),
        fuel: None,
        power_kw: None,
        body: None,
        drive: None,
        transmission: None,
        k_type: None,
        aces_base_vehicle: None,
    }
}

fn product(number: u32) -> ShelfProduct {
    let (fr, ar) = [
        ("Plaquettes de frein avant", "فحمات الفرامل"),
        ("Disque de frein", "قرص الفرامل"),
        ("Filtre à huile", "فلتر زيت"),
        ("Étrier", "ملقط"),
    ][number as usize % 4];
    let product = Product {
        id: ProductId(id(number)),
        number,
        sku: format!("REF-{number:04}"),
        slug: format!("part-{number}"),
        names: LocalizedText::in_locale(Locale::Fr, fr).with(Locale::Ar, ar),
        descriptions: LocalizedText::default(),
        brand_id: (number % 3 < 2).then(|| BrandId(id(number % 3))),
        category_id: (number % 3 < 2).then(|| CategoryId(id(number % 3))),
        price_minor: (number % 5 > 0).then_some(i64::from(number / 4) * 1_000),
        regular_price_minor: (number % 7 == 0).then_some(90_000),
        cost_minor: None,
        gtin: None,
        specifications: vec![Specification {
            key: "diameter-mm".to_owned(),
            value: SpecificationValue::Number(f64::from(number % 6)),
        }],
        images: Vec::new(),
        oe_numbers: vec![format!("7701 208 {number:03}"), "K83913.39F29.59444AT".to_owned()],
        cross_references: Vec::new(),
        stock_quantity: (number % 4 > 0).then_some(number % 4),
        on_order: number % 2 == 0,
        popularity: number % 9,
        published_at: Some(DateTime::UNIX_EPOCH),
        deleted_at: None,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
    };
    let fits = Fitment { vehicle: number % 2, position: None, quantity: None, conditions: None };
    ShelfProduct { product, fitments: vec![fits], price_points: Vec::new() }
}
