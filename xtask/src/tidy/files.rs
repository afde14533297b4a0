//! Sizes and first lines of source files, and where modules may lie.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Production lines of a file; at 400 the second concept is looked for, here it is too late.
const MOST_LINES: usize = 500;

/// Files that are too long, open without `//!`, or are called as none should be.
pub(super) fn check(root: &Path, sources: &[PathBuf]) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for path in sources {
        let shown = path.strip_prefix(root).unwrap_or(path).display();
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let lines = if only_for_tests(path)? { 0 } else { production_lines(&text) };
        if lines >= MOST_LINES {
            findings.push(format!("{shown}: {lines} production lines, {MOST_LINES} are too many"));
        }
        if !documented(&text) {
            findings.push(format!("{shown}: opens without a //! line that says what it owns"));
        }
        if path.file_name().is_some_and(|name| name == "mod.rs")
            && !path.components().any(|c| c.as_os_str() == "tests")
        {
            findings.push(format!("{shown}: foo.rs and foo/, no mod.rs"));
        }
        if let Some(name) = path.file_stem().and_then(|stem| stem.to_str())
            && ["utils", "util", "common", "helper", "helpers", "manager", "service", "base"].contains(&name)
        {
            findings.push(format!("{shown}: the name says nothing"));
        }
    }
    Ok(findings)
}

/// Lines up to the unit tests at the end of the file.
fn production_lines(text: &str) -> usize {
    text.lines().take_while(|line| *line != "#[cfg(test)]").count()
}

/// Whether the module above declares the file under `#[cfg(test)]`, or it lies in a crate's `tests`.
fn only_for_tests(path: &Path) -> Result<bool> {
    let (Some(folder), Some(stem)) = (path.parent(), path.file_stem().and_then(|stem| stem.to_str())) else {
        return Ok(false);
    };
    let declaration = format!("#[cfg(test)]\nmod {stem};");
    for above in [folder.with_extension("rs"), folder.join("lib.rs"), folder.join("main.rs")] {
        if above.is_file() && std::fs::read_to_string(&above)?.contains(&declaration) {
            return Ok(true);
        }
    }
    Ok(path.components().any(|part| part.as_os_str() == "tests"))
}

fn documented(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("#!"));
    lines.next().and_then(|line| line.strip_prefix("//!")).is_some_and(|rest| rest.trim().len() > 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unit_tests_do_not_count_as_production_lines() {
        assert_eq!(production_lines("//! A.\nfn a() {}\n\n#[cfg(test)]\nmod tests {}\n"), 3);
    }

    #[test]
    fn a_document_must_say_something() {
        assert!(documented("#![expect(x)]\n//! What this file owns.\n"));
        assert!(!documented("//! .\n"));
        assert!(!documented("use std::io;\n//! Too late to matter.\n"));
    }
}
