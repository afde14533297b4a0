//! Facets: which filters could still be set, and how many products each value would leave.
//!
//! Every facet is counted under all filters but its own. Small sets are walked
//! through the columns, large ones by what they leave out, all of the shop by
//! the sizes that the postings know.

use std::cmp::Reverse;

use kernel::Locale;

use crate::shelf::filter::{Condition, Field};
use crate::shelf::posting::Family;
use crate::{Matches, NumberSet, Snapshot};

/// Values of one facet that are shown, and specifications that are.
const VALUES_SHOWN: usize = 60;
const KEYS_SHOWN: usize = 16;

/// A filter that could be set, with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet<'a> {
    /// The parameter's name: "category", "brand", "inStock", "onOffer", or a specification's key.
    pub name: &'a str,
    /// Its values, most products first.
    pub values: Vec<FacetValue<'a>>,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue<'a> {
    /// As the parameter takes it.
    pub value: &'a str,
    /// As a shopper reads it, in the list's language.
    pub label: &'a str,
    /// Products with this value under all *other* filters.
    pub count: usize,
    /// Whether the filter is set to it.
    pub selected: bool,
}

impl Snapshot {
    /// Counts each facet's values among `within`, each facet under all conditions but its own;
    /// `all` is what is in `within` and meets all of them.
    pub(super) fn facets<'a>(
        &'a self,
        conditions: &[Condition<'a>],
        within: &Matches,
        all: &Matches,
        locale: Locale,
    ) -> Vec<Facet<'a>> {
        let base = |field: Field| {
            let set = conditions.iter().any(|condition| condition.field == field);
            let others = conditions.iter().filter(|condition| condition.field != field);
            set.then(|| self.all_of(within, others))
        };
        let chosen = |field: Field| {
            conditions.iter().find(|condition| condition.field == field).map_or(&[][..], |c| &c.chosen)
        };
        let mut facets = Vec::with_capacity(8);
        let own = base(Field::Category);
        facets.extend(self.category_facet(own.as_ref().unwrap_or(all), chosen(Field::Category), locale));
        let own = base(Field::Brand);
        facets.extend(self.brand_facet(own.as_ref().unwrap_or(all), chosen(Field::Brand)));
        for (field, name, members) in
            [(Field::InStock, "inStock", &self.in_stock), (Field::OnOffer, "onOffer", &self.on_offer)]
        {
            let selected = conditions.iter().any(|condition| condition.field == field);
            let own = base(field);
            let count = match own.as_ref().unwrap_or(all) {
                Matches::All => members.len(),
                Matches::Set(set) => set.intersection_len(members),
            };
            if count > 0 || selected {
                let value = FacetValue { value: "true", label: yes(locale), count, selected };
                facets.push(Facet { name, values: vec![value] });
            }
        }
        self.specification_facets(conditions, within, all, locale, &mut facets);
        facets
    }

    fn category_facet(&self, base: &Matches, chosen: &[u32], locale: Locale) -> Option<Facet<'_>> {
        let bound = self.tables.category_bound();
        let counts = self.tally(base, &self.category_family, bound, |numbers, counts| {
            for number in numbers.iter() {
                count_one(counts, self.columns.category(number));
            }
            // Children stand after their parents, so that going backwards carries every count to the top.
            for category in self.categories().iter().rev() {
                if let Some(parent) = self.tables.category_parent(category.number) {
                    counts[parent as usize] += counts[category.number as usize];
                }
            }
        });
        let values = self.categories().iter().map(|category| {
            let label = category.names.best(locale);
            value(&category.slug, label, &counts, category.number, chosen)
        });
        facet("category", values.collect())
    }

    fn brand_facet(&self, base: &Matches, chosen: &[u32]) -> Option<Facet<'_>> {
        let bound = self.tables.brand_bound();
        let counts = self.tally(base, &self.brand_family, bound, |numbers, counts| {
            for number in numbers.iter() {
                count_one(counts, self.columns.brand(number));
            }
        });
        let values =
            self.brands().iter().map(|brand| value(&brand.slug, &brand.name, &counts, brand.number, chosen));
        facet("brand", values.collect())
    }

    fn specification_facets<'a>(
        &'a self,
        conditions: &[Condition<'a>],
        within: &Matches,
        all: &Matches,
        locale: Locale,
        facets: &mut Vec<Facet<'a>>,
    ) {
        let mut by_key: Vec<Vec<FacetValue<'a>>> = vec![Vec::new(); self.dictionary.key_count()];
        let mut fill = |counts: &[u32], key: Option<u32>, skipped: &[u32], chosen: &[u32]| {
            for (number, count) in (0..).zip(counts) {
                if *count == 0 && !chosen.contains(&number) {
                    continue;
                }
                let (own_key, text) = self.dictionary.value_text(number);
                if key.is_some_and(|key| key != own_key) || skipped.contains(&own_key) {
                    continue;
                }
                let label = match text {
                    "true" => yes(locale),
                    "false" => no(locale),
                    text => text,
                };
                let selected = chosen.contains(&number);
                by_key[own_key as usize].push(FacetValue {
                    value: text,
                    label,
                    count: *count as usize,
                    selected,
                });
            }
        };
        let set_keys: Vec<(u32, &Condition<'_>)> = conditions
            .iter()
            .filter_map(|condition| match condition.field {
                Field::Specification(key) => Some((key, condition)),
                _ => None,
            })
            .collect();
        let skipped: Vec<u32> = set_keys.iter().map(|(key, _)| *key).collect();
        fill(&self.value_counts(all), None, &skipped, &[]);
        for (key, condition) in &set_keys {
            let others = conditions.iter().filter(|other| other.field != condition.field);
            let counts = self.value_counts(&self.all_of(within, others));
            fill(&counts, Some(*key), &[], &condition.chosen);
        }
        let mut shown: Vec<(u32, usize)> = (0..)
            .zip(&by_key)
            .filter(|(_, values)| !values.is_empty())
            .map(|(key, values)| (key, values.iter().map(|value| value.count).sum()))
            .collect();
        let rank = |entry: &(u32, usize)| {
            (!skipped.contains(&entry.0), Reverse(entry.1), self.dictionary.key_name(entry.0))
        };
        shown.sort_by(|a, b| rank(a).cmp(&rank(b)));
        shown.truncate(KEYS_SHOWN.max(skipped.len()));
        for (key, _) in shown {
            facets.extend(facet(self.dictionary.key_name(key), std::mem::take(&mut by_key[key as usize])));
        }
    }

    fn value_counts(&self, base: &Matches) -> Vec<u32> {
        self.tally(base, &self.value_family, self.dictionary.value_count(), |numbers, counts| {
            for number in numbers.iter() {
                for value in self.values.get(number) {
                    count_one(counts, *value);
                }
            }
        })
    }

    /// How many products of `base` each value of `family` has; `count` walks a set.
    fn tally(
        &self,
        base: &Matches,
        family: &Family,
        bound: usize,
        count: impl Fn(&NumberSet, &mut [u32]),
    ) -> Vec<u32> {
        let in_shop = |value: usize| family.count(value as u32) as u32;
        let set = match base {
            Matches::All => return (0..bound).map(in_shop).collect(),
            Matches::Set(set) => set,
        };
        let mut counts = vec![0; bound];
        if set.len() * 2 <= self.live.len() {
            count(set, &mut counts);
        } else {
            count(&self.live.without(set), &mut counts);
            for (value, count) in counts.iter_mut().enumerate() {
                *count = in_shop(value).saturating_sub(*count);
            }
        }
        counts
    }
}

