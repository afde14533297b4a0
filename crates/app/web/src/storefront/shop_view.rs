//! The shop as its pages show it: the profile in one language, phones to dial, hours by day.

use catalogue::CatalogueSettings;
use fluent_bundle::FluentArgs;
use kernel::Locale;
use serde::Serialize;

use super::profile::{Branch, OpeningHours, ShopProfile, Weekday};
use super::texts::Texts;

/// What every template knows as `shop`.
#[derive(Debug, Serialize)]
pub(crate) struct ShopView {
    name: String,
    tagline: String,
    phones: Vec<Phone>,
    whatsapp: bool,
    email: Option<String>,
    vehicles: bool,
    currency: &'static str,
    branches: Vec<BranchView>,
}

/// A telephone number.
#[derive(Debug, Serialize)]
struct Phone {
    dial: String,
    shown: String,
}

#[derive(Debug, Serialize)]
struct BranchView {
    name: String,
    address: String,
    city: String,
    phone: Option<Phone>,
    map: Option<String>,
    hours: Vec<HoursLine>,
}

/// The hours of a run of days; none = closed.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct HoursLine {
    days: String,
    spans: Vec<String>,
}

impl ShopView {
    /// The profile in one language.
    pub(crate) fn new(profile: &ShopProfile, catalogue: &CatalogueSettings, texts: &Texts) -> Self {
        let locale = texts.locale();
        Self {
            name: profile.called(locale).to_owned(),
            tagline: profile.tagline.best(locale).to_owned(),
            phones: profile.phones.iter().map(|number| phone(number)).collect(),
            whatsapp: profile.whatsapp.is_some(),
            email: profile.email.clone(),
            vehicles: catalogue.vehicles,
            currency: catalogue.currency.symbol(locale),
            branches: profile.branches.iter().map(|branch| branch_view(branch, texts)).collect(),
        }
    }
}

fn phone(number: &str) -> Phone {
    let dial = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    // Spaces that do not break keep a number on one line.
    Phone { dial, shown: number.replace(' ', "\u{a0}") }
}

fn branch_view(branch: &Branch, texts: &Texts) -> BranchView {
    let locale = texts.locale();
    let city = branch.city.best(locale);
    BranchView {
        name: branch.name.best(locale).to_owned(),
        address: branch.address.best(locale).to_owned(),
        city: branch.postal_code.iter().map(String::as_str).chain([city]).collect::<Vec<_>>().join(" "),
        phone: branch.phone.as_deref().map(phone),
        map: map_link(branch, locale),
        hours: hours_by_day(&branch.hours, texts),
    }
}

fn map_link(branch: &Branch, locale: Locale) -> Option<String> {
    let (latitude, longitude) = (branch.latitude?, branch.longitude?);
    let address = "https://www.openstreetmap.org/";
    let language = locale.as_str();
    Some(format!(
        "{address}?mlat={latitude}&mlon={longitude}&locale={language}#map=17/{latitude}/{longitude}"
    ))
}

/// One line for each run of days with the same hours, Monday first; closed days too.
fn hours_by_day(hours: &[OpeningHours], texts: &Texts) -> Vec<HoursLine> {
    if hours.is_empty() {
        return Vec::new();
    }
    let spans_of = |day: Weekday| -> Vec<String> {
        let covers = |run: &&OpeningHours| (run.from as u8..=run.to as u8).contains(&(day as u8));
        hours.iter().filter(covers).map(|run| format!("{}–{}", run.opens, run.closes)).collect()
    };
    let mut lines: Vec<(Weekday, Weekday, Vec<String>)> = Vec::new();
    for day in Weekday::ALL {
        let spans = spans_of(day);
        match lines.last_mut() {
            Some((_, last, same)) if *same == spans => *last = day,
            _ => lines.push((day, day, spans)),
        }
    }
    lines
        .into_iter()
        .map(|(first, last, spans)| HoursLine { days: days_between(first, last, texts), spans })
        .collect()
}

fn days_between(first: Weekday, last: Weekday, texts: &Texts) -> String {
    let first_name = texts.get(first.as_str());
    if first == last {
        return first_name.to_owned();
    }
    let mut arguments = FluentArgs::new();
    arguments.set("from", first_name);
    arguments.set("to", texts.get(last.as_str()));
    texts.format("to", &arguments)
}

/// A `wa.me` link that opens a chat with the shop and this text in it.
pub(crate) fn whatsapp_link(number: &str, text: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    format!("https://wa.me/{digits}?text={}", super::address::encode(text))
}
