//! Versions: numbers that move when what they stand for is shown differently.
//!
//! Made of content alone, so that equal numbers mean equal data in every
//! process, before and after a restart. What is found moves apart from how it
//! is shown: a price changes a page that shows it, and seldom what else is found.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::shelf::posting::Family;
use crate::{ProductFilter, Snapshot};

/// Tells a snapshot from all others that this process has made. A copy has another one: it is made to be changed.
#[derive(Debug)]
pub(super) struct Edition(u64);

impl Default for Edition {
    fn default() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

impl Clone for Edition {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What a product adds to the versions of all that it is part of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hashes {
    /// Moves with all that decides where the product is found, in which order and among how many: not with
    /// its price, unless it goes on offer or off it.
    pub(super) found: u64,
    /// Moves with all that a list shows of it too.
    pub(super) listed: u64,
}

impl Hashes {
    pub(super) fn plus(self, other: Self) -> Self {
        Self { found: self.found.wrapping_add(other.found), listed: self.listed.wrapping_add(other.listed) }
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self { found: self.found.wrapping_sub(other.found), listed: self.listed.wrapping_sub(other.listed) }
    }

    const fn of(self, prices: bool) -> u64 {
        if prices { self.listed } else { self.found }
    }
}

impl Snapshot {
    /// Its own in this process, above 0: what was asked of it once is answered the same by the same edition, whatever
    /// was asked. No version: it says nothing to other processes, nor whether anything changed.
    pub fn edition(&self) -> u64 {
        self.edition.0
    }

    /// Moves with anything that the product's page shows of it; 0 when it is not for sale.
    pub fn product_version(&self, number: u32) -> u64 {
        let Some(row) = self.columns.row(number) else { return 0 };
        mix(row.page_hash(number, self.settings.low_stock) ^ self.tables.version())
    }

    /// Moves with anything that a list shows of these products.
    pub fn shown_version(&self, numbers: &[u32]) -> u64 {
        numbers.iter().fold(0, |sum, number| {
            let row = self.columns.row(*number);
            mix(sum ^ row.map_or(0, |row| row.list_hash(*number, self.settings.low_stock)))
        })
    }

    /// Moves when anything may be found differently anywhere: other products, in another order, others
    /// counted. With `prices` also when any price does.
    pub fn shop_version(&self, prices: bool) -> u64 {
        mix(self.version.of(prices) ^ self.tables.version() ^ self.search.synonyms.version())
    }

    /// [`Snapshot::shop_version`] for a list under this filter, sorted by price or not: what is elsewhere in
    /// the shop moves it only as far as it is counted.
    ///
    /// With one brand, category, vehicle or specification set only those products count. Facets leave their
    /// own filter out, so that with `facets` it takes two such filters to leave the rest of the shop aside.
    /// Under one brand, category or vehicle and nothing else, what a facet counts beyond the list is who is
    /// in what.
    pub fn list_version(&self, filter: &ProductFilter, facets: bool, by_price: bool) -> u64 {
        let prices = by_price || filter.by_price();
        let ProductFilter { brands, categories, vehicles, .. } = filter;
        let set = [brands, categories, vehicles].into_iter().filter(|slugs| !slugs.is_empty()).count();
        let only = ProductFilter {
            brands: brands.clone(),
            categories: categories.clone(),
            vehicles: vehicles.clone(),
            ..ProductFilter::default()
        };
        if facets && set == 1 && *filter == only {
            return mix(self.members_version(filter, false, prices) ^ mix(self.tree_version()));
        }
        self.members_version(filter, facets, prices)
    }

    fn members_version(&self, filter: &ProductFilter, facets: bool, prices: bool) -> u64 {
        let mut segments: Vec<u64> = Vec::new();
        let mut add = |hashes: Option<Vec<Hashes>>| {
            if let Some(hashes) = hashes {
                segments.push(hashes.into_iter().fold(0, |sum, hashes| mix(sum ^ hashes.of(prices))));
            }
        };
        let tables = &self.tables;
        add(narrowing(&self.brand_family, &filter.brands, |slug| Some(tables.brand_by_slug(slug)?.number)));
        add(narrowing(&self.category_family, &filter.categories, |slug| {
            Some(tables.category_by_slug(slug)?.number)
        }));
        add(narrowing(&self.node_family, &filter.vehicles, |slug| tables.vehicle_tree().by_slug(slug)));
        for (key, texts) in &filter.specifications {
            let Some(key) = self.dictionary.key_number(key) else { continue };
            let values = texts.iter().flat_map(|text| self.dictionary.values_written(key, text));
            add(Some(values.map(|value| self.value_family.hashes(value)).collect()));
        }
        let narrow = if facets { segments.len() > 1 } else { !segments.is_empty() };
        if !narrow {
            return self.shop_version(prices);
        }
        let members = segments.into_iter().fold(1, |sum, segment| mix(sum ^ segment));
        mix(members ^ tables.version() ^ self.search.synonyms.version())
    }

    /// Moves when brands, categories, vehicles or their product counts do.
    pub fn tree_version(&self) -> u64 {
        let families = [&self.brand_family, &self.category_family, &self.node_family];
        let counts =
            families.iter().fold(self.live.len() as u64, |sum, family| mix(sum ^ family.membership()));
        mix(counts ^ self.tables.version())
    }
}

fn narrowing(family: &Family, slugs: &[String], number: impl Fn(&str) -> Option<u32>) -> Option<Vec<Hashes>> {
    if slugs.is_empty() {
        return None;
    }
    let hashes = |slug: &String| number(slug).map_or(Hashes::default(), |number| family.hashes(number));
    Some(slugs.iter().map(hashes).collect())
}

/// Spreads a hash over all its bits (the finaliser of `SplitMix64`).
pub(super) fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
