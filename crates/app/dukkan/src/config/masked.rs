//! Shows the configuration in force, where each value came from, and no secret.

use std::fmt::Write;

use toml::{Table, Value};

use super::Loaded;

/// One line a key: the key, its value, its source.
pub(crate) fn report(loaded: &Loaded) -> String {
    let mut lines = Vec::new();
    if let Ok(Value::Table(table)) = Value::try_from(&loaded.config) {
        flatten(&table, "", &mut lines);
    }
    let width = lines.iter().map(|(key, value)| key.len() + value.chars().count()).max().unwrap_or(0).min(70);
    let mut text = String::new();
    for (key, value) in lines {
        let source = loaded.sources.get(&key).map_or("default", String::as_str);
        let gap = " ".repeat(width.saturating_sub(key.len() + value.chars().count()));
        let _ = writeln!(text, "{key} = {value}{gap}  # {source}");
    }
    text
}

fn flatten(table: &Table, path: &str, lines: &mut Vec<(String, String)>) {
    for (key, value) in table {
        let key = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match value {
            Value::Table(below) => flatten(below, &key, lines),
            Value::String(_) if key == "secret" => lines.push((key, "\"***\"".to_owned())),
            Value::String(text) => lines.push((key, format!("{:?}", without_password(text)))),
            other => lines.push((key, other.to_string())),
        }
    }
}

/// `postgres://shop:***@host/db`: whatever stands between the name and the last `@` of an address.
fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let authority_end = rest.find('/').unwrap_or(rest.len());
    let Some(at) = rest[..authority_end].rfind('@').or_else(|| rest.rfind('@')) else {
        return text.to_owned();
    };
    let (credentials, host) = rest.split_at(at);
    match credentials.split_once(':') {
        Some((name, _)) => format!("{scheme}://{name}:***{host}"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_in_addresses_are_masked() {
        let check = |text: &str, expected: &str| assert_eq!(without_password(text), expected);
        check("postgres://shop:secret@db:5432/dukkan", "postgres://shop:***@db:5432/dukkan");
        check("redis://:se/c@ret@cache", "redis://:***@cache");
        check("postgres://db/dukkan", "postgres://db/dukkan");
        check("sqlite:dukkan-data/dukkan.sqlite", "sqlite:dukkan-data/dukkan.sqlite");
    }
}
