//! A mapping file: columns named by hand, and values for what a file leaves out.
//!
//! ```toml
//! [columns]
//! "Réf. fournisseur" = "sku"
//! "Ø mm" = "spec:diameter-mm"
//! "Commentaire interne" = "ignore"
//!
//! [defaults]
//! brand = "AirQualitee"
//! category = "Filtration > Habitacle"
//! ```

use std::collections::BTreeMap;

use serde::Deserialize;

use super::field::Field;

/// The target that leaves a column aside.
const IGNORE: &str = "ignore";

/// Which column carries which field. Fields are named as exports name their columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ImportMapping {
    columns: BTreeMap<String, String>,
    defaults: BTreeMap<String, String>,
}

/// Why a mapping file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// It is no TOML, or has other tables than `columns` and `defaults`.
    #[error("not a mapping file: {0}")]
    Syntax(String),
    /// No field has this name.
    #[error("{column:?} = {field:?}: there is no such field (exports show the names of all)")]
    UnknownField {
        /// The column, or `defaults`.
        column: String,
        /// What was written for it.
        field: String,
    },
}

impl ImportMapping {
    /// Reads a mapping file.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let mapping: Self =
            toml::from_str(text).map_err(|error| MappingError::Syntax(error.message().to_owned()))?;
        let of_columns = mapping.columns.iter().map(|(column, field)| (column.as_str(), field));
        let of_defaults = mapping.defaults.keys().map(|field| ("defaults", field));
        for (column, field) in of_columns.chain(of_defaults) {
            if field != IGNORE && Field::from_canonical(field).is_none() {
                return Err(MappingError::UnknownField { column: column.to_owned(), field: field.clone() });
            }
        }
        Ok(mapping)
    }

    /// The field of a column and how good its name is: as said here, else as the table of synonyms has it.
    pub(super) fn field(&self, header: &str) -> Option<(Field, usize)> {
        match self.columns.get(header.trim()) {
            Some(name) => Field::from_canonical(name).map(|field| (field, 0)),
            None => Field::from_header(header),
        }
    }

    /// The same, by the names of the fields.
    pub(crate) fn text_defaults(&self) -> impl Iterator<Item = (&str, &str)> {
        self.defaults.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Values for fields that a row leaves empty.
    pub(super) fn defaults(&self) -> impl Iterator<Item = (Field, &str)> {
        self.defaults.iter().filter_map(|(name, value)| Some((Field::from_canonical(name)?, value.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_names_fields_or_is_refused() {
        let mapping = ImportMapping::parse("[columns]\n\"Réf\" = \"sku\"\n\"Note\" = \"ignore\"").unwrap();
        assert_eq!(mapping.field(" Réf "), Some((Field::Plain("sku"), 0)));
        assert_eq!(mapping.field("Note"), None);
        assert_eq!(mapping.field("Prix"), Field::from_header("Prix"));
        assert!(matches!(
            ImportMapping::parse("[columns]\na = \"skuu\""),
            Err(MappingError::UnknownField { .. })
        ));
        assert!(matches!(ImportMapping::parse("[colums]"), Err(MappingError::Syntax(_))));
    }
}
