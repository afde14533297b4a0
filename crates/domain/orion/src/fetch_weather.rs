//! Use case: the weather of the days that are missing, from an archive that answers as Open-Meteo's does; and of those
//! ahead, from its forecast.
//!
//! What comes is believed only where it is weather: the days that were asked for, temperatures and rain that there can
//! be. Each answer is kept by itself, so that one that fails costs nothing that came before it.

use chrono::{Days, Months, NaiveDate};
use db::{Db, WriteTx};
use fetch::Fetcher;
use serde::Deserialize;

use crate::sale_day::{day_of, number_of};
use crate::weather::{FACTS, WeatherDay};
use crate::weather_place::find_weather_place;
use crate::{OrionError, OrionSettings, find_span, store};

/// Years before the first sale, for what is usual.
const YEARS_BEFORE: u32 = 5;
/// The archive knows a day after so many.
const LAG_DAYS: u64 = 2;
/// Days of one question.
const ASKED: i64 = 366;
/// Days that are foretold, today the first.
const FORETOLD_DAYS: u64 = 16;
/// What there can be: degrees Celsius, degrees Celsius, millimetres.
const BOUNDS: [(f64, f64); FACTS] = [(-90.0, 60.0), (-90.0, 60.0), (0.0, 2_000.0)];
/// The names of what is asked for, and the units in which it must come.
const ASKED_FOR: &str = "temperature_2m_mean,temperature_2m_max,rain_sum";
const UNITS: [&str; FACTS] = ["°C", "°C", "mm"];

/// Whom to ask.
#[derive(Debug, Clone)]
pub struct WeatherSource {
    /// The way out.
    pub fetcher: Fetcher,
    /// How the archive's addresses begin.
    pub server: String,
    /// How the forecast's addresses begin.
    pub forecast_server: String,
}

/// How many days came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct WeatherCame {
    pub(crate) measured: usize,
    pub(crate) foretold: usize,
}

/// Fetches the days that are missing as of today, and those ahead; how many came, `None` where no place is set. It stops
/// at a place that was changed meanwhile: whoever changed it has ordered the weather of the other one.
///
/// # Errors
/// [`OrionError::Fetch`], [`OrionError::NoWeather`]; what came is kept, and the forecast is asked for without the archive
/// too.
pub(crate) async fn fetch_weather(
    db: &Db,
    source: &WeatherSource,
    settings: &OrionSettings,
) -> Result<Option<WeatherCame>, OrionError> {
    let place = find_weather_place(db.reader(), settings.weather).await?.value;
    let key = place.key();
    // Each night of a shop that says nothing of its place: then nothing is written.
    if store::weather_day::knows_others(db.reader(), key.as_deref()).await? {
        forget_others(db, settings).await?;
    }
    let (Some(degrees), Some(key)) = (place.degrees(), key) else { return Ok(None) };
    let errand = Errand { db, source, settings, degrees, key };
    let mut came = WeatherCame::default();
    let measured = errand.fetch_measured(&mut came).await;
    if !matches!(measured, Ok(false)) {
        let foretold = errand.fetch_foretold(&mut came).await;
        measured.and(foretold)?;
    }
    Ok(Some(came))
}

/// Whether there is weather to fetch, or to take away.
pub(crate) async fn is_weather_wanted(db: &Db, settings: &OrionSettings) -> Result<bool, OrionError> {
    let place = find_weather_place(db.reader(), settings.weather).await?.value;
    Ok(place.key().is_some() || store::weather_day::knows_others(db.reader(), None).await?)
}

/// For whom, and of which place.
struct Errand<'a> {
    db: &'a Db,
    source: &'a WeatherSource,
    settings: &'a OrionSettings,
    degrees: [String; 2],
    key: String,
}

