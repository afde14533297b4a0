//! Which field a column carries: canonical names, and the table of synonyms in three languages.

use std::sync::LazyLock;

use kernel::Locale;
use kernel::text::fold;
use rustc_hash::FxHashMap;

/// A field that a column of a table can carry. Names as in `data/columns.toml` and as exports write them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    Name(Option<Locale>),
    Description(Option<Locale>),
    /// A specification with this key.
    Specification(String),
    /// Any other, by its canonical name.
    Plain(&'static str),
}

const LOCALE_WORDS: [(&str, Locale); 15] = [
    ("francais", Locale::Fr),
    ("french", Locale::Fr),
    ("فرنسي", Locale::Fr),
    ("فرنسية", Locale::Fr),
    ("fr", Locale::Fr),
    ("arabe", Locale::Ar),
    ("arabic", Locale::Ar),
    ("عربي", Locale::Ar),
    ("عربية", Locale::Ar),
    ("ar", Locale::Ar),
    ("anglais", Locale::En),
    ("english", Locale::En),
    ("انجليزي", Locale::En),
    ("انجليزية", Locale::En),
    ("en", Locale::En),
];

const SPECIFICATION_PREFIXES: [&str; 4] = ["spec:", "spec_", "spécification:", "attribut:"];

/// Canonical name and rank of each folded synonym.
static SYNONYMS: LazyLock<FxHashMap<String, (&'static str, usize)>> = LazyLock::new(|| {
    let table: toml::Table = include_str!("../../data/columns.toml").parse().unwrap_or_default();
    let mut synonyms = FxHashMap::default();
    for (name, words) in table {
        let name: &'static str = name.leak();
        synonyms.insert(key_of(name), (name, 0));
        for (rank, word) in words.as_array().into_iter().flatten().enumerate() {
            synonyms.entry(key_of(word.as_str().unwrap_or_default())).or_insert((name, rank + 1));
        }
    }
    synonyms
});

impl Field {
    /// The field of this canonical name (`name_fr`, `spec:diameter-mm`, `sku`), as mapping files name it.
    pub(crate) fn from_canonical(name: &str) -> Option<Self> {
        if let Some(key) = name.strip_prefix("spec:") {
            return Some(Self::Specification(key.to_owned()));
        }
        let (base, locale) = match name.rsplit_once('_') {
            Some((base, code)) if let Ok(locale) = code.parse() => (base, Some(locale)),
            _ => (name, None),
        };
        let (canonical, rank) = SYNONYMS.get(&key_of(base)).copied()?;
        (rank == 0).then(|| Self::of(canonical, locale))
    }

    /// The field that a header names, and how good the name is (0 is best).
    pub(crate) fn from_header(header: &str) -> Option<(Self, usize)> {
        let trimmed = header.trim();
        for prefix in SPECIFICATION_PREFIXES {
            if let Some(start) = trimmed.get(..prefix.len())
                && fold(start) == fold(prefix)
            {
                return Some((Self::Specification(trimmed[prefix.len()..].trim().to_owned()), 0));
            }
        }
        let full = key_of(trimmed);
        let bare = trimmed.split(['(', '[']).next().map(key_of).unwrap_or_default();
        let with_locale = || {
            LOCALE_WORDS.iter().find_map(|(word, locale)| {
                let (name, rank) = SYNONYMS.get(full.strip_suffix(word)?)?;
                matches!(*name, "name" | "description").then(|| (Self::of(name, Some(*locale)), *rank))
            })
        };
        let arabic = trimmed.chars().any(|c| ('\u{621}'..='\u{64a}').contains(&c)).then_some(Locale::Ar);
        let plainly = |(name, rank): &(&'static str, usize)| (Self::of(name, arabic), *rank);
        SYNONYMS.get(&full).map(plainly).or_else(with_locale).or_else(|| SYNONYMS.get(&bare).map(plainly))
    }

    fn of(canonical: &'static str, locale: Option<Locale>) -> Self {
        match canonical {
            "name" => Self::Name(locale),
            "description" => Self::Description(locale),
            _ => match canonical.strip_prefix("spec:") {
                Some(key) => Self::Specification(key.to_owned()),
                None => Self::Plain(canonical),
            },
        }
    }

    /// The field of a document that it ends up in, as refusals name it.
    pub(crate) fn document_field(&self) -> &'static str {
        match self {
            Self::Name(_) => "names",
            Self::Description(_) => "descriptions",
            Self::Specification(_) => "specifications",
            Self::Plain(name) => match *name {
                "price" | "price_minor" => "priceMinor",
                "regular_price" | "regular_price_minor" => "regularPriceMinor",
                "cost" | "cost_minor" => "costMinor",
                "stock" => "stockQuantity",
                "oe_numbers" => "oeNumbers",
                "cross_references" => "crossReferences",
                "year_from" | "years" => "yearFrom",
                "year_to" => "yearTo",
                other => other,
            },
        }
    }

