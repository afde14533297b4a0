//! Categories and brands as pages show them: a name, a picture, a count.

use catalogue::{Brand, Category};
use serde::Serialize;

use super::address;
use super::texts::group_digits;
use super::visit::Visit;

/// A category.
#[derive(Debug, Serialize)]
pub(crate) struct Tile<'a> {
    pub(crate) href: String,
    pub(crate) name: &'a str,
    /// The address of its drawing.
    pub(crate) picture: &'a str,
    pub(crate) count: String,
    pub(crate) children: Vec<Tile<'a>>,
}

impl<'a> Tile<'a> {
    /// A category without those in it.
    pub(crate) fn new(visit: &Visit<'a>, category: &'a Category) -> Self {
        Self {
            href: address::category(visit.locale, &category.slug),
            name: category.names.best(visit.locale),
            picture: visit.front.assets().drawing(category.drawing.as_deref()),
            count: count(visit, visit.snapshot.category_count(category.number)),
            children: Vec::new(),
        }
    }

    /// The categories within one, or at the top, that hold anything.
    pub(crate) fn within(visit: &Visit<'a>, parent: Option<u32>) -> Vec<Self> {
        let snapshot = visit.snapshot;
        let full = |category: &&Category| snapshot.category_count(category.number) > 0;
        snapshot.category_children(parent).filter(full).map(|category| Self::new(visit, category)).collect()
    }

    /// The categories at the top, each with those in it.
    pub(crate) fn shelves(visit: &Visit<'a>) -> Vec<Self> {
        let snapshot = visit.snapshot;
        let full = |category: &&Category| snapshot.category_count(category.number) > 0;
        let with_children = |category: &'a Category| Tile {
            children: Self::within(visit, Some(category.number)),
            ..Self::new(visit, category)
        };
        snapshot.category_children(None).filter(full).map(with_children).collect()
    }
}

/// A brand, a make, a model: something with a name and a page.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_field_names, reason = "templates say `name` of everything that has one")]
pub(crate) struct Name {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) count: String,
}

impl Name {
    /// A brand that sells `products` products here.
    pub(crate) fn of_brand(visit: &Visit<'_>, brand: &Brand, products: usize) -> Self {
        Self {
            href: address::brand(visit.locale, &brand.slug),
            name: brand.name.clone(),
            count: count(visit, products),
        }
    }
}

/// A count as the language writes it.
pub(crate) fn count(visit: &Visit<'_>, number: usize) -> String {
    let separator = if visit.locale == kernel::Locale::Fr { "\u{202f}" } else { "," };
    group_digits(number as i64, separator)
}

/// One step of the way from the home page.
#[derive(Debug, Serialize)]
pub(crate) struct Crumb {
    pub(crate) label: String,
    /// `None` for the page itself.
    pub(crate) href: Option<String>,
}

impl Crumb {
    /// The page itself.
    pub(crate) fn here(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }

    /// A page above.
    pub(crate) fn above(label: impl Into<String>, href: String) -> Self {
        Self { label: label.into(), href: Some(href) }
    }

    /// The way to a category; the last step is a link only if `linked`.
    pub(crate) fn to_category(visit: &Visit<'_>, number: u32, linked: bool) -> Vec<Self> {
        let mut way: Vec<Self> = visit
            .snapshot
            .category_path(number)
            .map(|step| {
                Self::above(step.names.best(visit.locale), address::category(visit.locale, &step.slug))
            })
            .collect();
        if let (false, Some(last)) = (linked, way.last_mut()) {
            last.href = None;
        }
        way
    }
}
