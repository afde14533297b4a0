//! When the process is told to stop: Ctrl+C, or the signal of an operator's tools.

use tokio::signal::ctrl_c;
use tokio::signal::unix::{SignalKind, signal};

/// Ends at the first of SIGINT and SIGTERM; never, if the system lets us hear neither.
pub(crate) async fn told() {
    let interrupt = async {
        if ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => {
                terminated.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
