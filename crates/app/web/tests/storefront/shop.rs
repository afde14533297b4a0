//! A small shop to look at: two branches, three makes of cars, parts of every kind of trouble.

use std::path::Path;

use catalogue::{
    Brand, BrandId, CatalogueSettings, Category, CategoryId, CrossReference, Fitment, PricePoint, Product,
    ProductId, Shelf, ShelfData, ShelfProduct, Snapshot, Specification, SpecificationValue, Vehicle,
    VehicleId,
};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, Locale, LocalizedText};
use telemetry::Metrics;
use web::exchange::{Exchange, ExchangeSettings};
use web::routing::Operations;
use web::storefront::{
    Branch, Front, OpeningHours, ShopProfile, Storefront, StorefrontError, StorefrontSettings, Weekday,
};
use web::{AppState, WebConfig};

/// The slug of a part that fits most cars.
pub(crate) const PART: &str = "plaquettes-de-frein-avant-renault-clio-4-bos-001000";
/// The slug of a part with as many cars, numbers and relatives as the fullest of the demo shop.
pub(crate) const HEAVY: &str = "amortisseur-avant-droit-renault-clio-2-symbol-symbol-2-valeo-334194";
/// The slug of a car that it fits.
pub(crate) const CAR: &str = "renault-clio-4-1-5-dci-55kw";

/// The moment at which the shop stands still.
pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn texts(fr: &str, ar: &str, en: &str) -> LocalizedText {
    LocalizedText::in_locale(Locale::Fr, fr).with(Locale::Ar, ar).with(Locale::En, en)
}

/// The pages of the shop under this address, with the theme in this folder.
pub(crate) fn open_front(public_url: &str, theme: Option<&Path>) -> Result<Storefront, StorefrontError> {
    let profile = ShopProfile { public_url: public_url.to_owned(), ..profile() };
    let settings =
        StorefrontSettings { profile, theme: theme.map(Path::to_owned), ..StorefrontSettings::default() };
    Storefront::open(settings, &CatalogueSettings::default())
}

/// The whole shop under this address: its pages and its API.
pub(crate) fn exchange(public_url: &str) -> Exchange {
    exchange_with(open_front(public_url, None).unwrap())
}

/// The whole shop with these pages.
pub(crate) fn exchange_with(front: Storefront) -> Exchange {
    let shelf = Shelf::with_snapshot(snapshot());
    let clock = Clock::frozen(now());
    let state = AppState::new(shelf, None, None, clock, None, Metrics::default(), WebConfig::default());
    let front = Front::new(front);
    let api = web::api_router(state.clone(), Operations::default());
    let routes = api.merge(web::storefront::router(state, front)).build().unwrap();
    Exchange::new(routes, ExchangeSettings::default(), None)
}

/// Who the shop is.
pub(crate) fn profile() -> ShopProfile {
    let hours = |from, to, opens: &str, closes: &str| OpeningHours {
        from,
        to,
        opens: opens.to_owned(),
        closes: closes.to_owned(),
    };
    let week = vec![
        hours(Weekday::Monday, Weekday::Friday, "08:00", "18:00"),
        hours(Weekday::Saturday, Weekday::Saturday, "08:00", "13:00"),
    ];
    let branch = |fr: &str, ar: &str, city: (&str, &str), place: (f64, f64)| Branch {
        name: texts(fr, ar, fr),
        address: texts("12, rue des Mécaniciens", "12 نهج الميكانيكيين", "12, rue des Mécaniciens"),
        city: texts(city.0, city.1, city.0),
        postal_code: Some("3000".to_owned()),
        phone: Some("+216 74 000 001".to_owned()),
        latitude: Some(place.0),
        longitude: Some(place.1),
        hours: week.clone(),
    };
    ShopProfile {
        name: texts("Bab Bhar Pièces Auto", "باب بحر لقطع الغيار", "Bab Bhar Car Parts"),
        tagline: texts(
            "Pièces neuves pour voitures européennes et asiatiques",
            "قطع غيار جديدة للسيارات الأوروبية والآسيوية",
            "New parts for European and Asian cars",
        ),
        public_url: "https://shop.example".to_owned(),
        phones: vec!["+216 74 000 000".to_owned()],
        whatsapp: Some("+216 20 000 000".to_owned()),
        email: Some("comptoir@shop.example".to_owned()),
        order_days: Some(2),
        country: Some("TN".to_owned()),
        branches: vec![
            branch("Comptoir de Sfax", "محل صفاقس", ("Sfax", "صفاقس"), (34.74, 10.76)),
            branch("Dépôt de Tunis", "مستودع تونس", ("Tunis", "تونس"), (36.8, 10.18)),
        ],
    }
}

