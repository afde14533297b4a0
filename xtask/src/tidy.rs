//! `cargo xtask tidy`: holds the tree against its own rules.
//!
//! The arrows between crates, file sizes, module documents, lint inheritance,
//! the names of migrations. Run by hand and as a test.

mod arrows;
mod files;
mod manifests;
mod migrations;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cargo_metadata::{Metadata, MetadataCommand};

/// Prints what is wrong; fails if anything is.
pub(crate) fn run() -> Result<()> {
    let findings = findings()?;
    if findings.is_empty() {
        return Ok(());
    }
    bail!("{}", findings.join("\n"))
}

/// Everything that breaks a rule, one sentence each.
fn findings() -> Result<Vec<String>> {
    let root = root();
    let metadata = MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .no_deps()
        .exec()
        .context("cargo metadata fails")?;
    let mut findings = arrows::check(&metadata);
    findings.extend(manifests::check(&metadata)?);
    let sources = rust_files(&root, &metadata)?;
    findings.extend(files::check(&root, &sources)?);
    findings.extend(migrations::check(&root, &sources)?);
    findings.sort();
    Ok(findings)
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// All Rust files of the workspace's crates.
fn rust_files(root: &Path, metadata: &Metadata) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = metadata
        .workspace_packages()
        .iter()
        .filter_map(|package| package.manifest_path.parent().map(|folder| folder.as_std_path().to_owned()))
        .chain([root.join("fuzz")])
        .filter(|folder| folder.is_dir())
        .collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tree_is_tidy() {
        let findings = super::findings().unwrap();
        assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    }
}
