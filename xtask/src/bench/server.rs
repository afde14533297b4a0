//! The shop as a process: made, started, watched through /proc, stopped.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::net::{TcpListener, TcpStream};

use super::load;

/// Makes the demo shop of this size in `folder`, if it is not there already; says how long it took.
pub(super) fn make_shop(binary: &Path, folder: &Path, products: u32) -> Result<String> {
    std::fs::create_dir_all(folder)?;
    let begun = Instant::now();
    let status = Command::new(binary)
        .args(["demo", "--no-serve", "--products", &products.to_string(), "--data"])
        .arg(folder)
        .env("DUKKAN_LOG", "warn")
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("cannot run {}", binary.display()))?;
    ensure!(status.success(), "the demo shop could not be made");
    Ok(format!("shop made (or found) in {:.1} s", begun.elapsed().as_secs_f64()))
}

/// A running shop. Killed when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    log: PathBuf,
    said: PathBuf,
    pub(crate) address: String,
    /// From its start to its first answer on /readyz.
    pub start_time: Duration,
}

impl Server {
    /// Starts it on a free port and waits until it is ready.
    pub(super) async fn start(binary: &Path, folder: &Path, cached: bool) -> Result<Self> {
        Self::start_with(binary, folder, cached, &[]).await
    }

    /// The same with more settings, as variables of its environment.
    pub(crate) async fn start_with(
        binary: &Path,
        folder: &Path,
        cached: bool,
        settings: &[(&str, &str)],
    ) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0").await?.local_addr()?.to_string();
        let log_path = folder.join("bench.log");
        let log = std::fs::File::create(&log_path)?;
        let said_path = folder.join("bench.said");
        let said = std::fs::File::create(&said_path)?;
        let mut command = Command::new(binary);
        // A run of forecasts that happens to be due would be measured along with what is asked.
        command.args(["serve", "--bench", "--no-jobs", "--log", "info", "--listen", &address, "--data"]);
        command.arg(folder);
        if !cached {
            command.arg("--no-cache");
        }
        // One clerk asks here as often as a hundred do.
        command.env("DUKKAN_RATES__ACCOUNT_PER_MINUTE", "10000000");
        command.env("DUKKAN_RATES__ACCOUNT_BURST", "10000000");
        command.env("DUKKAN_RATES__SIGN_IN_PER_MINUTE", "1000");
        command.envs(settings.iter().copied());
        let begun = Instant::now();
        let child = command.stdout(said).stderr(log).spawn().context("cannot start the shop")?;
        let mut server = Self { child, log: log_path, said: said_path, address, start_time: Duration::ZERO };
        while !server.is_ready().await {
            ensure!(
                server.child.try_wait()?.is_none(),
                "the shop ended at once; see bench.log in its folder"
            );
            ensure!(begun.elapsed() < Duration::from_mins(10), "the shop is not ready after ten minutes");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        server.start_time = begun.elapsed();
        Ok(server)
    }

    async fn is_ready(&self) -> bool {
        TcpStream::connect(&self.address).await.is_ok() && load::fetch(&self.address, "/readyz").await.is_ok()
    }

    /// The token with which the owner of a new shop makes their account; `None` if there is an owner.
    pub(super) fn owners_token(&self) -> Result<Option<String>> {
        let said = std::fs::read_to_string(&self.said)?;
        let after = said.split_once("first-owner?token=").map(|(_, after)| after);
        Ok(after.and_then(|after| after.lines().next()).map(str::to_owned))
    }

    /// Its process, to be watched.
    pub(super) fn process(&self) -> Process {
        Process::of(self.child.id())
    }

    /// Ends it as an operator would, waits for it, and takes its log away: a line for each request is a gigabyte.
    pub(crate) async fn stop(mut self) -> Result<()> {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        for _ in 0..1_000 {
            if self.child.try_wait()?.is_some() {
                std::fs::remove_file(&self.log)?;
                std::fs::remove_file(&self.said)?;
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A process as /proc shows it.
#[derive(Debug)]
pub(crate) struct Process {
    folder: PathBuf,
    /// Nanoseconds that each thread had worked for when it was last seen: one that has ended is in its folder no more.
    threads: Mutex<BTreeMap<OsString, u64>>,
}

impl Process {
    /// Any process by its id.
    pub(crate) fn of(id: u32) -> Self {
        Self { folder: PathBuf::from(format!("/proc/{id}")), threads: Mutex::default() }
    }

    /// CPU time of all its threads so far, of those that have ended as far as they were seen; in nanoseconds from schedstat.
    pub(crate) fn cpu_seconds(&self) -> Result<f64> {
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        for task in std::fs::read_dir(self.folder.join("task")).context("the shop is gone")? {
            let task = task?;
            let Ok(text) = std::fs::read_to_string(task.path().join("schedstat")) else { continue };
            if let Some(nanoseconds) = text.split(' ').next().and_then(|n| n.parse::<u64>().ok()) {
                let seen = threads.entry(task.file_name()).or_default();
                *seen = nanoseconds.max(*seen);
            }
        }
        Ok(threads.values().sum::<u64>() as f64 / 1e9)
    }

    /// Whether it stands still, as SIGSTOP leaves it.
    pub(crate) fn is_stopped(&self) -> bool {
        let stat = std::fs::read_to_string(self.folder.join("stat")).unwrap_or_default();
        stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with('T'))
    }

    /// Its memory in words: now, at most, and how much of it is its own.
    pub(super) fn memory(&self) -> Result<String> {
        let mib = |key: &str| self.status_kib(key).map(|kib| kib / 1024);
        Ok(format!(
            "{} MiB resident, {} MiB of it anonymous, {} MiB at most",
            mib("VmRSS:")?,
            mib("RssAnon:")?,
            mib("VmHWM:")?
        ))
    }

    /// A line of /proc/PID/status, in KiB.
    pub(super) fn status_kib(&self, key: &str) -> Result<u64> {
        let text = std::fs::read_to_string(self.folder.join("status")).context("the process is gone")?;
        let line = text.lines().find_map(|line| line.strip_prefix(key)).context("no such line in /proc")?;
        Ok(line.split_whitespace().next().unwrap_or_default().parse()?)
    }
}
