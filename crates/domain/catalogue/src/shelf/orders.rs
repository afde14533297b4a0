//! Presorted orders: all that is for sale, as arrays of product numbers.
//!
//! A batch of changes is merged in: places are found by binary search and
//! what lies between them is copied as it is. Only a batch that is large
//! beside the shop is sorted anew.

use std::sync::Arc;

use kernel::Locale;

use crate::shelf::collation::{push_letters, written};
use crate::shelf::sort_key::SortKey;
use crate::{Snapshot, Sort};

/// One array for each way of sorting; cheapest first read backwards is dearest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Orders {
    popularity: Arc<Vec<u32>>,
    newest: Arc<Vec<u32>>,
    price: Arc<Vec<u32>>,
    names: [Arc<Vec<u32>>; 3],
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
    fn array(&self, sort: Sort, locale: Locale) -> &Arc<Vec<u32>> {
        match sort {
            Sort::Popularity => &self.popularity,
            Sort::Newest => &self.newest,
            Sort::PriceAscending | Sort::PriceDescending => &self.price,
            Sort::Name => &self.names[locale.index()],
        }
    }

    pub(super) fn arrays(&self) -> [&Arc<Vec<u32>>; 6] {
        let [fr, ar, en] = &self.names;
        [&self.popularity, &self.newest, &self.price, fr, ar, en]
    }

    pub(super) fn from_arrays(arrays: [Arc<Vec<u32>>; 6]) -> Self {
        let [popularity, newest, price, fr, ar, en] = arrays;
        Self { popularity, newest, price, names: [fr, ar, en] }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.arrays().iter().map(|array| array.capacity() * 4).sum()
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
        let all = self.orders.array(sort, locale).as_slice();
        if sort != Sort::PriceDescending {
            return OrderView { first: all, reversed: false, then: &[] };
        }
        let (priced, on_request) = self.priced_and_not();
        OrderView { first: priced, reversed: true, then: on_request }
    }

    /// What has a price, cheapest first, and what has none.
    pub(super) fn priced_and_not(&self) -> (&[u32], &[u32]) {
        let all = self.orders.price.as_slice();
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

    fn merge_order(&self, old: &Self, sort: Sort, locale: Locale, moved: &[u32]) -> Arc<Vec<u32>> {
        let before = old.orders.array(sort, locale);
        if moved.len() > 1_000 && moved.len() > before.len() / 8 {
            return Arc::new(self.sorted(sort, locale));
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
            return Arc::clone(before);
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
        Arc::new(after)
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