/// French, Arabic and English name, drawing, slug of the parent.
const CATEGORIES: [(&str, &str, &str, &str, &str, &str); 9] = [
    ("freinage", "Freinage", "الفرامل", "Braking", "brake-disc", ""),
    ("plaquettes-de-frein", "Plaquettes de frein", "بلاكات الفرامل", "Brake pads", "brake-pad", "freinage"),
    ("disques-de-frein", "Disques de frein", "أقراص الفرامل", "Brake discs", "brake-disc", "freinage"),
    ("filtration", "Filtration", "الفلاتر", "Filters", "oil-filter", ""),
    ("filtres-a-huile", "Filtres à huile", "فلاتر الزيت", "Oil filters", "oil-filter", "filtration"),
    ("filtres-a-air", "Filtres à air", "فلاتر الهواء", "Air filters", "air-filter", "filtration"),
    ("suspension", "Suspension", "التعليق", "Suspension", "shock-absorber", ""),
    ("amortisseurs", "Amortisseurs", "ماصات الصدمات", "Shock absorbers", "shock-absorber", "suspension"),
    ("eclairage", "Éclairage", "الإضاءة", "Lighting", "headlamp", ""),
];

/// Make, model, generation, series, first year, last year, 0, engine, kW.
type CarRow = (&'static str, &'static str, u16, &'static str, u16, u16, u16, &'static str, u16);

const CARS: [CarRow; 8] = [
    ("Renault", "Clio", 4, "X98", 2012, 2019, 0, "1.5 dCi", 55),
    ("Renault", "Clio", 4, "X98", 2012, 2019, 0, "1.2 16V", 54),
    ("Renault", "Clio", 3, "X85", 2005, 2012, 0, "1.5 dCi", 63),
    ("Renault", "Symbol", 3, "L35", 2013, 2020, 0, "1.5 dCi", 55),
    ("Peugeot", "208", 1, "A9", 2012, 2019, 0, "1.4 HDi", 50),
    ("Peugeot", "208", 1, "A9", 2012, 2019, 0, "1.2 VTi", 60),
    ("Volkswagen", "Golf", 7, "5G1", 2012, 2020, 0, "1.6 TDI", 77),
    ("Volkswagen", "Polo", 5, "6R", 2009, 2017, 0, "1.2 TDI", 55),
];

/// What is for sale.
pub(crate) fn snapshot() -> Snapshot {
    Snapshot::build(CatalogueSettings::default(), data()).unwrap()
}

fn data() -> ShelfData {
    let clock = Clock::frozen(now());
    let brands: Vec<Brand> = ["Bosch", "Brembo", "Valeo", "Mann-Filter", "Monroe", "Hella"]
        .iter()
        .zip(0..)
        .map(|(name, number)| Brand {
            id: BrandId::new(&clock),
            number,
            slug: kernel::text::slugify(name),
            name: (*name).to_owned(),
        })
        .collect();
    let mut categories: Vec<Category> = Vec::new();
    for (number, (slug, fr, ar, en, drawing, parent)) in (0_u32..).zip(CATEGORIES) {
        let parent_id = categories.iter().find(|known| known.slug == parent).map(|known| known.id);
        categories.push(Category {
            id: CategoryId::new(&clock),
            number,
            parent_id,
            slug: slug.to_owned(),
            names: texts(fr, ar, en),
            position: number as i32,
            drawing: Some(drawing.to_owned()),
        });
    }
    let vehicles: Vec<Vehicle> = CARS
        .into_iter()
        .chain(symbols())
        .zip(0..)
        .map(|((make, model, generation, series, from, to, _, engine, kw), number)| Vehicle {
            id: VehicleId::new(&clock),
            number,
            slug: kernel::text::slugify(&format!("{make} {model} {generation} {engine} {kw}kw")),
            make: make.to_owned(),
            model: model.to_owned(),
            generation: Some(generation),
            series: Some(series.to_owned()),
            year_from: Some(from),
            year_to: Some(to),
            engine: Some(engine.to_owned()),
            fuel: Some(
                if engine.contains("16V") || engine.contains("VTi") { "petrol" } else { "diesel" }.to_owned(),
            ),
            power_kw: Some(kw),
            body: (generation == 2).then(|| "hatchback-5".to_owned()),
            k_type: None,
            aces_base_vehicle: None,
            drive: None,
            transmission: None,
        })
        .collect();
    let mut products = parts(&clock, &brands, &categories);
    for number in 0..13 {
        products.push(heavy(&clock, products.len() as u32, number, &brands, &categories[7]));
    }
    products.push(hostile(&clock, products.len() as u32, &brands[0], &categories[0]));
    ShelfData { brands, categories, vehicles, products }
}

