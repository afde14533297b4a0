//! Runs over a shop: each product once, also after a run was cut off; pins; what was learnt is kept.

use std::collections::HashSet;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::Arc;

use db::testing::TestDb;
use futures::FutureExt;
use kernel::{Actor, Currency};
use orion::{
    DemandDesk, Model, OrionError, OrionSettings, RunReport, Training, WeatherPlace, find_product_demand,
    list_forecasts, pin_model, run_forecasts,
};

use crate::shop::{Shop, migrations, that_morning};

const PRODUCTS: usize = 40;

fn skus() -> Vec<String> {
    (0..PRODUCTS).map(|part| format!("PART-{part:02}")).collect()
}

/// Two years of weekly sales of all products.
fn file(weeks: u64) -> String {
    let first: chrono::NaiveDate = "2024-11-18".parse().unwrap();
    let mut text = "date,sku,quantity,price\n".to_owned();
    for week in 0..weeks {
        let monday = first + chrono::Days::new(7 * week);
        for (part, sku) in skus().iter().enumerate() {
            let drawn = (part as u64 * 31 + week * 17 + part as u64 * week) % 10;
            if drawn < 2 + part as u64 % 5 {
                writeln!(text, "{monday},{sku},{},45.9", 1 + drawn % 3).unwrap();
            }
        }
    }
    text
}

const SETTINGS: OrionSettings = OrionSettings {
    zone: chrono_tz::Africa::Tunis,
    currency: Currency::TND,
    threads: std::num::NonZeroUsize::MIN,
    weather: WeatherPlace { latitude: None, longitude: None },
};

async fn run(shop: &Shop<'_>, training: Training) -> Result<RunReport, OrionError> {
    shop.wait();
    run_forecasts(shop.db, shop.db.clock().new_uuid(), training, &SETTINGS, Arc::new(|_, _| ())).await
}

