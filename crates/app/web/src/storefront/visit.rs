//! One visit to a page: its language, its words, the shelf as it is now, the shopper's car.

use std::cell::RefCell;

use catalogue::Snapshot;
use kernel::Locale;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::address::{self, Pairs};
use super::car::{Car, garage};
use super::head::{Head, Place};
use super::shop_view::whatsapp_link;
use super::texts::Texts;
use super::{Storefront, StorefrontError};

/// What a page is made from.
pub(crate) struct Visit<'a> {
    pub(crate) front: &'a Storefront,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) locale: Locale,
    pub(crate) texts: &'a Texts,
    /// With the language, without the query: "/fr/p/x".
    pub(crate) path: &'a str,
    pub(crate) query: Pairs,
    pub(crate) car: Option<Car>,
    /// All cars that the device remembers, the chosen one first.
    pub(crate) garage: Vec<String>,
    /// Numbers of the products of which the page shows a row.
    pub(crate) shown: RefCell<Vec<u32>>,
}

/// The top of every page.
#[derive(Debug, Serialize)]
struct Top<'a> {
    query: &'a str,
    car: Option<TopCar<'a>>,
    back: String,
    vehicle_href: String,
    languages: Vec<Language>,
    whatsapp: Option<String>,
    place: &'static str,
}

#[derive(Debug, Serialize)]
struct TopCar<'a> {
    slug: &'a str,
    label: &'a str,
    href: String,
}

#[derive(Debug, Serialize)]
struct Language {
    code: &'static str,
    short: &'static str,
    name: &'static str,
    href: String,
    current: bool,
}

impl<'a> Visit<'a> {
    /// A visit to `path` (which begins with its language).
    pub(crate) fn new(
        front: &'a Storefront,
        snapshot: &'a Snapshot,
        locale: Locale,
        path: &'a str,
        raw_query: &str,
        cookies: Option<&str>,
    ) -> Self {
        let garage = if snapshot.settings().vehicles { garage(cookies) } else { Vec::new() };
        let texts = front.texts(locale);
        let car = garage.first().and_then(|slug| Car::find(snapshot, texts, slug));
        Self {
            front,
            snapshot,
            locale,
            texts,
            path,
            query: Pairs::read(raw_query),
            car,
            garage,
            shown: RefCell::default(),
        }
    }

    /// Where the page stands.
    pub(crate) fn place(&self) -> Place<'_> {
        Place {
            public_url: self.front.public_url(),
            path: self.path,
            locale: self.locale,
            locales: self.front.locales(),
        }
    }

    /// What the shop is called.
    pub(crate) fn shop_name(&self) -> &str {
        self.front.profile().called(self.locale)
    }

    /// A `wa.me` link with this text, if the shop takes orders there.
    pub(crate) fn whatsapp(&self, text: &str) -> Option<String> {
        self.front.profile().whatsapp.as_deref().map(|number| whatsapp_link(number, text))
    }

    /// The page itself as a form may lead back to it.
    pub(crate) fn back(&self) -> String {
        self.query.on(self.path)
    }

    /// Writes the page; `name` is what the template calls `view`.
    pub(crate) fn render(
        &self,
        template: &str,
        place: &'static str,
        head: &Head,
        name: &str,
        view: impl Serialize,
    ) -> Result<String, StorefrontError> {
        self.write(template, place, head, [(name, Value::from(Serde(view)))])
    }

    /// Writes a page whose template knows several views.
    pub(crate) fn write<const VIEWS: usize>(
        &self,
        template: &str,
        place: &'static str,
        head: &Head,
        views: [(&str, Value); VIEWS],
    ) -> Result<String, StorefrontError> {
        let around = [("head", Value::from(Serde(head))), ("top", Value::from(Serde(self.top(place))))];
        let context = Value::from_pairs(around.into_iter().chain(views));
        self.front
            .pages(self.locale)
            .render(template, context)
            .map_err(|source| StorefrontError::Template { name: template.to_owned(), source })
    }

    /// What stands in the search box, without what nobody sees around it: blanks, control characters, and the marks of
    /// direction and joining that come with Arabic text.
    pub(crate) fn typed(&self) -> &str {
        let is_mark = |c| matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        let unseen = |c: char| c.is_whitespace() || c.is_control() || is_mark(c);
        self.query.get("q").unwrap_or("").trim_matches(unseen)
    }

    fn top(&self, place: &'static str) -> Top<'_> {
        let back = self.back();
        let vehicle_href = format!("/{}/vehicle?back={}", self.locale, address::encode(&back));
        Top {
            query: self.typed(),
            car: self.car.as_ref().map(|car| TopCar {
                slug: &car.slug,
                label: &car.short,
                href: address::vehicle(self.locale, &car.slug),
            }),
            languages: self.languages(&back),
            whatsapp: self.whatsapp(self.texts.get("write-us")),
            back,
            vehicle_href,
            place,
        }
    }

    fn languages(&self, back: &str) -> Vec<Language> {
        let tail = back.get(3..).unwrap_or("");
        let locales = self.front.locales().iter();
        locales
            .map(|locale| {
                let (short, name) = match locale {
                    Locale::Fr => ("FR", "Français"),
                    Locale::Ar => ("ع", "العربية"),
                    Locale::En => ("EN", "English"),
                };
                Language {
                    code: locale.as_str(),
                    short,
                    name,
                    href: format!("/{locale}{tail}"),
                    current: *locale == self.locale,
                }
            })
            .collect()
    }
}
