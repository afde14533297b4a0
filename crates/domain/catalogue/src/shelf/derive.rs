//! What follows from records and columns: families, part numbers and slugs, made anew when they must be.

use std::sync::Arc;

use crate::shelf::apply::{nodes_of, part_number_hashes, set_member};
use crate::shelf::columns::NONE;
use crate::shelf::hash_index::{HashIndex, hash_text};
use crate::shelf::posting::Family;
use crate::shelf::record::Single;
use crate::shelf::tables::Tables;
use crate::shelf::version::Hashes;
use crate::{Snapshot, Trade};

impl Snapshot {
    /// The same products among other brands, categories and vehicles.
    pub(super) fn with_tables(&self, tables: Tables) -> Self {
        let mut next = self.clone();
        next.search = Arc::new(self.search.with_names(tables.search_names()));
        next.tables = Arc::new(tables);
        if !next.tables.same_category_tree(&self.tables) {
            next.category_family = Family::default();
        }
        if !next.tables.vehicle_tree().same_shape(self.tables.vehicle_tree()) {
            next.node_family = Family::default();
        }
        next.refill_families(self);
        next
    }

    /// The same products in a shop that trades otherwise.
    pub(super) fn with_trade(&self, trade: Trade) -> Self {
        let mut next = self.clone();
        trade.lay_over(&mut next.settings);
        if next.settings.low_stock == self.settings.low_stock {
            return next;
        }
        for family in
            [&mut next.brand_family, &mut next.category_family, &mut next.value_family, &mut next.node_family]
        {
            *family = Family::default();
        }
        next.version = Hashes::default();
        next.derive_all();
        next
    }

    /// Makes anew, from records and columns, all that follows from them.
    pub(super) fn derive_all(&mut self) {
        let this = &*self;
        let (slugs, part_numbers) = std::thread::scope(|scope| {
            let slugs = scope.spawn(|| this.derive_slugs());
            let part_numbers = this.derive_part_numbers();
            (slugs.join(), part_numbers)
        });
        self.part_numbers = part_numbers;
        self.slugs = slugs.unwrap_or_else(|_panicked| self.derive_slugs());
        let (low_stock, bound) = (self.settings.low_stock, self.live.bound());
        let live = Arc::clone(&self.live);
        for number in live.iter() {
            let Some(row) = self.columns.row(number) else { continue };
            let hashes = row.hashes(number, low_stock);
            self.version = self.version.plus(hashes);
            set_member(&mut self.in_stock, number, row.in_stock());
            set_member(&mut self.on_offer, number, row.regular().is_some());
            if row.brand != NONE {
                self.brand_family.insert(row.brand, number, hashes, bound);
            }
            for category in self.tables.category_chain(row.category) {
                self.category_family.insert(category, number, hashes, bound);
            }
            for value in self.values.get(number) {
                self.value_family.insert(*value, number, hashes, bound);
            }
            for node in nodes_of(&self.tables, self.fitments.get(number)) {
                self.node_family.insert(node, number, hashes, bound);
            }
        }
    }

    fn derive_slugs(&self) -> HashIndex {
        let slug = |number: u32| (hash_text(self.record(number).single(Single::Slug)), number);
        HashIndex::of(self.live.iter().map(slug).collect())
    }

    fn derive_part_numbers(&self) -> HashIndex {
        let hashes =
            |number: u32| part_number_hashes(self, number).into_iter().map(move |hash| (hash, number));
        HashIndex::of(self.live.iter().flat_map(hashes).collect())
    }

    /// Fills the families of categories and vehicles that were emptied because their tree changed.
    fn refill_families(&mut self, old: &Self) {
        let categories = self.category_family.is_empty() && !old.category_family.is_empty();
        let nodes = self.node_family.is_empty() && !old.fitments.is_empty();
        if !categories && !nodes {
            return;
        }
        let (low_stock, bound) = (self.settings.low_stock, self.live.bound());
        for number in old.live.iter() {
            let Some(row) = self.columns.row(number) else { continue };
            let hashes = row.hashes(number, low_stock);
            if categories {
                for category in self.tables.category_chain(row.category) {
                    self.category_family.insert(category, number, hashes, bound);
                }
            }
            if nodes {
                for node in nodes_of(&self.tables, self.fitments.get(number)) {
                    self.node_family.insert(node, number, hashes, bound);
                }
            }
        }
    }
}
