//! Weather from an archive and a forecast on this machine: only missing days and those ahead, only what can be weather,
//! and forecasts go on without.

use std::num::NonZeroUsize;

use chrono::NaiveDate;
use db::testing::TestDb;
use jobs::{Job, JobFilter, JobState, NewJob};
use kernel::{Actor, Currency};
use orion::{
    DemandDesk, OrionError, OrionSettings, WeatherFetch, WeatherKnown, WeatherPlace, edit_weather_place,
    find_weather_known, find_weather_place,
};

use crate::archive::{Archive, weather};
use crate::shop::{Shop, migrations, that_morning};

const TUNIS: WeatherPlace = WeatherPlace { latitude: Some(36.8065), longitude: Some(10.1815) };
const SOUSSE: WeatherPlace = WeatherPlace { latitude: Some(35.8256), longitude: Some(10.637) };
const NOWHERE: WeatherPlace = WeatherPlace { latitude: None, longitude: None };

async fn set(shop: &Shop<'_>, version: u64, place: WeatherPlace) -> Result<(), OrionError> {
    shop.wait();
    let actor = Actor::system("test");
    edit_weather_place(DemandDesk { db: shop.db, actor: &actor }, NOWHERE, version, place).await
}

/// Has a worker do all jobs once, at a shop of which no place is configured; what came of the newest.
async fn work(shop: &Shop<'_>, archive: &Archive) -> Job {
    work_at(shop, archive, NOWHERE).await
}

/// The same at a shop of which a place is configured.
async fn work_at(shop: &Shop<'_>, archive: &Archive, weather: WeatherPlace) -> Job {
    let settings = OrionSettings {
        zone: chrono_tz::Africa::Tunis,
        currency: Currency::TND,
        threads: NonZeroUsize::MIN,
        weather,
    };
    let handlers = orion::handlers(&shop.files(), &settings, &archive.source());
    let is_done =
        |job: &Job| job.state.is_over() || job.state == JobState::Queued && job.last_error.is_some();
    shop.work_until(handlers, is_done).await
}

async fn known(shop: &Shop<'_>) -> Option<WeatherKnown> {
    known_of(shop, NOWHERE).await
}

async fn known_of(shop: &Shop<'_>, place: WeatherPlace) -> Option<WeatherKnown> {
    let today = shop.db.clock().now().date_naive();
    find_weather_known(shop.db.reader(), place, today).await.unwrap()
}

async fn a_place_that_is_set_has_its_weather_fetched_and_only_missing_days_are_asked_for(db: TestDb) {
    let db = that_morning(&db);
    let shop = Shop::with(&db, &["BAT-1"]).await;
    shop.import("date,sku,quantity\n2026-11-02,BAT-1,9\n").await.unwrap();
    let archive = Archive::start().await;
    set(&shop, 0, TUNIS).await.unwrap();
    let job = work(&shop, &archive).await;
    let told = (job.state, job.note.as_deref(), job.last_error.as_deref());
    assert_eq!(told, (JobState::Done, Some("1844 days of weather, 16 foretold"), None));
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let whole = WeatherKnown {
        days: 1844,
        first: day("2021-11-02"),
        last: day("2026-11-19"),
        foretold: Some(day("2026-12-06")),
    };
    assert_eq!(known(&shop).await, Some(whole));
    let asked = archive.asked();
    assert!(asked.len() == 7 && asked[0].contains("latitude=36.81&longitude=10.18&"), "{asked:?}");
    assert!(asked.iter().all(|one| one.contains("timezone=Africa%2FTunis")), "{asked:?}");

    // Another place: what was known of the first is gone, and is fetched again when it is set again.
    set(&shop, 1, SOUSSE).await.unwrap();
    assert_eq!(known(&shop).await, None);
    work(&shop, &archive).await;
    assert!(archive.asked().iter().all(|one| one.contains("latitude=35.83&longitude=10.64&")));
    set(&shop, 2, WeatherPlace { longitude: Some(10.639), ..SOUSSE }).await.unwrap();
    let job = work(&shop, &archive).await;
    assert_eq!((job.note.as_deref(), archive.asked().len()), (Some("0 days of weather, 16 foretold"), 1));
    set(&shop, 3, NOWHERE).await.unwrap();
    assert_eq!(known(&shop).await, None);
    assert_eq!(find_weather_place(shop.db.reader(), TUNIS).await.unwrap().value, NOWHERE);
}

