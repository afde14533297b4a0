//! The metrics as Prometheus reads them.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::{TelemetryError, process};

/// Upper bounds of all histograms, in seconds: 0.1 ms to 10 s.
const BUCKETS_S: [f64; 16] = [
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// All metrics of the process. Cheap to clone.
#[derive(Clone)]
pub struct Metrics {
    handle: PrometheusHandle,
}

impl Metrics {
    /// Makes this process's `metrics::counter!` and the like report here.
    pub(crate) fn install() -> Result<Self, TelemetryError> {
        match builder().install_recorder() {
            Ok(handle) => Ok(Self { handle }),
            Err(_twice) => Err(TelemetryError::StartedTwice),
        }
    }

    /// The page for `/metrics`: Prometheus' text format 0.0.4.
    pub fn render(&self) -> String {
        let mut page = self.handle.render();
        process::push_metrics(&mut page);
        page
    }

    /// Moves what histograms have gathered into their buckets.
    ///
    /// Else it grows until somebody asks for the page.
    pub(crate) fn run_upkeep(&self) {
        self.handle.run_upkeep();
    }
}

impl Default for Metrics {
    /// A registry to which nothing reports, for tests and programs without metrics.
    fn default() -> Self {
        Self { handle: builder().build_recorder().handle() }
    }
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}

fn builder() -> PrometheusBuilder {
    let builder = PrometheusBuilder::new();
    // Only an empty list of buckets is refused.
    builder.set_buckets(&BUCKETS_S).unwrap_or_default()
}
