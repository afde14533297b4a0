//! Presorted orders: all that is for sale, as arrays of product numbers.
//!
//! A batch of changes is merged in: places are found by binary search and
//! what lies between them is copied as it is. Only a batch that is large
//! beside the shop is sorted anew.

use std::sync::{Arc, OnceLock};

use kernel::Locale;

use crate::shelf::collation::{push_letters, written};
use crate::shelf::sort_key::SortKey;
use crate::{Snapshot, Sort};

/// One array for each way of sorting; cheapest first read backwards is dearest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Orders {
    popularity: Arc<Order>,
    newest: Arc<Order>,
    price: Arc<Order>,
    names: [Arc<Order>; 3],
}

/// All that is for sale, in one order.
#[derive(Debug, Default)]
pub(super) struct Order {
    numbers: Vec<u32>,
    /// By product number its place, made when somebody first asks.
    places: OnceLock<Vec<u32>>,
}

impl Order {
    fn of(numbers: Vec<u32>) -> Arc<Self> {
        Arc::new(Self { numbers, places: OnceLock::new() })
    }

    fn places(&self) -> &[u32] {
        self.places.get_or_init(|| {
            let bound = self.numbers.iter().max().map_or(0, |last| *last as usize + 1);
            let mut places = vec![u32::MAX; bound];
            for (place, number) in (0..).zip(&self.numbers) {
                places[*number as usize] = place;
            }
            places
        })
    }
}

/// Where products stand in an order: members of a small set are sorted by it without a look at them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'a> {
    places: &'a [u32],
    /// How many places, from the first on, are read backwards.
    reversed: u32,
}

impl Places<'_> {
    pub(super) fn of(&self, number: u32) -> u32 {
        let place = self.places.get(number as usize).copied().unwrap_or(u32::MAX);
        if place < self.reversed { self.reversed - 1 - place } else { place }
    }
}

/// One order as a list reads it: `first` (backwards if `reversed`), then `then`.
#[derive(Debug, Clone, Copy)]
pub(super) struct OrderView<'a> {
    first: &'a [u32],
    reversed: bool,
    then: &'a [u32],
}

