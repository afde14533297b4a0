//! The filter of lists and searches, and its translation into sets of numbers.

use crate::shelf::nearest::nearest;
use crate::shelf::posting::{Family, Posting};
use crate::{CatalogueError, Matches, NumberSet, Snapshot};

/// Which products: several values of one filter mean "or", several filters "and".
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ProductFilter {
    /// Brand slugs.
    pub brands: Vec<String>,
    /// Category slugs, each with its descendants.
    pub categories: Vec<String>,
    /// Vehicle slugs of any level: make, model, generation or one vehicle.
    pub vehicles: Vec<String>,
    /// Lowest price, minor units, included.
    pub price_min_minor: Option<i64>,
    /// Highest price, minor units, included.
    pub price_max_minor: Option<i64>,
    /// Only what is in stock (or low).
    pub in_stock: bool,
    /// Only what is on offer.
    pub on_offer: bool,
    /// Specification key and the values that will do, as [`crate::FacetValue::value`] writes them.
    pub specifications: Vec<(String, Vec<String>)>,
}

impl ProductFilter {
    /// Whether prices decide what is found.
    pub fn by_price(&self) -> bool {
        self.price_min_minor.is_some() || self.price_max_minor.is_some()
    }
}

/// Which filter a condition comes from, so that its own facet can leave it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Brand,
    Category,
    Vehicle,
    Price,
    InStock,
    OnOffer,
    /// A specification's key, by its number in the dictionary.
    Specification(u32),
}

/// One filter that is set.
#[derive(Debug)]
pub(super) struct Condition<'a> {
    pub(super) field: Field,
    /// The chosen values' numbers in the field's family.
    pub(super) chosen: Vec<u32>,
    test: Test<'a>,
}

#[derive(Debug)]
enum Test<'a> {
    /// In one of these, which are the family's.
    Any(&'a Family, Vec<&'a Posting>),
    Member(&'a NumberSet),
    /// Priced from `.0` to `.1`.
    Price(i64, i64),
}

/// A brand, category, vehicle or specification, and its products.
#[derive(Debug)]
pub(super) struct OneValue<'a> {
    pub(super) posting: &'a Posting,
    /// Moves when its products, or anything that they are sorted by, do.
    pub(super) version: u64,
}

impl<'a> Condition<'a> {
    fn any(field: Field, chosen: Vec<u32>, family: &'a Family) -> Self {
        let postings = chosen.iter().filter_map(|value| family.get(*value)).collect();
        Self { field, chosen, test: Test::Any(family, postings) }
    }

    /// The value that is set, if it is the only one.
    pub(super) fn one_value(&self) -> Option<OneValue<'a>> {
        match (&self.test, self.chosen.as_slice()) {
            (Test::Any(family, _), [value]) => {
                Some(OneValue { posting: family.get(*value)?, version: family.hashes(*value).listed })
            }
            _ => None,
        }
    }
}

impl Snapshot {
    /// The products that `filter` matches.
    ///
    /// # Errors
    /// [`CatalogueError::InvalidQuery`] for an unknown slug, key or value.
    pub fn matching(&self, filter: &ProductFilter) -> Result<Matches, CatalogueError> {
        let conditions = self.conditions(filter)?;
        Ok(self.all_of(&Matches::All, conditions.iter()))
    }

