//! Where the shop lies, for its weather: set at the desk or configured. Without it no weather is asked for.

use chrono::{Days, NaiveDate};
use db::Db;
use jobs::NewJob;
use kernel::Permission;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use settings::{Setting, find_shop_setting, write_shop_setting};

use crate::sale_day::{day_of, number_of};
use crate::work::WeatherFetch;
use crate::{DemandDesk, OrionError, OrionSettings, Weather, store};

/// The name of the setting.
const NAME: &str = "weather";

/// Degrees on the map: both or neither.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeatherPlace {
    /// North of the equator, from -90 to 90.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// East of Greenwich, from -180 to 180.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
}

/// What was foretold longer ago is no better than what is usual.
const FRESH_DAYS: u64 = 3;

/// The weather that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeatherKnown {
    /// So many days were measured,
    pub days: u64,
    /// the first of them,
    pub first: NaiveDate,
    /// and the last.
    pub last: NaiveDate,
    /// The last that is foretold.
    pub foretold: Option<NaiveDate>,
}

impl WeatherPlace {
    /// # Errors
    /// [`OrionError::WrongPlace`] for degrees that no place has, and for one of them without the other.
    pub fn check(&self) -> Result<(), OrionError> {
        let wrong = |field, reason| Err(OrionError::WrongPlace { field, reason });
        let are_within = |degrees: Option<f64>, most: f64| degrees.is_none_or(|own| own.abs() <= most);
        match self {
            Self { latitude, .. } if !are_within(*latitude, 90.0) => {
                wrong("latitude", "is not between -90 and 90")
            }
            Self { longitude, .. } if !are_within(*longitude, 180.0) => {
                wrong("longitude", "is not between -180 and 180")
            }
            Self { latitude: None, longitude: Some(_) } => {
                wrong("latitude", "is missing beside the longitude")
            }
            Self { latitude: Some(_), longitude: None } => {
                wrong("longitude", "is missing beside the latitude")
            }
            _ => Ok(()),
        }
    }

    /// Both, to a kilometre: nobody need know the house.
    pub(crate) fn degrees(&self) -> Option<[String; 2]> {
        let (latitude, longitude) = self.latitude.zip(self.longitude)?;
        Some([latitude, longitude].map(|degrees| format!("{degrees:.2}")))
    }

    /// The name under which its weather is kept.
    pub(crate) fn key(&self) -> Option<String> {
        self.degrees().map(|degrees| degrees.join(","))
    }
}

/// Where the shop lies; version 0 = as it is configured.
///
/// # Errors
/// What was set cannot be read.
pub async fn find_weather_place(
    conn: &impl ConnectionTrait,
    configured: WeatherPlace,
) -> Result<Setting<WeatherPlace>, OrionError> {
    let set = find_shop_setting(conn, NAME).await?;
    Ok(set.unwrap_or(Setting { value: configured, version: 0 }))
}

/// Sets where the shop lies, or that it says nothing of it; its weather is fetched at once, and what was known of another
/// place is taken away. `based_on` is the version that was read.
///
/// # Errors
/// [`OrionError::WrongPlace`], [`OrionError::Forbidden`], [`OrionError::Settings`] if somebody else has changed it since.
pub async fn edit_weather_place(
    desk: DemandDesk<'_>,
    configured: WeatherPlace,
    based_on: u64,
    place: WeatherPlace,
) -> Result<(), OrionError> {
    desk.actor.require(Permission::EditSettings)?;
    place.check()?;
    let tx = desk.db.begin_write().await?;
    store::weather_day::hold(&tx).await?;
    if write_shop_setting(&tx, desk.actor, NAME, based_on, &configured, &place).await? {
        let key = place.key();
        store::weather_day::keep_only(&tx, key.as_deref()).await?;
        if key.is_some() {
            jobs::enqueue(&tx, NewJob::new(desk.actor, &WeatherFetch {})).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// What is known of the weather where the shop lies, as forecasts made `today` heed it; `None` before any has come.
///
/// # Errors
/// The database failed.
pub async fn find_weather_known(
    conn: &impl ConnectionTrait,
    configured: WeatherPlace,
    today: NaiveDate,
) -> Result<Option<WeatherKnown>, OrionError> {
    let Some(key) = find_weather_place(conn, configured).await?.value.key() else { return Ok(None) };
    let Some((days, span)) = store::weather_day::find_span(conn, &key).await? else { return Ok(None) };
    let last = day_of(*span.end());
    let foretold = store::weather_day::list_foretold(conn, &key, fresh_since(today)).await?;
    let foretold = foretold.last().map(|ahead| ahead.day);
    let foretold = foretold.filter(|ahead| *ahead > last);
    Ok(Some(WeatherKnown { days, first: day_of(*span.start()), last, foretold }))
}

/// The first day of which a forecast of the weather is still heeded.
fn fresh_since(today: NaiveDate) -> i64 {
    number_of(today - Days::new(FRESH_DAYS))
}

/// The weather where the shop lies, of whose demand is forecast from the day `present` on: none of a place where it lay
/// before.
pub(crate) async fn load_weather(
    db: &Db,
    settings: &OrionSettings,
    present: NaiveDate,
) -> Result<Option<Weather>, OrionError> {
    let Some(key) = find_weather_place(db.reader(), settings.weather).await?.value.key() else {
        return Ok(None);
    };
    let measured = store::weather_day::list_measured(db.reader(), &key).await?;
    let foretold =
        store::weather_day::list_foretold(db.reader(), &key, fresh_since(settings.today(db))).await?;
    Ok(Weather::of(&measured).map(|weather| weather.foretelling(present, &foretold)))
}
