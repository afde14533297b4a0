//! The rules by which forecasts become proposals, for those who may change them.

use axum::extract::State;
use axum::response::Response;
use fluent_bundle::FluentArgs;
use kernel::Permission;
use orion::{OrionError, Rules, find_overview};
use serde::Serialize;

use super::{PATH, demand};
use crate::pages::failure::{DeskFailure, go};
use crate::pages::field::{Field, Wrong};
use crate::pages::reader::{AtDesk, Posted};
use crate::pages::sheet::Sheet;
use crate::pages::{Dashboard, amount};

#[derive(Debug, Serialize)]
struct RulesView {
    may_edit: bool,
    fields: Vec<RuleField>,
}

#[derive(Debug, Serialize)]
struct RuleField {
    label: String,
    hint: String,
    field: Field,
}

/// The rules by name; the last one is money.
const RULES: [&str; 9] = [
    "service_percent",
    "lead_time_days",
    "review_days",
    "spike_percent",
    "decline_percent",
    "dead_weeks",
    "overstock_weeks",
    "season_percent",
    "idle_money_minor",
];

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewForecasts)?;
    let rules = find_overview(demand(&desk, actor)?).await?.rules;
    let currency = desk.app().desk()?.settings.currency;
    let money = amount::typed(rules.idle_money_minor, currency, at.reader.locale);
    let values = values_of(&rules).map(|value| value.to_string()).into_iter().chain([money]);
    rules_page(&desk, &at, values.collect(), None)
}

fn values_of(rules: &Rules) -> [u32; 8] {
    [
        rules.service_percent,
        rules.lead_time_days,
        rules.review_days,
        rules.spike_percent,
        rules.decline_percent,
        rules.dead_weeks,
        rules.overstock_weeks,
        rules.season_percent,
    ]
}

fn rules_page(
    desk: &Dashboard,
    at: &AtDesk,
    values: Vec<String>,
    wrong: Option<&Wrong>,
) -> Result<Response, DeskFailure> {
    let texts = desk.texts(at.reader.locale);
    let fields = RULES.into_iter().zip(values).map(|(name, value)| {
        let key = format!("rule-{}", name.replace('_', "-"));
        RuleField {
            label: texts.get(&key).to_owned(),
            hint: texts.get(&format!("{key}-hint")).to_owned(),
            field: Field::of(name, value).wrong(wrong),
        }
    });
    let may_edit = at.actor()?.may(Permission::ManageForecasts);
    let view = RulesView { may_edit, fields: fields.collect() };
    Ok(Sheet::new(desk, &at.reader, "forecasts", texts.get("forecast-rules"))
        .render("desk/forecasts/rules.html", view)?)
}

pub(crate) async fn edit(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let actor = at.require(Permission::ManageForecasts)?;
    let texts = desk.texts(at.reader.locale);
    let typed: Vec<String> = RULES.iter().map(|name| form.get(name).unwrap_or_default().to_owned()).collect();
    let currency = desk.app().desk()?.settings.currency;
    let wrong = |field: &'static str, reason: String| Wrong { field, reason };
    let mut numbers = [0_u32; 8];
    for ((number, text), name) in numbers.iter_mut().zip(&typed).zip(RULES) {
        let Some(value) = amount::whole(text) else {
            let wrong = wrong(name, texts.get("wrong-number").to_owned());
            return rules_page(&desk, &at, typed, Some(&wrong));
        };
        *number = value;
    }
    let Some(idle_money_minor) = amount::minor_units(&typed[8], currency) else {
        let wrong = wrong("idle_money_minor", texts.get("wrong-number").to_owned());
        return rules_page(&desk, &at, typed, Some(&wrong));
    };
    let [
        service_percent,
        lead_time_days,
        review_days,
        spike_percent,
        decline_percent,
        dead_weeks,
        overstock_weeks,
        season_percent,
    ] = numbers;
    let rules = Rules {
        service_percent,
        lead_time_days,
        review_days,
        spike_percent,
        decline_percent,
        dead_weeks,
        idle_money_minor,
        overstock_weeks,
        season_percent,
    };
    match orion::edit_rules(demand(&desk, actor)?, rules).await {
        Ok(()) => Ok(go(&format!("{PATH}/rules?done=saved"))),
        Err(OrionError::WrongRule { rule, least, most }) => {
            let mut args = FluentArgs::new();
            args.set("least", least);
            args.set("most", most);
            let wrong = wrong(rule, texts.format("wrong-rule", &args));
            rules_page(&desk, &at, typed, Some(&wrong))
        }
        Err(error) => Err(error.into()),
    }
}
