//! All of a shop's series at once, each with the fingerprint of its data.

use std::sync::Arc;

use catalogue::{
    BuiltYears, PricePoint, ProductFacts, list_built_years, list_price_points, list_product_facts,
};
use chrono::{NaiveDate, TimeDelta};
use db::Db;

use crate::backtest::weeks_held_back;
use crate::fleet_age::fleet_age;
use crate::history::series_of;
use crate::kept_forecast::Standing;
use crate::promotions::promotions;
use crate::weather_place::load_weather;
use crate::{
    DemandClass, DemandSeries, Model, OrionError, OrionSettings, Period, SaleDay, Span, find_span, store,
};

/// Products whose days are read at a time.
const PAGE: u32 = 2_000;
/// Raised when the same data would be forecast in another way.
pub(crate) const EDITION: u32 = 9;
/// Never sold products are forecast from their category's, in a shop of up to so many.
const MOST_PRIORS: usize = 100_000;

/// One product with its demand.
pub(crate) struct ProductSeries {
    pub(crate) facts: ProductFacts,
    pub(crate) series: DemandSeries,
    pub(crate) fingerprint: String,
    /// The model that the owner chose.
    pub(crate) pinned: Option<Model>,
}

impl ShopSeries {
    /// The first day that is held back from what is learnt over all products.
    pub(crate) fn known_until(&self) -> NaiveDate {
        let longest = self.products.iter().map(|one| one.series.quantity.len()).max().unwrap_or(0);
        self.end - TimeDelta::weeks(weeks_held_back(longest) as i64)
    }

    /// 128 bits of BLAKE3 over the data of all products.
    pub(crate) fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for one in &self.products {
            hasher.update(one.fingerprint.as_bytes());
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }
}

impl ProductSeries {
    /// The model that forecasts it: the owner's choice, else the champion of its trials, else (`None`) the one that its
    /// demand asks for.
    pub(crate) fn model(&self, standing: Option<&Standing>) -> Option<Model> {
        self.pinned.or_else(|| standing.and_then(|standing| standing.before.as_ref()?.champion))
    }
}

/// A shop's demand up to the end of its history.
pub(crate) struct ShopSeries {
    pub(crate) span: Span,
    /// The first day that is not known.
    pub(crate) end: NaiveDate,
    pub(crate) products: Vec<ProductSeries>,
}

/// Reads the weekly series of all products, as of today; `None` for a shop without a history.
pub(crate) async fn load(
    db: &Db,
    settings: &OrionSettings,
    horizon: usize,
) -> Result<Option<ShopSeries>, OrionError> {
    let span = find_span(db).await?;
    let Some(end) = span.end(Period::Week, settings.today(db)) else { return Ok(None) };
    let weather = load_weather(db, settings, end).await?.map(Arc::new);
    let facts = list_product_facts(db.reader()).await?;
    let priors = facts.len() <= MOST_PRIORS;
    let pins = store::model::list_pins(db.reader()).await?;
    let mut products = Vec::with_capacity(facts.len());
    let mut facts = facts.into_iter().peekable();
    while let Some(first) = facts.peek().map(|one| one.number) {
        let last = first.saturating_add(PAGE - 1);
        let rows = store::sale_day::list_of_products(db.reader(), first, last).await?;
        let mut rows = rows.as_slice();
        let prices = list_price_points(db, first, last).await?;
        let mut prices = prices.as_slice();
        let built = list_built_years(db, first, last).await?;
        while let Some(one) = facts.next_if(|one| one.number <= last) {
            let number = i64::from(one.number);
            rows = &rows[rows.partition_point(|row| row.product_number < number)..];
            let own = &rows[..rows.partition_point(|row| row.product_number == number)];
            let days: Vec<SaleDay> = own.iter().map(SaleDay::from).collect();
            let series = series_of(&days, Period::Week, &span, end, one.category);
            let nothing = || DemandSeries {
                category: one.category,
                ..DemandSeries::of_quantities(Period::Week, end, Vec::new())
            };
            prices = &prices[prices.partition_point(|(number, _)| *number < one.number)..];
            let own = &prices[..prices.partition_point(|(number, _)| *number == one.number)];
            let Some(mut series) = series.or_else(|| priors.then(nothing)) else { continue };
            let points: Vec<PricePoint> = own.iter().map(|(_, point)| *point).collect();
            series.promotion = promotions(&points, series.first, series.quantity.len() + horizon);
            // Nothing else heeds them, and would be forecast anew for each day of weather that comes.
            if DemandClass::of(&series.seen()).is_regular() {
                series.fleet_age =
                    fleet_age(&cars_of(&built, one.number), series.first, series.quantity.len() + horizon);
                series.weather.clone_from(&weather);
            }
            let pinned = pins.get(&one.number).copied();
            let fingerprint = fingerprint(&series, horizon, pinned);
            products.push(ProductSeries { facts: one, series, fingerprint, pinned });
        }
    }
    Ok(Some(ShopSeries { span, end, products }))
}

/// The cars that one of the products fits, of all that are in the order of their products.
fn cars_of(built: &[(u32, BuiltYears)], product: u32) -> Vec<BuiltYears> {
    let from = built.partition_point(|(number, _)| *number < product);
    built[from..].iter().take_while(|(number, _)| *number == product).map(|(_, built)| *built).collect()
}

/// 128 bits of BLAKE3 over everything that a forecast is made from.
fn fingerprint(series: &DemandSeries, horizon: usize, pinned: Option<Model>) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&EDITION.to_le_bytes());
    hasher.update(&horizon.to_le_bytes());
    hasher.update(pinned.map_or("", Model::as_str).as_bytes());
    hasher.update(series.first.to_string().as_bytes());
    hasher.update(&series.category.map_or(u64::MAX, u64::from).to_le_bytes());
    for at in 0..series.quantity.len() {
        hasher.update(&series.quantity[at].to_le_bytes());
        hasher.update(&[u8::from(series.is_observed(at))]);
        hasher.update(&series.price.get(at).copied().flatten().unwrap_or(-1.0).to_le_bytes());
    }
    for known in series.promotion.iter().chain(&series.fleet_age) {
        hasher.update(&known.to_le_bytes());
    }
    if let Some(weather) = &series.weather {
        let columns =
            weather.columns(series.period, series.first, series.quantity.len() + horizon, series.end());
        for mean in columns.iter().flatten() {
            hasher.update(&mean.to_le_bytes());
        }
    }
    hasher.finalize().to_hex()[..32].to_owned()
}
