//! The import as a process: started, watched, stopped in its tracks and killed.

use std::fmt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::shop::Shop;
use crate::bench::server::Process;

/// Between two looks at a process.
const PAUSE: Duration = Duration::from_micros(300);

/// What an import was doing when it was killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// It had written what it had not committed.
    InTransaction,
    Between,
    AlreadyDone,
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::InTransaction => "within a transaction",
            Self::Between => "between two transactions",
            Self::AlreadyDone => "after its end",
        })
    }
}

/// A running `dukkan import`. Killed when dropped.
#[derive(Debug)]
pub(super) struct Import {
    child: Child,
    process: Process,
}

impl Import {
    pub(super) fn start(binary: &Path, shop: &Shop, file: &Path) -> Result<Self> {
        let mut command = Command::new(binary);
        command.arg("import").arg(file).args(shop.options()).args(["--log", "error"]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = child.with_context(|| format!("cannot run {}", binary.display()))?;
        Ok(Self { process: Process::of(child.id()), child })
    }

    /// Its CPU time so far; `None` once it has ended.
    pub(super) fn cpu_seconds(&mut self) -> Result<Option<f64>> {
        if self.child.try_wait()?.is_some() {
            return Ok(None);
        }
        Ok(self.process.cpu_seconds().ok())
    }

    /// Waits for its end, which must be a good one.
    pub(super) fn finish(mut self) -> Result<()> {
        let status = self.child.wait()?;
        ensure!(status.success(), "an import that nobody killed fails: {status}");
        Ok(())
    }

    /// Stops it where its CPU time reaches `point`, looks what it was doing, and kills it.
    pub(super) async fn kill_at(&mut self, point: f64, shop: &Shop) -> Result<Moment> {
        loop {
            match self.cpu_seconds()? {
                None => return Ok(Moment::AlreadyDone),
                Some(cpu) if cpu >= point => break,
                Some(_) => std::thread::sleep(PAUSE),
            }
        }
        Command::new("kill").args(["-STOP", &self.child.id().to_string()]).status()?;
        while !self.process.is_stopped() {
            if self.child.try_wait()?.is_some() {
                return Ok(Moment::AlreadyDone);
            }
            std::thread::sleep(PAUSE);
        }
        let moment = if shop.is_written_to().await? { Moment::InTransaction } else { Moment::Between };
        self.child.kill()?;
        self.child.wait()?;
        Ok(moment)
    }
}

impl Drop for Import {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
