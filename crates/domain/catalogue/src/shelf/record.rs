//! The texts and lists of one product, packed: one text, and numbers that say what stands where in it.

use kernel::{Locale, LocalizedText};

use crate::{ProductId, ShelfProduct};

/// Fields that are exactly one text: slug, SKU, GTIN, names, descriptions.
const SINGLE: usize = 9;
/// Words before the ends: flags, the id's four, and the counts of images, OE numbers and cross-references.
const HEAD: usize = 8;

/// A product's packed texts, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record<'a> {
    pub(super) text: &'a str,
    pub(super) words: &'a [u32],
}

/// Where [`Record::single`] finds a text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Single {
    Slug = 0,
    Sku = 1,
    Gtin = 2,
    Name = 3,
    Description = 6,
}

/// Packs a product's texts into `text` and `words`, which are cleared first.
pub(super) fn pack(record: &ShelfProduct, text: &mut String, words: &mut Vec<u32>) {
    text.clear();
    words.clear();
    let product = &record.product;
    let mut flags = u32::from(product.gtin.is_some());
    for locale in Locale::ALL {
        flags |= u32::from(product.names.get(locale).is_some()) << (1 + locale.index());
        flags |= u32::from(product.descriptions.get(locale).is_some()) << (4 + locale.index());
    }
    words.push(flags);
    words.extend(product.id.0.as_bytes().as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)));
    words.push(product.images.len() as u32);
    words.push(product.oe_numbers.len() as u32);
    words.push(product.cross_references.len() as u32);
    let mut add = |part: &str| {
        text.push_str(part);
        words.push(text.len() as u32);
    };
    add(&product.slug);
    add(&product.sku);
    add(product.gtin.as_deref().unwrap_or_default());
    for texts in [&product.names, &product.descriptions] {
        for locale in Locale::ALL {
            add(texts.get(locale).unwrap_or_default());
        }
    }
    product.images.iter().for_each(|image| add(image));
    product.oe_numbers.iter().for_each(|number| add(number));
    for reference in &product.cross_references {
        add(&reference.brand);
        add(&reference.number);
    }
}

impl<'a> Record<'a> {
    fn part(&self, index: usize) -> &'a str {
        let ends = self.words.get(HEAD..).unwrap_or_default();
        let start = if index == 0 { 0 } else { ends.get(index - 1).copied().unwrap_or(0) };
        let end = ends.get(index).copied().unwrap_or(0);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    fn word(&self, index: usize) -> u32 {
        self.words.get(index).copied().unwrap_or(0)
    }

    pub(super) fn id(&self) -> ProductId {
        let mut bytes = [0; 16];
        for (index, chunk) in bytes.as_chunks_mut::<4>().0.iter_mut().enumerate() {
            *chunk = self.word(1 + index).to_le_bytes();
        }
        ProductId(kernel::uuid::Uuid::from_bytes(bytes))
    }

    pub(super) fn single(&self, field: Single) -> &'a str {
        self.part(field as usize)
    }

    pub(super) fn gtin(&self) -> Option<&'a str> {
        (self.word(0) & 1 != 0).then(|| self.single(Single::Gtin))
    }

    /// The name or description in this language, else in the first that there is, as [`LocalizedText::best`].
    pub(super) fn localized(&self, field: Single, locale: Locale) -> &'a str {
        let first_flag = if matches!(field, Single::Name) { 1 } else { 4 };
        let written = |locale: Locale| self.word(0) & (1 << (first_flag + locale.index())) != 0;
        let chosen = if written(locale) {
            Some(locale)
        } else {
            Locale::ALL.into_iter().find(|other| written(*other))
        };
        chosen.map_or("", |locale| self.part(field as usize + locale.index()))
    }

    /// The name or description in each language.
    pub(super) fn in_all_locales(&self, field: Single) -> LocalizedText {
        let first_flag = if matches!(field, Single::Name) { 1 } else { 4 };
        let mut texts = LocalizedText::default();
        for locale in Locale::ALL {
            if self.word(0) & (1 << (first_flag + locale.index())) != 0 {
                *texts.slot(locale) = Some(self.part(field as usize + locale.index()).to_owned());
            }
        }
        texts
    }

    pub(super) fn images(self) -> impl Iterator<Item = &'a str> {
        let count = self.word(5) as usize;
        (SINGLE..SINGLE + count).map(move |index| self.part(index))
    }

    pub(super) fn oe_numbers(self) -> impl Iterator<Item = &'a str> {
        let start = SINGLE + self.word(5) as usize;
        (start..start + self.word(6) as usize).map(move |index| self.part(index))
    }

    /// Brand and number of each.
    pub(super) fn cross_references(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let start = SINGLE + (self.word(5) + self.word(6)) as usize;
        (0..self.word(7) as usize)
            .map(move |index| (self.part(start + 2 * index), self.part(start + 2 * index + 1)))
    }
}