fn count_one(counts: &mut [u32], value: u32) {
    if let Some(count) = counts.get_mut(value as usize) {
        *count += 1;
    }
}

fn value<'a>(slug: &'a str, label: &'a str, counts: &[u32], number: u32, chosen: &[u32]) -> FacetValue<'a> {
    let count = counts.get(number as usize).map_or(0, |count| *count as usize);
    FacetValue { value: slug, label, count, selected: chosen.contains(&number) }
}

/// The facet with those values that lead somewhere, most products first; `None` without any.
fn facet<'a>(name: &'a str, mut values: Vec<FacetValue<'a>>) -> Option<Facet<'a>> {
    values.retain(|value| value.count > 0 || value.selected);
    let rank = |a: &FacetValue<'a>, b: &FacetValue<'a>| {
        (!a.selected, Reverse(a.count), a.label).cmp(&(!b.selected, Reverse(b.count), b.label))
    };
    if values.len() > VALUES_SHOWN {
        // What is set is always shown, however few products it has.
        values.select_nth_unstable_by(VALUES_SHOWN - 1, rank);
        values.truncate(VALUES_SHOWN);
    }
    values.sort_unstable_by(|a, b| (Reverse(a.count), a.label).cmp(&(Reverse(b.count), b.label)));
    (!values.is_empty()).then_some(Facet { name, values })
}

const fn yes(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "Oui",
        Locale::Ar => "نعم",
        Locale::En => "Yes",
    }
}

const fn no(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "Non",
        Locale::Ar => "لا",
        Locale::En => "No",
    }
}
