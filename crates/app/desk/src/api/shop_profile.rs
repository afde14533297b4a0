//! Who the shop is, for programs: read, and set under the version that they have seen.

use axum::Extension;
use axum::extract::State;
use http::HeaderMap;
use kernel::LocalizedText;
use kernel::Permission::{EditSettings, ViewSettings};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Refusals;
use super::settings::{Versioned, version_seen, versioned};
use super::table_views::TextsView;
use web::caller::Require;
use web::json_body::JsonBody;
use web::storefront::profile_rules::{
    BRANCHES, ORDER_DAYS, PHONES, SPANS, are_degrees, are_hours, is_country, is_email, is_line, is_phone,
};
use web::storefront::{Branch, Front, OpeningHours, ShopProfile, Weekday};
use web::{AppState, Problem};

/// Who the shop is and how it is reached; what is left out is empty.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ShopProfile)]
pub(super) struct ShopProfileView {
    #[serde(default)]
    #[schema(value_type = TextsView, inline)]
    name: LocalizedText,
    /// One line on what it sells.
    #[serde(default)]
    #[schema(value_type = TextsView, inline)]
    tagline: LocalizedText,
    /// Numbers to call, as people write them.
    #[serde(default)]
    #[schema(max_items = 10)]
    phones: Vec<String>,
    /// The number that takes orders on WhatsApp.
    whatsapp: Option<String>,
    email: Option<String>,
    /// Working days until a part on order can be collected.
    #[schema(maximum = 365)]
    order_days: Option<u16>,
    /// ISO 3166 country code of its addresses.
    country: Option<String>,
    /// Where it can be visited; the first is the main one.
    #[serde(default)]
    #[schema(max_items = 20, inline)]
    branches: Vec<BranchView>,
}

/// One place where the shop can be visited.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ShopBranch)]
pub(super) struct BranchView {
    #[serde(default)]
    #[schema(value_type = TextsView, inline)]
    name: LocalizedText,
    #[serde(default)]
    #[schema(value_type = TextsView, inline)]
    address: LocalizedText,
    #[serde(default)]
    #[schema(value_type = TextsView, inline)]
    city: LocalizedText,
    postal_code: Option<String>,
    phone: Option<String>,
    #[schema(minimum = -90, maximum = 90)]
    latitude: Option<f64>,
    #[schema(minimum = -180, maximum = 180)]
    longitude: Option<f64>,
    /// When it is open, at most two spans a day; a day that is not named is closed.
    #[serde(default)]
    #[schema(inline)]
    hours: Vec<HoursView>,
}

/// A run of days with the same hours.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShopHours)]
pub(super) struct HoursView {
    #[schema(inline)]
    from: Weekday,
    #[schema(inline)]
    to: Weekday,
    /// "08:00"
    opens: String,
    /// "18:30"
    closes: String,
}

/// Who the shop is, as it is set at the desk or else configured.
#[utoipa::path(get, path = "/api/admin/settings/shop", tag = "settings",
    responses((status = 200, body = ShopProfileView, headers(("ETag" = String))), Refusals),
    security(("bearer" = [])))]
pub(super) async fn get_shop_profile(
    State(state): State<AppState>,
    Extension(front): Extension<Front>,
    _caller: Require<{ ViewSettings as u8 }>,
) -> Result<Versioned<ShopProfileView>, Problem> {
    let set = front.profile(&state.desk()?.identity.db).await?;
    Ok(versioned(set))
}

/// Sets who the shop is, as a whole; shoppers see it at once.
#[utoipa::path(put, path = "/api/admin/settings/shop", tag = "settings",
    params(("If-Match" = Option<String>, Header, description = "Needed: 428 without it")),
    request_body(content = inline(ShopProfileView), content_type = "application/json"),
    responses(
        (status = 200, body = ShopProfileView, headers(("ETag" = String))),
        (status = 412, body = Problem, content_type = "application/problem+json", description = "Changed meanwhile"),
        (status = 428, body = Problem, content_type = "application/problem+json", description = "If-Match is missing"),
        Refusals,
    ),
    security(("bearer" = [])))]
pub(super) async fn set_shop_profile(
    State(state): State<AppState>,
    Extension(front): Extension<Front>,
    caller: Require<{ EditSettings as u8 }>,
    headers: HeaderMap,
    JsonBody(body): JsonBody<ShopProfileView>,
) -> Result<Versioned<ShopProfileView>, Problem> {
    let seen = version_seen(&headers)?;
    let profile = ShopProfile::from(body);
    if let Some((field, reason)) = first_wrong(&profile) {
        return Err(Problem::invalid_field(&field, None, reason));
    }
    let db = &state.desk()?.identity.db;
    front.edit_profile(db, caller.actor(), seen, &profile).await?;
    let set = front.profile(db).await?;
    Ok(versioned(set))
}

