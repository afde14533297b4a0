//! Keeping what the worker holds: signs of life, and wishes that jobs end.

use std::convert::Infallible;

use super::{BACK_OFF, Worker};
use crate::JobsError;
use crate::context::Asked;
use crate::store::lease;

impl Worker {
    /// Renews the leases for ever.
    pub(super) async fn keep_alive(&self) -> Infallible {
        let mut pause = BACK_OFF.0;
        loop {
            match self.renew().await {
                Ok(()) => {
                    pause = BACK_OFF.0;
                    tokio::time::sleep(self.settings.heartbeat).await;
                }
                Err(error) => {
                    self.failed("renew its leases", &error);
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(BACK_OFF.1);
                }
            }
        }
    }

    async fn renew(&self) -> Result<(), JobsError> {
        let tx = self.db.begin_write().await?;
        let until = tx.clock().now() + self.settings.lease();
        lease::renew(&tx, &self.name, until).await?;
        Ok(tx.commit().await?)
    }

    /// Asks jobs to end that somebody cancelled or another worker has now, for ever.
    pub(super) async fn follow_wishes(&self) -> Infallible {
        let mut news = self.db.watch();
        let mut pause = BACK_OFF.0;
        loop {
            news.moved().await;
            if self.running().is_empty() {
                continue;
            }
            match self.read_wishes().await {
                Ok(()) => pause = BACK_OFF.0,
                Err(error) => {
                    self.failed("read what was cancelled", &error);
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(BACK_OFF.1);
                }
            }
        }
    }

    async fn read_wishes(&self) -> Result<(), JobsError> {
        // Those of before the question: one that begins meanwhile is not in the answer.
        let runs: Vec<_> = self.running().values().cloned().collect();
        let held = lease::list_held(self.db.reader(), &self.name).await?;
        for run in runs {
            match held.iter().find(|(held, _)| *held == run.held) {
                Some((_, true)) => run.ask(Asked::Cancelled),
                Some((_, false)) => {}
                None => run.ask(Asked::Lost),
            }
        }
        Ok(())
    }
}
