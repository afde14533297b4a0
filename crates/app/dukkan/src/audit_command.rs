//! `dukkan audit`: the audit trail from outside the shop.

use anyhow::{Context, Result};
use audit::Verdict;
use data_encoding::HEXLOWER;

use crate::cli::AuditCommand;
use crate::compose;
use crate::config::Config;
use crate::show;

/// Verifies; false if the chain is broken.
pub(crate) async fn run(command: &AuditCommand, config: &Config) -> Result<bool> {
    match command {
        AuditCommand::Verify => verify(config).await,
    }
}

async fn verify(config: &Config) -> Result<bool> {
    let db = compose::open_database(config).await?;
    let verdict = audit::verify(&db).await.context("the audit trail cannot be read");
    db.close().await;
    match verdict? {
        Verdict::Whole { entries, head } => {
            let head = HEXLOWER.encode(&head);
            show::line(&format!(
                "The audit trail is whole: {entries} entries, the last one's hash is {head}."
            ));
            Ok(true)
        }
        Verdict::Broken { number, fault } => {
            show::line(&format!("The audit trail is broken at entry {number}: {fault}."));
            Ok(false)
        }
    }
}
