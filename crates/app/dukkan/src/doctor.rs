//! `dukkan doctor`: what is wrong, missing or unsafe, and how to mend it.

mod desk;

use anyhow::Result;
use catalogue::{Shelf, Snapshot};
use chrono::{DateTime, TimeDelta, Utc};
use jobs::{JobState, QueueFigures};
use web::storefront::ShopProfile;

use crate::background;
use crate::compose;
use crate::config::Config;
use crate::show;

/// A worker gives a sign of life every ten seconds.
const ALIVE: TimeDelta = TimeDelta::seconds(30);

/// One finding and its remedy.
struct Finding(&'static str, String);

/// Looks at everything; true if nothing is wrong.
pub(crate) async fn run(config: &Config) -> Result<bool> {
    let mut findings = of_configuration(config);
    let mut profile = config.shop.clone();
    match compose::open_database(config).await {
        Err(error) => findings.push(Finding("the database", format!("{error:#}; see --database and --data"))),
        Ok(db) => {
            if let Err(error) = db.check_health().await {
                findings.push(Finding("the database", format!("does not answer: {error}")));
            }
            let shelf =
                Shelf::open(db.clone(), config.catalogue_settings(), Some(&config.shelf_folder())).await?;
            findings.extend(of_catalogue(&shelf.snapshot()));
            profile = web::storefront::profile_now(&db, &profile).await?;
            findings.extend(desk::of_trail(&db).await?);
            findings.extend(of_jobs(&jobs::figures(&db).await?, db.clock().now()));
            db.close().await;
        }
    }
    findings.extend(of_profile(&profile));
    for Finding(what, sentence) in &findings {
        show::line(&format!("{what}: {sentence}"));
    }
    if findings.is_empty() {
        show::line("Nothing is wrong.");
    }
    Ok(findings.is_empty())
}

/// Who the shop is, as the desk has it or else the configuration.
fn of_profile(shop: &ShopProfile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut missing = |absent: bool, key: &str, why: &str| {
        if absent {
            findings.push(Finding("the shop's profile", format!("{key} is missing: {why}")));
        }
    };
    missing(shop.name.is_empty(), "shop.name", "pages are headed by it");
    missing(
        shop.public_url.is_empty(),
        "shop.public-url",
        "links in messages and in the sitemap begin with it",
    );
    missing(shop.whatsapp.is_none(), "shop.whatsapp", "without it no page offers to order");
    missing(shop.phones.is_empty(), "shop.phones", "shoppers call before they come");
    missing(shop.branches.is_empty(), "shop.branches", "shoppers look for the address and the hours");
    findings
}

fn of_configuration(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    let shop = &config.shop;
    if !shop.public_url.is_empty() && !shop.public_url.starts_with("https://") {
        findings.push(Finding(
            "safety",
            "shop.public-url is not https: put a proxy with a certificate in front".into(),
        ));
    }
    if config.allowed_origins.iter().any(|origin| origin == "*") {
        findings
            .push(Finding("safety", "allowed-origins is \"*\": any site's scripts may read the API".into()));
    }
    if config.metrics_readers.iter().any(|network| network.ends_with("/0")) {
        let sentence = "metrics-readers holds a whole address space: anybody may read /metrics";
        findings.push(Finding("safety", sentence.into()));
    }
    let outside = !config.listen.starts_with("127.") && !config.listen.starts_with("localhost");
    if outside && config.trusted_proxies.is_empty() && shop.public_url.starts_with("https://") {
        let sentence =
            "trusted-proxies is empty: behind a proxy all shoppers share one address and its limits";
        findings.push(Finding("safety", sentence.into()));
    }
    findings.extend(desk::of_settings(config));
    findings
}

/// Says how the queue stands, and finds fault if nobody does what is due.
fn of_jobs(queue: &QueueFigures, now: DateTime<Utc>) -> Vec<Finding> {
    let worker = match queue.worker_seen_at {
        Some(at) if queue.has_worker(now, ALIVE) => {
            format!("a worker is alive (seen {} s ago)", (now - at).num_seconds().max(0))
        }
        Some(at) => format!("no worker is alive (the last was seen at {})", at.format("%Y-%m-%d %H:%M UTC")),
        None => "no worker is alive".to_owned(),
    };
    let age = queue.oldest_due_age(now);
    let due = match queue.oldest_due_at {
        None => "nothing waits that is due".to_owned(),
        Some(_) => format!("the oldest due job has been waiting {} s", age.num_seconds()),
    };
    let failed = queue.count(JobState::Failed);
    show::line(&format!("Background jobs: {worker}; {due}; {failed} failed."));
    if age > background::PATIENCE {
        let sentence = format!("{due}: start dukkan serve or dukkan work, or look into its log");
        return vec![Finding("background jobs", sentence)];
    }
    Vec::new()
}

fn of_catalogue(snapshot: &Snapshot) -> Vec<Finding> {
    if snapshot.product_count() == 0 {
        let sentence =
            "is empty: dukkan import FILE brings products in, dukkan demo shows a shop that has some";
        return vec![Finding("the catalogue", sentence.into())];
    }
    Vec::new()
}