async fn a_run_forecasts_each_product_once_and_the_next_one_only_what_changed(db: TestDb) {
    let names = skus();
    let db = that_morning(&db);
    let shop = Shop::with(&db, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    assert!(matches!(run(&shop, Training::WhenDue).await, Err(OrionError::NoHistory)));
    shop.import(&file(104)).await.unwrap();
    let first = run(&shop, Training::WhenDue).await.unwrap();
    assert_eq!((first.products, first.fitted, first.tested_weeks), (PRODUCTS, PRODUCTS, 8));
    let taught = first.lesson.clone().unwrap();
    assert_eq!((taught.products, taught.run), (PRODUCTS, first.id));
    let again = run(&shop, Training::WhenDue).await.unwrap();
    assert_eq!((again.fitted, again.lesson.as_ref()), (0, Some(&taught)));
    assert_eq!(again.accuracy, first.accuracy);
    shop.import("date,sku,quantity\n2026-11-02,PART-03,9\n").await.unwrap();
    assert_eq!(run(&shop, Training::WhenDue).await.unwrap().fitted, 1);
    let anew = run(&shop, Training::Now).await.unwrap();
    assert_eq!(anew.fitted, PRODUCTS, "each is forecast by what was learnt anew");
    assert_ne!(anew.lesson.unwrap().run, taught.run);
}

async fn a_shop_too_small_for_the_model_over_all_products_learns_again_only_once_its_data_changed(
    db: TestDb,
) {
    let db = that_morning(&db);
    let shop = Shop::with(&db, &["PART-00", "PART-01"]).await;
    let months = (1..=9).map(|month| format!("2026-{month:02}-05,PART-00,{month}\n"));
    shop.import(&("date,sku,quantity\n".to_owned() + &months.collect::<String>())).await.unwrap();
    let taught = async || run(&shop, Training::WhenDue).await.unwrap().lesson.unwrap().run;
    let first = taught().await;
    assert_eq!(taught().await, first);
    shop.import("date,sku,quantity\n2026-11-02,PART-01,9\n").await.unwrap();
    let second = taught().await;
    assert_ne!(second, first);
    assert_eq!(taught().await, second);
}

async fn a_run_that_was_cut_off_goes_on_with_what_it_had_learnt(db: TestDb) {
    let names = skus();
    let db = that_morning(&db);
    let shop = Shop::with(&db, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    shop.import(&file(104)).await.unwrap();
    let id = shop.db.clock().new_uuid();
    let begin = |progress| run_forecasts(shop.db, id, Training::Now, &SETTINGS, progress);
    let (tell, begun) = tokio::sync::oneshot::channel();
    let tell = std::sync::Mutex::new(Some(tell));
    let told: orion::Progress = Arc::new(move |_, _| {
        if let Some(tell) = tell.lock().unwrap().take() {
            tell.send(()).unwrap();
        }
    });
    // It is dropped once its models are learnt, before a forecast is written.
    tokio::select! {
        biased;
        begun = begun => begun.unwrap(),
        ended = begin(told) => panic!("{ended:?}"),
    }
    let actor = Actor::system("test");
    let desk = DemandDesk { db: shop.db, actor: &actor };
    assert!(list_forecasts(desk, None, 200).await.unwrap().is_empty());
    let report = begin(Arc::new(|_, _| ())).await.unwrap();
    assert_eq!((report.fitted, report.lesson.unwrap().run), (PRODUCTS, id));
    shop.wait();
    let again = begin(Arc::new(|_, _| ())).await.unwrap();
    assert_eq!(again.fitted, 0, "what was written is found");
    let forecasts = list_forecasts(desk, None, 200).await.unwrap();
    let numbers: HashSet<u32> = forecasts.iter().map(|(facts, _)| facts.number).collect();
    assert_eq!((forecasts.len(), numbers.len()), (PRODUCTS, PRODUCTS));
}

/// A shop of which a week's run wrote a part of its forecasts and was cut off, or of which it was not, and the run again.
async fn written(shop: &Shop<'_>, names: &[String], cut_off: bool) -> Vec<orion::KeptForecast> {
    let weeks = |from: u64, to: u64| {
        let first: chrono::NaiveDate = "2025-05-19".parse().unwrap();
        let mut text = "date,sku,quantity\n".to_owned();
        for week in from..to {
            for (part, sku) in names.iter().enumerate() {
                let drawn = (part as u64 * 31 + week * 17 + part as u64 * week * week) % 23 / 4;
                // A few sell the same many each week: their own mean beats what all products teach.
                let drawn = if part % 10 == 7 { 20 + part as u64 / 2 } else { drawn };
                writeln!(text, "{},{sku},{}", first + chrono::Days::new(7 * week), 1 + drawn).unwrap();
            }
        }
        text
    };
    shop.import(&weeks(0, 66)).await.unwrap();
    run(shop, Training::WhenDue).await.unwrap();
    assert!(list_kept(shop).await.iter().all(|kept| kept.champion.is_none()));
    shop.import(&weeks(66, 72)).await.unwrap();
    shop.wait();
    let id = shop.db.clock().new_uuid();
    let begin = |progress| run_forecasts(shop.db, id, Training::WhenDue, &SETTINGS, progress);
    if cut_off {
        let all = names.len();
        // Once the first of them are written the run ends as a killed one does: by nothing that it could heed.
        let cut: orion::Progress = Arc::new(move |done, _| {
            if done > 2 * all {
                resume_unwind(Box::new(()));
            }
        });
        let ended = AssertUnwindSafe(begin(cut)).catch_unwind().await;
        assert!(ended.is_err(), "it is cut off");
        let before = list_kept(shop).await;
        let new = before.iter().filter(|kept| kept.before.is_some()).count();
        assert!(new > 0 && new < names.len(), "{new}");
        assert!(before.iter().any(|kept| kept.champion.is_some()), "one changed in what was written");
    }
    begin(Arc::new(|_, _| ())).await.unwrap();
    list_kept(shop).await
}

async fn list_kept(shop: &Shop<'_>) -> Vec<orion::KeptForecast> {
    let actor = Actor::system("test");
    let all = list_forecasts(DemandDesk { db: shop.db, actor: &actor }, None, 500).await.unwrap();
    all.into_iter().map(|(_, kept)| kept).collect()
}

async fn a_run_cut_off_while_it_wrote_ends_with_the_forecasts_of_one_that_was_not(db: TestDb) {
    let names: Vec<String> = (0..120).map(|part| format!("PART-{part:03}")).collect();
    let skus: Vec<&str> = names.iter().map(String::as_str).collect();
    let other = TestDb::sqlite(migrations).await;
    let undisturbed = written(&Shop::with(&that_morning(&other), &skus).await, &names, false).await;
    let cut_off = written(&Shop::with(&that_morning(&db), &skus).await, &names, true).await;
    assert_eq!(undisturbed.len(), cut_off.len());
    assert!(undisturbed[100..].iter().any(|kept| kept.champion.is_some()), "one changes in the rest too");
    for (one, other) in undisturbed.iter().zip(&cut_off) {
        assert_eq!(
            (&one.forecast, &one.champion, &one.trials),
            (&other.forecast, &other.champion, &other.trials)
        );
    }
}

async fn a_total_is_the_sum_of_its_products(db: TestDb) {
    let names = skus();
    let db = that_morning(&db);
    let shop = Shop::with(&db, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    shop.import(&file(104)).await.unwrap();
    let report = run(&shop, Training::WhenDue).await.unwrap();
    let actor = Actor::system("test");
    let desk = DemandDesk { db: shop.db, actor: &actor };
    let forecasts = list_forecasts(desk, None, 200).await.unwrap();
    assert_eq!(forecasts.len(), PRODUCTS);
    let total = report.totals.iter().find(|total| total.category.is_none()).unwrap();
    for (at, step) in total.forecast.steps.iter().enumerate() {
        let sum: f64 = forecasts.iter().map(|(_, kept)| kept.forecast.steps[at].mean).sum();
        assert!((sum - step.mean).abs() < 1e-6, "{sum} {}", step.mean);
    }
}

async fn a_pinned_model_forecasts_from_the_next_run_on_until_it_is_taken_off(db: TestDb) {
    let names = skus();
    let db = that_morning(&db);
    let shop = Shop::with(&db, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    shop.import(&file(104)).await.unwrap();
    run(&shop, Training::WhenDue).await.unwrap();
    let actor = Actor::system("test");
    let desk = DemandDesk { db: shop.db, actor: &actor };
    let model = async || {
        let demand = find_product_demand(desk, "PART-07").await.unwrap();
        (demand.pinned, demand.kept.unwrap().forecast.model)
    };
    let usual = model().await.1;
    assert_ne!(usual, Model::MovingAverage);
    pin_model(desk, "part 07", Some(Model::MovingAverage)).await.unwrap();
    assert_eq!(model().await, (Some(Model::MovingAverage), usual));
    assert_eq!(run(&shop, Training::WhenDue).await.unwrap().fitted, 1);
    assert_eq!(model().await.1, Model::MovingAverage);
    pin_model(desk, "PART-07", None).await.unwrap();
    run(&shop, Training::WhenDue).await.unwrap();
    assert_eq!(model().await, (None, usual));
    assert!(matches!(pin_model(desk, "NO-SUCH", None).await, Err(OrionError::NoSuch(_))));
}

db::testing::on_both_databases!(migrations =>
    a_run_forecasts_each_product_once_and_the_next_one_only_what_changed,
    a_shop_too_small_for_the_model_over_all_products_learns_again_only_once_its_data_changed,
    a_run_that_was_cut_off_goes_on_with_what_it_had_learnt,
    a_run_cut_off_while_it_wrote_ends_with_the_forecasts_of_one_that_was_not,
    a_total_is_the_sum_of_its_products,
    a_pinned_model_forecasts_from_the_next_run_on_until_it_is_taken_off,
);
