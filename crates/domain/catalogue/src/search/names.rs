//! Names of categories, brands, makes and models, found by the beginnings of their words.

use super::analysis::{fold_word, spans};

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    /// The category with this number.
    Category(u32),
    /// The brand with this number.
    Brand(u32),
    /// The make or model at this place of the lexicon.
    Vehicle(u32),
}

/// Names in the order in which they are suggested.
#[derive(Debug, Default)]
pub(crate) struct NameIndex {
    names: Vec<Name>,
    /// Folded words and the places of the names that have them; ascending.
    words: Vec<(Box<str>, u32)>,
}

#[derive(Debug)]
struct Name {
    owner: Owner,
    words: Vec<Box<str>>,
}

impl NameIndex {
    /// Adds a name; [`NameIndex::finish`] makes it found.
    pub(super) fn add(&mut self, owner: Owner, name: &str) {
        let words = folded_words(name).map(|(_, word)| Box::from(word)).collect();
        self.names.push(Name { owner, words });
    }

    pub(super) fn finish(&mut self) {
        let words = (0..)
            .zip(&self.names)
            .flat_map(|(place, name)| name.words.iter().map(move |word| (word.clone(), place)));
        self.words = words.collect();
        self.words.sort_unstable();
    }

    /// Whose name has for each of the (folded) beginnings a word that begins so, in order.
    pub(crate) fn beginning_with(&self, beginnings: &[&str]) -> Vec<Owner> {
        let Some(rarest) = beginnings.iter().max_by_key(|beginning| beginning.len()) else {
            return Vec::new();
        };
        let from = self.words.partition_point(|(word, _)| **word < **rarest);
        let with_rarest = self.words[from..].iter().take_while(|(word, _)| word.starts_with(rarest));
        let mut places: Vec<u32> = with_rarest.map(|(_, place)| *place).collect();
        places.sort_unstable();
        places.dedup();
        let mut owners: Vec<Owner> = places
            .into_iter()
            .filter_map(|place| self.names.get(place as usize))
            .filter(|name| {
                beginnings.iter().all(|beginning| name.words.iter().any(|word| word.starts_with(beginning)))
            })
            .map(|name| name.owner)
            .collect();
        // The names of one category stand side by side.
        owners.dedup();
        owners
    }
}

/// The words of a label as they are compared, with the bytes where they stand.
pub(super) fn folded_words(label: &str) -> impl Iterator<Item = (std::ops::Range<usize>, String)> {
    spans(label).into_iter().map(|range| (range.clone(), fold_word(&label[range])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_beginning_must_begin_a_word_of_the_same_name() {
        let mut index = NameIndex::default();
        for (number, name) in [(1, "Plaquettes de frein"), (1, "فحمات الفرامل"), (2, "Filtre à huile")]
        {
            index.add(Owner::Category(number), name);
        }
        index.add(Owner::Brand(7), "Filtron");
        index.finish();
        let found = |beginnings: &[&str]| index.beginning_with(beginnings);
        assert_eq!(found(&["fil"]), [Owner::Category(2), Owner::Brand(7)]);
        assert_eq!(found(&["fr", "plaq"]), [Owner::Category(1)]);
        assert_eq!(found(&["فحم"]), [Owner::Category(1)]);
        assert_eq!(found(&["fr", "huile"]), []);
        assert_eq!(found(&[]), []);
    }
}