    /// What is in `within` and meets all `conditions`.
    pub(super) fn all_of<'c, 'a: 'c>(
        &'a self,
        within: &Matches,
        conditions: impl Iterator<Item = &'c Condition<'a>>,
    ) -> Matches {
        let mut conditions: Vec<&Condition<'_>> = conditions.collect();
        // The smallest first, so that the others only look at what it leaves.
        conditions.sort_by_cached_key(|condition| self.size_of(condition));
        let mut set = match within {
            Matches::All => None,
            Matches::Set(set) => Some(set.clone()),
        };
        for condition in conditions {
            match &mut set {
                None => set = Some(self.members(condition)),
                Some(set) => self.keep(set, condition),
            }
        }
        set.map_or(Matches::All, Matches::Set)
    }

    fn size_of(&self, condition: &Condition<'_>) -> usize {
        match &condition.test {
            Test::Any(_, postings) => postings.iter().map(|posting| posting.len()).sum(),
            Test::Member(set) => set.len(),
            // Counting it exactly costs two binary searches; building it is what must be avoided.
            Test::Price(low, high) => self.priced_between(*low, *high).len(),
        }
    }

    fn members(&self, condition: &Condition<'_>) -> NumberSet {
        match &condition.test {
            Test::Any(_, postings) => {
                let mut set = NumberSet::with_bound(self.live.bound());
                for posting in postings {
                    posting.unite_into(&mut set);
                }
                set
            }
            Test::Member(set) => (*set).clone(),
            Test::Price(low, high) => {
                let mut set = NumberSet::with_bound(self.live.bound());
                self.priced_between(*low, *high).iter().for_each(|number| {
                    set.insert(*number);
                });
                set
            }
        }
    }

    fn keep(&self, set: &mut NumberSet, condition: &Condition<'_>) {
        match &condition.test {
            Test::Any(_, postings) => match postings.as_slice() {
                [posting] => posting.intersect_into(set),
                _ => set.intersect(&self.members(condition)),
            },
            Test::Member(other) => set.intersect(other),
            Test::Price(low, high) => {
                if set.len() < self.priced_between(*low, *high).len() {
                    set.retain(|number| {
                        self.columns.price(number).is_some_and(|p| (*low..=*high).contains(&p))
                    });
                } else {
                    set.intersect(&self.members(condition));
                }
            }
        }
    }

    fn priced_between(&self, low: i64, high: i64) -> &[u32] {
        let (priced, _) = self.priced_and_not();
        let below = |limit: i64| {
            priced.partition_point(|number| self.columns.price(*number).is_some_and(|price| price < limit))
        };
        let (start, end) = (below(low), high.checked_add(1).map_or(priced.len(), below));
        priced.get(start..end).unwrap_or_default()
    }

    /// The filters that are set.
    ///
    /// # Errors
    /// [`CatalogueError::InvalidQuery`] that names the field and the nearest right value.
    pub(super) fn conditions(&self, filter: &ProductFilter) -> Result<Vec<Condition<'_>>, CatalogueError> {
        let mut conditions = Vec::new();
        if !filter.brands.is_empty() {
            let chosen = numbers_of(
                &filter.brands,
                "brand",
                |slug| Some(self.brand(slug)?.number),
                || self.brands().iter().map(|brand| brand.slug.as_str()),
            )?;
            conditions.push(Condition::any(Field::Brand, chosen, &self.brand_family));
        }
        if !filter.categories.is_empty() {
            let number = |slug: &str| Some(self.category(slug)?.number);
            let chosen = numbers_of(&filter.categories, "category", number, || {
                self.categories().iter().map(|category| category.slug.as_str())
            })?;
            conditions.push(Condition::any(Field::Category, chosen, &self.category_family));
        }
        if !filter.vehicles.is_empty() {
            let tree = self.tables.vehicle_tree();
            let chosen = numbers_of(&filter.vehicles, "vehicle", |slug| tree.by_slug(slug), || tree.slugs())?;
            conditions.push(Condition::any(Field::Vehicle, chosen, &self.node_family));
        }
        if filter.price_min_minor.is_some() || filter.price_max_minor.is_some() {
            let (low, high) =
                (filter.price_min_minor.unwrap_or(i64::MIN), filter.price_max_minor.unwrap_or(i64::MAX));
            if low > high {
                return Err(invalid("priceMin", "it is above priceMax".to_owned()));
            }
            let test = Test::Price(low, high);
            conditions.push(Condition { field: Field::Price, chosen: Vec::new(), test });
        }
        if filter.in_stock {
            let test = Test::Member(&self.in_stock);
            conditions.push(Condition { field: Field::InStock, chosen: Vec::new(), test });
        }
        if filter.on_offer {
            let test = Test::Member(&self.on_offer);
            conditions.push(Condition { field: Field::OnOffer, chosen: Vec::new(), test });
        }
        for (key, texts) in &filter.specifications {
            conditions.push(self.specification_condition(key, texts)?);
        }
        Ok(conditions)
    }

    fn specification_condition(&self, key: &str, texts: &[String]) -> Result<Condition<'_>, CatalogueError> {
        let Some(number) = self.dictionary.key_number(key) else {
            let reason = unknown("filter", nearest(key, self.dictionary.key_names()));
            return Err(invalid(key, reason));
        };
        let mut chosen = Vec::new();
        for text in texts {
            let before = chosen.len();
            chosen.extend(self.dictionary.values_written(number, text));
            if chosen.len() == before {
                let near = nearest(text, self.dictionary.texts_of_key(number));
                return Err(invalid(key, unknown(&format!("value {:?}", shortened(text)), near)));
            }
        }
        Ok(Condition::any(Field::Specification(number), chosen, &self.value_family))
    }
}

fn numbers_of<'s, I: Iterator<Item = &'s str>>(
    slugs: &[String],
    field: &str,
    number: impl Fn(&str) -> Option<u32>,
    known: impl Fn() -> I,
) -> Result<Vec<u32>, CatalogueError> {
    let find = |slug: &String| {
        number(slug).ok_or_else(|| {
            let near = nearest(slug, known());
            invalid(field, unknown(&format!("{field} {:?}", shortened(slug)), near))
        })
    };
    slugs.iter().map(find).collect()
}

pub(super) fn invalid(field: &str, reason: String) -> CatalogueError {
    CatalogueError::InvalidQuery { field: shortened(field), reason }
}

fn unknown(what: &str, near: Option<&str>) -> String {
    match near {
        Some(near) => format!("no such {what}; the nearest is {near:?}"),
        None => format!("no such {what}"),
    }
}

/// What a caller wrote, short enough to be repeated to them.
fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}
