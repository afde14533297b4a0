//! Puts changes on the shelf: a new snapshot that shares with the old one all that did not change.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use kernel::text::part_number_key;
use rustc_hash::FxHasher;

use crate::search::SearchIndex;
use crate::shelf::columns::{NONE, Row};
use crate::shelf::dictionary::Detail;
use crate::shelf::hash_index::{HashIndex, hash_text};
use crate::shelf::posting::Family;
use crate::shelf::record::{Record, Single, pack};
use crate::shelf::snapshot::{FitmentRow, PriceRow};
use crate::shelf::tables::Tables;
use crate::shelf::version::Hashes;
use crate::{
    CatalogueError, CatalogueSettings, Fitment, NumberSet, ProductId, ShelfData, ShelfProduct, Snapshot,
};

impl Snapshot {
    /// Puts `data` on a new shelf, with its search index in memory.
    ///
    /// # Errors
    /// When the search index cannot be made.
    pub fn build(settings: CatalogueSettings, data: ShelfData) -> Result<Self, CatalogueError> {
        let search = Arc::new(SearchIndex::build(&settings, &data)?);
        let tables = Arc::new(Tables::new(data.brands, data.categories, data.vehicles));
        let mut writer = Writer::new(Arc::new(Self::empty(settings, tables, search)));
        for product in &data.products {
            writer.put(product.product.number, Some(product));
        }
        Ok(writer.finish())
    }

    /// The shelf after these products changed to what is given; `None` takes one off. Search stays as it is.
    #[must_use]
    pub fn after(&self, changes: &[(u32, Option<ShelfProduct>)]) -> Self {
        let mut writer = Writer::new(Arc::new(self.clone()));
        for (number, product) in changes {
            writer.put(*number, product.as_ref());
        }
        writer.finish()
    }

    pub(super) fn empty(settings: CatalogueSettings, tables: Arc<Tables>, search: Arc<SearchIndex>) -> Self {
        Self {
            settings,
            search,
            tables,
            dictionary: Arc::default(),
            live: Arc::default(),
            columns: super::columns::Columns::default(),
            records: super::records::Records::default(),
            values: super::chunked::Lists::default(),
            fitments: super::chunked::Lists::default(),
            prices: super::chunked::Lists::default(),
            in_stock: Arc::default(),
            on_offer: Arc::default(),
            brand_family: Family::default(),
            category_family: Family::default(),
            value_family: Family::default(),
            node_family: Family::default(),
            slugs: HashIndex::default(),
            part_numbers: HashIndex::default(),
            orders: super::orders::Orders::default(),
            sorted_lists: super::sorted_lists::SortedLists::default(),
            same_parts: super::same_parts::SameParts::default(),
            edition: super::version::Edition::default(),
            version: Hashes::default(),
        }
    }

    /// The id of the first product: the same shop has the same one from day to day.
    pub(super) fn first_id(&self) -> Option<ProductId> {
        self.live.iter().next().map(|number| self.record(number).id())
    }
}

/// A snapshot in the making.
#[derive(Debug)]
pub(super) struct Writer {
    old: Arc<Snapshot>,
    next: Snapshot,
    /// Numbers of what was put.
    moved: Vec<u32>,
    text: String,
    words: Vec<u32>,
}

impl Writer {
    pub(super) fn new(old: Arc<Snapshot>) -> Self {
        Self { next: Snapshot::clone(&old), old, moved: Vec::new(), text: String::new(), words: Vec::new() }
    }

    /// Puts the product with this number as it is now; a draft, a deleted one or `None` is taken off.
    ///
    /// Says whether search must read it again.
    pub(super) fn put(&mut self, number: u32, record: Option<&ShelfProduct>) -> bool {
        let record = record.filter(|r| r.product.published_at.is_some() && r.product.deleted_at.is_none());
        let old = self.next.columns.row(number);
        let Some(record) = record else {
            if let Some(old) = old {
                self.take_off(number, &old);
            }
            return old.is_some();
        };
        let brand = record.product.brand_id.and_then(|id| self.next.tables.brand_number(id));
        let category = record.product.category_id.and_then(|id| self.next.tables.category_number(id));
        let row = Row::new(record, brand.unwrap_or(NONE), category.unwrap_or(NONE), text_hash(record));
        let prices: Vec<PriceRow> = record
            .price_points
            .iter()
            .map(|point| (point.valid_from.timestamp_micros(), point.price_minor.unwrap_or(i64::MIN)))
            .collect();
        if self.next.prices.get(number) != prices.as_slice() {
            self.next.prices.set(number, &prices);
        }
        if old == Some(row) {
            return false;
        }
        self.moved.push(number);
        if old.is_none_or(|old| old.text_hash != row.text_hash) {
            self.put_texts(number, record, old.as_ref(), &row);
        } else {
            let (values, nodes) = (self.sorted_values(number), self.nodes(number));
            self.shift_lists(number, old.as_ref(), &row, (&values, &values), (&nodes, &nodes));
        }
        self.shift_columns(number, old.as_ref(), Some(&row));
        old.is_none_or(|old| {
            (old.text_hash, old.brand, old.category) != (row.text_hash, row.brand, row.category)
        })
    }