impl Errand<'_> {
    /// Whether the place is still the same at the end.
    async fn fetch_measured(&self, came: &mut WeatherCame) -> Result<bool, OrionError> {
        let today = self.settings.today(self.db);
        let begun = find_span(self.db).await?.days.map_or(today, |days| *days.start()).min(today);
        let first = begun.checked_sub_months(Months::new(12 * YEARS_BEFORE)).unwrap_or(begun);
        let known = store::weather_day::list_days(self.db.reader(), &self.key).await?;
        for (from, to) in spans_missing(&known, number_of(first), number_of(today - Days::new(LAG_DAYS))) {
            let (server, from, to) = (&self.source.server, day_of(from), day_of(to));
            let days = format!("v1/archive?start_date={from}&end_date={to}");
            let days = self.ask(server, &days, from, to).await?;
            if !self.keep(&days, None).await? {
                return Ok(false);
            }
            came.measured += days.len();
        }
        Ok(true)
    }

    async fn fetch_foretold(&self, came: &mut WeatherCame) -> Result<(), OrionError> {
        let today = self.settings.today(self.db);
        let last = today + Days::new(FORETOLD_DAYS - 1);
        let question = format!("v1/forecast?forecast_days={FORETOLD_DAYS}");
        let days = self.ask(&self.source.forecast_server, &question, today, last).await?;
        if self.keep(&days, Some(number_of(today))).await? {
            came.foretold = days.len();
        }
        Ok(())
    }

    async fn ask(
        &self,
        server: &str,
        question: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<WeatherDay>, OrionError> {
        let (server, [latitude, longitude]) = (server.trim_end_matches('/'), &self.degrees);
        let zone = self.settings.zone.name().replace('/', "%2F");
        let address = format!(
            "{server}/{question}&latitude={latitude}&longitude={longitude}&daily={ASKED_FOR}&timezone={zone}"
        );
        let answer = self.source.fetcher.get(&address).await?;
        if !answer.status.is_success() {
            return Err(OrionError::NoWeather(format!("it answered {}", answer.status.as_u16())));
        }
        read_answer(&answer.body, from, to).map_err(|reason| OrionError::NoWeather(reason.to_owned()))
    }

    /// Keeps days, unless the shop lies elsewhere by now.
    async fn keep(&self, days: &[WeatherDay], foretold_on: Option<i64>) -> Result<bool, OrionError> {
        let tx = self.db.begin_write().await?;
        if !self.holds(&tx).await? {
            return Ok(false);
        }
        store::weather_day::upsert(&tx, &self.key, days, foretold_on).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Whether the shop lies there, until the transaction ends.
    async fn holds(&self, tx: &WriteTx) -> Result<bool, OrionError> {
        store::weather_day::hold(tx).await?;
        let place = find_weather_place(tx.conn(), self.settings.weather).await?.value;
        Ok(place.key().as_ref() == Some(&self.key))
    }
}

/// Takes away the weather of places where the shop lies no more; which one holds is read in the same transaction.
async fn forget_others(db: &Db, settings: &OrionSettings) -> Result<(), OrionError> {
    let tx = db.begin_write().await?;
    store::weather_day::hold(&tx).await?;
    let key = find_weather_place(tx.conn(), settings.weather).await?.value.key();
    store::weather_day::keep_only(&tx, key.as_deref()).await?;
    tx.commit().await?;
    Ok(())
}

/// The first and last days of each question that is to be asked so that none from `first` to `last` is missing.
fn spans_missing(known: &[i64], first: i64, last: i64) -> Vec<(i64, i64)> {
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for day in (first..=last).filter(|day| known.binary_search(day).is_err()) {
        match spans.last_mut() {
            Some((from, to)) if day - *from < ASKED => *to = day,
            _ => spans.push((day, day)),
        }
    }
    spans
}

#[derive(Deserialize)]
struct Answer {
    daily: Daily,
    daily_units: Units,
}

#[derive(Deserialize)]
struct Daily {
    time: Vec<NaiveDate>,
    temperature_2m_mean: Vec<Option<f64>>,
    temperature_2m_max: Vec<Option<f64>>,
    rain_sum: Vec<Option<f64>>,
}

#[derive(Deserialize)]
struct Units {
    temperature_2m_mean: String,
    temperature_2m_max: String,
    rain_sum: String,
}

/// The days from `from` to `to` of which all is known.
///
/// # Errors
/// Why it is no weather of these days.
fn read_answer(body: &[u8], from: NaiveDate, to: NaiveDate) -> Result<Vec<WeatherDay>, &'static str> {
    let Answer { daily, daily_units: units } =
        serde_json::from_slice(body).map_err(|_not_ours| "its answer is no weather")?;
    if [units.temperature_2m_mean, units.temperature_2m_max, units.rain_sum] != UNITS {
        return Err("its answer is in other units");
    }
    if !daily.time.iter().copied().eq(from.iter_days().take_while(|day| *day <= to)) {
        return Err("its answer is about other days");
    }
    let columns = [daily.temperature_2m_mean, daily.temperature_2m_max, daily.rain_sum];
    if columns.iter().any(|column| column.len() != daily.time.len()) {
        return Err("its answer is no weather");
    }
    let mut days = Vec::with_capacity(daily.time.len());
    for (at, day) in daily.time.into_iter().enumerate() {
        let [Some(mean), Some(highest), Some(rain)] = [columns[0][at], columns[1][at], columns[2][at]] else {
            continue;
        };
        let facts = [mean, highest, rain];
        let can_be = |(fact, (least, most)): (&f64, (f64, f64))| (least..=most).contains(fact);
        if !facts.iter().zip(BOUNDS).all(can_be) || highest < mean - 1.0 {
            return Err("its answer holds a weather that cannot be");
        }
        days.push(WeatherDay { day, facts });
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use db::Backend;
    use db::testing::TestDb;
    use kernel::Actor;
    use sea_orm::{ConnectionTrait, DbBackend, Statement};

    use super::*;
    use crate::{DemandDesk, WeatherPlace, edit_weather_place};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const TWO_DAYS: &str = r#"{"latitude":36.8,"daily_units":{"time":"iso8601","temperature_2m_mean":"°C",
        "temperature_2m_max":"°C","rain_sum":"mm"},"daily":{"time":["2026-01-01","2026-01-02"],
        "temperature_2m_mean":[11.2,null],"temperature_2m_max":[15.9,16.0],"rain_sum":[0.4,0.0]}}"#;

    #[test]
    fn days_are_read_and_one_that_is_not_known_yet_is_left_for_later() {
        let days = read_answer(TWO_DAYS.as_bytes(), day("2026-01-01"), day("2026-01-02")).unwrap();
        assert_eq!(days, [WeatherDay { day: day("2026-01-01"), facts: [11.2, 15.9, 0.4] }]);
    }

    #[test]
    fn what_is_no_weather_of_these_days_is_not_believed() {
        let check = |find: &str, put: &str| {
            let text = TWO_DAYS.replace(find, put);
            assert_ne!(text, TWO_DAYS);
            assert!(read_answer(text.as_bytes(), day("2026-01-01"), day("2026-01-02")).is_err(), "{text}");
        };
        check("11.2", "1000000000");
        check("11.2", "NaN");
        check("11.2", "1e999");
        check("11.2", "\"warm\"");
        check("11.2,null", "11.2");
        check("11.2", "30.0");
        check("0.4", "-1");
        check("2026-01-01\"", "2025-01-01\"");
        check("2026-01-01\",", "");
        check("°C", "°F");
        check(TWO_DAYS, "<!doctype html><title>Weather</title>");
        check(TWO_DAYS, "");
        check(TWO_DAYS, "{\"error\":true,\"reason\":\"out of range\"}");
        assert!(read_answer(TWO_DAYS.as_bytes(), day("2026-01-01"), day("2026-01-03")).is_err());
    }

    async fn nobody_leaves_a_place_between_the_look_at_it_and_the_days_that_are_kept_of_it(test: TestDb) {
        let db = test.db().clone();
        let place = |latitude| WeatherPlace { latitude: Some(latitude), longitude: Some(10.0) };
        let (tunis, sousse) = (place(36.8), place(35.8));
        let settings = OrionSettings {
            zone: chrono_tz::Africa::Tunis,
            currency: kernel::Currency::TND,
            threads: std::num::NonZeroUsize::MIN,
            weather: tunis,
        };
        let server = String::new();
        let fetcher = Fetcher::new(fetch::FetchSettings::default()).unwrap();
        let source = WeatherSource { fetcher, server: server.clone(), forecast_server: server };
        let (degrees, key) = (tunis.degrees().unwrap(), tunis.key().unwrap());
        let errand = Errand { db: &db, source: &source, settings: &settings, degrees, key: key.clone() };
        let tx = db.begin_write().await.unwrap();
        assert!(errand.holds(&tx).await.unwrap());
        let leaving = {
            let db = db.clone();
            tokio::spawn(async move {
                let actor = Actor::system("test");
                edit_weather_place(DemandDesk { db: &db, actor: &actor }, tunis, 0, sousse).await
            })
        };
        // SQLite has one writer; on PostgreSQL whoever leaves has ended, or waits for us.
        if db.backend() == Backend::Postgres {
            let waiting = "SELECT pid FROM pg_locks WHERE NOT granted AND database = \
                           (SELECT oid FROM pg_database WHERE datname = current_database())";
            let waiting = Statement::from_string(DbBackend::Postgres, waiting);
            while !leaving.is_finished()
                && db.reader().query_one_raw(waiting.clone()).await.unwrap().is_none()
            {}
        }
        let days = [WeatherDay { day: day("2026-01-01"), facts: [11.2, 15.9, 0.4] }];
        store::weather_day::upsert(&tx, &key, &days, None).await.unwrap();
        tx.commit().await.unwrap();
        leaving.await.unwrap().unwrap();
        assert_eq!(store::weather_day::list_days(db.reader(), &key).await.unwrap(), [0; 0]);
    }

    async fn what_is_foretold_of_a_day_is_written_over_and_what_was_measured_is_not(test: TestDb) {
        let db = test.db();
        let tx = db.begin_write().await.unwrap();
        let put = async |mean, foretold_on| {
            let days = [WeatherDay { day: day("2026-01-01"), facts: [mean, 25.0, 0.0] }];
            store::weather_day::upsert(&tx, "here", &days, foretold_on).await.unwrap();
            let measured = store::weather_day::list_measured(tx.conn(), "here").await.unwrap();
            let foretold = store::weather_day::list_foretold(tx.conn(), "here", 5).await.unwrap();
            [measured, foretold].map(|days| days.first().map(|day| day.facts[0]))
        };
        assert_eq!(put(10.0, Some(4)).await, [None, None], "too long ago");
        assert_eq!(put(11.0, Some(5)).await, [None, Some(11.0)]);
        assert_eq!(put(12.0, Some(6)).await, [None, Some(12.0)]);
        assert_eq!(put(13.0, None).await, [Some(13.0), None]);
        assert_eq!(put(14.0, Some(7)).await, [Some(13.0), None]);
        assert_eq!(put(15.0, None).await, [Some(13.0), None]);
    }

    db::testing::on_both_databases!(migrations =>
        what_is_foretold_of_a_day_is_written_over_and_what_was_measured_is_not,
        nobody_leaves_a_place_between_the_look_at_it_and_the_days_that_are_kept_of_it,
    );

    fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
        let mut all = catalogue::migrations();
        all.extend(jobs::migrations());
        all.extend(audit::migrations());
        all.extend(settings::migrations());
        all.extend(crate::migrations());
        all
    }

    #[test]
    fn only_missing_days_are_asked_for_a_year_at_a_time() {
        let all: Vec<i64> = (0..=800).collect();
        assert!(spans_missing(&all, 0, 800).is_empty());
        assert_eq!(spans_missing(&[], 0, 800), [(0, 365), (366, 731), (732, 800)]);
        assert_eq!(spans_missing(&all[..700], 0, 800), [(700, 800)]);
        let holes: Vec<i64> = all.into_iter().filter(|day| ![5, 9, 600].contains(day)).collect();
        assert_eq!(spans_missing(&holes, 0, 800), [(5, 9), (600, 600)]);
    }
}
