//! Names of migrations: unique over all crates, because they sort into one list.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Names that two migrations share.
pub(super) fn check(root: &Path, sources: &[PathBuf]) -> Result<Vec<String>> {
    let mut homes: BTreeMap<String, String> = BTreeMap::new();
    let mut findings = Vec::new();
    for path in sources.iter().filter(|path| path.to_string_lossy().contains("migration")) {
        let shown = path.strip_prefix(root).unwrap_or(path).display().to_string();
        if shown.starts_with("xtask") {
            continue;
        }
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        for name in names(&text) {
            if let Some(first) = homes.insert(name.clone(), shown.clone()) {
                findings.push(format!("{shown}: the migration {name} is also in {first}"));
            }
        }
    }
    Ok(findings)
}

/// `"m20261120_0001_what"`, wherever it stands in quotes.
fn names(text: &str) -> Vec<String> {
    let quoted = text.split('"').skip(1).step_by(2);
    quoted.filter(|text| is_name(text)).map(str::to_owned).collect()
}

fn is_name(text: &str) -> bool {
    let Some((date, rest)) = text.strip_prefix('m').and_then(|rest| rest.split_once('_')) else {
        return false;
    };
    date.len() == 8
        && date.bytes().all(|byte| byte.is_ascii_digit())
        && rest.contains('_')
        && !rest.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_migrations_are_found_in_quotes() {
        assert_eq!(
            names(r#"fn name(&self) -> &str { "m20261120_0002_catalogue" } "other""#),
            ["m20261120_0002_catalogue"]
        );
    }
}
