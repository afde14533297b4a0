//! When the process is told to stop: Ctrl+C, or the signal of an operator's tools.

use tokio::signal::unix::{Signal, SignalKind, signal};

/// Ends at the first of SIGINT and SIGTERM since the call; never, if the system lets us hear neither.
pub(crate) fn told() -> impl Future<Output = ()> + Send {
    let mut signals = Signals::listen();
    async move { signals.next().await }
}

/// Ends at the second of these signals since the call.
pub(crate) fn told_again() -> impl Future<Output = ()> {
    let mut signals = Signals::listen();
    async move {
        signals.next().await;
        signals.next().await;
    }
}

/// What is heard from now on.
struct Signals {
    interrupt: Option<Signal>,
    terminate: Option<Signal>,
}

impl Signals {
    fn listen() -> Self {
        let heard = |kind| signal(kind).ok();
        Self { interrupt: heard(SignalKind::interrupt()), terminate: heard(SignalKind::terminate()) }
    }

    async fn next(&mut self) {
        tokio::select! {
            () = next_of(&mut self.interrupt) => {}
            () = next_of(&mut self.terminate) => {}
        }
    }
}

async fn next_of(signal: &mut Option<Signal>) {
    let heard = match signal {
        Some(signal) => signal.recv().await,
        None => None,
    };
    if heard.is_none() {
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::process::Command;
    use std::task::{Context, Waker};

    use super::*;

    /// Lets a shell send a signal to this process.
    fn send(signal: &str) {
        let status = Command::new("sh").args(["-c", &format!("kill -{signal} $PPID")]).status();
        assert!(status.unwrap().success());
    }

    #[tokio::test]
    async fn the_second_signal_of_either_kind_is_heard_whoever_hears_the_first() {
        let mut again = pin!(told_again());
        let first = told();
        let mut context = Context::from_waker(Waker::noop());
        send("INT");
        first.await;
        assert!(again.as_mut().poll(&mut context).is_pending());
        send("TERM");
        again.await;
    }
}
