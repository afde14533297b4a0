//! Puts the parts together: database, shelf, cache, pages, server.

use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use cache::{Rate, Shared, SharedSettings};
use catalogue::Shelf;
use db::Db;
use desk::Dashboard;
use kernel::{Clock, Locale};
use tokio::net::TcpListener;
use web::client_address::{Networks, TrustedProxies};
use web::exchange::ExchangeSettings;
use web::server::ServerLimits;
use web::storefront::{Front, ShopProfile, Storefront, StorefrontSettings};
use web::{AnswerCache, AppState, NetworkThreads, Rates, WebConfig};

use crate::background;
use crate::config::Config;
use crate::listen;
use crate::open_desk;
use crate::show;
use crate::stop;

/// The prefix of our keys in Redis.
const SHARED_PREFIX: &str = "dukkan:answer:";
/// How long the end waits for a large shop's shelf to be on disk; a million products take some six seconds.
const SHELF_SAVED: Duration = Duration::from_secs(20);

/// Opens the database and brings its tables up to date.
pub(crate) async fn open_database(config: &Config) -> Result<Db> {
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("cannot make the data folder {}", config.data.display()))?;
    let db = Db::connect(&config.database_url()).await.context("cannot open the database")?;
    let migrations = || {
        let mut all = catalogue::migrations();
        all.extend(jobs::migrations());
        all.extend(audit::migrations());
        all.extend(identity::migrations());
        all.extend(settings::migrations());
        all.extend(webhooks::migrations());
        all.extend(orion::migrations());
        all
    };
    db::migrate(&db, migrations).await.context("cannot bring the database up to date")?;
    Ok(db)
}

/// Serves the shop until the process is told to stop.
pub(crate) async fn serve(config: &Config, bench: bool) -> Result<()> {
    let telemetry = telemetry::init(&config.log)?;
    let listener = listen::bind(&config.listen).await?;
    let address = listener.local_addr()?;
    let db = open_database(config).await?;
    let shelf = Shelf::open(db.clone(), config.catalogue_settings(), Some(&config.shelf_folder()))
        .await
        .context("cannot read the catalogue")?;
    let follower = tokio::spawn({
        let shelf = Arc::clone(&shelf);
        async move { shelf.follow().await }
    });
    let desk = open_desk::open(config, db.clone(), address)?;
    let first_owner = open_desk::first_owner_notice(&desk).await?;
    let webhooks = desk.webhooks.clone();
    let state = AppState::new(
        Arc::clone(&shelf),
        Some(db.clone()),
        Some(desk),
        Clock::system(),
        answer_cache(config)?,
        telemetry.metrics().clone(),
        web_config(config, bench)?,
    );
    let front = Storefront::open(storefront_settings(config, address), &config.catalogue_settings())
        .context("the pages cannot be served")?;
    let front = Front::new(front);
    front.catch_up(&db).await.context("what is set for the shop cannot be shown")?;
    let front_follower = tokio::spawn(front.clone().follow(db.clone()));
    show::text(&addresses(config, address, first_owner.as_deref()));
    tracing::info!(%address, "serving");
    let dashboard = Dashboard::open(state.clone(), front.clone(), config.time_zone)
        .context("the pages of the desk cannot be served")?;
    let app = desk::app(state.clone(), front, dashboard).context("the addresses collide")?;
    let (told, worker_told, told_again) = (stop::told(), stop::told(), stop::told_again());
    let network = NetworkThreads::open().context("the system gives no threads")?;
    let listener = listener.into_std()?;
    let served = network.spawn(async {
        let listener = TcpListener::from_std(listener)?;
        anyhow::Ok(web::serve(listener, state, app, told).await)
    });
    let worker = async {
        if config.jobs.in_serve {
            Box::pin(background::work(&db, config, &webhooks, worker_told)).await?;
        }
        anyhow::Ok(())
    };
    let watchdog = tokio::spawn(background::watch(db.clone()));
    let worked = async {
        // What is asked is answered without it too.
        anyhow::Ok(worker.await.inspect_err(|error| tracing::error!(%error, "no job is done here")))
    };
    let (cut, worked) = tokio::try_join!(async { served.await? }, worked)?;
    tracing::info!(cut, "stopped");
    watchdog.abort();
    follower.abort();
    front_follower.abort();
    db.close().await;
    tokio::select! {
        () = shelf.finish_saving() => return worked,
        // Who tells us twice does not want to wait.
        () = told_again => {}
        () = tokio::time::sleep(SHELF_SAVED) => {}
    }
    tracing::warn!("the shelf is not on disk yet: the next start may take longer");
    worked
}

