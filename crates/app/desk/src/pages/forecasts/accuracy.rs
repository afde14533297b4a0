//! How good the forecasts are: on weeks held back, beside what is easy, and since they were made.

use axum::extract::State;
use axum::response::Response;
use fluent_bundle::FluentArgs;
use kernel::Permission;
use orion::{DemandClass, Method, MethodErrors, find_overview};
use serde::Serialize;

use super::chart::written;
use super::demand;
use super::words::taught;
use crate::pages::Dashboard;
use crate::pages::failure::DeskFailure;
use crate::pages::reader::AtDesk;
use crate::pages::sheet::Sheet;

#[derive(Debug, Serialize)]
struct AccuracyView {
    lead: String,
    calibration: Option<String>,
    taught: Option<String>,
    drifted: bool,
    champions: Option<String>,
    live: Option<String>,
    groups: Vec<AccuracyGroup>,
    fallbacks: Vec<String>,
}

#[derive(Debug, Serialize)]
struct AccuracyGroup {
    heading: String,
    products: usize,
    rows: Vec<AccuracyRow>,
    /// Whether what stocks nothing has the least WMAPE of all.
    zero_wins: bool,
}

#[derive(Debug, Serialize)]
struct AccuracyRow {
    name: String,
    ours: bool,
    wmape: String,
    rmse: String,
    bias: String,
    within: String,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    accuracy_page(&desk, &at).await
}

async fn accuracy_page(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ViewForecasts)?;
    let report = find_overview(demand(desk, actor)?).await?.report;
    let texts = desk.texts(at.reader.locale);
    let percent =
        |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| format!("{:.0} %", share * 100.0));
    let mut view = AccuracyView {
        lead: texts.get("forecast-none").to_owned(),
        calibration: None,
        taught: None,
        drifted: false,
        champions: None,
        live: None,
        groups: Vec::new(),
        fallbacks: Vec::new(),
    };
    if let Some(report) = report {
        let mut args = FluentArgs::new();
        args.set("weeks", report.tested_weeks);
        view.lead = texts.format("accuracy-lead", &args);
        for row in &report.accuracy {
            let class = row.class.map_or("class-all", |class| match class.as_str() {
                "smooth" => "class-smooth",
                "erratic" => "class-erratic",
                "intermittent" => "class-intermittent",
                "lumpy" => "class-lumpy",
                _ => "class-unknown",
            });
            let heading = texts.get(class).to_owned();
            if view.groups.last().is_none_or(|group| group.heading != heading) {
                let products = row.errors.series;
                let zero_wins = does_zero_win(&report.accuracy, row.class);
                view.groups.push(AccuracyGroup { heading, products, rows: Vec::new(), zero_wins });
            }
            let (name, ours) = match row.method {
                Method::Forecast => ("method-forecast", true),
                Method::AllZero => ("method-zero", false),
                Method::Naive => ("method-naive", false),
                Method::SeasonalNaive => ("method-seasonal", false),
                Method::MovingAverage => ("method-average", false),
            };
            if ours && row.class.is_none() {
                let mut args = FluentArgs::new();
                args.set("percent", format!("{:.0}", row.errors.within_80 * 100.0));
                view.calibration = Some(texts.format("accuracy-calibration", &args));
            }
            if let Some(group) = view.groups.last_mut() {
                group.rows.push(AccuracyRow {
                    name: texts.get(name).to_owned(),
                    ours,
                    wmape: percent(row.errors.wmape),
                    rmse: written(format!("{:.2}", row.errors.rmse), texts.locale()),
                    bias: row
                        .errors
                        .bias
                        .map_or_else(|| "–".to_owned(), |bias| format!("{:+.0} %", bias * 100.0)),
                    within: if ours { percent(Some(row.errors.within_80)) } else { "–".to_owned() },
                });
            }
        }
        view.drifted = report.drifted;
        view.champions = (report.champions > 0).then(|| texts.count("accuracy-champions", report.champions));
        view.taught = report.lesson.map(|lesson| taught(desk, texts, &lesson));
        view.live = report.live.map(|live| {
            let mut args = FluentArgs::new();
            args.set("products", live.series);
            args.set("error", percent(live.wmape));
            args.set("within", percent(Some(live.within_80)));
            texts.format("accuracy-live", &args)
        });
        view.fallbacks = report
            .fallbacks
            .iter()
            .map(|(word, count)| {
                let key = format!("fallback-{}", word.replace('_', "-"));
                let name = if texts.knows(&key) { texts.get(&key) } else { word.as_str() };
                format!("{name}: {count}")
            })
            .collect();
    }
    Ok(Sheet::new(desk, &at.reader, "forecasts", texts.get("forecast-accuracy"))
        .render("desk/forecasts/accuracy.html", view)?)
}

/// Whether no method has a smaller WMAPE on a class of demand than the forecast that is always zero.
fn does_zero_win(accuracy: &[MethodErrors], class: Option<DemandClass>) -> bool {
    let wmape_of = |row: &MethodErrors| row.errors.wmape.unwrap_or(f64::INFINITY);
    let of_class = || accuracy.iter().filter(|row| row.class == class);
    let zero = of_class().find(|row| row.method == Method::AllZero).and_then(|row| row.errors.wmape);
    zero.is_some_and(|zero| of_class().all(|row| zero <= wmape_of(row)))
}
