//! Where the shop lies, as a form: for the weather that its forecasts heed.

use fluent_bundle::FluentArgs;
use kernel::Locale;
use orion::{OrionError, WeatherKnown, WeatherPlace};
use serde::Serialize;
use settings::Setting;

use crate::pages::field::{Field, Wrong};
use crate::pages::{amount, moment};
use web::storefront::address::Pairs;
use web::storefront::texts::Texts;

#[derive(Debug, Serialize)]
pub(super) struct WeatherForm {
    version: u64,
    latitude: Field,
    longitude: Field,
    /// What is known of the weather.
    known: Option<String>,
    wrong: bool,
}

/// What holds, or what was typed, to be mended.
pub(super) fn form(
    set: &Setting<WeatherPlace>,
    typed: Option<&(Pairs, Option<Wrong>)>,
    known: Option<WeatherKnown>,
    texts: &Texts,
) -> WeatherForm {
    let degrees = |degrees: Option<f64>| {
        let written = degrees.map(|own| own.to_string()).unwrap_or_default();
        if texts.locale() == Locale::Fr { written.replace('.', ",") } else { written }
    };
    let field = |name, held| match typed {
        Some((form, wrong)) => Field::of(name, form.get(name).unwrap_or_default()).wrong(wrong.as_ref()),
        None => Field::of(name, degrees(held)),
    };
    WeatherForm {
        version: set.version,
        latitude: field("latitude", set.value.latitude),
        longitude: field("longitude", set.value.longitude),
        known: known.map(|known| {
            let mut words = FluentArgs::new();
            words.set("days", known.days);
            words.set("first", moment::day(known.first));
            words.set("last", moment::day(known.last));
            let measured = texts.format("weather-known", &words);
            match known.foretold {
                None => measured,
                Some(last) => {
                    format!("{measured} {}", texts.with("weather-foretold", "last", &moment::day(last)))
                }
            }
        }),
        wrong: typed.is_some_and(|(_, wrong)| wrong.is_some()),
    }
}

/// # Errors
/// The field that holds no degrees.
pub(super) fn read(form: &Pairs, texts: &Texts) -> Result<WeatherPlace, Wrong> {
    let degrees = |field| match form.get(field).map(str::trim).unwrap_or_default() {
        "" => Ok(None),
        text => amount::degrees(text).map(Some).ok_or_else(|| refused(field, texts)),
    };
    Ok(WeatherPlace { latitude: degrees("latitude")?, longitude: degrees("longitude")? })
}

/// The field that the forecasts have refused.
///
/// # Errors
/// What is about no field of the form.
pub(super) fn wrong(error: OrionError, texts: &Texts) -> Result<Wrong, OrionError> {
    match error {
        OrionError::WrongPlace { field, .. } => Ok(refused(field, texts)),
        other => Err(other),
    }
}

fn refused(field: &'static str, texts: &Texts) -> Wrong {
    let key = if field == "latitude" { "wrong-latitude" } else { "wrong-longitude" };
    Wrong { field, reason: texts.get(key).to_owned() }
}