    /// The search index that goes with the snapshot.
    pub(super) fn search(&self) -> &SearchIndex {
        &self.next.search
    }

    pub(super) fn set_search(&mut self, search: SearchIndex) {
        self.next.search = Arc::new(search);
    }

    /// The id of the first product: the same shop has the same one from day to day.
    pub(super) fn first_id(&self) -> Option<ProductId> {
        self.next.first_id()
    }

    /// The new snapshot, in order.
    pub(super) fn finish(self) -> Snapshot {
        let Self { old, mut next, mut moved, .. } = self;
        moved.sort_unstable();
        moved.dedup();
        if moved.len() * 4 > next.live.len() {
            next.records.shrink();
            next.values.shrink();
            next.fitments.shrink();
            next.prices.shrink();
        }
        next.orders = next.orders_after(&old, &moved);
        next
    }

    fn put_texts(&mut self, number: u32, record: &ShelfProduct, old: Option<&Row>, row: &Row) {
        let (old_values, old_nodes) = (self.sorted_values(number), self.nodes(number));
        if old.is_some() {
            self.forget_names(number);
        }
        pack(record, &mut self.text, &mut self.words);
        self.next.records.set(number, Record { text: &self.text, words: &self.words });
        let values = self.value_numbers(record);
        self.next.values.set(number, &values);
        let fitments: Vec<FitmentRow> =
            record.fitments.iter().map(|fitment| (fitment.vehicle, self.detail_number(fitment))).collect();
        self.next.fitments.set(number, &fitments);
        let (values, nodes) = (self.sorted_values(number), self.nodes(number));
        self.next.slugs.insert(hash_text(&record.product.slug), number);
        for hash in part_number_hashes(&self.next, number) {
            self.next.part_numbers.insert(hash, number);
        }
        self.shift_lists(number, old, row, (&old_values, &values), (&old_nodes, &nodes));
    }

    fn take_off(&mut self, number: u32, old: &Row) {
        let (values, nodes) = (self.sorted_values(number), self.nodes(number));
        self.moved.push(number);
        self.forget_names(number);
        let hashes = old.hashes(number, self.next.settings.low_stock);
        let gone = (&[][..], Hashes::default());
        shift(&mut self.next.value_family, number, (&values, hashes), gone, 0);
        shift(&mut self.next.node_family, number, (&nodes, hashes), gone, 0);
        self.shift_columns(number, Some(old), None);
        self.next.records.set(number, Record { text: "", words: &[] });
        self.next.values.set(number, &[]);
        self.next.fitments.set(number, &[]);
        self.next.prices.set(number, &[]);
    }

    fn forget_names(&mut self, number: u32) {
        let slug = hash_text(self.next.record(number).single(Single::Slug));
        self.next.slugs.remove(slug, number);
        for hash in part_number_hashes(&self.next, number) {
            self.next.part_numbers.remove(hash, number);
        }
    }

    /// Moves the product between specification values and vehicles; each pair is before and after.
    fn shift_lists(
        &mut self,
        number: u32,
        old: Option<&Row>,
        row: &Row,
        values: (&[u32], &[u32]),
        nodes: (&[u32], &[u32]),
    ) {
        let low_stock = self.next.settings.low_stock;
        let before = old.map_or(Hashes::default(), |old| old.hashes(number, low_stock));
        let after = row.hashes(number, low_stock);
        let bound = self.next.live.bound().max(number + 1);
        shift(&mut self.next.value_family, number, (values.0, before), (values.1, after), bound);
        shift(&mut self.next.node_family, number, (nodes.0, before), (nodes.1, after), bound);
    }