async fn weather_of_a_place_that_was_left_while_it_came_is_not_kept(db: TestDb) {
    let db = that_morning(&db);
    let shop = Shop::with(&db, &["BAT-1"]).await;
    shop.import("date,sku,quantity\n2026-11-02,BAT-1,9\n").await.unwrap();
    let archive = Archive::start().await;
    set(&shop, 0, TUNIS).await.unwrap();
    let (asked, let_go) = archive.hold();
    let leave = async {
        asked.await.unwrap();
        set(&shop, 1, SOUSSE).await.unwrap();
        let_go.send(()).unwrap();
    };
    let (job, ()) = tokio::join!(work(&shop, &archive), leave);
    assert_eq!(job.note.as_deref(), Some("1844 days of weather, 16 foretold"));
    assert_eq!(known(&shop).await.unwrap().days, 1844);
    let asked = archive.asked();
    let of_tunis = asked.iter().filter(|one| one.contains("latitude=36.81&")).count();
    assert_eq!((asked.len(), of_tunis), (8, 1), "nothing more is asked about the place that was left");
    let all = JobFilter { state: None, kind: None };
    let jobs = jobs::list_jobs(shop.db, &Actor::system("test"), &all, None, 9).await.unwrap().jobs;
    assert_eq!(jobs[1].note.as_deref(), Some("0 days of weather, 0 foretold"));
    set(&shop, 2, TUNIS).await.unwrap();
    assert_eq!(known(&shop).await, None);
}

async fn weather_of_a_place_that_is_configured_no_more_is_not_heeded_and_goes(db: TestDb) {
    let db = that_morning(&db);
    let shop = Shop::with(&db, &[]).await;
    let archive = Archive::start().await;
    let fetched_at = async |place| {
        shop.wait();
        let tx = shop.db.begin_write().await.unwrap();
        jobs::enqueue(&tx, NewJob::new(&Actor::system("test"), &WeatherFetch {})).await.unwrap();
        tx.commit().await.unwrap();
        work_at(&shop, &archive, place).await.note.unwrap()
    };
    let known_at = async |place| known_of(&shop, place).await;
    assert_eq!(fetched_at(TUNIS).await, "1825 days of weather, 16 foretold");
    assert_eq!(known_at(TUNIS).await.unwrap().days, 1825);
    assert_eq!((known_at(SOUSSE).await, known_at(NOWHERE).await), (None, None));
    assert_eq!(fetched_at(NOWHERE).await, "no place is set");
    assert_eq!(known_at(TUNIS).await, None);
}

async fn a_server_that_is_down_or_lies_is_reported_and_nothing_of_it_is_kept(db: TestDb) {
    let db = that_morning(&db);
    let shop = Shop::with(&db, &["BAT-1"]).await;
    shop.import("date,sku,quantity\n2026-11-02,BAT-1,9\n").await.unwrap();
    let archive = Archive::start().await;
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let (from, to) = (day("2021-11-02"), day("2022-11-02"));
    let other_year = weather(day("2019-11-21"), day("2020-11-20"), "18.3");
    let endless = "200 OK\r\ncontent-length: 1073741824";
    for (version, (head, body, reason)) in [
        ("200 OK", "<!doctype html><h1>Weather</h1>".to_owned(), "no weather came: its answer is no weather"),
        (
            "200 OK",
            weather(from, to, "1000000000"),
            "no weather came: its answer holds a weather that cannot be",
        ),
        ("200 OK", weather(from, to, "NaN"), "no weather came: its answer is no weather"),
        ("200 OK", other_year, "no weather came: its answer is about other days"),
        (endless, "{}".to_owned(), "the answer is larger than 1048576 bytes"),
        ("503 Service Unavailable", String::new(), "no weather came: it answered 503"),
    ]
    .into_iter()
    .enumerate()
    {
        archive.lie(head, &body);
        let place = WeatherPlace { latitude: Some(version as f64), ..TUNIS };
        set(&shop, version as u64, place).await.unwrap();
        let job = work(&shop, &archive).await;
        assert_eq!((job.state, job.last_error.as_deref()), (JobState::Queued, Some(reason)));
        assert_eq!(known(&shop).await, None, "{reason}");
        jobs_end(&shop, &job).await;
    }
}

