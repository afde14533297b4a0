//! What else a shopper of one product may want.

use kernel::text::{is_part_number, part_number_key};

use crate::shelf::apply::nodes_of;
use crate::shelf::columns::NONE;
use crate::shelf::hash_index::hash_text;
use crate::shelf::record::Single;
use crate::{NumberSet, ProductRef, Snapshot, Sort};

/// Numbers of so few characters are shared by chance.
const SHORT_NUMBER: usize = 3;

/// Products that are related to one.
#[derive(Debug, Clone, Default)]
pub struct Related<'a> {
    /// The same part from other brands: they share an OE number or refer to each other.
    pub same_part: Vec<ProductRef<'a>>,
    /// Of the same category, for the same vehicles; most popular first.
    pub same_vehicles: Vec<ProductRef<'a>>,
}

/// What is related to the product with this number; at most `limit` of each kind.
pub fn related(snapshot: &Snapshot, number: u32, limit: usize) -> Related<'_> {
    let Some(row) = snapshot.columns.row(number) else { return Related::default() };
    let same_part = snapshot.same_part(number);
    let mut others = NumberSet::default();
    if row.category != NONE
        && let Some(category) = snapshot.category_family.get(row.category)
    {
        for node in nodes_of(&snapshot.tables, snapshot.fitments.get(number)) {
            if let Some(fitting) = snapshot.node_family.get(node).filter(|_| snapshot.is_vehicle(node)) {
                fitting.unite_into(&mut others);
            }
        }
        category.intersect_into(&mut others);
        others.remove(number);
        others.retain(|other| !same_part.contains(other));
    }
    let products = |numbers: Vec<u32>| {
        numbers.into_iter().filter_map(|number| snapshot.product_by_number(number)).collect()
    };
    Related {
        same_part: products(snapshot.most_popular(&same_part, limit)),
        same_vehicles: products(snapshot.most_popular(&others, limit)),
    }
}

impl Snapshot {
    /// Products that share a number with this one: an OE number, a cross-reference, or one's SKU that the
    /// other refers to. Two shops' SKUs alone cannot be equal.
    pub(super) fn same_part(&self, number: u32) -> NumberSet {
        let mut same = NumberSet::default();
        for own in self.part_numbers_of(number) {
            let key = part_number_key(own);
            if key.len() <= SHORT_NUMBER {
                continue;
            }
            for other in self.part_numbers.candidates(hash_text(&key)) {
                let mut theirs = self.part_numbers_of(other);
                if other != number && !same.contains(other) && theirs.any(|text| is_part_number(text, &key)) {
                    same.insert(other);
                }
            }
        }
        same
    }

    /// Its SKU, its OE numbers and the other brands' numbers for it, as printed.
    fn part_numbers_of(&self, number: u32) -> impl Iterator<Item = &str> {
        let record = self.record(number);
        let crossed = record.cross_references().map(|reference| reference.1);
        std::iter::once(record.single(Single::Sku)).chain(record.oe_numbers()).chain(crossed)
    }

    fn most_popular(&self, set: &NumberSet, limit: usize) -> Vec<u32> {
        let matches = crate::Matches::Set(set.clone());
        self.numbers_after(&matches, Sort::Popularity, kernel::Locale::Fr, None, limit)
    }

    fn is_vehicle(&self, node: u32) -> bool {
        self.tables.vehicle_tree().is_vehicle(node)
    }
}
