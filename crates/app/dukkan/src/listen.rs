//! Takes the port, also while a process that was just killed still lets it go.

use std::io::ErrorKind;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::net::TcpListener;
use tokio::time::Instant;

/// A process killed with all its memory may keep its port for a moment.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(50);

/// Listens on `address`; waits up to five seconds for whoever has it.
pub(crate) async fn bind(address: &str) -> Result<TcpListener> {
    let until = Instant::now() + PATIENCE;
    let mut waits = false;
    loop {
        match TcpListener::bind(address).await {
            Err(error) if error.kind() == ErrorKind::AddrInUse && Instant::now() < until => {
                if !waits {
                    tracing::warn!(address, "the address is in use: waiting for it");
                }
                waits = true;
                tokio::time::sleep(PAUSE).await;
            }
            outcome => {
                return outcome
                    .with_context(|| format!("cannot listen on {address}; another address: --listen"));
            }
        }
    }
}