/// The first field that cannot be so, by its path, and why.
fn first_wrong(profile: &ShopProfile) -> Option<(String, &'static str)> {
    const LINE: &str = "is longer than 200 characters, or holds a control character";
    const PHONE: &str = "is no telephone number of 6 to 15 digits";
    let texts =
        |text: &LocalizedText| [&text.fr, &text.ar, &text.en].into_iter().flatten().all(|t| is_line(t));
    let line = |text: &Option<String>| text.as_deref().is_none_or(is_line);
    let ShopProfile { name, tagline, phones, whatsapp, email, country, branches, .. } = profile;
    let checks = [
        ("name", texts(name), LINE),
        ("tagline", texts(tagline), LINE),
        ("phones", phones.iter().all(|phone| is_phone(phone)), PHONE),
        ("phones", phones.len() <= PHONES, "are more than ten"),
        ("whatsapp", whatsapp.as_deref().is_none_or(is_phone), PHONE),
        ("email", email.as_deref().is_none_or(|text| is_line(text) && is_email(text)), "is no mail address"),
        ("orderDays", profile.order_days.is_none_or(|days| days <= ORDER_DAYS), "is above 365"),
        ("country", country.as_deref().is_none_or(is_country), "is no code of two capital letters"),
        ("branches", branches.len() <= BRANCHES, "are more than twenty"),
    ];
    let of_branch = |(place, branch): (usize, &Branch)| {
        let day = |day: &Weekday| Weekday::ALL.iter().position(|one| one == day);
        let in_order =
            |run: &OpeningHours| day(&run.from) <= day(&run.to) && are_hours(&run.opens, &run.closes);
        let spans = |at: usize| {
            branch.hours.iter().filter(|run| day(&run.from) <= Some(at) && Some(at) <= day(&run.to)).count()
        };
        let degrees = |degrees: Option<f64>, most| degrees.is_none_or(|degrees| are_degrees(degrees, most));
        let checks = [
            ("name", texts(&branch.name), LINE),
            ("address", texts(&branch.address), LINE),
            ("city", texts(&branch.city), LINE),
            ("postalCode", line(&branch.postal_code), LINE),
            ("phone", branch.phone.as_deref().is_none_or(is_phone), PHONE),
            ("latitude", degrees(branch.latitude, 90.0), "is not between -90 and 90"),
            ("longitude", degrees(branch.longitude, 180.0), "is not between -180 and 180"),
            ("hours", branch.hours.iter().all(in_order), "have days or times in no order, such as 08:30"),
            (
                "hours",
                (0..Weekday::ALL.len()).all(|at| spans(at) <= SPANS),
                "have a day of more than two spans",
            ),
        ];
        let wrong = checks.into_iter().find(|check| !check.1);
        wrong.map(|(field, _, reason)| (format!("branches[{place}].{field}"), reason))
    };
    let wrong = checks.into_iter().find(|check| !check.1);
    wrong
        .map(|(field, _, reason)| (field.to_owned(), reason))
        .or_else(|| branches.iter().enumerate().find_map(of_branch))
}

/// Without the spaces around it; nothing if nothing is left.
fn trimmed(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn trimmed_texts(text: LocalizedText) -> LocalizedText {
    LocalizedText { fr: trimmed(text.fr), ar: trimmed(text.ar), en: trimmed(text.en) }
}

impl From<ShopProfile> for ShopProfileView {
    fn from(profile: ShopProfile) -> Self {
        Self {
            name: profile.name,
            tagline: profile.tagline,
            phones: profile.phones,
            whatsapp: profile.whatsapp,
            email: profile.email,
            order_days: profile.order_days,
            country: profile.country,
            branches: profile.branches.into_iter().map(BranchView::from).collect(),
        }
    }
}

impl From<Branch> for BranchView {
    fn from(branch: Branch) -> Self {
        let hours = branch.hours.into_iter();
        Self {
            name: branch.name,
            address: branch.address,
            city: branch.city,
            postal_code: branch.postal_code,
            phone: branch.phone,
            latitude: branch.latitude,
            longitude: branch.longitude,
            hours: hours
                .map(|OpeningHours { from, to, opens, closes }| HoursView { from, to, opens, closes })
                .collect(),
        }
    }
}

impl From<ShopProfileView> for ShopProfile {
    fn from(view: ShopProfileView) -> Self {
        Self {
            name: trimmed_texts(view.name),
            tagline: trimmed_texts(view.tagline),
            public_url: String::new(),
            phones: view.phones.into_iter().filter_map(|phone| trimmed(Some(phone))).collect(),
            whatsapp: trimmed(view.whatsapp),
            email: trimmed(view.email),
            order_days: view.order_days,
            country: trimmed(view.country),
            branches: view.branches.into_iter().map(Branch::from).collect(),
        }
    }
}

impl From<BranchView> for Branch {
    fn from(view: BranchView) -> Self {
        let hours = view.hours.into_iter();
        Self {
            name: trimmed_texts(view.name),
            address: trimmed_texts(view.address),
            city: trimmed_texts(view.city),
            postal_code: trimmed(view.postal_code),
            phone: trimmed(view.phone),
            latitude: view.latitude,
            longitude: view.longitude,
            hours: hours
                .map(|HoursView { from, to, opens, closes }| OpeningHours { from, to, opens, closes })
                .collect(),
        }
    }
}
