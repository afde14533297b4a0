//! Which function does which kind of job, and how often it is tried.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use chrono::TimeDelta;
use futures::FutureExt;
use futures::future::BoxFuture;

use crate::{JobContext, Payload};

/// Why a run of a job did not end well. Any error becomes [`Failure::Retry`] by `?`.
#[derive(Debug)]
pub enum Failure {
    /// It may go better later.
    Retry(Box<dyn std::error::Error + Send + Sync>),
    /// It can never succeed; says why, for staff.
    Permanent(String),
    /// It stopped because it was asked to ([`JobContext::checkpoint`]).
    Stopped,
}

impl Failure {
    /// It can never succeed, because of `reason`.
    pub fn permanent(reason: impl Into<String>) -> Self {
        Self::Permanent(reason.into())
    }
}

impl<E: Into<Box<dyn std::error::Error + Send + Sync>>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Retry(error.into())
    }
}

/// How often a kind of job is tried, and how long it waits before each retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Tries in all, also those that ended with their worker.
    pub max_attempts: u32,
    /// The wait after the first try; twice as long after each further one.
    pub first_wait: TimeDelta,
    /// No wait is longer.
    pub longest_wait: TimeDelta,
}

impl RetryPolicy {
    /// The wait after the try number `attempt` (from 1): between half and all of
    /// what is due, by `chance`, so that what failed together does not come back together.
    pub fn wait(&self, attempt: u32, chance: u16) -> TimeDelta {
        let doubled = self.first_wait * (1 << attempt.saturating_sub(1).min(20));
        let whole = doubled.min(self.longest_wait);
        whole / 2 + whole * i32::from(chance) / 2 / i32::from(u16::MAX)
    }
}

impl Default for RetryPolicy {
    /// Six tries over about five minutes.
    fn default() -> Self {
        Self { max_attempts: 6, first_wait: TimeDelta::seconds(10), longest_wait: TimeDelta::hours(1) }
    }
}

type Run = Arc<dyn Fn(&str, JobContext) -> BoxFuture<'static, Result<(), Failure>> + Send + Sync>;

/// What does a kind of job.
#[derive(Clone)]
pub(crate) struct Handler {
    pub policy: RetryPolicy,
    pub run: Run,
    /// Whether it leaves half of the seats to other kinds.
    pub shares: bool,
}

/// The functions that do the jobs, by kind; put together in the composition root.
#[derive(Clone, Default)]
pub struct Handlers(BTreeMap<&'static str, Handler>);

impl Handlers {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Jobs of kind `P` are done by `run`, tried as [`RetryPolicy::default`] says.
    ///
    /// It may be run more than once for one job: what it does twice must be as if done once.
    #[must_use]
    pub fn on<P, F, R>(self, run: F) -> Self
    where
        P: Payload,
        F: Fn(P, JobContext) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        self.on_with(RetryPolicy::default(), run)
    }

    /// Jobs of kind `P` are done by `run`, tried as `policy` says.
    #[must_use]
    pub fn on_with<P, F, R>(mut self, policy: RetryPolicy, run: F) -> Self
    where
        P: Payload,
        F: Fn(P, JobContext) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        let run = move |payload: &str, context: JobContext| match serde_json::from_str::<P>(payload) {
            Ok(payload) => run(payload, context).boxed(),
            Err(error) => {
                let reason = format!("its payload cannot be read: {error}");
                futures::future::ready(Err(Failure::Permanent(reason))).boxed()
            }
        };
        self.0.insert(P::KIND, Handler { policy, run: Arc::new(run), shares: false });
        self
    }

    /// Jobs of kind `P` take at most half of a worker's seats, and one at least: however many there are and
    /// however slow, other kinds are done beside them.
    #[must_use]
    pub fn sharing<P: Payload>(mut self) -> Self {
        if let Some(handler) = self.0.get_mut(P::KIND) {
            handler.shares = true;
        }
        self
    }

    /// These and `others`.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    pub(crate) fn find(&self, kind: &str) -> Option<&Handler> {
        self.0.get(kind)
    }

    /// The kinds of which one more may run: those that share only up to `share`, where so many are `busy`.
    pub(crate) fn open_kinds(&self, share: usize, busy: &HashMap<String, usize>) -> Vec<&'static str> {
        let is_open = |kind: &str, handler: &Handler| {
            !handler.shares || busy.get(kind).is_none_or(|count| *count < share)
        };
        self.0.iter().filter(|(kind, handler)| is_open(kind, handler)).map(|(kind, _)| *kind).collect()
    }
}

impl fmt::Debug for Handlers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Handlers").field(&self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_differ_by_chance() {
        let policy = RetryPolicy {
            max_attempts: 9,
            first_wait: TimeDelta::seconds(10),
            longest_wait: TimeDelta::seconds(60),
        };
        let waits = |attempt| (policy.wait(attempt, 0), policy.wait(attempt, u16::MAX));
        assert_eq!(waits(1), (TimeDelta::seconds(5), TimeDelta::seconds(10)));
        assert_eq!(waits(2), (TimeDelta::seconds(10), TimeDelta::seconds(20)));
        assert_eq!(waits(4), (TimeDelta::seconds(30), TimeDelta::seconds(60)));
        assert_eq!(waits(u32::MAX), (TimeDelta::seconds(30), TimeDelta::seconds(60)));
    }
}
