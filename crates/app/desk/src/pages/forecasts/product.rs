//! One product: what it sold, what it will sell, how that is known, what to do.

use axum::extract::State;
use axum::response::Response;
use chrono::Datelike;
use fluent_bundle::FluentArgs;
use kernel::Permission;
use orion::{DemandSeries, KeptForecast, Model, ProductDemand, find_product_demand};
use serde::Serialize;
use web::routing::Path;

use super::chart::{self, Labels, Past, day, short};
use super::words::{InsightRow, Words, product_href, taught};
use super::{PATH, demand};
use crate::pages::failure::{DeskFailure, go};
use crate::pages::reader::{AtDesk, Posted};
use crate::pages::sheet::Sheet;
use crate::pages::{Dashboard, moment};
use web::storefront::texts::Texts;

/// Weeks that the chart shows.
pub(super) const WEEKS: usize = 26;

#[derive(Debug, Serialize)]
struct ProductView {
    name: String,
    sku: String,
    edit_href: String,
    stock: Option<i64>,
    /// The forecast in one sentence.
    sentence: String,
    chart: Option<String>,
    year: Option<String>,
    insights: Vec<InsightRow>,
    weeks: Vec<WeekRow>,
    steps: Vec<StepRow>,
    card: Option<Card>,
    pin: Option<Pin>,
    notes: Vec<String>,
}

/// A week that was.
#[derive(Debug, Serialize)]
struct WeekRow {
    from: String,
    sold: String,
    note: String,
}

/// A week ahead.
#[derive(Debug, Serialize)]
struct StepRow {
    from: String,
    mean: String,
    likely: String,
    at_most: String,
}

/// Where the forecast comes from.
#[derive(Debug, Serialize)]
struct Card {
    model: String,
    fallback: Option<String>,
    class: String,
    made: String,
    fingerprint: String,
    weeks: usize,
    error: String,
    within: String,
    /// Why this model: the owner's choice, or its trials.
    chosen: Option<String>,
    /// When it was taught, and from what, if it learns from all products.
    taught: Option<String>,
}

/// The models among which whoever may can choose.
#[derive(Debug, Serialize)]
struct Pin {
    action: String,
    options: Vec<PinOption>,
}

#[derive(Debug, Serialize)]
struct PinOption {
    value: &'static str,
    label: String,
    current: bool,
}

/// What a person may choose; a prior is no choice.
const CHOICES: [Model; 5] =
    [Model::Global, Model::Histogram, Model::MovingAverage, Model::Ensemble, Model::Regression];

pub(crate) async fn find(at: AtDesk) -> Response {
    match at.reader.query.get("sku").map(str::trim).filter(|sku| !sku.is_empty()) {
        Some(sku) => go(&product_href(sku)),
        None => go(PATH),
    }
}

pub(crate) async fn show(
    State(desk): State<Dashboard>,
    Path(sku): Path<String>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    page(&desk, &at, &sku).await
}

async fn page(desk: &Dashboard, at: &AtDesk, sku: &str) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewForecasts)?;
    let found = find_product_demand(demand(desk, actor)?, sku).await?;
    let (texts, snapshot) = (desk.texts(at.reader.locale), desk.app().snapshot());
    let words = Words::of(desk, &snapshot, at.reader.locale)?;
    let ProductDemand { facts, series, outliers, kept, pinned, insights } = found;
    let sentence = sentence(texts, kept.as_ref());
    let of_product = |insight| words.row(&(insight, Some(facts.clone())));
    let view = ProductView {
        name: words.name(facts.number, &facts.sku),
        edit_href: format!("/desk/products/{}", facts.id),
        stock: facts.stock,
        chart: drawn(texts, &sentence, series.as_ref(), &outliers, kept.as_ref()),
        year: series.as_ref().and_then(|series| year(texts, series)),
        insights: insights.into_iter().map(of_product).collect(),
        weeks: series.as_ref().map(|series| rows(texts, series, &outliers)).unwrap_or_default(),
        steps: kept.as_ref().map(|kept| steps(texts, kept)).unwrap_or_default(),
        card: kept.as_ref().map(|kept| card(desk, texts, kept, series.as_ref(), pinned)),
        pin: actor.may(Permission::ManageForecasts).then(|| choices(texts, &facts.sku, pinned)),
        notes: series.as_ref().map(|series| notes(texts, series, &outliers)).unwrap_or_default(),
        sentence,
        sku: facts.sku,
    };
    let title = view.name.clone();
    Ok(Sheet::new(desk, &at.reader, "forecasts", &title).render("desk/forecasts/product.html", view)?)
}

