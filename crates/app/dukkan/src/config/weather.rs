//! What can be configured of the weather: where the shop lies, and who is asked.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use fetch::{FetchSettings, Fetcher};
use orion::{WeatherPlace, WeatherSource};
use serde::{Deserialize, Serialize};

const ARCHIVE: &str = "https://archive-api.open-meteo.com";
const FORECAST: &str = "https://api.open-meteo.com";

/// The weather as a cause of demand: off until the shop says where it lies.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub(crate) struct Weather {
    /// Degrees north, from -90 to 90, until it is set at the desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// Degrees east, from -180 to 180, until it is set at the desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    /// How the addresses of the archive begin: Open-Meteo's, or of a server of one's own that answers as it does.
    pub server: String,
    /// How the addresses of the forecast begin, alike; where it is not said, a server of one's own is asked for both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forecast_server: Option<String>,
}

impl Default for Weather {
    fn default() -> Self {
        Self { latitude: None, longitude: None, server: ARCHIVE.to_owned(), forecast_server: None }
    }
}

impl Weather {
    /// Where the shop lies, if that is configured.
    pub(crate) fn place(&self) -> Result<WeatherPlace> {
        let place = WeatherPlace { latitude: self.latitude, longitude: self.longitude };
        place.check().context("[weather] is wrong")?;
        Ok(place)
    }

    /// Who is asked for the weather. A server in the house is believed where it is named by its address.
    pub(crate) fn source(&self) -> Result<WeatherSource> {
        // Who keeps where the shop lies to a server in the house has not agreed to tell it to another.
        let ahead = if self.server == ARCHIVE { FORECAST } else { &self.server };
        let (server, forecast_server) =
            (self.server.as_str(), self.forecast_server.as_deref().unwrap_or(ahead));
        let servers = [server, forecast_server];
        let hosts = servers.into_iter().filter_map(|server| server.split("://").nth(1)?.split('/').next());
        let trusted = hosts.filter_map(|host| host.parse::<SocketAddr>().ok()).collect();
        let settings = FetchSettings { most_bytes: 1 << 20, trusted, ..FetchSettings::default() };
        let fetcher = Fetcher::new(settings).context("nothing can be fetched")?;
        fetcher.check(server).context("weather.server is wrong")?;
        fetcher.check(forecast_server).context("weather.forecast-server is wrong")?;
        Ok(WeatherSource { fetcher, server: server.to_owned(), forecast_server: forecast_server.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_both_degrees_within_their_bounds_or_neither() {
        let check = |latitude, longitude| Weather { latitude, longitude, ..Weather::default() }.place();
        assert!(check(None, None).is_ok() && check(Some(36.8), Some(10.18)).is_ok());
        for (latitude, longitude) in [
            (Some(90.1), Some(0.0)),
            (Some(0.0), Some(-180.5)),
            (Some(f64::NAN), Some(0.0)),
            (Some(36.8), None),
            (None, Some(10.0)),
        ] {
            let wrong = format!("{:#}", check(latitude, longitude).unwrap_err());
            assert!(wrong.starts_with("[weather] is wrong: l"), "{wrong}");
        }
    }

    #[test]
    fn a_server_in_the_house_is_asked_only_where_its_address_is_named() {
        let check = |server: &str| Weather { server: server.to_owned(), ..Weather::default() }.source();
        assert!(check("http://127.0.0.1:9000/weather").is_ok());
        for server in ["http://localhost:9000", "http://127.0.0.1", "ftp://example.com", "weather"] {
            assert!(check(server).is_err(), "{server}");
            let ahead = Weather { forecast_server: Some(server.to_owned()), ..Weather::default() }.source();
            assert!(ahead.is_err(), "{server}");
        }
    }

    #[test]
    fn a_server_of_ones_own_is_asked_for_the_days_ahead_too_unless_another_is_named() {
        let check = |server: &str, forecast_server: Option<&str>, expected: &str| {
            let forecast_server = forecast_server.map(str::to_owned);
            let weather = Weather { server: server.to_owned(), forecast_server, ..Weather::default() };
            assert_eq!(weather.source().unwrap().forecast_server, expected);
        };
        check(ARCHIVE, None, FORECAST);
        check("http://127.0.0.1:9000/weather", None, "http://127.0.0.1:9000/weather");
        check("http://127.0.0.1:9000", Some(FORECAST), FORECAST);
    }
}
