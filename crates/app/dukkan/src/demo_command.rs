//! `dukkan demo`: makes the demo shop if it is not there yet, and serves it.

use std::io::IsTerminal;

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::DemoArgs;
use crate::compose;
use crate::config::{Config, Loaded};
use crate::demo::{self, Demo, Found};
use crate::show;

/// Makes and serves it.
pub(crate) async fn run(args: &DemoArgs, loaded: Loaded) -> Result<()> {
    let said = |key: &str| loaded.sources.contains_key(key);
    let mut config = loaded.config.clone();
    if !said("data") {
        config.data.push("demo");
    }
    if let Some(source) = loaded.sources.get("database") {
        bail!("the demo keeps its shop in its own folder (--data) and takes no database ({source})");
    }
    if !said("shop.name") && !loaded.sources.keys().any(|key| key.starts_with("shop.")) {
        config.shop = demo::profile()?;
    }
    if !said("log") && std::io::stderr().is_terminal() {
        "warn".clone_into(&mut config.log);
    }
    match demo::look_into(&config.data, args.products) {
        Found::Whole => {}
        Found::Other => make(&config, args.products).await?,
        Found::RealShop => bail!(
            "the folder {} holds a shop that is no demo; choose another with --data",
            config.data.display()
        ),
    }
    if args.no_serve {
        return Ok(());
    }
    compose::serve(&config, args.serve.bench).await
}

async fn make(config: &Config, products: u32) -> Result<()> {
    demo::clear(&config.data)?;
    let demo = Demo::new()?;
    let db = compose::open_database(config).await?;
    let bar = ProgressBar::new(u64::from(products));
    bar.set_style(ProgressStyle::with_template(
        "Making the demo shop {bar:30} {human_pos}/{human_len} products, {per_sec}, {eta} left",
    )?);
    let begun = std::time::Instant::now();
    demo::fill(&db, &config.catalogue_settings(), &demo, products as usize, |done| {
        bar.set_position(done as u64);
    })
    .await
    .context("the demo shop could not be made")?;
    bar.finish_and_clear();
    let today = db.clock().now().with_timezone(&config.time_zone).date_naive();
    demo::write_sales(&db, &demo, products as usize, today)
        .await
        .context("the demo shop's sales could not be written")?;
    db.close().await;
    demo::finish(&config.data, products)?;
    let seconds = begun.elapsed().as_secs_f64();
    show::line(&format!(
        "Made a demo shop of {products} products in {seconds:.1} s, in {}.",
        config.data.display()
    ));
    Ok(())
}
