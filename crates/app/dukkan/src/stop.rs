//! When the process is told to stop: Ctrl+C, or the signal of an operator's tools.

use tokio::signal::unix::{Signal, SignalKind, signal};

/// Ends at the first of SIGINT and SIGTERM; never, if the system lets us hear neither.
pub(crate) async fn told() {
    Signals::listen().next().await;
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
