//! The product's page: what it is, what it costs, whether it fits, what else goes.

mod fitment;
mod history;

use std::borrow::Cow;

use catalogue::{Availability, ProductRef, related};
use fluent_bundle::FluentArgs;
use minijinja::value::Value;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::address;
use super::car::Fit;
use super::chooser::make_options;
use super::head::{Head, script_json};
use super::list::facts;
use super::row::Row;
use super::tile::Crumb;
use super::visit::Visit;
use super::{StorefrontError, structured};
use fitment::FitmentMake;
use history::History;

/// Related products of each kind that the page shows.
const RELATED: usize = 6;

#[derive(Debug, Serialize)]
struct ProductView<'a> {
    crumbs: Vec<Crumb>,
    slug: &'a str,
    href: String,
    name: &'a str,
    brand: Option<&'a str>,
    brand_href: Option<String>,
    sku: &'a str,
    oe_numbers: Vec<&'a str>,
    references: Vec<Reference<'a>>,
    picture: Cow<'a, str>,
    drawn: bool,
    /// The picture itself, where it is no drawing.
    picture_href: Option<String>,
    /// For screens of twice the density, of a picture that was made here.
    picture_twice: Option<String>,
    more_images: Vec<Picture>,
    price: Option<String>,
    regular_price: Option<String>,
    saving: Option<String>,
    stock: &'static str,
    stock_text: String,
    when: Option<String>,
    fits: Option<Fits>,
    makes: Option<Value>,
    whatsapp: Option<String>,
    description: Vec<&'a str>,
    specifications: Vec<facts::Line>,
    fitment: Vec<FitmentMake>,
    fitment_note: Option<String>,
    fitment_count: usize,
    fitment_query: Option<String>,
    fitment_rest: bool,
    history: Option<History>,
    same: Vec<Row<'a>>,
    related: Vec<Row<'a>>,
}

/// One of the pictures beside the first.
#[derive(Debug, Serialize)]
struct Picture {
    href: String,
    small: String,
}

/// Another brand's numbers for the same part.
#[derive(Debug, Serialize)]
struct Reference<'a> {
    brand: &'a str,
    numbers: Vec<&'a str>,
}

/// The answer to "does it fit my car?".
#[derive(Debug, Serialize)]
struct Fits {
    answer: &'static str,
    icon: &'static str,
    heading: String,
    detail: Option<String>,
    href: Option<String>,
}

/// Writes the page.
pub(crate) fn page(visit: &Visit<'_>, product: ProductRef<'_>) -> Result<String, StorefrontError> {
    let view = view(visit, product);
    let head = head(visit, product, &view);
    visit.render("product.html", "product", &head, "product", &view)
}

fn view<'a>(visit: &'a Visit<'_>, product: ProductRef<'a>) -> ProductView<'a> {
    let locale = visit.locale;
    let row = Row::new(visit, product);
    let related = related(visit.snapshot, product.number(), RELATED);
    let fits = fits(visit, product);
    let choosing = fits.as_ref().is_some_and(|fits| fits.answer == "choose");
    let fitment = fitment::of(visit, product);
    let saving = product.regular_price().zip(product.price()).map(|(before, now)| {
        let percent = (before.minor - now.minor) * 100 / before.minor.max(1);
        visit.texts.with("saving", "percent", &percent.to_string())
    });
    ProductView {
        crumbs: crumbs(visit, product),
        slug: row.slug,
        href: row.href,
        name: row.name,
        brand: row.brand,
        brand_href: product.brand().map(|brand| address::brand(locale, &brand.slug)),
        sku: row.sku,
        oe_numbers: product.oe_numbers().collect(),
        references: references(product),
        picture: row.picture,
        drawn: row.drawn,
        picture_href: product.images().find_map(address::picture),
        picture_twice: product
            .images()
            .find(|image| address::picture(image).is_some())
            .and_then(|image| address::picture(&catalogue::picture_for(image, 800)?)),
        more_images: product
            .images()
            .filter_map(|image| {
                Some(Picture { href: address::picture(image)?, small: address::picture_for(image, 128)? })
            })
            .skip(1)
            .take(7)
            .collect(),
        price: row.price,
        regular_price: row.regular_price,
        saving,
        stock: row.stock,
        stock_text: stock_text(visit, product),
        when: when(visit, product),
        fits,
        makes: choosing.then(|| make_options(visit)),
        whatsapp: whatsapp(visit, product),
        description: product.description(locale).lines().filter(|line| !line.trim().is_empty()).collect(),
        specifications: specifications(visit, product),
        fitment_note: fitment.note,
        fitment_count: fitment.count,
        fitment_query: visit.query.get("fit").filter(|text| *text != "*").map(str::to_owned),
        fitment_rest: fitment.rest,
        fitment: fitment.makes,
        history: history::of(visit, product),
        same: Row::all(visit, related.same_part),
        related: Row::all(visit, related.same_vehicles),
    }
}

fn crumbs(visit: &Visit<'_>, product: ProductRef<'_>) -> Vec<Crumb> {
    product.category().map(|category| Crumb::to_category(visit, category.number, true)).unwrap_or_default()
}

