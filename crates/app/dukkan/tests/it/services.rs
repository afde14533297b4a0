//! PostgreSQL and Redis of a test's own, which it may stop and start again.

use std::path::PathBuf;
use std::process::{Command, Output};

use tempfile::TempDir;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../script/services");

/// Both, running; stopped when dropped.
pub(crate) struct Services {
    folder: TempDir,
    pub(crate) postgres: String,
    pub(crate) redis: String,
}

impl Services {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let env = script(&["start", folder.path().to_str().unwrap()]);
        let said = String::from_utf8(env.stdout).unwrap();
        let value = |name: &str| {
            let line = said.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.unwrap().to_owned()
        };
        let (postgres, redis) = (value("DUKKAN_TEST_POSTGRES"), value("DUKKAN_TEST_REDIS"));
        Self { folder, postgres, redis }
    }

    /// Stops "postgres" or "redis".
    pub(crate) fn halt(&self, service: &str) {
        script(&["halt", self.folder().to_str().unwrap(), service]);
    }

    /// Starts it again where it was.
    pub(crate) fn resume(&self, service: &str) {
        script(&["resume", self.folder().to_str().unwrap(), service]);
    }

    fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        let _ = Command::new(SCRIPT).arg("stop").arg(self.folder()).status();
    }
}

fn script(words: &[&str]) -> Output {
    let output = Command::new(SCRIPT).args(words).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}
