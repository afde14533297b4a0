//! The shop's secret: from the configuration, else from a file of its own in the data folder.
//!
//! The file is made at the first start, readable by its owner alone.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::NamedTempFile;

use crate::config::Config;

/// Where the secret lies when the configuration names no other file.
pub(crate) fn default_file(config: &Config) -> PathBuf {
    config.data.join("secret.key")
}

/// The text of the secret.
pub(crate) fn load(config: &Config) -> Result<String> {
    if let Some(secret) = &config.secret {
        return Ok(secret.clone());
    }
    if let Some(file) = &config.secret_file {
        return read(file);
    }
    let file = default_file(config);
    if !file.exists() {
        make(&config.data, &file)?;
    }
    read(&file)
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("the secret {} cannot be read", file.display()))
}

/// Whole or not at all; if another process was faster, its secret holds.
fn make(folder: &Path, file: &Path) -> Result<()> {
    let secret = identity::Keys::new_secret().context("no secret can be made")?;
    // Made with mode 0600.
    let mut temporary = NamedTempFile::new_in(folder).context("the secret cannot be written")?;
    writeln!(temporary, "{secret}")?;
    temporary.as_file().sync_all()?;
    match temporary.persist_noclobber(file) {
        Ok(_) => Ok(()),
        Err(_) if file.exists() => Ok(()),
        Err(error) => Err(error).context("the secret cannot be written"),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn config(folder: &Path) -> Config {
        Config { data: folder.to_owned(), ..Config::default() }
    }

    #[test]
    fn a_secret_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path());
        let first = load(&config).unwrap();
        assert!(first.trim().len() >= 64);
        assert_eq!(load(&config).unwrap(), first);
        let mode = std::fs::metadata(default_file(&config)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn the_configuration_comes_first_and_a_file_that_is_named_must_be_there() {
        let folder = tempfile::tempdir().unwrap();
        let named = Config { secret: Some("from the configuration".to_owned()), ..config(folder.path()) };
        assert_eq!(load(&named).unwrap(), "from the configuration");
        let missing = Config { secret_file: Some("/nowhere/secret".into()), ..config(folder.path()) };
        assert!(load(&missing).is_err());
        assert!(!default_file(&missing).exists());
    }
}
