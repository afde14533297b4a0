//! Which crate may use which: the table of ARCHITECTURE.md against `cargo metadata`.

use cargo_metadata::{DependencyKind, Metadata, Package};

/// Allowed between domains; each may use the platform, none the app.
const DOMAIN_ARROWS: &[(&str, &[&str])] = &[
    ("catalogue", &[]),
    ("identity", &[]),
    ("stock", &["catalogue"]),
    ("sales", &["catalogue", "stock", "identity"]),
    ("prospector", &["catalogue"]),
    ("orion", &["catalogue", "stock", "sales"]),
    ("decisions", &["catalogue", "stock", "sales", "prospector", "orion"]),
    ("audience", &["catalogue", "sales"]),
    ("assistant", &["identity", "catalogue", "stock", "sales", "audience"]),
    (
        "analyst",
        &[
            "catalogue",
            "identity",
            "stock",
            "sales",
            "prospector",
            "orion",
            "decisions",
            "audience",
            "assistant",
        ],
    ),
];

/// Allowed within the platform: `kernel` stands below all, `db` below those that keep rows.
const PLATFORM_ARROWS: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("allocator", &[]),
    ("db", &["kernel"]),
    ("jobs", &["kernel", "db"]),
    ("cache", &["kernel"]),
    ("fetch", &["kernel"]),
    ("audit", &["kernel", "db"]),
    ("mail", &["kernel"]),
    ("files", &["kernel"]),
    ("picture", &["kernel"]),
    ("telemetry", &["kernel"]),
    ("seal", &[]),
    ("settings", &["kernel", "db", "audit"]),
    ("webhooks", &["kernel", "db", "audit", "fetch", "jobs", "seal"]),
];

/// Allowed within the app.
const APP_ARROWS: &[(&str, &str)] = &[("dukkan", "web"), ("dukkan", "desk"), ("desk", "web")];

/// Which floor a crate stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Floor {
    App,
    Domain,
    Platform,
    Tools,
}

/// Every arrow that the table does not allow.
pub(super) fn check(metadata: &Metadata) -> Vec<String> {
    let packages = metadata.workspace_packages();
    let mut findings = Vec::new();
    for package in &packages {
        for dependency in package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development) {
            let Some(target) = packages.iter().find(|other| other.name.as_str() == dependency.name) else {
                continue;
            };
            if !allowed(package, target) {
                findings.push(format!(
                    "{}: an arrow to {} is not in the table of ARCHITECTURE.md; a new arrow is a decision of its own",
                    package.name, target.name
                ));
            }
        }
    }
    findings
}

fn allowed(from: &Package, to: &Package) -> bool {
    match (floor(from), floor(to)) {
        (Floor::App, Floor::App) => APP_ARROWS.contains(&(from.name.as_str(), to.name.as_str())),
        (Floor::Tools, _)
        | (Floor::App, Floor::Domain | Floor::Platform)
        | (Floor::Domain, Floor::Platform) => true,
        (Floor::Domain, Floor::Domain) => listed(DOMAIN_ARROWS, from, to),
        (Floor::Platform, Floor::Platform) => listed(PLATFORM_ARROWS, from, to),
        (_, Floor::Tools) | (Floor::Domain | Floor::Platform, _) => false,
    }
}

fn listed(table: &[(&str, &[&str])], from: &Package, to: &Package) -> bool {
    table.iter().any(|(name, targets)| *name == from.name.as_str() && targets.contains(&to.name.as_str()))
}

fn floor(package: &Package) -> Floor {
    let path = package.manifest_path.as_str();
    if path.contains("/crates/app/") {
        Floor::App
    } else if path.contains("/crates/domain/") {
        Floor::Domain
    } else if path.contains("/crates/platform/") {
        Floor::Platform
    } else {
        Floor::Tools
    }
}
