//! The search page: what was understood, what was found, and what to do when nothing was.

use catalogue::{
    ListQuery, QuerySense, Reading, SearchAnswer, VinReport, decode_vin, list_products, search_products,
};
use fluent_bundle::FluentArgs;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::PageError;
use super::address::{self, Pairs};
use super::head::{Head, Place};
use super::list::{Found, ListView, Wanted};
use super::row::Row;
use super::tile::Tile;
use super::visit::Visit;

/// Products shown when nothing was found.
const ALTERNATIVES: usize = 6;

#[derive(Debug, Serialize)]
struct SearchView<'a> {
    understood: Vec<Understood<'a>>,
    /// The car that was named and that nothing fits: what is shown is for others.
    unfit_car: Option<String>,
    literal: bool,
    literal_href: String,
    meant_href: String,
    /// Where it says more than the corrections that stand among what was understood.
    did_you_mean: Option<Meant>,
    ways: Vec<Way>,
    examples: Vec<Way>,
    whatsapp: Option<String>,
    alternatives: Vec<Row<'a>>,
    categories: Vec<Tile<'a>>,
}

/// One thing that was understood.
#[derive(Debug, Serialize)]
struct Understood<'a> {
    kind: &'a str,
    label: String,
}

#[derive(Debug, Serialize)]
struct Meant {
    text: String,
    href: String,
}

/// Another thing to try.
#[derive(Debug, Serialize)]
struct Way {
    label: String,
    href: String,
}

/// Writes the page.
pub(crate) fn page(visit: &Visit<'_>) -> Result<String, PageError> {
    let text = visit.typed();
    let mut wanted = Wanted::read(visit, catalogue::ProductFilter::default())?;
    let mut answer = search_products(visit.snapshot, &wanted.search_query(visit, text))?;
    // A vehicle in the text says more than the saved car; a number is looked for on all cars.
    let named = answer.reading.vehicle.is_some() || answer.reading.sense == QuerySense::PartNumber;
    if wanted.by_car && (named || answer.total == 0) {
        wanted.filter.vehicles.clear();
        wanted.by_car = false;
        wanted.car_allowed = false;
        answer = search_products(visit.snapshot, &wanted.search_query(visit, text))?;
    }
    let view = view(visit, text, &answer);
    let found = Found {
        products: if text.is_empty() {
            Vec::new()
        } else {
            answer.hits.iter().map(|hit| hit.product).collect()
        },
        total: answer.total,
        next_cursor: answer.next_cursor,
        facets: answer.facets,
    };
    let list = ListView::new(visit, String::new(), &wanted, found);
    let title = match text {
        "" => format!("{} | {}", visit.texts.get("search-title"), visit.shop_name()),
        text => format!("{text} | {}", visit.shop_name()),
    };
    let head = head(visit, text, title, list.total);
    let views = [("list", Value::from(Serde(&list))), ("search", Value::from(Serde(&view)))];
    Ok(visit.write("search.html", "search", &head, views)?)
}

/// Search engines read what was found for words alone; empty and filtered answers are for the shopper.
fn head(visit: &Visit<'_>, text: &str, title: String, total: usize) -> Head {
    let filtered = visit.query.0.iter().any(|(name, _)| name != "q");
    if text.is_empty() || total == 0 || filtered {
        return Head::private(title);
    }
    let mut arguments = FluentArgs::new();
    arguments.set("name", text);
    arguments.set("count", total);
    arguments.set("shop", visit.shop_name());
    let description = visit.texts.format("list-description", &arguments);
    let path = address::search(visit.locale, text);
    Head::public(title, description, &Place { path: &path, ..visit.place() })
}

fn view<'a>(visit: &'a Visit<'_>, text: &str, answer: &SearchAnswer<'a>) -> SearchView<'a> {
    let texts = visit.texts;
    let base = visit.query.without(&["cursor", "literal"]);
    let empty = answer.total == 0 || text.is_empty();
    let example = |key: &str| Way {
        label: texts.get(key).to_owned(),
        href: address::search(visit.locale, texts.get(key)),
    };
    SearchView {
        understood: understood(visit, &answer.reading, text),
        unfit_car: unfit_car(&answer.reading),
        literal: visit.query.get("literal").is_some(),
        literal_href: base.clone().with("literal", "true").on(visit.path),
        meant_href: base.on(visit.path),
        did_you_mean: answer
            .did_you_mean
            .as_ref()
            .filter(|meant| **meant != as_corrected(text, &answer.reading))
            .map(|meant| Meant { text: meant.clone(), href: address::search(visit.locale, meant) }),
        ways: if empty { ways(visit, text, &answer.reading) } else { Vec::new() },
        examples: ["example-part", "example-number", "example-derja"].map(example).into(),
        whatsapp: visit.whatsapp(&texts.with("whatsapp-search", "query", text)),
        alternatives: if empty { alternatives(visit, answer) } else { Vec::new() },
        categories: if empty { Tile::within(visit, None) } else { Vec::new() },
    }
}

