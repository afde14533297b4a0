//! What each crate's Cargo.toml must say: the workspace's lints, and only dependencies that are used.

use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, Package};

/// Crates without the workspace's lints, and dependencies that no file names.
pub(super) fn check(metadata: &Metadata) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for package in metadata.workspace_packages() {
        let manifest = std::fs::read_to_string(&package.manifest_path)
            .with_context(|| package.manifest_path.to_string())?;
        if !inherits_lints(&manifest) {
            findings.push(format!("{}: Cargo.toml does not inherit the workspace's lints", package.name));
        }
        findings.extend(unused(package)?);
    }
    Ok(findings)
}

fn inherits_lints(manifest: &str) -> bool {
    manifest.split("[lints]").nth(1).is_some_and(|rest| rest.trim_start().starts_with("workspace = true"))
}

fn unused(package: &Package) -> Result<Vec<String>> {
    let folder = package.manifest_path.parent().context("a manifest without a folder")?.as_std_path();
    let mut text = String::new();
    read_all(folder, &mut text)?;
    let named = |dependency: &str| {
        let name = dependency.replace('-', "_");
        text.match_indices(name.as_str()).any(|(at, _)| stands_alone(&text, at, name.len()))
    };
    Ok(package
        .dependencies
        .iter()
        .map(|dependency| dependency.rename.as_ref().unwrap_or(&dependency.name))
        .filter(|name| !named(name))
        .map(|name| format!("{}: Cargo.toml names {name}, which no file uses", package.name))
        .collect())
}

fn stands_alone(text: &str, at: usize, length: usize) -> bool {
    let part_of_word = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let bytes = text.as_bytes();
    !part_of_word(at.checked_sub(1).and_then(|before| bytes.get(before)))
        && !part_of_word(bytes.get(at + length))
}

fn read_all(folder: &Path, text: &mut String) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("target") {
            read_all(&path, text)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&std::fs::read_to_string(&path)?);
        }
    }
    Ok(())
}
