//! Settings: who the shop is, which is set here, and what holds in it, which is of the configuration.

mod shop_form;

use axum::extract::State;
use axum::response::Response;
use kernel::{Money, Permission};
use serde::Serialize;
use settings::SettingsError;

use super::Dashboard;
use super::failure::{DeskFailure, go};
use super::reader::{AtDesk, Posted};
use super::sheet::Sheet;
use crate::storefront::FrontError;
use crate::storefront::address::Pairs;
use shop_form::{ShopForm, Wrong};

#[derive(Debug, Serialize)]
struct SettingsView {
    /// For those who may change it.
    form: Option<ShopForm>,
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

/// A form that was sent and not taken.
struct Refused {
    typed: Pairs,
    wrong: Wrong,
    notice: Option<&'static str>,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at, None).await
}

pub(crate) async fn edit(State(desk): State<Dashboard>, posted: Posted<AtDesk>) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let actor = at.require(Permission::EditSettings)?;
    let version = form.get("version").and_then(|text| text.parse().ok()).ok_or(DeskFailure::NotFound)?;
    let refused = |wrong, notice| Refused { typed: form.clone(), wrong, notice };
    let profile = match shop_form::read(&form, desk.texts(at.reader.locale)) {
        Ok(profile) => profile,
        Err(wrong) => return page(&desk, &at, Some(refused(wrong, None))).await,
    };
    match desk.faces().edit_profile(&desk.app().desk()?.identity.db, actor, version, &profile).await {
        Ok(()) => Ok(go("/desk/settings?done=saved")),
        Err(FrontError::Settings(SettingsError::ChangedMeanwhile)) => {
            page(&desk, &at, Some(refused(Wrong::new(), Some("settings-changed")))).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(desk: &Dashboard, at: &AtDesk, refused: Option<Refused>) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewSettings)?;
    let shop = desk.at(actor)?;
    let (texts, locale) = (desk.texts(at.reader.locale), at.reader.locale);
    let (staff_desk, front, rates) = (desk.app().desk()?, desk.front(), &desk.app().config.rates);
    let may_edit = actor.may(Permission::EditSettings);
    let set = desk.faces().profile(&staff_desk.identity.db).await?;
    let profile = &set.value;
    let notice = refused.as_ref().and_then(|refused| refused.notice);
    let (typed, wrong) = match refused {
        Some(Refused { typed, wrong, .. }) => (typed, wrong),
        None => (shop_form::pairs(profile), Wrong::new()),
    };
    let yes = |flag: bool| texts.get(if flag { "yes" } else { "no" }).to_owned();
    let or_none = |text: String| if text.is_empty() { texts.get("none").to_owned() } else { text };
    let fact = |label: &str, key: &'static str, value: String| Fact {
        label: texts.get(label).to_owned(),
        key,
        value: or_none(value),
    };
    let rate = |per_minute: u32| texts.count("per-minute", per_minute as usize);
    let languages: Vec<&str> = front.locales().iter().map(|locale| locale.as_str()).collect();
    let step = Money::new(shop.settings.price_step_minor, shop.settings.currency).format(locale);
    let group = |heading: &str, facts| Group { heading: texts.get(heading).to_owned(), facts };
    let told = [
        fact("name", "shop.name", profile.name.best(locale).to_owned()),
        fact("settings-phones", "shop.phones", profile.phones.join(", ")),
        fact("settings-whatsapp", "shop.whatsapp", profile.whatsapp.clone().unwrap_or_default()),
        fact("email", "shop.email", profile.email.clone().unwrap_or_default()),
    ];
    // Who may change them has them in the form.
    let told = told.into_iter().filter(|_| !may_edit);
    let view = SettingsView {
        form: may_edit.then(|| shop_form::form(&typed, set.version, &wrong, texts)),
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
    let sheet = Sheet::new(desk, &at.reader, "settings", texts.get("settings"));
    let sheet = match notice {
        Some(key) => sheet.saying("warning", texts.get(key)),
        None => sheet,
    };
    Ok(sheet.render("desk/settings.html", view)?)
}
