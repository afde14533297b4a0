//! Forecasts as they would have been made in the past, beside what happened then and what is easy.
//!
//! The one way to test forecasts: the desk's accuracy, the trials that choose champions and `dukkan forecast backtest`.

use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashSet;

use crate::kept_forecast::{Method, MethodErrors};
use crate::learnt::Learnt;
use crate::step::LEVELS;
use crate::{
    Asked, DemandClass, DemandSeries, Errors, Forecast, Model, Options, Outcome, Step, forecast_some, measure,
};

/// Weeks ahead in each test.
const HORIZON: usize = 4;
/// Tests, one behind the other.
const ORIGINS: usize = 2;
/// A younger shop is tested once.
const YOUNG: usize = 60;
/// Weeks of the moving average.
const QUARTER: usize = 13;
/// Weeks of a year.
const SEASON: usize = 52;
/// The models that are asked about every product beside the one that stands: they cost next to nothing.
const CHALLENGERS: [Model; 2] = [Model::Histogram, Model::MovingAverage];

/// A week's place in its series, and what each model lost on it.
pub(crate) type LostInWeek = (usize, Vec<(Model, f64)>);

/// What came of the tests.
pub(crate) struct Tested {
    /// Of each product that was asked for; `None` where nothing of it could be held back.
    pub(crate) errors: Vec<Option<Errors>>,
    /// What each model lost on each week held back of each product that was asked for, by the week's place.
    pub(crate) losses: Vec<Vec<LostInWeek>>,
    /// The model that each product's demand asks for; `None` where nothing was known of it.
    pub(crate) routed: Vec<Option<Model>>,
    /// The means that were said of the last weeks.
    pub(crate) said: Vec<Vec<f64>>,
    pub(crate) accuracy: Vec<MethodErrors>,
    /// Weeks that were held back.
    pub(crate) weeks: usize,
}

/// The series without the weeks that are held back: what is learnt over all products is learnt from these, so that
/// every test asks it about weeks that it never saw.
pub(crate) fn known_before_tests(series: &[DemandSeries]) -> Vec<DemandSeries> {
    let weeks = weeks_held_back(longest(series));
    series.iter().map(|one| one.until_unplanned(one.quantity.len().saturating_sub(weeks))).collect()
}

/// The weeks that are held back of a shop whose longest series has so many.
pub(crate) fn weeks_held_back(longest: usize) -> usize {
    if longest < YOUNG { HORIZON } else { HORIZON * ORIGINS }
}

fn longest(series: &[DemandSeries]) -> usize {
    series.iter().map(|one| one.quantity.len()).max().unwrap_or(0)
}

/// One product at one origin: what was known, what was said, what happened.
struct Case {
    /// Its place among those that were asked for.
    place: usize,
    class: DemandClass,
    history: Vec<f64>,
    /// The places of the weeks in the series.
    weeks: Vec<usize>,
    actual: Vec<f64>,
    model: Model,
    steps: Vec<Step>,
    /// What the other models said.
    others: Vec<(Model, Vec<Step>)>,
}

/// Forecasts the last weeks of the products at `places` from what was known before them, each by the model that stands
/// for it (`models`, one for each series) and by the challengers, and measures.
pub(crate) fn backtest(
    learnt: &Learnt,
    series: &[DemandSeries],
    places: &[usize],
    models: &[Option<Model>],
    options: &Options,
    progress: &(dyn Fn(usize) + Sync),
) -> Tested {
    let Said { cases, routed, last } = say(learnt, series, places, models, options, progress);
    let mut errors = vec![None; places.len()];
    let mut losses = vec![Vec::new(); places.len()];
    let mut of_product: Vec<Vec<Outcome<'_>>> = vec![Vec::new(); places.len()];
    for case in &cases {
        of_product[case.place].push(case.outcome(&case.steps));
        losses[case.place].extend(case.losses());
    }
    for (errors, outcomes) in errors.iter_mut().zip(of_product) {
        *errors = (!outcomes.is_empty()).then(|| measure(outcomes));
    }
    for weeks in &mut losses {
        weeks.sort_by_key(|(week, _)| *week);
    }
    let weeks = weeks_held_back(longest(series));
    Tested { errors, losses, routed, said: last, accuracy: compare(&cases), weeks }
}

/// What was said at the past origins.
struct Said {
    cases: Vec<Case>,
    /// The model that each product's demand asks for; `None` where nothing was known of it.
    routed: Vec<Option<Model>>,
    /// The means that were said of the last weeks.
    last: Vec<Vec<f64>>,
}