/// Kind of part, its Arabic and English names, its category's place, its price.
const KINDS: [(&str, &str, &str, usize, i64); 5] = [
    ("Plaquettes de frein avant", "بلاكات الفرامل الأمامية", "Front brake pads", 1, 89_900),
    ("Disque de frein avant ventilé", "قرص فرامل أمامي مهوّى", "Front vented brake disc", 2, 124_500),
    ("Filtre à huile", "فلتر زيت", "Oil filter", 4, 18_450),
    ("Filtre à air", "فلتر هواء", "Air filter", 5, 27_300),
    ("Amortisseur arrière à gaz", "ماص صدمات خلفي بالغاز", "Rear gas shock absorber", 7, 1_245_000),
];

fn parts(clock: &Clock, brands: &[Brand], categories: &[Category]) -> Vec<ShelfProduct> {
    let mut products = Vec::new();
    for (kind, (fr, ar, en, category, price)) in KINDS.iter().enumerate() {
        for (place, brand) in brands.iter().enumerate().take(6) {
            let number = products.len() as u32;
            let car = &CARS[(kind + place) % CARS.len()];
            let sku = format!("{}-{:06}", &brand.name[..3].to_uppercase(), 1000 + number);
            let name = |part: &str| format!("{part} {} {} {}", car.0, car.1, car.2);
            let mut product = blank(clock, number, &sku, texts(&name(fr), &name(ar), &name(en)));
            product.brand_id = Some(brand.id);
            product.category_id = Some(categories[*category].id);
            product.price_minor = (place != 5).then_some(price + 1_350 * place as i64);
            product.regular_price_minor = (place == 1).then_some(price * 13 / 10);
            product.stock_quantity = Some([8, 2, 0, 14, 0, 5][place]);
            product.on_order = place == 2;
            product.popularity = 100 - number;
            product.oe_numbers = vec![format!("77 01 20{number:02} 65"), format!("8660-04{number:02}")];
            product.cross_references = vec![
                CrossReference { brand: "Valeo".to_owned(), number: format!("6018{number:02}") },
                CrossReference { brand: "TRW".to_owned(), number: format!("GDB1{number:03}") },
            ];
            product.specifications = vec![
                Specification {
                    key: "position".to_owned(),
                    value: SpecificationValue::Text("front".to_owned()),
                },
                Specification {
                    key: "width-mm".to_owned(),
                    value: SpecificationValue::Number(116.5 + place as f64),
                },
                Specification {
                    key: "wear-sensor".to_owned(),
                    value: SpecificationValue::Flag(place % 2 == 0),
                },
            ];
            product.descriptions = texts(
                "Qualité première monte. Livrée avec ses accessoires de montage.",
                "جودة التركيب الأول. تُسلّم مع لوازم التركيب.",
                "Original equipment quality. Comes with its fitting kit.",
            );
            let step = (0..CARS.len() as u32).filter(|car| (car + number) % 3 != 1);
            let fitments = if place == 4 { Vec::new() } else { step.map(fitment).collect() };
            products.push(ShelfProduct { product, fitments, price_points: history(*price) });
        }
    }
    products
}

/// Versions of one car, after all others.
fn symbols() -> impl Iterator<Item = CarRow> {
    (40..60).map(|kw| ("Renault", "Symbol", 2, "LU", 1998, 2012, 0, "1.5 dCi", kw))
}

