//! The fan: weeks that were as bars, weeks ahead as bands around their middle. Drawn here as SVG.

use std::fmt::Write as _;

use chrono::{Datelike, Days, NaiveDate};
use kernel::Locale;
use orion::Step;

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 210.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 34.0;
const LEFT: f64 = 34.0;
/// Places in a step's quantiles: 95, 80 and 50 % of what may come.
const BANDS: [(usize, usize, &str); 3] = [(0, 9, "far"), (2, 7, "near"), (3, 5, "core")];

/// One week that was.
#[derive(Debug, Clone, Copy)]
pub(super) struct Past {
    pub(super) monday: NaiveDate,
    pub(super) sold: f64,
    pub(super) in_stock: bool,
    pub(super) outlier: bool,
}

/// What stands in the chart.
#[derive(Debug)]
pub(super) struct Labels<'a> {
    /// The chart in a sentence, for who cannot see it.
    pub(super) title: &'a str,
    pub(super) past: &'a str,
    pub(super) ahead: &'a str,
    pub(super) out_of_stock: &'a str,
    /// In which numbers are written.
    pub(super) locale: Locale,
}

/// Weeks that were and weeks ahead, the first of which begins on `first`.
pub(super) fn fan(past: &[Past], first: NaiveDate, steps: &[Step], labels: &Labels<'_>) -> String {
    let highest = past.iter().map(|week| week.sold).chain(steps.iter().map(|step| step.quantiles[9]));
    let scale = nice(highest.fold(1.0, f64::max));
    let count = (past.len() + steps.len()).max(1) as f64;
    let step_width = (WIDTH - LEFT - 4.0) / count;
    let x = |at: usize| LEFT + at as f64 * step_width;
    let y = |pieces: f64| TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - (pieces / scale).min(1.0));
    let ground = y(0.0);
    let mut svg = format!(
        "<svg class=\"fan\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        escaped(labels.title)
    );
    for share in [0.0, 0.5, 1.0] {
        let at = y(scale * share);
        let _ = write!(svg, "<path class=\"fan-line\" d=\"M{LEFT} {at:.1}H{WIDTH}\"/>");
        let number = short(scale * share, labels.locale);
        let _ = write!(
            svg,
            "<text class=\"fan-number\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{number}</text>",
            LEFT - 5.0,
            at + 4.0
        );
    }
    let (gap, width) = (step_width * 0.16, step_width * 0.68);
    for (at, week) in past.iter().enumerate() {
        let (left, top) = (x(at) + gap, y(week.sold));
        let class = match (week.in_stock, week.outlier) {
            (false, _) => "fan-bar out",
            (true, true) => "fan-bar odd",
            (true, false) => "fan-bar",
        };
        let note = if week.in_stock { "" } else { labels.out_of_stock };
        let _ = write!(
            svg,
            "<g><title>{}: {} {}</title><rect class=\"fan-hit\" x=\"{:.1}\" y=\"{TOP}\" width=\"{step_width:.1}\" height=\"{:.1}\"/>\
             <rect class=\"{class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{:.1}\"/></g>",
            day(week.monday),
            short(week.sold, labels.locale),
            escaped(note),
            x(at),
            ground - TOP,
            (ground - top).max(0.0),
        );
        if !week.in_stock {
            let _ = write!(
                svg,
                "<text class=\"fan-out\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">×</text>",
                left + width / 2.0,
                ground - 3.0
            );
        }
    }
    for (ahead, step) in steps.iter().enumerate() {
        let left = x(past.len() + ahead) + gap * 0.5;
        let monday = first + Days::new(7 * ahead as u64);
        let _ = write!(
            svg,
            "<g><title>{}: {} ({}–{})</title>",
            day(monday),
            short(step.mean, labels.locale),
            short(step.quantiles[2], labels.locale),
            short(step.quantiles[7], labels.locale)
        );
        for (low, high, class) in BANDS {
            let (top, foot) = (y(step.quantiles[high]), y(step.quantiles[low]));
            let _ = write!(
                svg,
                "<rect class=\"fan-band {class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>",
                step_width - gap,
                (foot - top).max(1.5)
            );
        }
        let middle = y(step.mean);
        let _ = write!(
            svg,
            "<path class=\"fan-middle\" d=\"M{left:.1} {middle:.1}h{:.1}\"/></g>",
            step_width - gap
        );
    }
    let today = x(past.len());
    let _ = write!(svg, "<path class=\"fan-today\" d=\"M{today:.1} {:.1}V{ground:.1}\"/>", TOP - 16.0);
    let label = |svg: &mut String, at: f64, anchor: &str, class: &str, text: &str| {
        let _ = write!(
            svg,
            "<text class=\"fan-label {class}\" x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
            TOP - 10.0,
            escaped(text)
        );
    };
    label(&mut svg, LEFT, "start", "", labels.past);
    label(&mut svg, WIDTH - 4.0, "end", "ahead", labels.ahead);
    months(&mut svg, past, first, &x, ground);
    svg.push_str("</svg>");
    svg
}

