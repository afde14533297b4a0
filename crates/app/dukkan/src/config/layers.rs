//! Lays file, environment and flags over one another and remembers which won.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

use super::Config;
use super::unknown_key;

/// The file that is read when no flag names another.
const DEFAULT_FILE: &str = "dukkan.toml";
/// How the variables of the environment begin.
const PREFIX: &str = "DUKKAN_";
/// Variables of the tests, which are no configuration.
const TEST_PREFIX: &str = "DUKKAN_TEST_";

/// What the command line says, by dotted key.
pub(crate) type Flags = Vec<(&'static str, Value)>;

/// The configuration in force, and which layer each key came from ("default" if none).
#[derive(Debug)]
pub(crate) struct Loaded {
    pub config: Config,
    pub sources: BTreeMap<String, String>,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    #[error("the configuration file {path} cannot be read")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("the configuration file {path} is wrong: {reason}")]
    File { path: PathBuf, reason: String },
    #[error("the environment variable {name} is wrong: {reason}")]
    Variable { name: String, reason: String },
    #[error("the option --{name} is wrong: {reason}")]
    Flag { name: String, reason: String },
}

/// Reads `file` (or `dukkan.toml` if it is there), `variables` and `flags`.
pub(crate) fn load(
    file: Option<&Path>,
    variables: impl IntoIterator<Item = (String, String)>,
    flags: Flags,
) -> Result<Loaded, ConfigError> {
    let mut merged = Table::new();
    let mut sources = BTreeMap::new();
    if let Some((path, table)) = read_file(file)? {
        note(&table, "", &format!("file {}", path.display()), &mut sources);
        overlay(&mut merged, table);
    }
    let mut variables: Vec<_> = variables
        .into_iter()
        .filter(|(name, _)| name.starts_with(PREFIX) && !name.starts_with(TEST_PREFIX))
        .collect();
    variables.sort();
    for (name, text) in variables {
        let key = name[PREFIX.len()..].to_lowercase().replace("__", ".").replace('_', "-");
        let value = fitting_value(&merged, &key, &text)
            .map_err(|reason| ConfigError::Variable { name: name.clone(), reason })?;
        set(&mut merged, &key, value);
        sources.insert(key, format!("environment {name}"));
    }
    for (key, value) in flags {
        set(&mut merged, key, value);
        read(&merged).map_err(|reason| ConfigError::Flag { name: key.to_owned(), reason })?;
        sources.insert(key.to_owned(), format!("option --{key}"));
    }
    let config =
        read(&merged).map_err(|reason| ConfigError::File { path: PathBuf::from(DEFAULT_FILE), reason })?;
    Ok(Loaded { config, sources })
}

fn read_file(named: Option<&Path>) -> Result<Option<(PathBuf, Table)>, ConfigError> {
    let path = named.unwrap_or(Path::new(DEFAULT_FILE)).to_owned();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => return Ok(None),
        Err(source) => return Err(ConfigError::Unreadable { path, source }),
    };
    // Read as what it must become, so that an error says in which line.
    if let Err(error) = toml::from_str::<Config>(&text) {
        let reason = unknown_key::explain(&error);
        return Err(ConfigError::File { path, reason });
    }
    let table = toml::from_str(&text)
        .map_err(|error| ConfigError::File { path: path.clone(), reason: error.to_string() })?;
    Ok(Some((path, table)))
}

/// The text as the key's type wants it: a text, else a TOML value, else a list parted by commas.
fn fitting_value(merged: &Table, key: &str, text: &str) -> Result<Value, String> {
    let as_text = Value::String(text.to_owned());
    let as_toml =
        toml::from_str::<Table>(&format!("value = {text}")).ok().and_then(|mut t| t.remove("value"));
    let as_list = text.split(',').map(|item| Value::String(item.trim().to_owned())).collect();
    let mut reason = String::new();
    for candidate in [Some(as_text), as_toml, Some(Value::Array(as_list))].into_iter().flatten() {
        let mut tried = merged.clone();
        set(&mut tried, key, candidate.clone());
        match read(&tried) {
            Ok(_) => return Ok(candidate),
            Err(error) if reason.is_empty() => reason = error,
            Err(_) => {}
        }
    }
    Err(reason)
}

fn read(table: &Table) -> Result<Config, String> {
    Config::deserialize(Value::Table(table.clone())).map_err(|error| unknown_key::explain(&error))
}

fn set(table: &mut Table, key: &str, value: Value) {
    match key.split_once('.') {
        None => {
            table.insert(key.to_owned(), value);
        }
        Some((first, rest)) => {
            let below = table.entry(first).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(below) = below {
                set(below, rest, value);
            }
        }
    }
}

fn overlay(under: &mut Table, over: Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => overlay(below, above),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

fn note(table: &Table, path: &str, source: &str, sources: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let key = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match value {
            Value::Table(below) => note(below, &key, source, sources),
            _ => {
                sources.insert(key, source.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    #[test]
    fn flags_win_over_the_environment_and_it_over_the_file() {
        let file = file("listen = \"a:1\"\nlog = \"warn\"\nlow-stock = 9\n[shop]\nwhatsapp = \"1\"");
        let loaded = load(
            Some(file.path()),
            variables(&[
                ("DUKKAN_LOG", "debug"),
                ("DUKKAN_LISTEN", "b:2"),
                ("DUKKAN_SHOP__WHATSAPP", "21650000140"),
            ]),
            vec![("listen", Value::String("c:3".to_owned()))],
        )
        .unwrap();
        assert_eq!(
            (loaded.config.listen.as_str(), loaded.config.log.as_str(), loaded.config.low_stock),
            ("c:3", "debug", 9)
        );
        assert_eq!(loaded.sources["listen"], "option --listen");
        assert_eq!(loaded.sources["log"], "environment DUKKAN_LOG");
    }

    #[test]
    fn a_variable_takes_the_type_of_its_key() {
        let loaded = load(
            Some(file("").path()),
            variables(&[("DUKKAN_CACHE", "false"), ("DUKKAN_LOCALES", "ar,fr"), ("DUKKAN_LOW_STOCK", "7")]),
            Vec::new(),
        )
        .unwrap();
        assert!(!loaded.config.cache);
        assert_eq!(loaded.config.locales, [kernel::Locale::Ar, kernel::Locale::Fr]);
        assert_eq!(loaded.config.low_stock, 7);
    }

    #[test]
    fn an_unknown_key_names_the_nearest_right_one() {
        let error = load(Some(file("lisen = \"a:1\"").path()), variables(&[]), Vec::new()).unwrap_err();
        assert!(error.to_string().contains("did you mean \"listen\""), "{error}");
        let error =
            load(Some(file("").path()), variables(&[("DUKKAN_CURENCY", "TND")]), Vec::new()).unwrap_err();
        assert!(error.to_string().contains("did you mean \"currency\""), "{error}");
    }

    #[test]
    fn a_file_that_is_named_must_be_there() {
        let error = load(Some(Path::new("/nowhere/dukkan.toml")), variables(&[]), Vec::new()).unwrap_err();
        assert!(matches!(error, ConfigError::Unreadable { .. }));
    }
}
