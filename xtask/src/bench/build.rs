//! Builds the program.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// In release, where cargo puts it.
pub(super) fn release() -> Result<PathBuf> {
    build(Path::new("target"))?;
    Ok(PathBuf::from("target/release/dukkan"))
}

/// From nothing, in a folder of its own, which is taken away again.
pub(super) fn cold(folder: &Path) -> Result<Duration> {
    let target = folder.join("cold-build");
    std::fs::create_dir_all(&target)?;
    let begun = Instant::now();
    build(&target)?;
    let time = begun.elapsed();
    std::fs::remove_dir_all(&target)?;
    Ok(time)
}

fn build(target: &Path) -> Result<()> {
    let status = Command::new("cargo")
        .args(["build", "--release", "--package", "dukkan", "--target-dir"])
        .arg(target)
        .status()
        .context("cargo cannot be run")?;
    ensure!(status.success(), "the program does not build");
    Ok(())
}