/// The number of the month under the first week of each.
fn months(svg: &mut String, past: &[Past], first: NaiveDate, x: &impl Fn(usize) -> f64, ground: f64) {
    let mut shown = None;
    let mut last = f64::NEG_INFINITY;
    for (at, monday) in past.iter().map(|week| week.monday).chain([first]).enumerate() {
        let month = (monday.year(), monday.month());
        if shown != Some(month) && x(at) - last > 30.0 {
            let text = if shown.is_none() || monday.month() == 1 {
                format!("{:02}/{}", monday.month(), monday.year())
            } else {
                format!("{:02}", monday.month())
            };
            let _ = write!(
                svg,
                "<text class=\"fan-number\" x=\"{:.1}\" y=\"{:.1}\">{text}</text>",
                x(at),
                ground + 16.0
            );
            last = x(at) + if text.len() > 2 { 22.0 } else { 0.0 };
        }
        shown = Some(month);
    }
}

/// The year's course: the mean week of each month against the mean week of all, twelve bars.
pub(super) fn year(months: &[Option<f64>; 12], title: &str) -> String {
    let highest = months.iter().flatten().copied().fold(1.0_f64, f64::max).max(1.2);
    let (width, height, ground) = (240.0, 84.0, 66.0);
    let mut svg = format!(
        "<svg class=\"fan year\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">",
        escaped(title)
    );
    let one = ground - ground / highest + 2.0;
    for (at, share) in months.iter().enumerate() {
        let left = at as f64 * 20.0 + 3.0;
        if let Some(share) = share {
            let tall = (ground - 4.0) * share / highest;
            let _ = write!(
                svg,
                "<g><title>{:02}: {:.0} %</title><rect class=\"fan-bar\" x=\"{left}\" y=\"{:.1}\" width=\"14\" height=\"{tall:.1}\"/></g>",
                at + 1,
                share * 100.0,
                ground - tall
            );
        }
        let _ = write!(
            svg,
            "<text class=\"fan-number\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            left + 7.0,
            ground + 14.0,
            at + 1
        );
    }
    let _ = write!(svg, "<path class=\"fan-line\" d=\"M0 {one:.1}H{width}\"/></svg>");
    svg
}

/// The next round number from here.
fn nice(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    let scaled = steps.into_iter().find(|step| step * power >= value).unwrap_or(10.0) * power;
    if scaled < 2.0 { 2.0 } else { scaled }
}

/// Pieces as few figures say them.
pub(super) fn short(pieces: f64, locale: Locale) -> String {
    if pieces >= 10_000.0 {
        format!("{:.0}k", pieces / 1_000.0)
    } else if pieces < 10.0 && pieces.fract() > 0.0 {
        written(format!("{pieces:.1}"), locale)
    } else {
        format!("{pieces:.0}")
    }
}

/// Figures with the decimal sign of the language.
pub(super) fn written(figures: String, locale: Locale) -> String {
    if locale == Locale::Fr { figures.replace('.', ",") } else { figures }
}

pub(super) fn day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chart_holds_every_week_and_escapes_what_it_says() {
        let monday: NaiveDate = "2026-01-05".parse().unwrap();
        let past: Vec<Past> = (0..26)
            .map(|week| Past {
                monday: monday + Days::new(7 * week),
                sold: week as f64,
                in_stock: week != 3,
                outlier: week == 5,
            })
            .collect();
        let step = Step::of_quantiles(3.0, [0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]);
        let labels = Labels {
            title: "<b>",
            past: "vendu",
            ahead: "à venir",
            out_of_stock: "rupture",
            locale: Locale::Fr,
        };
        let svg = fan(&past, monday + Days::new(182), &[step; 4], &labels);
        assert_eq!(svg.matches("fan-bar").count(), 26);
        assert_eq!(svg.matches("fan-band").count(), 12);
        assert!(svg.contains("&lt;b>") && !svg.contains("<b>") && !svg.contains("NaN"));
        assert!(fan(&[], monday, &[], &labels).ends_with("</svg>"));
    }

    #[test]
    fn scales_are_round() {
        for (value, scale) in [(0.0, 2.0), (1.0, 2.0), (3.0, 4.0), (7.0, 8.0), (11.0, 20.0), (430.0, 500.0)] {
            assert!((nice(f64::max(value, 1.0)) - scale).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn a_part_of_a_piece_is_written_as_the_language_does() {
        assert_eq!((short(4.44, Locale::Fr), short(4.44, Locale::Ar)), ("4,4".to_owned(), "4.4".to_owned()));
        assert_eq!((short(4.0, Locale::Fr), short(44.4, Locale::Fr)), ("4".to_owned(), "44".to_owned()));
    }
}
