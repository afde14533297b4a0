//! Runs the built program in a folder of its own, without the environment's configuration.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The program, ready to be given words.
pub(crate) fn dukkan(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dukkan"));
    command.current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("DUKKAN_")) {
        command.env_remove(name);
    }
    command
}

/// Runs it to its end.
pub(crate) fn run(folder: &Path, words: &[&str]) -> Output {
    dukkan(folder).args(words).output().unwrap()
}

/// What it said on standard output.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What it complained of.
pub(crate) fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
