//! The causes that may move a series, each heeded as a whole or not at all.

use crate::DemandSeries;
use crate::model::prophet::History;

/// A kind of cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// What the shop plans and the calendar says: promotions and known columns.
    Planned,
    /// The age of the cars that the product fits.
    FleetAge,
    /// The weather at the shop.
    Weather,
}

impl Cause {
    /// All of them, in the order in which they are tried.
    pub(super) const ALL: [Self; 3] = [Self::Planned, Self::FleetAge, Self::Weather];

    /// Whether it is known of a series as far as the horizon.
    pub(super) fn is_known(self, series: &DemandSeries, horizon: usize) -> bool {
        let ends = series.quantity.len() + horizon;
        match self {
            Self::Planned => History::causes_of(series).iter().any(|column| column.len() >= ends),
            Self::FleetAge => series.fleet_age.len() >= ends,
            Self::Weather => series.weather.as_ref().is_some_and(|weather| weather.reaches(series.end())),
        }
    }
}

/// The series with these causes as columns, as far as the horizon and as they are known at its end; without the others.
pub(super) fn heeding(series: &DemandSeries, causes: &[Cause], horizon: usize) -> DemandSeries {
    let mut known = series.clone();
    if !causes.contains(&Cause::Planned) {
        known.promotion.clear();
        known.regressors.iter_mut().for_each(Vec::clear);
    }
    let [fleet_age, weather] = [Cause::FleetAge, Cause::Weather].map(|cause| causes.contains(&cause));
    // A column is the same in each series, also where it is not heeded.
    let ages = std::mem::take(&mut known.fleet_age);
    if fleet_age || weather {
        known.regressors.push(if fleet_age { ages } else { Vec::new() });
    }
    if let Some(weather) = known.weather.take().filter(|_| weather) {
        let periods = series.quantity.len() + horizon;
        known.regressors.extend(weather.columns(series.period, series.first, periods, series.end()));
    }
    known
}
