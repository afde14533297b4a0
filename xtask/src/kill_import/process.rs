//! The import as a process: started, watched, stopped in its tracks and killed.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::shop::Shop;
use crate::bench::server::Process;

/// Between two looks at a process.
const PAUSE: Duration = Duration::from_micros(300);

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

    /// Kills it where its CPU time has reached `point` and it has written what it has not committed.
    ///
    /// Between two transactions it is let go on to the next one. Answers where it was killed; `None` if it
    /// came to its end.
    pub(super) async fn kill_within(&mut self, point: f64, shop: &Shop) -> Result<Option<f64>> {
        loop {
            let Some(cpu) = self.cpu_seconds()? else { return Ok(None) };
            if cpu < point {
                std::thread::sleep(PAUSE);
                continue;
            }
            self.signal("-STOP")?;
            while !self.process.is_stopped() {
                if self.child.try_wait()?.is_some() {
                    return Ok(None);
                }
                std::thread::sleep(PAUSE);
            }
            if shop.is_written_to().await? {
                self.child.kill()?;
                self.child.wait()?;
                return Ok(Some(cpu));
            }
            self.signal("-CONT")?;
            std::thread::sleep(PAUSE);
        }
    }

    fn signal(&self, signal: &str) -> Result<()> {
        Command::new("kill").args([signal, &self.child.id().to_string()]).status()?;
        Ok(())
    }
}

impl Drop for Import {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