    /// Whether several columns may carry it.
    pub(crate) fn is_list(&self) -> bool {
        matches!(
            self,
            Self::Description(_)
                | Self::Plain("images" | "oe_numbers" | "cross_references" | "specifications" | "fitments")
        )
    }

    /// Whether a row that has only such fields beside its SKU continues the row before it.
    pub(crate) fn continues(&self) -> bool {
        match self {
            Self::Name(_) | Self::Description(_) => false,
            Self::Specification(_) => true,
            Self::Plain(name) => matches!(
                *name,
                "images"
                    | "oe_numbers"
                    | "cross_references"
                    | "specifications"
                    | "fitments"
                    | "make"
                    | "model"
                    | "generation"
                    | "series"
                    | "year_from"
                    | "year_to"
                    | "years"
                    | "engine"
                    | "fuel"
                    | "power_kw"
                    | "power_hp"
                    | "body"
                    | "drive"
                    | "transmission"
                    | "k_type"
                    | "aces_base_vehicle"
                    | "fitment_position"
                    | "fitment_quantity"
                    | "fitment_conditions"
            ),
        }
    }
}

/// A header as it is compared: folded, letters and digits only.
fn key_of(header: &str) -> String {
    // The hamza forms and the ta marbuta are written one way or the other.
    fold(header)
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ':')
        .map(|c| match c {
            'أ' | 'إ' | 'آ' => 'ا',
            'ة' => 'ه',
            'ى' => 'ي',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_three_languages_are_understood() {
        for (header, field) in [
            ("Référence", Field::Plain("sku")),
            ("Code article", Field::Plain("sku")),
            ("Prix (TND)", Field::Plain("price")),
            ("PRIX TTC", Field::Plain("price")),
            ("price_millimes", Field::Plain("price_minor")),
            ("name_ar", Field::Name(Some(Locale::Ar))),
            ("Nom (fr)", Field::Name(Some(Locale::Fr))),
            ("Désignation", Field::Name(None)),
            ("اسم المنتج", Field::Name(Some(Locale::Ar))),
            ("السعر", Field::Plain("price")),
            ("الكمية", Field::Plain("stock")),
            ("Description Arabic", Field::Description(Some(Locale::Ar))),
            ("spec:diameter-mm", Field::Specification("diameter-mm".into())),
            ("Couleur", Field::Specification("color".into())),
            ("year_from", Field::Plain("year_from")),
            ("body_type", Field::Plain("body")),
        ] {
            assert_eq!(Field::from_header(header).map(|(field, _)| field), Some(field), "{header}");
        }
        assert_eq!(Field::from_header("Humeur du jour"), None);
        assert_eq!(Field::from_canonical("name_fr"), Some(Field::Name(Some(Locale::Fr))));
        assert_eq!(Field::from_canonical("price_minor"), Some(Field::Plain("price_minor")));
    }
}
