//! Puts the desk of the staff together: accounts, letters, limits.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use cache::{RateLimiter, Shared, SharedSettings};
use db::Db;
use identity::{Identity, open_first_owner_link};
use kernel::{Clock, Locale};
use mail::{Mailbox, SmtpSettings};
use web::Desk;

use crate::compose::public_url;
use crate::config::Config;
use crate::news;
use crate::secret;

/// How long a sign-in waits for Redis: longer than an answer from the cache would, for it is worth it.
const PATIENCE: Duration = Duration::from_millis(500);
/// The prefix of our rates in Redis.
const SHARED_PREFIX: &str = "dukkan:rate:";

/// The desk over `db`, of a shop that listens at `address`.
pub(crate) fn open(config: &Config, db: Db, address: SocketAddr) -> Result<Desk> {
    let clock = Clock::system();
    let locale = config.locales.first().copied().unwrap_or(Locale::Fr);
    let shop_name = match config.shop.name.best(locale) {
        "" => "Dukkan",
        name => name,
    };
    let identity = Identity::new(db, clock.clone(), &secret::load(config)?, shop_name.to_owned())
        .context("the desk cannot be opened")?;
    let webhooks = news::open(config, identity.db.clone(), identity.keys.sealer().clone())?;
    Ok(Desk {
        webhooks,
        mailbox: mailbox(config, shop_name)?,
        settings: config.catalogue_settings(),
        files: config.files()?,
        limiter: RateLimiter::new(clock, shared(config)?),
        public_url: public_url(config, address),
        weather: config.weather.place()?,
        identity,
        locale,
    })
}

/// What to say at the start of a shop that nobody owns yet.
pub(crate) async fn first_owner_notice(desk: &Desk) -> Result<Option<String>> {
    let token = open_first_owner_link(&desk.identity).await.context("accounts cannot be read")?;
    Ok(token.map(|token| {
        let link = desk.first_owner_link(&token);
        format!(
            "\nThis shop has no owner yet. Once, within a day, this address makes their account:\n  {link}\n"
        )
    }))
}

fn mailbox(config: &Config, shop_name: &str) -> Result<Option<Mailbox>> {
    let Some(server) = &config.mail.server else { return Ok(None) };
    let from = config.mail.from.clone().or_else(|| config.shop.email.clone());
    let from = from.context("mail.server is given, and no address to write from: mail.from or shop.email")?;
    let settings = SmtpSettings { server: server.clone(), from, from_name: shop_name.to_owned() };
    Ok(Some(Mailbox::over_smtp(&settings).context("mail.server or mail.from is wrong")?))
}

fn shared(config: &Config) -> Result<Option<Shared>> {
    let Some(url) = &config.redis else { return Ok(None) };
    let settings = SharedSettings { time_limit: PATIENCE, ..SharedSettings::new(url.clone(), SHARED_PREFIX) };
    Ok(Some(Shared::connect(settings).context("the address of Redis is wrong")?))
}