/// Asks about each origin what was known before it.
fn say(
    learnt: &Learnt,
    series: &[DemandSeries],
    places: &[usize],
    models: &[Option<Model>],
    options: &Options,
    progress: &(dyn Fn(usize) + Sync),
) -> Said {
    let origins = weeks_held_back(longest(series)) / HORIZON;
    let ask = |model: &dyn Fn(usize) -> Option<Model>| -> Vec<Asked> {
        places.iter().map(|at| Asked { at: *at, model: model(*at) }).collect()
    };
    let standing = ask(&|at| models[at]);
    let mut cases = Vec::new();
    let mut routes = vec![None; places.len()];
    let mut last_said = Vec::new();
    let done = AtomicUsize::new(0);
    for origin in 1..=origins {
        let known: Vec<DemandSeries> = series
            .iter()
            .map(|one| one.until_unplanned(one.quantity.len().saturating_sub(HORIZON * origin)))
            .collect();
        let hear = |_| progress((done.fetch_add(1, Ordering::Relaxed) + 1) / origins);
        let said = forecast_some(learnt, &known, &standing, HORIZON, options, &hear);
        let challenged = CHALLENGERS
            .map(|model| forecast_some(learnt, &known, &ask(&|_| Some(model)), HORIZON, options, &|_| ()));
        // Where another than the routed model stands, the routed one is a challenger.
        let replaced: Vec<Asked> = standing
            .iter()
            .filter(|one| one.model.is_some())
            .map(|one| Asked { model: None, ..*one })
            .collect();
        let routed = forecast_some(learnt, &known, &replaced, HORIZON, options, &|_| ());
        let mut routed = replaced.iter().zip(&routed).peekable();
        for (place, (at, said)) in places.iter().zip(&said).enumerate() {
            let routed = routed.next_if(|(asked, _)| asked.at == *at).map(|(_, said)| said);
            if origin == 1 && !known[*at].quantity.is_empty() {
                routes[place] = Some(routed.unwrap_or(said).model);
            }
            if origin == 1 {
                last_said.push(said.steps.iter().map(|step| step.mean).collect());
            }
            let others = routed.into_iter().chain(challenged.iter().map(|all| &all[place]));
            cases.extend(case(place, &series[*at], &known[*at], said, others));
        }
    }
    Said { cases, routed: routes, last: last_said }
}

/// The weeks in which the product could be bought, from the first that was held back.
fn case<'a>(
    place: usize,
    whole: &DemandSeries,
    known: &DemandSeries,
    said: &Forecast,
    others: impl Iterator<Item = &'a Forecast>,
) -> Option<Case> {
    let from = known.quantity.len();
    if from == 0 {
        return None;
    }
    let observed: Vec<usize> =
        (0..HORIZON.min(said.steps.len())).filter(|step| whole.is_observed(from + step)).collect();
    let steps_of = |forecast: &Forecast| observed.iter().map(|step| forecast.steps[*step]).collect();
    let mut heard: Vec<(Model, Vec<Step>)> = Vec::new();
    for other in others {
        if other.model != said.model && heard.iter().all(|(model, _)| *model != other.model) {
            heard.push((other.model, steps_of(other)));
        }
    }
    (!observed.is_empty()).then(|| Case {
        place,
        class: said.class,
        history: known.demand(),
        weeks: observed.iter().map(|step| from + step).collect(),
        actual: observed.iter().map(|step| whole.quantity[from + step]).collect(),
        model: said.model,
        steps: steps_of(said),
        others: heard,
    })
}

impl Case {
    fn outcome<'a>(&'a self, steps: &'a [Step]) -> Outcome<'a> {
        Outcome { history: &self.history, actual: &self.actual, steps, season: SEASON }
    }

    /// What each model lost on each of the weeks.
    fn losses(&self) -> impl Iterator<Item = LostInWeek> {
        self.weeks.iter().zip(&self.actual).enumerate().map(|(at, (week, actual))| {
            let own = std::iter::once((self.model, lost(&self.steps[at], *actual)));
            let others = self.others.iter().map(|(model, steps)| (*model, lost(&steps[at], *actual)));
            (*week, own.chain(others).collect())
        })
    }

    /// What an easy method says of the same weeks.
    fn easy(&self, method: Method) -> Vec<Step> {
        let history = &self.history;
        let recent = &history[history.len().saturating_sub(QUARTER)..];
        let average = recent.iter().sum::<f64>() / recent.len().max(1) as f64;
        let of = |pieces: f64| Step::of_quantiles(pieces, [pieces; 11]);
        (0..self.actual.len())
            .map(|step| match method {
                Method::Forecast => self.steps[step],
                Method::AllZero => of(0.0),
                Method::Naive => of(history.last().copied().unwrap_or(0.0)),
                Method::SeasonalNaive => {
                    let year_ago = (history.len() + step).checked_sub(SEASON);
                    of(year_ago.and_then(|at| history.get(at)).copied().unwrap_or(average))
                }
                Method::MovingAverage => of(average),
            })
            .collect()
    }
}

