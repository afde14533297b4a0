//! `dukkan work`: background jobs and nothing else.

use anyhow::Result;

use crate::config::Config;
use crate::{background, compose, show, stop};

/// Works until the process is told to stop.
pub(crate) async fn run(config: &Config) -> Result<()> {
    // Kept to the end: dropping it writes the last lines of the log.
    let _telemetry = telemetry::init(&config.log)?;
    let db = compose::open_database(config).await?;
    let worker = background::worker(&db, config)?;
    show::line("Working. Stop it with Ctrl+C.");
    tracing::info!("working");
    let watchdog = tokio::spawn(background::watch(db.clone()));
    worker.run(stop::told()).await;
    watchdog.abort();
    tracing::info!("stopped");
    db.close().await;
    Ok(())
}
