//! How good the shop's forecasts would have been on its last weeks, beside what is easy.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

use db::Db;

use crate::kept_forecast::{Method, MethodErrors};
use crate::shop_series::load;
use crate::{
    DemandClass, DemandSeries, Errors, Forecast, Options, OrionError, OrionSettings, Outcome, Progress, Step,
    forecast_shop, measure, store,
};

/// Weeks ahead in each test.
const HORIZON: usize = 4;
/// Tests, one behind the other. Each learns all models anew.
const ORIGINS: usize = 1;
/// Weeks of the moving average.
const QUARTER: usize = 13;
/// Weeks of a year.
const SEASON: usize = 52;

/// Tests the shop's forecasts on its last weeks and writes nothing.
///
/// # Errors
/// [`OrionError::NoHistory`], [`OrionError::Database`].
pub async fn backtest_shop(
    db: &Db,
    settings: &OrionSettings,
    progress: Progress,
) -> Result<Vec<MethodErrors>, OrionError> {
    let shop = load(db, settings.today(db), HORIZON).await?.ok_or(OrionError::NoHistory)?;
    let rules = store::insight::find_rules(db.reader()).await?;
    let options = settings.options(rules.weeks_to_cover());
    let testing = tokio::task::spawn_blocking(move || {
        let series: Vec<DemandSeries> = shop.products.into_iter().map(|one| one.series).collect();
        let total = series.len();
        let forecasts = forecast_shop(&series, HORIZON, &options, &|done| progress(done, total * 2));
        test_shop(&series, &forecasts, &options, &|done| progress(total + done, total * 2)).accuracy
    });
    testing.await.map_err(|error| OrionError::Fit(error.to_string()))
}

/// What came of the tests.
pub(crate) struct Tested {
    /// Of each product; `None` where nothing of it could be held back.
    pub(crate) errors: Vec<Option<Errors>>,
    pub(crate) accuracy: Vec<MethodErrors>,
    /// Weeks that were held back.
    pub(crate) weeks: usize,
}

/// One product at one origin: what was known, what was said, what happened.
struct Case {
    product: usize,
    history: Vec<f64>,
    actual: Vec<f64>,
    steps: Vec<Step>,
}

/// Forecasts the last weeks from what was known before them, and measures.
pub(crate) fn test_shop(
    series: &[DemandSeries],
    forecasts: &[Forecast],
    options: &Options,
    progress: &(dyn Fn(usize) + Sync),
) -> Tested {
    let protect = options.protect.min(NonZeroUsize::new(HORIZON).unwrap_or(NonZeroUsize::MIN));
    let options = &Options { protect, ..*options };
    let mut cases = Vec::new();
    let done = AtomicUsize::new(0);
    for origin in 1..=ORIGINS {
        let known: Vec<DemandSeries> =
            series.iter().map(|one| one.until(one.quantity.len().saturating_sub(HORIZON * origin))).collect();
        let said = forecast_shop(&known, HORIZON, options, &|_| {
            progress((done.fetch_add(1, Ordering::Relaxed) + 1) / ORIGINS);
        });
        for (product, ((whole, known), said)) in series.iter().zip(&known).zip(&said).enumerate() {
            cases.extend(case(product, whole, known, said));
        }
    }
    let mut errors = vec![None; series.len()];
    let mut of_product: Vec<Vec<Outcome<'_>>> = vec![Vec::new(); series.len()];
    for case in &cases {
        of_product[case.product].push(case.outcome(&case.steps));
    }
    for (errors, outcomes) in errors.iter_mut().zip(of_product) {
        *errors = (!outcomes.is_empty()).then(|| measure(outcomes));
    }
    Tested { errors, accuracy: compare(&cases, forecasts), weeks: HORIZON * ORIGINS }
}

/// The weeks in which the product could be bought, from the first that was held back.
fn case(product: usize, whole: &DemandSeries, known: &DemandSeries, said: &Forecast) -> Option<Case> {
    let from = known.quantity.len();
    if from == 0 {
        return None;
    }
    let observed = (0..HORIZON).filter(|step| whole.is_observed(from + step));
    let (actual, steps): (Vec<f64>, Vec<Step>) =
        observed.filter_map(|step| Some((whole.quantity[from + step], *said.steps.get(step)?))).unzip();
    (!actual.is_empty()).then(|| Case { product, history: known.demand(), actual, steps })
}

impl Case {
    fn outcome<'a>(&'a self, steps: &'a [Step]) -> Outcome<'a> {
        Outcome { history: &self.history, actual: &self.actual, steps, season: SEASON }
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

fn compare(cases: &[Case], forecasts: &[Forecast]) -> Vec<MethodErrors> {
    let methods =
        [Method::Forecast, Method::MovingAverage, Method::SeasonalNaive, Method::Naive, Method::AllZero];
    let classes = [None].into_iter().chain(
        [DemandClass::Smooth, DemandClass::Erratic, DemandClass::Intermittent, DemandClass::Lumpy].map(Some),
    );
    let mut rows = Vec::new();
    for class in classes {
        let within: Vec<&Case> = cases
            .iter()
            .filter(|case| class.is_none_or(|class| forecasts[case.product].class == class))
            .collect();
        if within.is_empty() {
            continue;
        }
        for method in methods {
            let steps: Vec<Vec<Step>> = within.iter().map(|case| case.easy(method)).collect();
            let errors = measure(within.iter().zip(&steps).map(|(case, steps)| case.outcome(steps)));
            rows.push(MethodErrors { method, class, errors });
        }
    }
    rows
}