/// The pinball loss of a step over all its quantiles.
fn lost(step: &Step, actual: f64) -> f64 {
    let of = |(level, quantile): (f64, f64)| {
        let off = actual - quantile;
        (level * off).max((level - 1.0) * off)
    };
    LEVELS.into_iter().zip(step.quantiles).map(of).sum()
}

fn compare(cases: &[Case]) -> Vec<MethodErrors> {
    let methods =
        [Method::Forecast, Method::MovingAverage, Method::SeasonalNaive, Method::Naive, Method::AllZero];
    let classes = [None].into_iter().chain(
        [DemandClass::Smooth, DemandClass::Erratic, DemandClass::Intermittent, DemandClass::Lumpy].map(Some),
    );
    let mut rows = Vec::new();
    for class in classes {
        let within: Vec<&Case> =
            cases.iter().filter(|case| class.is_none_or(|class| case.class == class)).collect();
        if within.is_empty() {
            continue;
        }
        let products: FxHashSet<usize> = within.iter().map(|case| case.place).collect();
        for method in methods {
            let steps: Vec<Vec<Step>> = within.iter().map(|case| case.easy(method)).collect();
            let outcomes = within.iter().zip(&steps).map(|(case, steps)| case.outcome(steps));
            let errors = Errors { series: products.len(), ..measure(outcomes) };
            rows.push(MethodErrors { method, class, errors });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;
    use crate::forecast::forecast_shop;
    use crate::series::Period;

    fn series(quantity: Vec<f64>) -> DemandSeries {
        DemandSeries::of_quantities(Period::Week, NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(), quantity)
    }

    /// Sales of parts that sell now and then, drawn from a small generator.
    fn shop(parts: u64, weeks: u64) -> Vec<DemandSeries> {
        let drawn = |part: u64, week: u64| {
            let mut x = (part * 1_000 + week).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            x = (x ^ (x >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            ((x ^ (x >> 29)) % 100) as f64 / 100.0
        };
        let sold = |part, week| {
            let often = 0.1 + 0.02 * (part % 20) as f64;
            if drawn(part, week) < often { (1.0 + 3.0 * drawn(part, week + 500)).round() } else { 0.0 }
        };
        (0..parts).map(|part| series((0..weeks).map(|week| sold(part, week)).collect())).collect()
    }

    fn assert_future_is_unseen(mut shop: Vec<DemandSeries>, options: &Options) {
        let places: Vec<usize> = (0..shop.len()).collect();
        let said = |shop: &[DemandSeries]| -> Vec<Vec<Vec<Step>>> {
            let known = known_before_tests(shop);
            let learnt =
                if options.thorough { Learnt::learn(&known, HORIZON, options) } else { Learnt::default() };
            let said = say(&learnt, shop, &places, &vec![None; shop.len()], options, &|_| ());
            let each = |case: Case| {
                let others = case.others.into_iter().map(|(_, steps)| steps);
                std::iter::once(case.steps).chain(others).collect()
            };
            said.cases.into_iter().map(each).collect()
        };
        let before = said(&shop);
        for one in &mut shop {
            let from = one.quantity.len().saturating_sub(HORIZON);
            for sold in &mut one.quantity[from..] {
                *sold = 3.0 * *sold + 7.0;
            }
        }
        assert_eq!(before, said(&shop));
    }

    #[test]
    fn the_models_that_learn_do_not_see_the_future_that_they_are_measured_on() {
        assert_future_is_unseen(shop(40, 80), &Options::default());
    }

    #[test]
    fn stock_outs_that_are_known_cost_little_of_the_level() {
        let whole = shop(60, 104);
        let mut masked = whole.clone();
        for (part, one) in masked.iter_mut().enumerate() {
            one.in_stock = (0..one.quantity.len()).map(|week| (part * 31 + week * 17) % 10 != 0).collect();
            for week in 0..one.quantity.len() {
                one.quantity[week] *= f64::from(one.in_stock[week]);
            }
        }
        let mut unmasked = masked.clone();
        for one in &mut unmasked {
            one.in_stock.clear();
        }
        let quick = Options { thorough: false, ..Options::default() };
        let total = |shop: &[DemandSeries]| -> f64 {
            forecast_shop(shop, 4, &quick, &|_| ())
                .iter()
                .flat_map(|one| &one.steps)
                .map(|step| step.mean)
                .sum()
        };
        let (truth, seen, naive) = (total(&whole), total(&masked), total(&unmasked));
        assert!((seen - truth).abs() <= 0.25 * (naive - truth).abs(), "{truth} {seen} {naive}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(30))]
        #[test]
        fn no_forecast_hangs_on_the_future(quantities in prop::collection::vec(prop::collection::vec(0.0..9.0, 0..40), 1..6)) {
            let quick = Options { thorough: false, ..Options::default() };
            assert_future_is_unseen(quantities.into_iter().map(series).collect(), &quick);
        }
    }
}