    /// Moves the product between brands, categories and flags, and writes its columns.
    fn shift_columns(&mut self, number: u32, old: Option<&Row>, new: Option<&Row>) {
        let next = &mut self.next;
        let low_stock = next.settings.low_stock;
        let hashes = |row: Option<&Row>| row.map_or(Hashes::default(), |row| row.hashes(number, low_stock));
        let (before, after) = (hashes(old), hashes(new));
        next.version = next.version.plus(after).minus(before);
        set_member(&mut next.live, number, new.is_some());
        set_member(&mut next.in_stock, number, new.is_some_and(Row::in_stock));
        set_member(&mut next.on_offer, number, new.is_some_and(|row| row.regular().is_some()));
        let bound = next.live.bound();
        let brand = |row: Option<&Row>| row.map(|row| row.brand).filter(|brand| *brand != NONE);
        let (old_brand, new_brand) = (brand(old), brand(new));
        shift(
            &mut next.brand_family,
            number,
            (old_brand.as_slice(), before),
            (new_brand.as_slice(), after),
            bound,
        );
        let chain =
            |row: Option<&Row>| row.map_or(Vec::new(), |row| next.tables.category_chain(row.category));
        let (old_chain, new_chain) = (chain(old), chain(new));
        shift(&mut next.category_family, number, (&old_chain, before), (&new_chain, after), bound);
        next.columns.set(number, new.copied());
    }

    fn nodes(&self, number: u32) -> Vec<u32> {
        nodes_of(&self.next.tables, self.next.fitments.get(number))
    }

    fn sorted_values(&self, number: u32) -> Vec<u32> {
        let mut values = self.next.values.get(number).to_vec();
        values.sort_unstable();
        values
    }

    fn value_numbers(&mut self, record: &ShelfProduct) -> Vec<u32> {
        let mut numbers: Vec<u32> = Vec::with_capacity(record.product.specifications.len());
        for fact in &record.product.specifications {
            let known = self.next.dictionary.known_value(&fact.key, &fact.value);
            let number = known.unwrap_or_else(|| {
                Arc::make_mut(&mut self.next.dictionary).add_value(&fact.key, &fact.value)
            });
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        numbers
    }

    fn detail_number(&mut self, fitment: &Fitment) -> u32 {
        let detail = Detail {
            position: fitment.position.clone(),
            quantity: fitment.quantity,
            conditions: fitment.conditions.clone(),
        };
        let known = self.next.dictionary.known_detail(&detail);
        known.unwrap_or_else(|| Arc::make_mut(&mut self.next.dictionary).add_detail(detail))
    }
}

/// The nodes of the vehicle tree that hold one of these vehicles, ascending.
pub(super) fn nodes_of(tables: &Tables, fitments: &[FitmentRow]) -> Vec<u32> {
    let tree = tables.vehicle_tree();
    let mut nodes: Vec<u32> = fitments.iter().flat_map(|fitment| tree.nodes_of(fitment.0)).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

/// The hashes of all numbers under which somebody may know the part.
pub(super) fn part_number_hashes(snapshot: &Snapshot, number: u32) -> Vec<u32> {
    let record = snapshot.record(number);
    let crossed = record.cross_references().map(|reference| reference.1);
    let numbers = std::iter::once(record.single(Single::Sku)).chain(record.oe_numbers()).chain(crossed);
    numbers.map(part_number_key).filter(|key| key.len() > 3).map(|key| hash_text(&key)).collect()
}

/// Moves a product from the values `old` to the values `new`, both ascending, each with the product's hashes.
fn shift(family: &mut Family, number: u32, old: (&[u32], Hashes), new: (&[u32], Hashes), bound: u32) {
    for value in old.0 {
        if new.0.binary_search(value).is_ok() {
            family.move_hashes(*value, old.1, new.1);
        } else {
            family.remove(*value, number, old.1);
        }
    }
    for value in new.0.iter().filter(|value| old.0.binary_search(value).is_err()) {
        family.insert(*value, number, new.1, bound);
    }
}

pub(super) fn set_member(set: &mut Arc<NumberSet>, number: u32, member: bool) {
    if set.contains(number) == member {
        return;
    }
    let set = Arc::make_mut(set);
    if member {
        set.insert(number);
    } else {
        set.remove(number);
    }
}

/// Moves with every text, list and fitment of the product; made of content, never of local numbers.
fn text_hash(record: &ShelfProduct) -> u64 {
    let product = &record.product;
    let mut hasher = FxHasher::default();
    (&product.id.0, &product.sku, &product.slug, &product.names, &product.descriptions).hash(&mut hasher);
    (&product.gtin, &product.images, &product.oe_numbers).hash(&mut hasher);
    for reference in &product.cross_references {
        (&reference.brand, &reference.number).hash(&mut hasher);
    }
    for fact in &product.specifications {
        fact.key.hash(&mut hasher);
        match &fact.value {
            crate::SpecificationValue::Flag(flag) => flag.hash(&mut hasher),
            crate::SpecificationValue::Number(number) => number.to_bits().hash(&mut hasher),
            crate::SpecificationValue::Text(text) => text.hash(&mut hasher),
        }
    }
    for fitment in &record.fitments {
        (fitment.vehicle, &fitment.position, fitment.quantity, &fitment.conditions).hash(&mut hasher);
    }
    super::version::mix(hasher.finish())
}
