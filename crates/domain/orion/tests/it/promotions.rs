//! From the prices that a shop asked to forecasts that know of its promotions.

use std::fmt::Write;
use std::num::NonZeroUsize;
use std::sync::Arc;

use catalogue::{CatalogueSettings, ProductDocument, WriteContext, upsert_products};
use chrono::{Days, NaiveDate};
use db::testing::TestDb;
use kernel::{Actor, Clock, Currency, LocalizedText};
use orion::{DemandDesk, OrionSettings, Training, WeatherPlace, list_forecasts, run_forecasts};

use crate::shop::{Shop, migrations};

const PARTS: u32 = 6;
const WEEKS: u64 = 80;
/// A promoted week sells so many times as much.
const LIFT: f64 = 2.5;

fn skus() -> Vec<String> {
    (0..PARTS).map(|part| format!("OIL-{part}")).collect()
}

/// Weeks that are promoted; the last one goes on.
fn is_promoted(week: u64) -> bool {
    matches!(week % 13, 4 | 9) || week + 1 == WEEKS
}

fn monday(week: u64) -> NaiveDate {
    let first: NaiveDate = "2025-05-12".parse().unwrap();
    first + Days::new(7 * week)
}

/// What each part sells a week without a promotion.
fn usual(part: u32) -> f64 {
    f64::from(30 + 10 * part)
}

fn sales() -> String {
    let mut text = "date,sku,quantity\n".to_owned();
    for week in 0..WEEKS {
        for (part, sku) in (0..).zip(skus()) {
            let noise = ((u64::from(part) * 7_919 + week * week * 104_729) % 97) as f64 / 97.0 - 0.5;
            let lift = if is_promoted(week) { LIFT } else { 1.0 };
            let sold = (usual(part) * lift * (1.0 + 0.2 * noise)).round();
            writeln!(text, "{},{sku},{sold}", monday(week) + Days::new(5)).unwrap();
        }
    }
    text
}

/// Asks this price of every part from the morning of a day on.
async fn ask_price(shop: &Shop<'_>, day: NaiveDate, price_minor: i64) {
    let clock = Clock::frozen(day.and_hms_opt(7, 0, 0).unwrap().and_utc());
    let settings = CatalogueSettings::default();
    let priced = skus().into_iter().map(|sku| ProductDocument {
        names: LocalizedText { fr: Some(sku.clone()), ..LocalizedText::default() },
        sku,
        price_minor: Some(price_minor),
        ..ProductDocument::default()
    });
    let tx = shop.db.begin_write().await.unwrap();
    let context = WriteContext::new(&settings, &clock, "test", "test");
    upsert_products(&tx, &priced.collect::<Vec<_>>(), &context).await.unwrap();
    tx.commit().await.unwrap();
}

/// What is forecast of all parts, week by week, if the price in the last week goes on.
async fn forecast(shop: &Shop<'_>) -> Vec<f64> {
    let settings = OrionSettings {
        zone: chrono_tz::Africa::Tunis,
        currency: Currency::TND,
        threads: NonZeroUsize::MIN,
        weather: WeatherPlace::default(),
    };
    let id = shop.db.clock().new_uuid();
    run_forecasts(shop.db, id, Training::Now, &settings, Arc::new(|_, _| ())).await.unwrap();
    let actor = Actor::system("test");
    let kept = list_forecasts(DemandDesk { db: shop.db, actor: &actor }, None, 100).await.unwrap();
    let weeks = kept[0].1.forecast.steps.len();
    (0..weeks).map(|week| kept.iter().map(|(_, kept)| kept.forecast.steps[week].mean).sum()).collect()
}

fn missed(said: &[f64], lift: f64) -> f64 {
    let wanted = lift * (0..PARTS).map(usual).sum::<f64>();
    said.iter().map(|said| (said - wanted).abs() / wanted).sum::<f64>() / said.len() as f64
}

async fn a_price_below_its_usual_lifts_the_forecast_as_promotions_lifted_sales(db: TestDb) {
    let clock = Clock::frozen(monday(WEEKS).and_hms_opt(9, 0, 0).unwrap().and_utc());
    let clocked = db.db().clone().with_clock(clock);
    let shop = Shop { db: &clocked, folder: tempfile::tempdir().unwrap() };
    let mut asked = None;
    for week in 0..WEEKS {
        let price = if is_promoted(week) { 38_000 } else { 45_900 };
        if asked.replace(price) != Some(price) {
            let day = if week == 0 { monday(0) - Days::new(200) } else { monday(week) };
            ask_price(&shop, day, price).await;
        }
    }
    shop.import(&sales()).await.unwrap();
    let promoted = forecast(&shop).await;
    ask_price(&shop, monday(WEEKS), 45_900).await;
    let ended = forecast(&shop).await;
    let (heeding, blind) = (missed(&promoted, LIFT), missed(&ended, LIFT));
    assert!(heeding < 0.25 && heeding < 0.5 * blind, "missed by {heeding}, not knowing by {blind}");
    assert!(missed(&ended, 1.0) < 0.25, "{ended:?}");
}

db::testing::on_both_databases!(migrations =>
    a_price_below_its_usual_lifts_the_forecast_as_promotions_lifted_sales,
);
