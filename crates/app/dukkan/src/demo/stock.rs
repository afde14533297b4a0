//! The stream of the shop's products: slots in their order, several brands each, round after round.

use std::collections::{HashSet, VecDeque};

use catalogue::ProductDocument;
use kernel::text::part_number_key;

use super::numbers::{brand_number, ean13};
use super::product::{Offer, Part};
use super::random::Random;
use super::sales::Sold;
use super::slots::{Slot, Slots};
use super::tables::Tables;

/// Endless; holds one slot's products at a time and 8 bytes for each number given out.
#[derive(Debug)]
pub(crate) struct Products<'a> {
    tables: &'a Tables,
    slots: &'a Slots,
    next_slot: usize,
    round: u64,
    ready: VecDeque<ProductDocument>,
    /// Numbers given out so far, by makers' group and place in it.
    given: Vec<Vec<u64>>,
    /// EANs given out so far, by brand.
    eans: Vec<u64>,
    /// Hashes of all stock numbers, so that no two products share one.
    taken: HashSet<u64>,
    /// How many products there were so far.
    made: u64,
}

impl<'a> Products<'a> {
    pub(super) fn new(tables: &'a Tables, slots: &'a Slots) -> Self {
        Self {
            tables,
            slots,
            next_slot: 0,
            round: 0,
            ready: VecDeque::new(),
            given: tables.makers.iter().map(|makers| vec![0; makers.brands.len()]).collect(),
            eans: vec![0; tables.brands.len()],
            taken: HashSet::new(),
            made: 0,
        }
    }

    fn stock_next_slot(&mut self) {
        if self.next_slot == self.slots.order.len() {
            self.next_slot = 0;
            self.round += 1;
        }
        let slot = self.slots.order[self.next_slot];
        let keys = [self.next_slot as u64, self.round];
        self.next_slot += 1;
        let makers = match slot {
            Slot::Sized { .. } if self.round > 0 => return,
            Slot::Sized { kind, .. } => self.tables.sized[kind].makers,
            Slot::Fitted { kind, .. } => self.tables.parts[kind].makers,
        };
        let mut random = Random::of(&[5, keys[0], keys[1]]);
        let offers = self.offers(makers, &mut random);
        let part = Part::of(self.tables, &self.slots.groups, slot, keys);
        let stocked = (2 + random.below(5)).min(offers.len());
        for offer in &offers[..stocked] {
            self.ready.push_back(part.product(self.tables, &offers, offer));
        }
    }

    /// The brands that make this part, the shop's own choice first, each with a fresh number.
    fn offers(&mut self, makers: usize, random: &mut Random) -> Vec<Offer> {
        let mut entries: Vec<(f64, usize)> = (0..self.tables.makers[makers].brands.len())
            .map(|place| (random.unit() + place as f64 * 0.06, place))
            .collect();
        entries.sort_by(|a, b| a.0.total_cmp(&b.0));
        entries.truncate(7);
        entries.into_iter().map(|(_, place)| self.offer(makers, place, random)).collect()
    }

    fn offer(&mut self, makers: usize, place: usize, random: &mut Random) -> Offer {
        let (brand, pattern) = self.tables.makers[makers].brands[place];
        let number = loop {
            let number = brand_number(pattern, (makers * 16 + place) as u64, self.given[makers][place]);
            self.given[makers][place] += 1;
            if self.taken.insert(fingerprint(brand, &number)) {
                break number;
            }
        };
        let gtin = random.chance(0.92).then(|| {
            let index = self.eans[brand];
            self.eans[brand] += 1;
            ean13(self.tables.brands[brand].ean_prefix, index)
        });
        Offer { brand, number, gtin }
    }
}

impl Iterator for Products<'_> {
    type Item = ProductDocument;

    fn next(&mut self) -> Option<ProductDocument> {
        while self.ready.is_empty() {
            self.stock_next_slot();
        }
        let mut product = self.ready.pop_front()?;
        let sold = Sold::of(self.tables, &product, 0, self.made);
        let (stock, seldom) = (sold.stock(), sold.is_seldom());
        product.stock_quantity = stock;
        // What goes seldom is got when somebody asks for it.
        if stock == Some(0) && seldom {
            product.on_order = Some(true);
        }
        self.made += 1;
        Some(product)
    }
}

/// FNV-1a of the brand and the number as it is compared.
fn fingerprint(brand: usize, number: &str) -> u64 {
    part_number_key(number)
        .bytes()
        .chain((brand as u64).to_le_bytes())
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}