fn references(product: ProductRef<'_>) -> Vec<Reference<'_>> {
    let mut references: Vec<Reference<'_>> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for reference in product.cross_references() {
        let place = *places.entry(reference.brand).or_insert_with(|| {
            references.push(Reference { brand: reference.brand, numbers: Vec::new() });
            references.len() - 1
        });
        references[place].numbers.push(reference.number);
    }
    references
}

fn specifications(visit: &Visit<'_>, product: ProductRef<'_>) -> Vec<facts::Line> {
    let mut lines: Vec<facts::Line> =
        product.specifications().map(|fact| facts::line(visit.texts, fact.key, fact.value)).collect();
    if let Some(gtin) = product.gtin() {
        lines.push(facts::Line { label: visit.texts.get("gtin").to_owned(), value: gtin.to_owned() });
    }
    lines
}

fn stock_text(visit: &Visit<'_>, product: ProductRef<'_>) -> String {
    let texts = visit.texts;
    match (product.availability(), product.stock_quantity()) {
        (Availability::InStock, Some(pieces)) => texts.count("stock-in-stock-count", pieces as usize),
        (Availability::InStock, None) => texts.get("stock-in-stock").to_owned(),
        (Availability::Low, pieces) => texts.count("stock-low", pieces.unwrap_or(1) as usize),
        (Availability::OnOrder, _) => texts.get("stock-on-order").to_owned(),
        (Availability::Out, _) => texts.get("stock-out").to_owned(),
    }
}

/// When it can be had.
fn when(visit: &Visit<'_>, product: ProductRef<'_>) -> Option<String> {
    let texts = visit.texts;
    match product.availability() {
        Availability::InStock | Availability::Low => Some(texts.get("when-here").to_owned()),
        Availability::OnOrder => {
            visit.front.profile().order_days.map(|days| texts.count("when-ordered", usize::from(days)))
        }
        Availability::Out => Some(texts.get("when-out").to_owned()),
    }
}

fn fits(visit: &Visit<'_>, product: ProductRef<'_>) -> Option<Fits> {
    let texts = visit.texts;
    if !visit.snapshot.settings().vehicles {
        return None;
    }
    let Some(car) = &visit.car else {
        // A part without a list of cars needs no choice that could not be answered.
        product.fitments().next()?;
        return Some(Fits {
            answer: "choose",
            icon: "car",
            heading: texts.get("fits-choose").to_owned(),
            detail: None,
            href: None,
        });
    };
    let answer = car.fit(&product);
    let (icon, key) = match answer {
        Fit::Yes => ("check", "fits-yes"),
        Fit::No => ("close", "fits-no"),
        Fit::Unknown => ("question", "fits-unknown"),
    };
    let detail = match answer {
        Fit::Yes => fitment::detail(visit, product, &car.slug),
        Fit::No => None,
        Fit::Unknown => Some(texts.get("fits-unknown-why").to_owned()),
    };
    let href = match product.category() {
        Some(category) => address::category(visit.locale, &category.slug),
        None => address::vehicle(visit.locale, &car.slug),
    };
    Some(Fits {
        answer: answer.as_str(),
        icon,
        heading: texts.with(key, "car", &car.short),
        detail,
        href: Some(href),
    })
}

/// The order as a message: name, number, price, car and address of the page.
fn whatsapp(visit: &Visit<'_>, product: ProductRef<'_>) -> Option<String> {
    let texts = visit.texts;
    let price = product.price().map(|price| price.format(visit.locale));
    let mut lines = vec![
        texts.get(if price.is_some() { "whatsapp-order" } else { "whatsapp-ask" }).to_owned(),
        product.name(visit.locale).to_owned(),
        texts.with("whatsapp-sku", "sku", product.sku()),
    ];
    lines.extend(price.map(|price| texts.with("whatsapp-price", "price", &price)));
    lines.extend(visit.car.as_ref().map(|car| texts.with("whatsapp-car", "car", &car.label)));
    lines.push(format!("{}{}", visit.front.public_url(), address::product(visit.locale, product.slug())));
    visit.whatsapp(&lines.join("\n"))
}

fn head(visit: &Visit<'_>, product: ProductRef<'_>, view: &ProductView<'_>) -> Head {
    let texts = visit.texts;
    let shop = visit.shop_name();
    let title = match view.brand.filter(|brand| !view.name.contains(*brand)) {
        Some(brand) => format!("{} {brand} {} | {shop}", view.name, view.sku),
        None => format!("{} {} | {shop}", view.name, view.sku),
    };
    let mut arguments = FluentArgs::new();
    arguments.set("name", view.name);
    arguments.set("sku", view.sku);
    arguments.set("price", view.price.as_deref().unwrap_or(texts.get("price-ask")));
    arguments.set("stock", view.stock_text.as_str());
    arguments.set("shop", shop);
    let description = texts.format("product-description", &arguments);
    let picture = structured::picture(visit, product);
    let url = [visit.front.public_url(), &view.href].concat();
    let data = structured::product(visit, product, &url, &view.crumbs, &description);
    Head {
        kind: "product",
        data: Some(script_json(&data)),
        picture: Some(picture),
        hidden: visit.query.get("fit").is_some(),
        ..Head::public(title, description, &visit.place())
    }
}
