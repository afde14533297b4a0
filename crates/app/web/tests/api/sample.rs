//! A small shop: three cars, a tree of two levels, five parts of which one is a draft.

use catalogue::{
    CategoryDocument, CrossReference, FitmentDocument, ProductDocument, Specification, SpecificationValue,
    VehicleDocument,
};
use kernel::{Locale, LocalizedText};

fn texts(fr: &str, ar: &str, en: &str) -> LocalizedText {
    LocalizedText::in_locale(Locale::Fr, fr).with(Locale::Ar, ar).with(Locale::En, en)
}

pub(crate) fn categories() -> Vec<CategoryDocument> {
    let category = |slug: &str, parent: Option<&str>, names| CategoryDocument {
        slug: slug.to_owned(),
        parent: parent.map(str::to_owned),
        names,
        ..CategoryDocument::default()
    };
    vec![
        category("freinage", None, texts("Freinage", "الفرامل", "Braking")),
        category(
            "plaquettes-de-frein",
            Some("freinage"),
            texts("Plaquettes de frein", "فحمات الفرامل", "Brake pads"),
        ),
        category(
            "disques-de-frein",
            Some("freinage"),
            texts("Disques de frein", "أقراص الفرامل", "Brake discs"),
        ),
        category("filtration", None, texts("Filtration", "الفلاتر", "Filters")),
    ]
}

pub(crate) fn vehicles() -> Vec<VehicleDocument> {
    let vehicle = |slug: &str, make: &str, model: &str, engine: &str, power_kw| VehicleDocument {
        slug: slug.to_owned(),
        make: make.to_owned(),
        model: model.to_owned(),
        generation: Some(4),
        series: Some("X98".to_owned()),
        year_from: Some(2012),
        year_to: Some(2019),
        engine: Some(engine.to_owned()),
        fuel: Some("diesel".to_owned()),
        power_kw: Some(power_kw),
        ..VehicleDocument::default()
    };
    vec![
        vehicle("renault-clio-4-dci-55", "Renault", "Clio", "1.5 dCi", 55),
        vehicle("renault-clio-4-dci-66", "Renault", "Clio", "1.5 dCi", 66),
        vehicle("peugeot-208-hdi-50", "Peugeot", "208", "1.4 HDi", 50),
    ]
}

fn part(
    sku: &str,
    names: LocalizedText,
    brand: &str,
    category: &str,
    price_minor: Option<i64>,
) -> ProductDocument {
    ProductDocument {
        sku: sku.to_owned(),
        slug: Some(sku.to_lowercase()),
        names,
        brand: Some(brand.to_owned()),
        category: Some(category.to_owned()),
        price_minor,
        stock_quantity: Some(7),
        ..ProductDocument::default()
    }
}

pub(crate) fn products() -> Vec<ProductDocument> {
    let fits = |vehicle: &str, position: Option<&str>| FitmentDocument {
        vehicle: vehicle.to_owned(),
        position: position.map(str::to_owned),
        quantity: Some(1),
        conditions: None,
    };
    let diameter =
        |mm| Specification { key: "diameter-mm".to_owned(), value: SpecificationValue::Number(mm) };
    let pads = texts("Plaquettes de frein avant", "فحمات فرامل أمامية", "Front brake pads");
    let discs = texts("Disque de frein avant", "قرص فرامل أمامي", "Front brake disc");
    vec![
        ProductDocument {
            descriptions: texts("Jeu de quatre plaquettes.", "طقم من أربع قطع.", "Set of four pads."),
            regular_price_minor: Some(52_000),
            cost_minor: Some(31_000),
            gtin: Some("4047024000001".to_owned()),
            oe_numbers: Some(vec!["7701208265".to_owned(), "410602581R".to_owned()]),
            cross_references: Some(vec![CrossReference {
                brand: "Valeo".to_owned(),
                number: "301005".to_owned(),
            }]),
            fitments: Some(vec![
                fits("renault-clio-4-dci-55", Some("front")),
                fits("renault-clio-4-dci-66", Some("front")),
                fits("peugeot-208-hdi-50", None),
            ]),
            ..part("BP-1001", pads.clone(), "Bosch", "plaquettes-de-frein", Some(45_900))
        },
        ProductDocument {
            oe_numbers: Some(vec!["7701208265".to_owned()]),
            stock_quantity: Some(0),
            on_order: Some(true),
            fitments: Some(vec![fits("renault-clio-4-dci-55", Some("front"))]),
            ..part("VP-2002", pads, "Valeo", "plaquettes-de-frein", Some(39_500))
        },
        ProductDocument {
            specifications: Some(vec![diameter(258.0)]),
            fitments: Some(vec![fits("renault-clio-4-dci-55", Some("front"))]),
            stock_quantity: Some(2),
            ..part("BD-3003", discs, "Bosch", "disques-de-frein", Some(88_000))
        },
        ProductDocument {
            specifications: Some(vec![diameter(76.0)]),
            ..part(
                "MF-4004",
                texts("Filtre à huile", "فلتر زيت", "Oil filter"),
                "Mann-Filter",
                "filtration",
                None,
            )
        },
        ProductDocument {
            published: Some(false),
            ..part("XX-9999", texts("Brouillon", "مسودة", "Draft"), "Bosch", "filtration", Some(1_000))
        },
    ]
}
