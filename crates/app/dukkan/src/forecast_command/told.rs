//! Forecasts as a person at a terminal reads them.

use std::fmt::Write as _;

use orion::{InsightKind, LEVELS, Method, MethodErrors, ProductDemand, RunReport, Simulated};

/// What a run did.
pub(super) fn run(report: &RunReport, counts: &[(InsightKind, u64)]) -> String {
    let seconds = (report.ended - report.begun).as_seconds_f64();
    let mut text = format!(
        "Forecast {} products from {}, {} of them anew, in {seconds:.1} s.\n",
        report.products, report.first, report.fitted
    );
    for (word, count) in &report.fallbacks {
        let _ = writeln!(text, "  {count} by a fallback: {word}");
    }
    for week in &report.span.silent_weeks {
        let _ = writeln!(text, "  no sale at all in the week of {week}");
    }
    for (kind, count) in counts {
        let _ = writeln!(text, "{:>12}: {count}", kind.as_str());
    }
    text.push_str(&accuracy(&report.accuracy));
    text
}

/// The errors of each method, over all products and by class.
pub(super) fn accuracy(rows: &[MethodErrors]) -> String {
    let mut text = format!(
        "{:<14}{:<16}{:>8}{:>8}{:>8}{:>8}{:>8}{:>9}{:>9}\n",
        "class", "method", "series", "WMAPE", "RMSE", "bias", "wQL", "in 80 %", "in 95 %"
    );
    let percent = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{:.1}%", value * 100.0));
    for MethodErrors { method, class, errors } in rows {
        let name = match method {
            Method::Forecast => "forecast",
            Method::AllZero => "all zero",
            Method::Naive => "naive",
            Method::SeasonalNaive => "seasonal naive",
            Method::MovingAverage => "moving average",
        };
        let _ = writeln!(
            text,
            "{:<14}{name:<16}{:>8}{:>8}{:>8.3}{:>8}{:>8.3}{:>8.1}%{:>8.1}%",
            class.map_or("all", |class| class.as_str()),
            errors.series,
            percent(errors.wmape),
            errors.rmse,
            percent(errors.bias),
            errors.quantile_loss.unwrap_or(0.0),
            errors.within_80 * 100.0,
            errors.within_95 * 100.0,
        );
    }
    text
}

/// What each level held and delivered.
pub(super) fn simulated(rows: &[Simulated]) -> String {
    let mut text = "asked   level  delivered  pieces held a product\n".to_owned();
    for row in rows {
        let delivered = row.replay.fill_rate() * 100.0;
        let (level, held) = (row.level * 100.0, row.replay.held);
        let _ = writeln!(text, "{:>4}%{level:>7.1}%{delivered:>10.1}%{held:>23.2}", row.asked_percent);
    }
    text
}

/// One product.
pub(super) fn product(demand: &ProductDemand) -> String {
    let mut text = demand.facts.sku.clone();
    text.push('\n');
    if let Some(stock) = demand.facts.stock {
        let _ = writeln!(text, "stock {stock}");
    }
    match &demand.series {
        None => text.push_str("never sold\n"),
        Some(series) => {
            let recent: Vec<String> =
                series.quantity.iter().rev().take(13).rev().map(|sold| format!("{sold:.0}")).collect();
            let _ = writeln!(
                text,
                "{} weeks since {}; the last: {}",
                series.quantity.len(),
                series.first,
                recent.join(" ")
            );
        }
    }
    let Some(kept) = &demand.kept else {
        text.push_str("not forecast yet: dukkan forecast run\n");
        return text;
    };
    let fallback =
        kept.forecast.fallback.map_or(String::new(), |fallback| format!(" ({})", fallback.as_str()));
    let _ = writeln!(
        text,
        "{} demand, by {}{fallback}, made {} from data {}",
        kept.forecast.class.as_str(),
        kept.forecast.model.as_str(),
        kept.made_at.format("%Y-%m-%d %H:%M"),
        kept.fingerprint,
    );
    if let Some(lesson) = &kept.lesson {
        let _ = writeln!(
            text,
            "  its model was taught {} from {} products before {}, data {}",
            lesson.at.format("%Y-%m-%d %H:%M"),
            lesson.products,
            lesson.until,
            lesson.fingerprint,
        );
    }
    if let Some(errors) = kept.errors {
        let wmape = errors.wmape.map_or("-".to_owned(), |share| format!("{:.0} %", share * 100.0));
        let _ = writeln!(
            text,
            "  on weeks held back: WMAPE {wmape}, in 80 % interval {:.0} %",
            errors.within_80 * 100.0
        );
    }
    for (at, step) in kept.forecast.steps.iter().enumerate() {
        let quantiles: Vec<String> = [2, 4, 7, 8]
            .iter()
            .map(|level| format!("{:.0}%: {:.0}", LEVELS[*level] * 100.0, step.quantiles[*level]))
            .collect();
        let _ = writeln!(text, "  week {}: {:.2} ({})", at + 1, step.mean, quantiles.join(", "));
    }
    for insight in &demand.insights {
        let numbers = serde_json::to_value(insight.evidence).unwrap_or_default();
        let numbers = numbers.as_object().into_iter().flatten().map(|(name, value)| match value.as_f64() {
            Some(number) if value.is_f64() => format!("{name} {number:.2}"),
            _ => format!("{name} {}", value.to_string().trim_matches('"')),
        });
        let _ = writeln!(text, "{}: {}", insight.kind.as_str(), numbers.collect::<Vec<_>>().join(", "));
    }
    text
}