/// Has the weather of Tunis fetched, by a job of its own; what came of it.
async fn fetched(shop: &Shop<'_>, archive: &Archive) -> Job {
    shop.wait();
    let tx = shop.db.begin_write().await.unwrap();
    jobs::enqueue(&tx, NewJob::new(&Actor::system("test"), &WeatherFetch {})).await.unwrap();
    tx.commit().await.unwrap();
    work_at(shop, archive, TUNIS).await
}

async fn what_was_foretold_gives_way_to_what_is_measured_and_is_heeded_for_three_days(db: TestDb) {
    let db = that_morning(&db);
    let shop = Shop::with(&db, &[]).await;
    let archive = Archive::start().await;
    let known = async || known_of(&shop, TUNIS).await.unwrap();
    fetched(&shop, &archive).await;
    let first = known().await;
    shop.db.clock().advance(chrono::TimeDelta::days(3));
    assert_eq!(known().await, first);
    // Five days later the forecast is down: five more days were measured, which had been foretold.
    shop.db.clock().advance(chrono::TimeDelta::days(2));
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    archive.lie("200 OK", &weather(day("2026-11-20"), day("2026-11-24"), "18.3"));
    archive.lie("503 Service Unavailable", "");
    let job = fetched(&shop, &archive).await;
    assert_eq!(job.last_error.as_deref(), Some("no weather came: it answered 503"));
    let second = known().await;
    assert_eq!((second.days, second.last), (first.days + 5, day("2026-11-24")));
    assert_eq!((first.foretold, second.foretold), (Some(day("2026-12-06")), None));
    jobs_end(&shop, &job).await;
}

async fn a_shop_that_says_nothing_of_its_place_finds_no_job_each_night(db: TestDb) {
    let db = that_morning(&db);
    let shop = Shop::with(&db, &[]).await;
    let night = async |weather| {
        let settings = OrionSettings {
            zone: chrono_tz::Africa::Tunis,
            currency: Currency::TND,
            threads: NonZeroUsize::MIN,
            weather,
        };
        shop.db.clock().advance(chrono::TimeDelta::days(1));
        let schedules = orion::schedules(&settings).unwrap();
        jobs::fire_due(shop.db, &schedules, settings.zone).await.unwrap();
        let weather = JobFilter { state: None, kind: Some("orion.weather".to_owned()) };
        jobs::list_jobs(shop.db, &Actor::system("test"), &weather, None, 9).await.unwrap().jobs.len()
    };
    assert_eq!((night(NOWHERE).await, night(NOWHERE).await), (0, 0));
    assert_eq!((night(TUNIS).await, night(TUNIS).await), (1, 2));
    let archive = Archive::start().await;
    work_at(&shop, &archive, TUNIS).await;
    // What is known of a place that holds no more is taken away.
    assert_eq!(night(NOWHERE).await, 3);
    work(&shop, &archive).await;
    assert_eq!(night(NOWHERE).await, 3);
}

