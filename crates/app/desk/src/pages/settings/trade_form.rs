//! How the shop trades, as a form: the step of computed prices, and how few pieces are nearly none.

use catalogue::{CatalogueError, Trade};
use kernel::{Currency, Locale};
use serde::Serialize;
use settings::Setting;

use crate::pages::amount;
use crate::pages::field::{Field, Wrong};
use web::storefront::address::Pairs;
use web::storefront::texts::Texts;

#[derive(Debug, Serialize)]
pub(super) struct TradeForm {
    version: u64,
    currency: &'static str,
    price_step: Field,
    low_stock: Field,
    wrong: bool,
}

/// What holds, to be changed.
pub(super) fn form(set: &Setting<Trade>, currency: Currency, locale: Locale) -> TradeForm {
    TradeForm {
        version: set.version,
        currency: currency.code(),
        price_step: Field::of("price_step", amount::typed(set.value.price_step_minor, currency, locale)),
        low_stock: Field::of("low_stock", set.value.low_stock.to_string()),
        wrong: false,
    }
}

/// What was typed, to be mended.
pub(super) fn again(form: &Pairs, version: u64, currency: Currency, wrong: Option<&Wrong>) -> TradeForm {
    let of = |name| Field::of(name, form.get(name).unwrap_or_default()).wrong(wrong);
    TradeForm {
        version,
        currency: currency.code(),
        price_step: of("price_step"),
        low_stock: of("low_stock"),
        wrong: wrong.is_some(),
    }
}

/// # Errors
/// The field that is no figure.
pub(super) fn read(form: &Pairs, currency: Currency, texts: &Texts) -> Result<Trade, Wrong> {
    let typed = |name| form.get(name).unwrap_or_default();
    let wrong = |field, key| Wrong { field, reason: texts.get(key).to_owned() };
    Ok(Trade {
        price_step_minor: amount::minor_units(typed("price_step"), currency)
            .ok_or_else(|| wrong("price_step", "wrong-price-step"))?,
        low_stock: amount::whole(typed("low_stock")).ok_or_else(|| wrong("low_stock", "wrong-low-stock"))?,
    })
}

/// The field that the catalogue has refused.
///
/// # Errors
/// What is about no field of the form.
pub(super) fn wrong(error: CatalogueError, texts: &Texts) -> Result<Wrong, CatalogueError> {
    let (field, key) = match &error {
        CatalogueError::Refused(refusal) if refusal.field == "priceStepMinor" => {
            ("price_step", "wrong-price-step")
        }
        CatalogueError::Refused(refusal) if refusal.field == "lowStock" => ("low_stock", "wrong-low-stock"),
        _ => return Err(error),
    };
    Ok(Wrong { field, reason: texts.get(key).to_owned() })
}
