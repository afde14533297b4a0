//! How good the shop's forecasts would have been on its last weeks, beside what is easy.

use std::sync::atomic::{AtomicUsize, Ordering};

use db::Db;
use rustc_hash::FxHashSet;

use crate::kept_forecast::{Method, MethodErrors};
use crate::learnt::Learnt;
use crate::run_forecasts::{WEEKS_SHOWN, find_learnt};
use crate::shop_series::load;
use crate::step::LEVELS;
use crate::{
    Asked, DemandClass, DemandSeries, Errors, Forecast, Model, Options, OrionError, OrionSettings, Outcome,
    Progress, Step, forecast_some, measure, store,
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

/// Tests the shop's forecasts on its last weeks and writes nothing.
///
/// # Errors
/// [`OrionError::NoHistory`], [`OrionError::Database`].
pub async fn backtest_shop(
    db: &Db,
    settings: &OrionSettings,
    progress: Progress,
) -> Result<Vec<MethodErrors>, OrionError> {
    let rules = store::insight::find_rules(db.reader()).await?;
    let horizon = WEEKS_SHOWN.max(rules.weeks_to_cover());
    let shop = load(db, settings.today(db), horizon).await?.ok_or(OrionError::NoHistory)?;
    let options = settings.options(rules.weeks_to_cover());
    let stored = find_learnt(db, &shop, horizon, &rules, &options).await?;
    let standing = store::forecast::list_standing(db.reader(), shop.end).await?;
    let models: Vec<Option<Model>> =
        shop.products.iter().map(|one| one.model(standing.get(&one.facts.number))).collect();
    let testing = tokio::task::spawn_blocking(move || {
        let series: Vec<DemandSeries> = shop.products.into_iter().map(|one| one.series).collect();
        let learnt = stored.map_or_else(
            || Learnt::learn(&known_before_tests(&series), horizon, &options),
            |(_, learnt)| learnt,
        );
        let places: Vec<usize> = (0..series.len()).collect();
        let total = series.len();
        test_shop(&learnt, &series, &places, &models, &options, &|done| progress(done, total)).accuracy
    });
    testing.await.map_err(|error| OrionError::Fit(error.to_string()))
}

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
pub(crate) fn test_shop(
    learnt: &Learnt,
    series: &[DemandSeries],
    places: &[usize],
    models: &[Option<Model>],
    options: &Options,
    progress: &(dyn Fn(usize) + Sync),
) -> Tested {
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
    Tested {
        errors,
        losses,
        routed: routes,
        said: last_said,
        accuracy: compare(&cases),
        weeks: HORIZON * origins,
    }
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
