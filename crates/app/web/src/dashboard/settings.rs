//! Settings: what holds in this shop, and where it is set. They are of the configuration, read at start.

use axum::extract::State;
use axum::response::Response;
use kernel::{Money, Permission};
use serde::Serialize;

use super::Dashboard;
use super::failure::{self, DeskFailure};
use super::reader::AtDesk;
use super::sheet::Sheet;

#[derive(Debug, Serialize)]
struct SettingsView {
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    heading: String,
    facts: Vec<Fact>,
}

/// A setting, by its key in `dukkan.toml`.
#[derive(Debug, Serialize)]
struct Fact {
    label: String,
    key: &'static str,
    value: String,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Response {
    page(&desk, &at).unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

fn page(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let shop = desk.at(at.require(Permission::ViewSettings)?)?;
    let (texts, locale) = (desk.texts(at.reader.locale), at.reader.locale);
    let (staff_desk, profile, rates) = (desk.app().desk()?, desk.front().profile(), &desk.app().config.rates);
    let yes = |flag: bool| texts.get(if flag { "yes" } else { "no" }).to_owned();
    let or_none = |text: String| if text.is_empty() { texts.get("none").to_owned() } else { text };
    let fact = |label: &str, key: &'static str, value: String| Fact {
        label: texts.get(label).to_owned(),
        key,
        value: or_none(value),
    };
    let rate = |per_minute: u32| texts.count("per-minute", per_minute as usize);
    let languages: Vec<&str> = desk.front().locales().iter().map(|locale| locale.as_str()).collect();
    let step = Money::new(shop.settings.price_step_minor, shop.settings.currency).format(locale);
    let group = |heading: &str, facts| Group { heading: texts.get(heading).to_owned(), facts };
    let view = SettingsView {
        groups: vec![
            group(
                "settings-shop",
                vec![
                    fact("name", "shop.name", profile.name.best(locale).to_owned()),
                    fact("settings-address", "shop.public-url", desk.front().public_url().to_owned()),
                    fact("settings-phones", "shop.phones", profile.phones.join(", ")),
                    fact("settings-whatsapp", "shop.whatsapp", profile.whatsapp.clone().unwrap_or_default()),
                    fact("email", "shop.email", profile.email.clone().unwrap_or_default()),
                    fact("settings-zone", "time-zone", desk.zone().name().to_owned()),
                ],
            ),
            group(
                "settings-trade",
                vec![
                    fact("settings-currency", "currency", shop.settings.currency.code().to_owned()),
                    fact("languages", "locales", languages.join(", ")),
                    fact("settings-step", "price-step-minor", step),
                    fact("settings-low", "low-stock", shop.settings.low_stock.to_string()),
                    fact("settings-vehicles", "vehicles", yes(shop.settings.vehicles)),
                ],
            ),
            group(
                "settings-guard",
                vec![
                    fact("settings-mail", "mail.server", yes(staff_desk.mailbox.is_some())),
                    fact("settings-rate-address", "rates.address-per-minute", rate(rates.address.per_minute)),
                    fact("settings-rate-account", "rates.account-per-minute", rate(rates.account.per_minute)),
                    fact("settings-rate-sign-in", "rates.sign-in-per-minute", rate(rates.sign_in.per_minute)),
                ],
            ),
        ],
    };
    Ok(Sheet::new(desk, &at.reader, "settings", texts.get("settings")).render("desk/settings.html", view)?)
}