/// "About 12 pieces in the next 4 weeks; nine times in ten no more than 19."
fn sentence(texts: &Texts, kept: Option<&KeptForecast>) -> String {
    let forecast = kept.map(|kept| &kept.forecast);
    let Some((forecast, last)) = forecast.and_then(|one| Some((one, one.ahead.get(3).or(one.ahead.last())?)))
    else {
        return texts.get("forecast-none").to_owned();
    };
    // As many as the weeks below sum up to.
    let pieces: f64 = forecast.steps.iter().take(4).map(|step| step.mean).sum();
    let mut words = FluentArgs::new();
    words.set("pieces", short(pieces, texts.locale()));
    words.set("most", short(last.quantiles[7], texts.locale()));
    texts.format(if pieces < 0.5 { "forecast-sentence-rare" } else { "forecast-sentence" }, &words)
}

fn drawn(
    texts: &Texts,
    title: &str,
    series: Option<&DemandSeries>,
    outliers: &[usize],
    kept: Option<&KeptForecast>,
) -> Option<String> {
    let series = series?;
    let from = series.quantity.len().saturating_sub(WEEKS);
    let past: Vec<Past> = (from..series.quantity.len())
        .map(|at| Past {
            monday: series.period.after(series.first, at),
            sold: series.quantity[at],
            in_stock: series.is_observed(at),
            outlier: outliers.contains(&at),
        })
        .collect();
    let first = series.period.after(series.first, series.quantity.len());
    let steps = kept.map(|kept| kept.forecast.steps.as_slice()).unwrap_or_default();
    let labels = Labels {
        title,
        past: texts.get("chart-sold"),
        ahead: texts.get("chart-ahead"),
        out_of_stock: texts.get("week-out"),
        locale: texts.locale(),
    };
    Some(chart::fan(&past, first, &steps[..steps.len().min(8)], &labels))
}

/// The mean week of each month against the mean week of all, over whole years.
fn year(texts: &Texts, series: &DemandSeries) -> Option<String> {
    let weeks = series.quantity.len() / 52 * 52;
    let from = series.quantity.len() - weeks;
    let mut sums = [(0.0, 0.0); 12];
    for at in (from..series.quantity.len()).filter(|at| series.is_observed(*at)) {
        let month = series.period.after(series.first, at).month0() as usize;
        sums[month] = (sums[month].0 + series.quantity[at], sums[month].1 + 1.0);
    }
    let (sold, count) = sums.iter().fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
    // A few pieces have no season that one could see.
    (sold >= 24.0).then(|| {
        let mean = sold / count;
        let months = sums.map(|(sold, weeks)| (weeks > 0.0).then(|| sold / weeks / mean));
        chart::year(&months, texts.get("year-course"))
    })
}

fn rows(texts: &Texts, series: &DemandSeries, outliers: &[usize]) -> Vec<WeekRow> {
    let from = series.quantity.len().saturating_sub(WEEKS);
    let note = |at: usize| {
        if !series.is_observed(at) {
            texts.get("week-out").to_owned()
        } else if outliers.contains(&at) {
            texts.get("week-odd").to_owned()
        } else {
            String::new()
        }
    };
    (from..series.quantity.len())
        .rev()
        .map(|at| WeekRow {
            from: day(series.period.after(series.first, at)),
            sold: short(series.quantity[at], texts.locale()),
            note: note(at),
        })
        .collect()
}

