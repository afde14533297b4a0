//! The shop's profile: its name, phones, branches and hours, as the configuration gives them.

use kernel::{Locale, LocalizedText};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who the shop is and how it is reached.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct ShopProfile {
    /// Its name in each language.
    pub name: LocalizedText,
    /// One line on what it sells.
    pub tagline: LocalizedText,
    /// Where its pages are reached from outside, without a slash at the end: `https://shop.example`.
    pub public_url: String,
    /// Numbers to call, as people write them: "+216 71 000 000".
    pub phones: Vec<String>,
    /// The number that takes orders on WhatsApp; without one no page offers it.
    pub whatsapp: Option<String>,
    /// Its mail address.
    pub email: Option<String>,
    /// Working days until a part on order can be collected.
    pub order_days: Option<u16>,
    /// ISO 3166 country code of its addresses.
    pub country: Option<String>,
    /// Where it can be visited; the first is the main one.
    pub branches: Vec<Branch>,
}

impl ShopProfile {
    /// Its name in this language; a shop that has none goes by its address.
    pub fn called(&self, locale: Locale) -> &str {
        match self.name.best(locale) {
            "" => self.public_url.split_once("://").map_or(self.public_url.as_str(), |(_, host)| host),
            name => name,
        }
    }
}

/// One place where the shop can be visited.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Branch {
    /// What people call it.
    pub name: LocalizedText,
    /// Street and number.
    pub address: LocalizedText,
    /// The town.
    pub city: LocalizedText,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Its own number, if it has one.
    pub phone: Option<String>,
    /// Degrees, for the map link.
    pub latitude: Option<f64>,
    /// Degrees, for the map link.
    pub longitude: Option<f64>,
    /// When it is open; a day that is not named is closed.
    pub hours: Vec<OpeningHours>,
}

/// A run of days with the same hours.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct OpeningHours {
    /// The first day of the run.
    pub from: Weekday,
    /// The last day of the run; the same as `from` for one day.
    pub to: Weekday,
    /// "08:00".
    pub opens: String,
    /// "18:30".
    pub closes: String,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    /// Monday.
    #[default]
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// All of them, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Its English name, as schema.org and the texts' keys write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }
}
