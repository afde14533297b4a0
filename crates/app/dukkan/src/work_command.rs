//! `dukkan work`: background jobs and nothing else.

use anyhow::{Context, Result};
use identity::Keys;

use crate::config::Config;
use crate::{background, compose, news, secret, show, stop};

/// Works until the process is told to stop.
pub(crate) async fn run(config: &Config) -> Result<()> {
    // Kept to the end: dropping it writes the last lines of the log.
    let _telemetry = telemetry::init(&config.log)?;
    let db = compose::open_database(config).await?;
    let keys = Keys::read(&secret::load(config)?).context("the shop's secret is wrong")?;
    let webhooks = news::open(config, db.clone(), keys.sealer().clone())?;
    let told = stop::told();
    show::line("Working. Stop it with Ctrl+C.");
    tracing::info!("working");
    let watchdog = tokio::spawn(background::watch(db.clone()));
    background::work(&db, config, &webhooks, told).await?;
    watchdog.abort();
    tracing::info!("stopped");
    db.close().await;
    Ok(())
}
