//! Settings: who the shop is and how it trades, which is set here, and what else holds, which is of the configuration.

mod shop_form;
mod trade_form;
mod weather_form;

use axum::extract::State;
use axum::response::Response;
use catalogue::{CatalogueError, find_trade};
use kernel::{Money, Permission};
use orion::{DemandDesk, OrionError, edit_weather_place, find_weather_known, find_weather_place};
use serde::Serialize;
use settings::SettingsError;

use super::failure::{DeskFailure, go};
use super::reader::{AtDesk, Posted};
use super::sheet::Sheet;
use super::{Dashboard, field};
use shop_form::{ShopForm, Wrong};
use trade_form::TradeForm;
use weather_form::WeatherForm;
use web::storefront::FrontError;
use web::storefront::address::Pairs;

#[derive(Debug, Serialize)]
struct SettingsView {
    /// For those who may change it.
    form: Option<ShopForm>,
    trade: Option<TradeForm>,
    weather: Option<WeatherForm>,
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

/// What was sent and not taken.
#[derive(Default)]
struct Refused {
    shop: Option<(Pairs, Wrong)>,
    trade: Option<(Pairs, Option<field::Wrong>)>,
    weather: Option<(Pairs, Option<field::Wrong>)>,
    notice: Option<&'static str>,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at, Refused::default()).await
}

pub(crate) async fn edit(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let actor = at.require(Permission::EditSettings)?;
    let version = read_version(&form)?;
    let refused = |wrong, notice| Refused { shop: Some((form.clone(), wrong)), notice, ..Refused::default() };
    let profile = match shop_form::read(&form, desk.texts(at.reader.locale)) {
        Ok(profile) => profile,
        Err(wrong) => return page(&desk, &at, refused(wrong, None)).await,
    };
    match desk.faces().edit_profile(&desk.app().desk()?.identity.db, actor, version, &profile).await {
        Ok(()) => Ok(go("/desk/settings?done=saved")),
        Err(FrontError::Settings(SettingsError::ChangedMeanwhile)) => {
            page(&desk, &at, refused(Wrong::new(), Some("settings-changed"))).await
        }
        Err(error) => Err(error.into()),
    }
}

fn read_version(form: &Pairs) -> Result<u64, DeskFailure> {
    form.get("version").and_then(|text| text.parse().ok()).ok_or(DeskFailure::NotFound)
}

pub(crate) async fn edit_trade(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let shop = desk.at(at.require(Permission::EditSettings)?)?;
    let (version, texts) = (read_version(&form)?, desk.texts(at.reader.locale));
    let refused =
        |wrong, notice| Refused { trade: Some((form.clone(), wrong)), notice, ..Refused::default() };
    let trade = match trade_form::read(&form, shop.settings.currency, texts) {
        Ok(trade) => trade,
        Err(wrong) => return page(&desk, &at, refused(Some(wrong), None)).await,
    };
    match catalogue::edit_trade(&shop, version, trade).await {
        Ok(()) => {
            desk.app().show_changes().await;
            Ok(go("/desk/settings?done=saved"))
        }
        Err(CatalogueError::Settings(SettingsError::ChangedMeanwhile)) => {
            page(&desk, &at, refused(None, Some("settings-changed"))).await
        }
        Err(error) => page(&desk, &at, refused(Some(trade_form::wrong(error, texts)?), None)).await,
    }
}

pub(crate) async fn edit_weather(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let actor = at.require(Permission::EditSettings)?;
    let (staff_desk, version) = (desk.app().desk()?, read_version(&form)?);
    let texts = desk.texts(at.reader.locale);
    let refused =
        |wrong, notice| Refused { weather: Some((form.clone(), wrong)), notice, ..Refused::default() };
    let place = match weather_form::read(&form, texts) {
        Ok(place) => place,
        Err(wrong) => return page(&desk, &at, refused(Some(wrong), None)).await,
    };
    let demand = DemandDesk { db: &staff_desk.identity.db, actor };
    match edit_weather_place(demand, staff_desk.weather, version, place).await {
        Ok(()) => Ok(go("/desk/settings?done=saved")),
        Err(OrionError::Settings(SettingsError::ChangedMeanwhile)) => {
            page(&desk, &at, refused(None, Some("settings-changed"))).await
        }
        Err(error) => page(&desk, &at, refused(Some(weather_form::wrong(error, texts)?), None)).await,
    }
}

async fn page(desk: &Dashboard, at: &AtDesk, refused: Refused) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewSettings)?;
    let shop = desk.at(actor)?;
    let (texts, locale) = (desk.texts(at.reader.locale), at.reader.locale);
    let (staff_desk, front, rates) = (desk.app().desk()?, desk.front(), &desk.app().config.rates);
    let may_edit = actor.may(Permission::EditSettings);
    let set = desk.faces().profile(&staff_desk.identity.db).await?;
    let profile = &set.value;
    let Refused { shop: typed, trade: typed_trade, weather: typed_weather, notice } = refused;
    let (typed, wrong) = typed.unwrap_or_else(|| (shop_form::pairs(profile), Wrong::new()));
    let (trade, currency) =
        (find_trade(staff_desk.identity.db.reader(), shop.settings).await?, shop.settings.currency);
    let place = find_weather_place(staff_desk.identity.db.reader(), staff_desk.weather).await?;
    let today = desk.app().clock.now().with_timezone(&desk.zone()).date_naive();
    let known = find_weather_known(staff_desk.identity.db.reader(), staff_desk.weather, today).await?;
    let yes = |flag: bool| texts.get(if flag { "yes" } else { "no" }).to_owned();
    let or_none = |text: String| if text.is_empty() { texts.get("none").to_owned() } else { text };
    let fact = |label: &str, key: &'static str, value: String| Fact {
        label: texts.get(label).to_owned(),
        key,
        value: or_none(value),
    };
    let rate = |per_minute: u32| texts.count("per-minute", per_minute as usize);
    let languages: Vec<&str> = front.locales().iter().map(|locale| locale.as_str()).collect();
    let step = Money::new(trade.value.price_step_minor, currency).format(locale);
    let group = |heading: &str, facts| Group { heading: texts.get(heading).to_owned(), facts };
    let told = [
        fact("name", "shop.name", profile.name.best(locale).to_owned()),
        fact("settings-phones", "shop.phones", profile.phones.join(", ")),
        fact("settings-whatsapp", "shop.whatsapp", profile.whatsapp.clone().unwrap_or_default()),
        fact("email", "shop.email", profile.email.clone().unwrap_or_default()),
    ];
    let told_trade = [
        fact("settings-step", "price-step", step),
        fact("settings-low", "low-stock", trade.value.low_stock.to_string()),
    ];
    let degrees = place.value.latitude.zip(place.value.longitude);
    let degrees = degrees.map(|(latitude, longitude)| format!("{latitude}, {longitude}"));
    let told_place = [fact("settings-weather", "weather.latitude", degrees.unwrap_or_default())];
    // Who may change them has them in the forms.
    let told = told.into_iter().chain(told_place).filter(|_| !may_edit);
    let told_trade = told_trade.into_iter().filter(|_| !may_edit);
    let view = SettingsView {
        form: may_edit.then(|| shop_form::form(&typed, set.version, &wrong, texts)),
        trade: may_edit.then(|| match &typed_trade {
            Some((typed, wrong)) => trade_form::again(typed, trade.version, currency, wrong.as_ref()),
            None => trade_form::form(&trade, currency, locale),
        }),
        weather: may_edit.then(|| weather_form::form(&place, typed_weather.as_ref(), known, texts)),
        groups: vec![
            group(
                "settings-place",
                told.chain([
                    fact("settings-address", "shop.public-url", front.public_url().to_owned()),
                    fact("settings-zone", "time-zone", desk.zone().name().to_owned()),
                ])
                .collect(),
            ),
            group(
                "settings-kind",
                told_trade
                    .chain([
                        fact("settings-currency", "currency", currency.code().to_owned()),
                        fact("languages", "locales", languages.join(", ")),
                        fact("settings-vehicles", "vehicles", yes(shop.settings.vehicles)),
                    ])
                    .collect(),
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
    let sheet = Sheet::new(desk, &at.reader, "settings", texts.get("settings"));
    let sheet = match notice {
        Some(key) => sheet.saying("warning", texts.get(key)),
        None => sheet,
    };
    Ok(sheet.render("desk/settings.html", view)?)
}
