//! Brands and categories to choose from, as the shelf knows them.

use catalogue::{BrandId, Category, CategoryId, Snapshot};
use kernel::Locale;

use super::field::Choice;

/// All brands, by name.
pub(crate) fn brands(snapshot: &Snapshot) -> Vec<Choice> {
    let mut choices: Vec<Choice> = snapshot
        .brands()
        .iter()
        .map(|brand| Choice { value: brand.id.to_string(), label: brand.name.clone() })
        .collect();
    choices.sort_by_cached_key(|choice| kernel::text::fold(&choice.label));
    choices
}

/// All categories, each behind the one that holds it and under its whole path.
pub(crate) fn categories(snapshot: &Snapshot, locale: Locale) -> Vec<Choice> {
    fn walk(snapshot: &Snapshot, parent: Option<u32>, path: &str, locale: Locale, choices: &mut Vec<Choice>) {
        for category in snapshot.category_children(parent) {
            let name = category.names.best(locale);
            let label = if path.is_empty() { name.to_owned() } else { format!("{path} › {name}") };
            choices.push(Choice { value: category.id.to_string(), label: label.clone() });
            walk(snapshot, Some(category.number), &label, locale, choices);
        }
    }
    let mut choices = Vec::new();
    walk(snapshot, None, "", locale, &mut choices);
    choices
}

/// The name of a brand.
pub(crate) fn brand(snapshot: &Snapshot, id: BrandId) -> Option<&str> {
    snapshot.brands().iter().find(|brand| brand.id == id).map(|brand| brand.name.as_str())
}

/// A category by its id.
pub(crate) fn category(snapshot: &Snapshot, id: CategoryId) -> Option<&Category> {
    snapshot.categories().iter().find(|category| category.id == id)
}