fn answer_cache(config: &Config) -> Result<Option<AnswerCache>> {
    if !config.cache {
        return Ok(None);
    }
    let shared = match &config.redis {
        None => None,
        Some(url) => {
            let shared = Shared::connect(SharedSettings::new(url.clone(), SHARED_PREFIX));
            Some(shared.context("the address of Redis is wrong")?)
        }
    };
    Ok(Some(AnswerCache::new(config.cache_mib << 20, shared)))
}

fn web_config(config: &Config, bench: bool) -> Result<WebConfig> {
    let limits = &config.limits;
    let networks = config.trusted_proxies.iter().map(String::as_str);
    let trusted_proxies = TrustedProxies::parse(networks).context("trusted-proxies is wrong")?;
    let readers = config.metrics_readers.iter().map(String::as_str);
    let metrics_readers = Networks::parse(readers).context("metrics-readers is wrong")?;
    let exempt = config.rates.exempt.iter().map(String::as_str).chain(bench.then_some("127.0.0.0/8"));
    let rates = &config.rates;
    let sign_in = Rate { burst: rates.sign_in_per_minute, per_minute: rates.sign_in_per_minute };
    Ok(WebConfig {
        rates: Rates {
            address: Rate { burst: rates.address_burst, per_minute: rates.address_per_minute },
            account: Rate { burst: rates.account_burst, per_minute: rates.account_per_minute },
            sign_in,
            exempt: Networks::parse(exempt).context("rates.exempt is wrong")?,
        },
        limits: ServerLimits {
            connections: limits.connections,
            connections_per_address: limits.connections_per_address,
            trusted_proxies: trusted_proxies.clone(),
            head: Duration::from_secs(limits.head_seconds),
            idle: Duration::from_secs(limits.idle_seconds),
            ..ServerLimits::default()
        },
        exchange: ExchangeSettings {
            trusted_proxies,
            allowed_origins: config.allowed_origins.clone(),
            https: config.shop.public_url.starts_with("https://"),
            ..ExchangeSettings::default()
        },
        stop_notice: Duration::from_secs(limits.stop_notice_seconds),
        metrics_readers,
        bench,
    })
}

fn storefront_settings(config: &Config, address: SocketAddr) -> StorefrontSettings {
    let profile = ShopProfile { public_url: public_url(config, address), ..config.shop.clone() };
    StorefrontSettings { profile, locales: config.locales.clone(), theme: config.theme.clone() }
}

/// How links to the shop begin.
pub(crate) fn public_url(config: &Config, address: SocketAddr) -> String {
    match config.shop.public_url.trim_end_matches('/') {
        "" => format!("http://{}", reachable(address)),
        url => url.to_owned(),
    }
}

/// What to type into a browser: nobody can visit 0.0.0.0.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        other => other.ip(),
    };
    SocketAddr::new(ip, address.port())
}

/// Where the shop is, for the person who started it.
fn addresses(config: &Config, address: SocketAddr, first_owner: Option<&str>) -> String {
    let base = format!("http://{}", reachable(address));
    let mut text = String::from("\n");
    for locale in &config.locales {
        let what = match locale {
            Locale::Fr => "La boutique",
            Locale::Ar => "المتجر",
            Locale::En => "The shop",
        };
        let _ = writeln!(text, "  {base}/{locale}  {what}");
    }
    let _ = writeln!(text, "  {base}/api/docs  the API");
    text.push_str(first_owner.unwrap_or_default());
    text.push_str("\nStop it with Ctrl+C.\n");
    text
}