impl OrderView<'_> {
    pub(super) fn len(&self) -> usize {
        self.first.len() + self.then.len()
    }

    pub(super) fn at(&self, index: usize) -> Option<u32> {
        match index.checked_sub(self.first.len()) {
            Some(rest) => self.then.get(rest).copied(),
            None if self.reversed => self.first.get(self.first.len() - 1 - index).copied(),
            None => self.first.get(index).copied(),
        }
    }

    /// The first place whose number does not satisfy `before`; those that do come first.
    pub(super) fn partition_point(&self, before: impl Fn(u32) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.at(middle).is_some_and(&before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

impl Orders {
    fn get(&self, sort: Sort, locale: Locale) -> &Arc<Order> {
        match sort {
            Sort::Popularity => &self.popularity,
            Sort::Newest => &self.newest,
            Sort::PriceAscending | Sort::PriceDescending => &self.price,
            Sort::Name => &self.names[locale.index()],
        }
    }

    fn all(&self) -> [&Order; 6] {
        let [fr, ar, en] = &self.names;
        [&self.popularity, &self.newest, &self.price, fr, ar, en].map(Arc::as_ref)
    }

    pub(super) fn arrays(&self) -> [&[u32]; 6] {
        self.all().map(|order| order.numbers.as_slice())
    }

    pub(super) fn from_arrays(arrays: [Vec<u32>; 6]) -> Self {
        let [popularity, newest, price, fr, ar, en] = arrays.map(Order::of);
        Self { popularity, newest, price, names: [fr, ar, en] }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let size = |order: &Order| order.numbers.capacity() + order.places.get().map_or(0, Vec::capacity);
        self.all().into_iter().map(|order| size(order) * 4).sum()
    }
}

impl Snapshot {
    /// The shop's locale for a list: the one asked for if it is the shop's, else its first.
    pub(crate) fn shop_locale(&self, asked: Option<Locale>) -> Locale {
        let locales = &self.settings.locales;
        asked
            .filter(|locale| locales.contains(locale))
            .or_else(|| locales.first().copied())
            .unwrap_or(Locale::Fr)
    }

    /// `locale` must be one of the shop's.
    pub(super) fn order(&self, sort: Sort, locale: Locale) -> OrderView<'_> {
        let all = self.orders.get(sort, locale).numbers.as_slice();
        if sort != Sort::PriceDescending {
            return OrderView { first: all, reversed: false, then: &[] };
        }
        let (priced, on_request) = self.priced_and_not();
        OrderView { first: priced, reversed: true, then: on_request }
    }

    /// Where products stand in [`Snapshot::order`].
    pub(super) fn places(&self, sort: Sort, locale: Locale) -> Places<'_> {
        let reversed = if sort == Sort::PriceDescending { self.priced_and_not().0.len() as u32 } else { 0 };
        Places { places: self.orders.get(sort, locale).places(), reversed }
    }

    /// What has a price, cheapest first, and what has none.
    pub(super) fn priced_and_not(&self) -> (&[u32], &[u32]) {
        let all = self.orders.price.numbers.as_slice();
        all.split_at(all.partition_point(|number| self.columns.price(*number).is_some()))
    }

    /// The orders after `moved` products came, went or changed from what they are in `old`.
    pub(super) fn orders_after(&self, old: &Self, moved: &[u32]) -> Orders {
        let locales = &self.settings.locales;
        let merge = |sort: Sort, locale: Locale| self.merge_order(old, sort, locale, moved);
        let name = |locale: Locale| {
            if locales.contains(&locale) { merge(Sort::Name, locale) } else { Arc::default() }
        };
        if moved.len() < 20_000 {
            return Orders {
                popularity: merge(Sort::Popularity, Locale::Fr),
                newest: merge(Sort::Newest, Locale::Fr),
                price: merge(Sort::PriceAscending, Locale::Fr),
                names: Locale::ALL.map(name),
            };
        }
        std::thread::scope(|scope| {
            let names = Locale::ALL.map(|locale| scope.spawn(move || name(locale)));
            let popularity = merge(Sort::Popularity, Locale::Fr);
            let newest = merge(Sort::Newest, Locale::Fr);
            let price = merge(Sort::PriceAscending, Locale::Fr);
            // A thread that panicked took its order with it; an empty one shows in every list at once.
            let names = names.map(|thread| thread.join().unwrap_or_default());
            Orders { popularity, newest, price, names }
        })
    }

    fn merge_order(&self, old: &Self, sort: Sort, locale: Locale, moved: &[u32]) -> Arc<Order> {
        let old_order = old.orders.get(sort, locale);
        let before = old_order.numbers.as_slice();
        if moved.len() > 1_000 && moved.len() > before.len() / 8 {
            return Order::of(self.sorted(sort, locale));
        }
        let old_view = old.order(sort, locale);
        let place = |key: &SortKey| {
            old_view.partition_point(|number| old.sort_key(sort, locale, number).is_some_and(|k| k < *key))
        };
        let mut gone: Vec<usize> = Vec::new();
        let mut come: Vec<(usize, SortKey, u32)> = Vec::new();
        for &number in moved {
            let (was, is) = (old.sort_key(sort, locale, number), self.sort_key(sort, locale, number));
            if was == is {
                continue;
            }
            gone.extend(was.map(|key| place(&key)));
            come.extend(is.map(|key| (place(&key), key, number)));
        }
        if gone.is_empty() && come.is_empty() {
            return Arc::clone(old_order);
        }
        gone.sort_unstable();
        come.sort_unstable();
        let mut after = Vec::with_capacity(before.len() + come.len() - gone.len());
        let (mut at, mut gone) = (0, gone.into_iter().peekable());
        let mut copy_to = |after: &mut Vec<u32>, end: usize| {
            while let Some(hole) = gone.next_if(|hole| *hole < end) {
                after.extend_from_slice(&before[at..hole]);
                at = hole + 1;
            }
            after.extend_from_slice(&before[at..end]);
            at = end;
        };
        for (place, _, number) in come {
            copy_to(&mut after, place);
            after.push(number);
        }
        copy_to(&mut after, before.len());
        Order::of(after)
    }

    fn sorted(&self, sort: Sort, locale: Locale) -> Vec<u32> {
        if sort == Sort::Name {
            return self.sorted_by_name(locale);
        }
        let key = |number: u32| self.sort_key(sort, locale, number).unwrap_or_default();
        let mut keyed: Vec<(i64, i64, u32, u32)> = self
            .live
            .iter()
            .map(|number| (key(number), number))
            .map(|(key, number)| (key.major, key.minor, key.tie, number))
            .collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|entry| entry.3).collect()
    }

    fn sorted_by_name(&self, locale: Locale) -> Vec<u32> {
        // All letters in one piece: a million small allocations would cost more than the sort.
        let names = |number: u32| self.name_of(number, locale);
        let mut letters: Vec<u8> =
            Vec::with_capacity(self.live.iter().map(|number| names(number).len()).sum());
        let mut keyed: Vec<(usize, u32, u32)> = Vec::with_capacity(self.live.len());
        for number in self.live.iter() {
            let start = letters.len();
            push_letters(names(number), locale, &mut letters);
            keyed.push((start, (letters.len() - start) as u32, number));
        }
        let slice = |entry: &(usize, u32, u32)| &letters[entry.0..entry.0 + entry.1 as usize];
        keyed.sort_unstable_by(|a, b| {
            let alike = || written(names(a.2)).cmp(written(names(b.2))).then(a.2.cmp(&b.2));
            slice(a).cmp(slice(b)).then_with(alike)
        });
        keyed.into_iter().map(|entry| entry.2).collect()
    }
}
