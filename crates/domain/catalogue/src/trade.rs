//! How the shop trades: what people set at the desk, laid over what is configured.

use kernel::{Permission, boxed};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use settings::{Setting, edit_shop_setting, find_shop_setting};

use crate::{CatalogueError, CatalogueSettings, Desk, Refusal};

/// The name of the setting.
pub(crate) const NAME: &str = "trade";
const MOST_STEP_MINOR: i64 = 1_000_000;
const MOST_LOW: u32 = 100_000;

/// Figures of the trade that a shop changes while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trade {
    /// Minor units to whose multiples a computed price is rounded.
    pub price_step_minor: i64,
    /// At or below this many pieces a product is "low".
    pub low_stock: u32,
}

/// What holds now; version 0 = as it is configured.
///
/// # Errors
/// What was set cannot be read.
pub async fn find_trade(
    conn: &impl ConnectionTrait,
    configured: &CatalogueSettings,
) -> Result<Setting<Trade>, CatalogueError> {
    let set = find_shop_setting(conn, NAME).await?;
    Ok(set.unwrap_or_else(|| Setting { value: Trade::of(configured), version: 0 }))
}

/// Sets it; `based_on` is the version that was read.
///
/// # Errors
/// [`CatalogueError::Refused`] for a figure that cannot be, [`CatalogueError::Settings`] if somebody else has
/// changed it since.
#[boxed]
pub async fn edit_trade(desk: &Desk<'_>, based_on: u64, trade: Trade) -> Result<(), CatalogueError> {
    desk.actor.require(Permission::EditSettings)?;
    if !(1..=MOST_STEP_MINOR).contains(&trade.price_step_minor) {
        let reason = format!("from 1 to {MOST_STEP_MINOR} minor units");
        return Err(Refusal::new("priceStepMinor", &trade.price_step_minor.to_string(), reason).into());
    }
    if trade.low_stock > MOST_LOW {
        let reason = format!("at most {MOST_LOW} pieces");
        return Err(Refusal::new("lowStock", &trade.low_stock.to_string(), reason).into());
    }
    let configured = Trade::of(desk.settings);
    Ok(edit_shop_setting(desk.db, desk.actor, NAME, based_on, &configured, &trade).await?)
}

impl Trade {
    /// What a shop's settings say.
    pub fn of(settings: &CatalogueSettings) -> Self {
        Self { price_step_minor: settings.price_step_minor, low_stock: settings.low_stock }
    }

    /// Lays it over a shop's settings.
    pub(crate) fn lay_over(self, settings: &mut CatalogueSettings) {
        (settings.price_step_minor, settings.low_stock) = (self.price_step_minor, self.low_stock);
    }
}
