//! What each crate's Cargo.toml must say: the workspace's lints.

use anyhow::{Context, Result};
use cargo_metadata::Metadata;

/// Crates without the workspace's lints.
pub(super) fn check(metadata: &Metadata) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for package in metadata.workspace_packages() {
        let manifest = std::fs::read_to_string(&package.manifest_path)
            .with_context(|| package.manifest_path.to_string())?;
        if !inherits_lints(&manifest) {
            findings.push(format!("{}: Cargo.toml does not inherit the workspace's lints", package.name));
        }
    }
    Ok(findings)
}

fn inherits_lints(manifest: &str) -> bool {
    manifest.split("[lints]").nth(1).is_some_and(|rest| rest.trim_start().starts_with("workspace = true"))
}
