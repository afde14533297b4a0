//! How fast a shop's own export comes into an empty shop, and how much memory that takes.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::report::say;
use super::server::Process;

/// Exports `shop` and imports it into an empty one, twice: the second run changes nothing.
pub(super) fn measure(binary: &Path, shop: &Path, folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    let products = folder.join("products.jsonl");
    say("\n### import");
    for kind in ["categories", "vehicles", "products"] {
        let file = folder.join(format!("{kind}.jsonl"));
        run(binary, &["export", "--kind", kind], &file, shop)?;
    }
    for kind in ["categories", "vehicles"] {
        run(binary, &["import", "--kind", kind], &folder.join(format!("{kind}.jsonl")), folder)?;
    }
    let rows = std::io::BufRead::lines(std::io::BufReader::new(std::fs::File::open(&products)?)).count();
    for what in ["into an empty shop", "the same again"] {
        let (time, peak_kib) = run(binary, &["import", "--kind", "products"], &products, folder)?;
        let seconds = time.as_secs_f64();
        say(&format!(
            "{rows} products {what}: {seconds:.1} s, {:.0} a second, {} MiB of memory at most",
            rows as f64 / seconds,
            peak_kib / 1024
        ));
    }
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

/// Runs a command of the program and watches its memory.
fn run(binary: &Path, words: &[&str], file: &Path, data: &Path) -> Result<(Duration, u64)> {
    let begun = Instant::now();
    let mut child: Child = Command::new(binary)
        .args(words)
        .arg(file)
        .arg("--data")
        .arg(data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot run the program")?;
    let process = Process::of(child.id());
    let mut peak_kib = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak_kib = peak_kib.max(process.status_kib("VmHWM:").unwrap_or(0));
        std::thread::sleep(Duration::from_millis(10));
    };
    ensure!(status.success(), "dukkan {} fails", words.join(" "));
    Ok((begun.elapsed(), peak_kib))
}
