//! Versions: numbers that move when what they stand for is shown differently.
//!
//! Made of content alone, so that equal numbers mean equal data in every
//! process, before and after a restart.

use crate::shelf::posting::Family;
use crate::{ProductFilter, Snapshot};

impl Snapshot {
    /// Moves with anything that the product's page shows of it; 0 when it is not for sale.
    pub fn product_version(&self, number: u32) -> u64 {
        let Some(row) = self.columns.row(number) else { return 0 };
        mix(row.page_hash(number, self.settings.low_stock) ^ self.tables.version())
    }

    /// Moves when a list or a search under this filter may be shown differently, exact piece counts aside.
    ///
    /// With one brand, category, vehicle or specification set only those
    /// products count. Facets leave their own filter out, so that with
    /// `facets` it takes two such filters to leave the rest of the shop aside.
    pub fn filter_version(&self, filter: &ProductFilter, facets: bool) -> u64 {
        let mut segments: Vec<u64> = Vec::new();
        let mut add = |versions: Option<Vec<u64>>| {
            if let Some(versions) = versions {
                segments.push(versions.into_iter().fold(0, |sum, version| mix(sum ^ version)));
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
            add(Some(values.map(|value| self.value_family.version(value)).collect()));
        }
        let narrow = if facets { segments.len() > 1 } else { !segments.is_empty() };
        let shown = if narrow { segments.into_iter().fold(1, |sum, s| mix(sum ^ s)) } else { self.version };
        mix(shown ^ self.tables.version() ^ self.search.synonyms.version())
    }

    /// [`Snapshot::filter_version`] for a list alone, without a search.
    ///
    /// Under one brand, category or vehicle and nothing else, what a facet counts beyond the list is
    /// who is in what: a price elsewhere moves nothing.
    pub fn list_version(&self, filter: &ProductFilter, facets: bool) -> u64 {
        let ProductFilter { brands, categories, vehicles, .. } = filter;
        let set = [brands, categories, vehicles].into_iter().filter(|slugs| !slugs.is_empty()).count();
        let only = ProductFilter {
            brands: brands.clone(),
            categories: categories.clone(),
            vehicles: vehicles.clone(),
            ..ProductFilter::default()
        };
        if facets && set == 1 && *filter == only {
            return mix(self.filter_version(filter, false) ^ mix(self.tree_version()));
        }
        self.filter_version(filter, facets)
    }

    /// Moves when brands, categories, vehicles or their product counts do.
    pub fn tree_version(&self) -> u64 {
        let families = [&self.brand_family, &self.category_family, &self.node_family];
        let counts =
            families.iter().fold(self.live.len() as u64, |sum, family| mix(sum ^ family.membership()));
        mix(counts ^ self.tables.version())
    }
}

fn narrowing(family: &Family, slugs: &[String], number: impl Fn(&str) -> Option<u32>) -> Option<Vec<u64>> {
    if slugs.is_empty() {
        return None;
    }
    Some(slugs.iter().map(|slug| number(slug).map_or(0, |number| family.version(number))).collect())
}

/// Spreads a hash over all its bits (the finaliser of `SplitMix64`).
pub(super) fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
