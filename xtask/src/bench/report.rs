//! What is printed: medians in a table, the raw figures below.

use std::fmt::Write as _;
use std::io::Write as _;

use super::load::Run;

/// A line to standard output.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Processor, cores, load, compiler: what the figures depend on.
pub(crate) fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cpus = read("/proc/cpuinfo");
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    format!(
        "machine: {} cores, {}; load average {}",
        std::thread::available_parallelism().map_or(0, usize::from),
        model.trim_start_matches(['\t', ' ', ':']),
        read("/proc/loadavg").trim()
    )
}

/// One row: what was asked, and a constant of the same length beside it.
#[derive(Debug)]
pub(super) struct Row {
    name: &'static str,
    bytes: u64,
    pub measured: Vec<Run>,
    pub constant: Vec<Run>,
}

impl Row {
    pub(super) fn new(name: &'static str, bytes: u64) -> Self {
        Self { name, bytes, measured: Vec::new(), constant: Vec::new() }
    }

    /// Each run's figures.
    pub(super) fn raw(&self) -> String {
        let show = |runs: &[Run]| {
            let one = |run: &Run| {
                format!(
                    "{} req {:.2} s cpu {:.3} s p99 {:.2}",
                    run.requests,
                    run.seconds,
                    run.cpu_seconds,
                    run.percentile_ms(0.99)
                )
            };
            runs.iter().map(one).collect::<Vec<_>>().join("; ")
        };
        format!("raw {}: {} | constant: {}", self.name, show(&self.measured), show(&self.constant))
    }
}

/// The table in Markdown.
pub(super) fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| request | bytes | req/s | p50 ms | p99 ms | CPU ms/req | constant req/s | constant CPU ms/req | \
         req/s ratio | CPU ratio |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for row in rows {
        let (measured, constant) = (&row.measured, &row.constant);
        let rate = median(measured, Run::rate);
        let constant_rate = median(constant, Run::rate);
        let cpu = median(measured, Run::cpu_ms);
        let constant_cpu = median(constant, Run::cpu_ms);
        let _ = writeln!(
            text,
            "| {} | {} | {rate:.0} | {:.2} | {:.2} | {cpu:.4} | {constant_rate:.0} | {constant_cpu:.4} | {:.2} | {:.2} |",
            row.name,
            row.bytes,
            median(measured, |run| run.percentile_ms(0.5)),
            median(measured, |run| run.percentile_ms(0.99)),
            rate / constant_rate.max(1e-9),
            cpu / constant_cpu.max(1e-9),
        );
    }
    text
}

/// Latencies of rows in Markdown; what people wait for.
pub(super) fn waits(rows: &[(&str, Run)]) -> String {
    let mut text = String::from(
        "| request | requests | req/s | p50 ms | p95 ms | p99 ms | most ms | CPU ms/req |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for (name, run) in rows {
        let at = |share| run.percentile_ms(share);
        let (p50, p95, p99, most) = (at(0.5), at(0.95), at(0.99), at(1.0));
        let _ = writeln!(
            text,
            "| {name} | {} | {:.0} | {p50:.2} | {p95:.2} | {p99:.2} | {most:.2} | {:.3} |",
            run.requests,
            run.rate(),
            run.cpu_ms(),
        );
    }
    text
}

/// The middle value of the runs.
fn median(runs: &[Run], figure: impl Fn(&Run) -> f64) -> f64 {
    let mut figures: Vec<f64> = runs.iter().map(figure).collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(0.0)
}