fn steps(texts: &Texts, kept: &KeptForecast) -> Vec<StepRow> {
    let short = |pieces| short(pieces, texts.locale());
    let rows = kept.forecast.steps.iter().enumerate().map(|(at, step)| StepRow {
        from: day(orion::Period::Week.after(kept.first, at)),
        mean: short(step.mean),
        likely: format!("{}–{}", short(step.quantiles[2]), short(step.quantiles[7])),
        at_most: short(step.quantiles[9]),
    });
    rows.collect()
}

/// The product's model as the form sends it: a word, or nothing for its champion.
pub(crate) async fn pin(
    State(desk): State<Dashboard>,
    Path(sku): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let actor = at.require(Permission::ManageForecasts)?;
    let model = form.get("model").and_then(Model::parse).filter(|model| CHOICES.contains(model));
    orion::pin_model(demand(&desk, actor)?, &sku, model).await?;
    Ok(go(&format!("{}?done=saved", product_href(&sku))))
}

fn choices(texts: &Texts, sku: &str, pinned: Option<Model>) -> Pin {
    let own = PinOption { value: "", label: texts.get("pin-none").to_owned(), current: pinned.is_none() };
    let models = CHOICES.into_iter().map(|model| PinOption {
        value: model.as_str(),
        label: texts.get(&model_key(model)).to_owned(),
        current: pinned == Some(model),
    });
    Pin {
        action: format!("{}/model", product_href(sku)),
        options: std::iter::once(own).chain(models).collect(),
    }
}

fn model_key(model: Model) -> String {
    format!("model-{}", model.as_str().replace('_', "-"))
}

fn card(
    desk: &Dashboard,
    texts: &Texts,
    kept: &KeptForecast,
    series: Option<&DemandSeries>,
    pinned: Option<Model>,
) -> Card {
    let word = |prefix: &str, word: &str| {
        let key = format!("{prefix}-{}", word.replace('_', "-"));
        if texts.knows(&key) { texts.get(&key).to_owned() } else { word.replace('_', " ") }
    };
    let forecast = &kept.forecast;
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    Card {
        model: word("model", forecast.model.as_str()),
        fallback: forecast.fallback.map(|fallback| word("fallback", fallback.as_str())),
        class: word("class", forecast.class.as_str()),
        made: moment::full(kept.made_at, desk.zone()),
        fingerprint: kept.fingerprint.chars().take(12).collect(),
        weeks: series.map_or(0, |series| series.quantity.len()),
        error: kept.errors.and_then(|errors| errors.wmape).map_or_else(|| "–".to_owned(), percent),
        within: kept.errors.map_or_else(|| "–".to_owned(), |errors| percent(errors.within_80)),
        chosen: match (pinned, kept.champion) {
            (Some(model), _) if model == forecast.model => Some(texts.get("card-pinned").to_owned()),
            (Some(_), _) => Some(texts.get("card-pin-waits").to_owned()),
            (None, Some(_)) => Some(texts.get("card-champion").to_owned()),
            (None, None) => None,
        },
        taught: kept.lesson.as_ref().map(|lesson| taught(desk, texts, lesson)),
    }
}

/// How the last quarter stands against the year before, and what else is known of the history.
fn notes(texts: &Texts, series: &DemandSeries, outliers: &[usize]) -> Vec<String> {
    let mut notes = Vec::new();
    let length = series.quantity.len();
    if length >= 65 {
        let sum = |from: usize| series.quantity[from..from + 13].iter().sum::<f64>();
        let (now, then) = (sum(length - 13), sum(length - 65));
        if then >= 4.0 {
            let mut words = FluentArgs::new();
            words.set("percent", format!("{:+.0}", (now / then - 1.0) * 100.0));
            notes.push(texts.format("note-trend", &words));
        }
    }
    let out = (0..length).filter(|at| !series.is_observed(*at)).count();
    for (key, count) in [("note-out", out), ("note-odd", outliers.len())] {
        if count > 0 {
            notes.push(texts.count(key, count));
        }
    }
    notes
}