/// One of many equals for the same twenty cars: each is related to all others.
fn heavy(clock: &Clock, number: u32, place: usize, brands: &[Brand], category: &Category) -> ShelfProduct {
    let brand = &brands[place % brands.len()];
    let sku = format!("{}-{}", &brand.name[..3], 334_194 + place);
    let name =
        |part: &str| texts(part, "ممتص صدمات أمامي يمين رينو كليو 2، سمبول", "Front right shock absorber");
    let mut product =
        blank(clock, number, &sku, name("Amortisseur avant droit Renault Clio 2, Symbol, Symbol 2"));
    product.slug = match place {
        0 => HEAVY.to_owned(),
        _ => format!("{HEAVY}-{place}"),
    };
    product.brand_id = Some(brand.id);
    product.category_id = Some(category.id);
    product.price_minor = Some(154_900);
    product.regular_price_minor = Some(199_900);
    product.gtin = Some("3276423341948".to_owned());
    product.oe_numbers = (0..4).map(|oe| format!("82 00 {oe}41 86{}", place % 2)).collect();
    let crossed = ["Monroe G8061", "Sachs 313 478", "Bilstein 22-045", "Record 104 563", "Gabriel G 35 061"];
    product.cross_references = crossed
        .map(|text| {
            let (brand, number) = text.split_once(' ').unwrap();
            CrossReference { brand: brand.to_owned(), number: format!("{number}{place}") }
        })
        .into();
    let fact = |key: &str, text: &str| Specification {
        key: key.to_owned(),
        value: SpecificationValue::Text(text.to_owned()),
    };
    product.specifications = vec![
        fact("position", "front-right"),
        fact("damping", "gas"),
        fact("mount-type", "textured"),
        fact("system", "hydraulic"),
        fact("finish", "black"),
    ];
    product.descriptions = texts(
        "Amortisseur avant droit, référence 334194. Convient à Renault Clio 2 (1998-2012), Symbol (1999-2008), \
         Symbol 2 (2008-2013). À remplacer par paire, avec les butées.",
        "ممتص صدمات أمامي يمين. يركب على رينو كليو 2 وسمبول وسمبول 2. يستبدل زوجا.",
        "Front right shock absorber for Renault Clio 2, Symbol and Symbol 2. Replace in pairs.",
    );
    let cars = CARS.len() as u32..(CARS.len() + symbols().count()) as u32;
    let fitments =
        cars.map(|vehicle| Fitment { quantity: Some(1), conditions: None, ..fitment(vehicle) }).collect();
    ShelfProduct { product, fitments, price_points: history(154_900) }
}

fn fitment(vehicle: u32) -> Fitment {
    Fitment {
        vehicle,
        position: Some("front".to_owned()),
        quantity: Some(2),
        conditions: (vehicle == 0).then(|| "châssis jusqu’à 2016".to_owned()),
    }
}

fn history(price: i64) -> Vec<PricePoint> {
    [(400, price * 9 / 10), (200, price * 21 / 20), (30, price)]
        .map(|(days, minor)| PricePoint {
            valid_from: now() - TimeDelta::days(days),
            price_minor: Some(minor),
        })
        .into()
}

/// A part whose every text tries to break out of the page.
pub(crate) const HOSTILE: &str = "\"><script>alert('x')</script></script><img src=x onerror=alert(1)>";

fn hostile(clock: &Clock, number: u32, brand: &Brand, category: &Category) -> ShelfProduct {
    let mut product = blank(clock, number, "EVIL\"'<>-1", texts(HOSTILE, HOSTILE, HOSTILE));
    "evil".clone_into(&mut product.slug);
    product.brand_id = Some(brand.id);
    product.category_id = Some(category.id);
    product.descriptions = texts(HOSTILE, HOSTILE, HOSTILE);
    product.oe_numbers = vec![HOSTILE.to_owned(), "\u{202e}5620-1077".to_owned()];
    product.images = vec!["javascript:alert(1)".to_owned(), "data:text/html,<script>1</script>".to_owned()];
    product.cross_references = vec![CrossReference { brand: HOSTILE.to_owned(), number: HOSTILE.to_owned() }];
    product.specifications = vec![Specification {
        key: "width-mm".to_owned(),
        value: SpecificationValue::Text(HOSTILE.to_owned()),
    }];
    ShelfProduct { product, fitments: Vec::new(), price_points: Vec::new() }
}

fn blank(clock: &Clock, number: u32, sku: &str, names: LocalizedText) -> Product {
    let slug = kernel::text::slugify(&format!("{} {sku}", names.best(Locale::Fr)));
    Product {
        id: ProductId::new(clock),
        number,
        sku: sku.to_owned(),
        slug,
        names,
        descriptions: LocalizedText::default(),
        brand_id: None,
        category_id: None,
        price_minor: Some(10_000),
        regular_price_minor: None,
        cost_minor: None,
        gtin: None,
        specifications: Vec::new(),
        images: Vec::new(),
        oe_numbers: Vec::new(),
        cross_references: Vec::new(),
        stock_quantity: Some(5),
        on_order: false,
        popularity: 0,
        published_at: Some(now()),
        deleted_at: None,
        created_at: now(),
        updated_at: now(),
    }
}
