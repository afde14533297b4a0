//! What sorts, filters and counts need of each product, by product number: a row for whoever wants one
//! product, columns for whoever walks many.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::shelf::chunked::Chunked;
use crate::shelf::version::{Hashes, mix};
use crate::{Availability, ShelfProduct};

/// No brand, no category.
pub(super) const NONE: u32 = u32::MAX;
const NO_PRICE: i64 = i64::MIN;
const NOT_COUNTED: u32 = u32::MAX;
const LIVE: u8 = 1;
const ON_ORDER: u8 = 2;

/// Numbers of one chunk.
const CHUNK: usize = 1024;
const ROWS_IN_CHUNK: usize = 256;

/// All rows, and the columns that are walked.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    rows: Chunked<Row, ROWS_IN_CHUNK>,
    price: Chunked<i64, CHUNK>,
    popularity: Chunked<u32, CHUNK>,
    brand: Chunked<u32, CHUNK>,
    category: Chunked<u32, CHUNK>,
}

/// One product's row, in one cache line: in a large shop each line that is read comes from memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(64))]
pub(super) struct Row {
    flags: u8,
    price: i64,
    regular: i64,
    stock: u32,
    pub(super) popularity: u32,
    /// Microseconds since 1970.
    pub(super) created_us: i64,
    /// Microseconds since 1970.
    pub(super) updated_us: i64,
    /// [`crate::Brand::number`], or [`NONE`].
    pub(super) brand: u32,
    /// [`crate::Category::number`], or [`NONE`].
    pub(super) category: u32,
    /// Moves with every text, specification and fitment.
    pub(super) text_hash: u64,
}

impl Row {
    /// Of a number that is not for sale.
    const NONE: Self = Self {
        flags: 0,
        price: NO_PRICE,
        regular: NO_PRICE,
        stock: NOT_COUNTED,
        popularity: 0,
        created_us: 0,
        updated_us: 0,
        brand: NONE,
        category: NONE,
        text_hash: 0,
    };

    /// `brand` and `category` are dense numbers or [`NONE`].
    pub(super) fn new(record: &ShelfProduct, brand: u32, category: u32, text_hash: u64) -> Self {
        let product = &record.product;
        Self {
            flags: LIVE | if product.on_order { ON_ORDER } else { 0 },
            price: product.price_minor.unwrap_or(NO_PRICE),
            regular: product.regular_price_minor.unwrap_or(NO_PRICE),
            stock: product.stock_quantity.map_or(NOT_COUNTED, |count| count.min(NOT_COUNTED - 1)),
            popularity: product.popularity,
            created_us: product.created_at.timestamp_micros(),
            updated_us: product.updated_at.timestamp_micros(),
            brand,
            category,
            text_hash,
        }
    }

    /// As it is kept on disk.
    pub(super) fn to_words(self) -> [u64; 8] {
        let pair = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
        [
            self.price as u64,
            self.regular as u64,
            self.created_us as u64,
            self.updated_us as u64,
            self.text_hash,
            pair(self.stock, self.popularity),
            pair(self.brand, self.category),
            u64::from(self.flags),
        ]
    }

    pub(super) fn from_words(words: [u64; 8]) -> Self {
        let [price, regular, created, updated, text_hash, stock, brand, flags] = words;
        Self {
            flags: flags as u8,
            price: price as i64,
            regular: regular as i64,
            stock: stock as u32,
            popularity: (stock >> 32) as u32,
            created_us: created as i64,
            updated_us: updated as i64,
            brand: brand as u32,
            category: (brand >> 32) as u32,
            text_hash,
        }
    }

    pub(super) fn price(&self) -> Option<i64> {
        (self.price != NO_PRICE).then_some(self.price)
    }

    /// The price before the offer, only if it is above the price.
    pub(super) fn regular(&self) -> Option<i64> {
        (self.regular > self.price && self.price != NO_PRICE).then_some(self.regular)
    }

    pub(super) fn stock(&self) -> Option<u32> {
        (self.stock != NOT_COUNTED).then_some(self.stock)
    }

    pub(super) fn availability(&self, low_stock: u32) -> Availability {
        Availability::of(self.stock(), self.flags & ON_ORDER != 0, low_stock)
    }

    pub(super) fn in_stock(&self) -> bool {
        self.stock().is_some_and(|count| count > 0)
    }

    /// What it adds to the versions of lists; exact piece counts move neither.
    pub(super) fn hashes(&self, number: u32, low_stock: u32) -> Hashes {
        let mut hasher = FxHasher::default();
        hasher.write_u32(number);
        hasher.write_u64(self.text_hash);
        hasher.write_u8(self.availability(low_stock) as u8);
        hasher.write_u8(u8::from(self.regular().is_some()));
        hasher.write_u32(self.popularity);
        hasher.write_i64(self.created_us);
        hasher.write_u32(self.brand);
        hasher.write_u32(self.category);
        let found = mix(hasher.finish());
        hasher.write_i64(self.price().unwrap_or(-1));
        hasher.write_i64(self.regular().unwrap_or(-1));
        Hashes { found, listed: mix(hasher.finish()) }
    }

    /// Moves with all that a list shows of the product or is sorted by.
    pub(super) fn list_hash(&self, number: u32, low_stock: u32) -> u64 {
        self.hashes(number, low_stock).listed
    }

    /// Moves with all that the product's own page shows.
    pub(super) fn page_hash(&self, number: u32, low_stock: u32) -> u64 {
        let mut hasher = FxHasher::default();
        hasher.write_u64(self.list_hash(number, low_stock));
        hasher.write_u32(self.stock);
        hasher.write_i64(self.updated_us);
        mix(hasher.finish())
    }
}

impl Columns {
    /// The product's row; `None` when it is not for sale.
    pub(super) fn row(&self, number: u32) -> Option<Row> {
        self.rows.get(number).filter(|row| row.flags & LIVE != 0)
    }

    /// Writes what differs; `None` takes the product off the shelf.
    pub(super) fn set(&mut self, number: u32, row: Option<Row>) {
        let old = self.row(number);
        if old != row {
            self.rows.set(number, row.unwrap_or(Row::NONE), Row::NONE);
        }
        let Some(row) = row else { return };
        macro_rules! write_changed {
            ($($column:ident, $empty:expr;)+) => {$(
                if old.is_none_or(|old| old.$column != row.$column) {
                    self.$column.set(number, row.$column, $empty);
                }
            )+};
        }
        write_changed! {
            price, NO_PRICE;
            popularity, 0;
            brand, NONE;
            category, NONE;
        }
    }

    pub(super) fn price(&self, number: u32) -> Option<i64> {
        self.price.get(number).filter(|price| *price != NO_PRICE)
    }

    pub(super) fn brand(&self, number: u32) -> u32 {
        self.brand.get(number).unwrap_or(NONE)
    }

    pub(super) fn category(&self, number: u32) -> u32 {
        self.category.get(number).unwrap_or(NONE)
    }

    pub(super) fn popularity(&self, number: u32) -> u32 {
        self.popularity.get(number).unwrap_or(0)
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.rows.heap_bytes()
            + self.price.heap_bytes()
            + [&self.popularity, &self.brand, &self.category].map(Chunked::heap_bytes).iter().sum::<usize>()
    }
}