async fn an_archive_that_is_down_does_not_keep_the_forecast_away(db: TestDb) {
    let db = that_morning(&db);
    let shop = Shop::with(&db, &[]).await;
    let archive = Archive::start().await;
    fetched(&shop, &archive).await;
    shop.db.clock().advance(chrono::TimeDelta::days(1));
    archive.asked();
    archive.lie("503 Service Unavailable", "");
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    archive.lie("200 OK", &weather(day("2026-11-22"), day("2026-12-07"), "22.4"));
    let job = fetched(&shop, &archive).await;
    assert_eq!(job.last_error.as_deref(), Some("no weather came: it answered 503"));
    assert_eq!(archive.asked().len(), 2);
    let known = known_of(&shop, TUNIS).await.unwrap();
    assert_eq!((known.days, known.foretold), (1825, Some(day("2026-12-07"))));
}

async fn a_server_that_leads_round_and_round_or_into_the_house_is_not_followed(db: TestDb) {
    let db = that_morning(&db);
    let shop = Shop::with(&db, &[]).await;
    let archive = Archive::start().await;
    let round = format!("302 Found\r\nlocation: http://{}/v1/archive?round", archive.address);
    // More often than anybody follows.
    let lies = 40;
    (0..lies).for_each(|_| archive.lie(&round, ""));
    let job = fetched(&shop, &archive).await;
    let error = job.last_error.as_deref().unwrap();
    assert!(job.state == JobState::Queued && error.ends_with(" redirects are too many"), "{error}");
    assert!(archive.asked().len() < lies);
    assert_eq!(known_of(&shop, TUNIS).await, None);
    jobs_end(&shop, &job).await;
    archive.lies.lock().unwrap().clear();
    for private in
        ["http://192.168.1.7/weather", "http://127.0.0.1:1/", "http://[::1]/", "file:///etc/passwd"]
    {
        archive.lie(&format!("302 Found\r\nlocation: {private}"), "");
        let job = fetched(&shop, &archive).await;
        let error = job.last_error.as_deref().unwrap();
        assert!(job.state == JobState::Failed && error.starts_with("its address "), "{private}: {error}");
    }
}

/// Calls a job off that would be tried again.
async fn jobs_end(shop: &Shop<'_>, job: &Job) {
    let tx = shop.db.begin_write().await.unwrap();
    jobs::cancel(&tx, &Actor::system("test"), job.id).await.unwrap();
    tx.commit().await.unwrap();
}

async fn no_place_that_cannot_be_is_set(db: TestDb) {
    let db = that_morning(&db);
    let shop = Shop::with(&db, &[]).await;
    for (latitude, longitude, wrong) in [
        (Some(90.01), Some(0.0), "latitude"),
        (Some(f64::NAN), Some(0.0), "latitude"),
        (Some(0.0), Some(-180.01), "longitude"),
        (Some(0.0), None, "longitude"),
        (None, Some(0.0), "latitude"),
    ] {
        let refused = set(&shop, 0, WeatherPlace { latitude, longitude }).await;
        assert!(matches!(refused, Err(OrionError::WrongPlace { field, .. }) if field == wrong));
    }
    set(&shop, 0, WeatherPlace { latitude: Some(-90.0), longitude: Some(180.0) }).await.unwrap();
    let unseen = set(&shop, 0, TUNIS).await;
    assert!(matches!(unseen, Err(OrionError::Settings(settings::SettingsError::ChangedMeanwhile))));
}

db::testing::on_both_databases!(migrations =>
    a_place_that_is_set_has_its_weather_fetched_and_only_missing_days_are_asked_for,
    weather_of_a_place_that_was_left_while_it_came_is_not_kept,
    weather_of_a_place_that_is_configured_no_more_is_not_heeded_and_goes,
    a_server_that_is_down_or_lies_is_reported_and_nothing_of_it_is_kept,
    no_place_that_cannot_be_is_set,
    what_was_foretold_gives_way_to_what_is_measured_and_is_heeded_for_three_days,
    a_shop_that_says_nothing_of_its_place_finds_no_job_each_night,
    an_archive_that_is_down_does_not_keep_the_forecast_away,
    a_server_that_leads_round_and_round_or_into_the_house_is_not_followed,
);