fn as_corrected(text: &str, reading: &Reading) -> String {
    let meant = |word| reading.corrections.iter().find(|one| one.typed == word).map(|one| one.meant.as_str());
    text.split(' ').map(|word| meant(word).unwrap_or(word)).collect::<Vec<_>>().join(" ")
}

fn unfit_car(reading: &Reading) -> Option<String> {
    reading.vehicle.as_ref().filter(|_| reading.vehicle_ignored).map(|vehicle| vehicle.label.clone())
}

fn understood<'a>(visit: &'a Visit<'_>, reading: &Reading, text: &str) -> Vec<Understood<'a>> {
    let texts = visit.texts;
    let mut parts = Vec::new();
    let mut say = |key: &'a str, label: String| parts.push(Understood { kind: texts.get(key), label });
    match reading.sense {
        QuerySense::PartNumber => say("understood-number", text.to_owned()),
        QuerySense::Vin => say("understood-vin", text.to_uppercase()),
        QuerySense::Everything | QuerySense::Words => {}
    }
    let named = [
        ("understood-vehicle", reading.vehicle.as_ref().filter(|_| !reading.vehicle_ignored)),
        ("understood-brand", reading.brand.as_ref()),
        ("understood-category", reading.category.as_ref()),
    ];
    for (key, named) in named {
        if let Some(named) = named {
            say(key, named.label.clone());
        }
    }
    for correction in &reading.corrections {
        say("understood-corrected", format!("{} → {}", correction.typed, correction.meant));
    }
    // What a recognised category or the corrections already say is not said twice.
    let label = as_corrected(&reading.words.join(" "), reading);
    let corrected: Vec<&str> = reading.corrections.iter().map(|one| one.meant.as_str()).collect();
    let said =
        reading.category.is_some() || parts.is_empty() || label.is_empty() || label == corrected.join(" ");
    if !said && reading.sense == QuerySense::Words {
        parts.push(Understood { kind: texts.get("understood-part"), label });
    }
    if !reading.excluded.is_empty() {
        parts.push(Understood { kind: texts.get("understood-without"), label: reading.excluded.join(" ") });
    }
    if !reading.left_out.is_empty() {
        parts.push(Understood { kind: texts.get("understood-left-out"), label: reading.left_out.join(" ") });
    }
    parts
}

/// What else to try when nothing was found.
fn ways(visit: &Visit<'_>, text: &str, reading: &Reading) -> Vec<Way> {
    let texts = visit.texts;
    let mut ways = Vec::new();
    if reading.sense == QuerySense::Vin
        || decode_vin(visit.snapshot, text).is_ok_and(|report| plausible(&report))
    {
        let href = Pairs::default().with("vin", text).on(&format!("/{}/vin", visit.locale));
        ways.push(Way { label: texts.get("read-vin").to_owned(), href });
    }
    if visit.query.0.iter().any(|(name, _)| name != "q" && name != "car") {
        let href = address::search(visit.locale, text);
        ways.push(Way { label: texts.get("without-filters").to_owned(), href });
    }
    if reading.words.len() > 1 {
        for word in reading.words.iter().filter(|word| word.chars().count() > 2).take(3) {
            let label = texts.with("only-words", "words", word);
            ways.push(Way { label, href: address::search(visit.locale, word) });
        }
    }
    ways
}

fn plausible(report: &VinReport) -> bool {
    report.make.is_some()
}

/// What others ask for, in the category that was recognised if there is one.
fn alternatives<'a>(visit: &'a Visit<'_>, answer: &SearchAnswer<'_>) -> Vec<Row<'a>> {
    let mut query = ListQuery { limit: ALTERNATIVES, locale: Some(visit.locale), ..ListQuery::default() };
    if let Some(category) = &answer.reading.category {
        query.filter.categories.clone_from(&category.slugs);
    }
    query.filter.in_stock = true;
    list_products(visit.snapshot, &query).map(|page| Row::all(visit, page.products)).unwrap_or_default()
}
