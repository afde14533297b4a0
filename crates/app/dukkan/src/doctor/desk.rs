//! What the doctor looks for at the desk: unsafe settings, secrets that others can read, a broken trail.

use std::os::unix::fs::PermissionsExt;

use anyhow::Result;
use audit::Verdict;
use db::Db;

use super::Finding;
use crate::config::Config;
use crate::secret;

/// More tries a minute than this, and passwords can be guessed.
const MOST_TRIES: u32 = 20;
/// More requests of one address a minute than this, and the limit is none.
const MOST_REQUESTS: u32 = 10_000;

/// Settings that are unsafe or leave people without help.
pub(super) fn of_settings(config: &Config) -> Vec<Finding> {
    let several = config.database_url().starts_with("postgres") || config.redis.is_some();
    let own_secret = config.secret.is_none() && config.secret_file.is_none();
    let whole = |networks: &[String]| networks.iter().any(|network| network.ends_with("/0"));
    let outside = !config.listen.starts_with("127.")
        && !config.listen.starts_with("localhost")
        && !config.listen.starts_with("[::1]");
    let is_loopback = |network: &String| network.starts_with("127.") || network == "::1";
    let looked_for = [
        (
            several && own_secret,
            "neither secret nor secret-file is given: each process with a data folder of its own refuses the others' sign-ins",
        ),
        (config.mail.server.is_none(), "mail.server is missing: a forgotten password cannot be reset"),
        (
            !config.rates.exempt.iter().all(is_loopback),
            "rates.exempt names more than this machine: nobody counts how often those ask",
        ),
        (
            outside && !config.shop.public_url.starts_with("https://"),
            "listen is open to others without https: passwords cross the network as they are, and browsers keep no sign-in",
        ),
        (
            whole(&config.trusted_proxies),
            "trusted-proxies holds a whole address space: anybody can say which address is theirs",
        ),
        (
            !config.trusted_receivers.is_empty(),
            "trusted-receivers lets webhooks into the house: who manages webhooks can ask those addresses",
        ),
        (
            config.rates.address_per_minute > MOST_REQUESTS,
            "rates.address-per-minute is above 10000: nobody is slowed down",
        ),
        (
            config.rates.sign_in_per_minute > MOST_TRIES,
            "rates.sign-in-per-minute is above 20: passwords can be guessed",
        ),
    ];
    let found = looked_for.into_iter().filter(|(found, _)| *found);
    let mut findings: Vec<Finding> = found.map(|(_, what)| Finding("safety", what.to_owned())).collect();
    findings.extend(of_secret(config));
    findings
}

/// A secret that others on this machine can read is none.
fn of_secret(config: &Config) -> Option<Finding> {
    let file = config.secret_file.clone().unwrap_or_else(|| secret::default_file(config));
    let mode = std::fs::metadata(&file).ok()?.permissions().mode();
    let sentence = format!("{0} can be read by others: chmod 600 {0}", file.display());
    (mode & 0o077 != 0).then_some(Finding("safety", sentence))
}

/// Whether the audit trail is whole.
pub(super) async fn of_trail(db: &Db) -> Result<Option<Finding>> {
    Ok(match audit::verify(db).await? {
        Verdict::Whole { .. } => None,
        Verdict::Broken { number, fault } => {
            Some(Finding("the audit trail", format!("is broken at entry {number}: {fault}")))
        }
    })
}
