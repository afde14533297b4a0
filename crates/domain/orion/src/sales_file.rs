//! A file of sales at the desk: tried first, brought in when somebody says so, with its report and the rows left aside.

use audit::Entry;
use bytes::Bytes;
use files::{FileName, Files, FilesError};
use jobs::{Job, JobId, JobState, NewJob, Payload};
use kernel::Permission;
use serde_json::json;

use crate::work::SalesImportJob;
use crate::{DemandDesk, OrionError, SalesReport};

/// One import of sales, with its report once there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct SalesFile {
    /// How far it is.
    pub job: Job,
    /// What was asked.
    pub import: SalesImportJob,
    /// What came of it.
    pub report: Option<SalesReport>,
}

impl SalesFile {
    /// Whether it was tried, and holds something to bring in.
    pub fn can_be_applied(&self) -> bool {
        let good = self.report.as_ref().is_some_and(|report| report.rows > report.refused);
        self.import.trial && self.job.state == JobState::Done && good
    }
}

pub(crate) fn report_name(job: JobId) -> Result<FileName, FilesError> {
    format!("imports/{}.sales-report.json", job.0).parse()
}

pub(crate) fn problems_name(job: JobId) -> Result<FileName, FilesError> {
    format!("imports/{}.problems.csv", job.0).parse()
}

/// One import of sales.
///
/// # Errors
/// [`OrionError::NoSuch`], [`OrionError::Forbidden`].
pub async fn find_sales_file(
    desk: DemandDesk<'_>,
    files: &Files,
    id: JobId,
) -> Result<SalesFile, OrionError> {
    desk.actor.require(Permission::ManageForecasts)?;
    let job = jobs::find_job(desk.db, desk.actor, id).await?;
    if job.kind != SalesImportJob::KIND {
        return Err(OrionError::NoSuch("import"));
    }
    let import = serde_json::from_value(job.payload.clone())?;
    let report = match files.get(&report_name(id)?).await {
        Ok(bytes) => serde_json::from_slice(&bytes).ok(),
        Err(FilesError::NotFound(_)) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(SalesFile { job, import, report })
}

/// Brings in a file that was tried; a run over the shop follows.
///
/// # Errors
/// [`OrionError::NoSales`] where there is nothing to bring in, [`OrionError::NoSuch`], [`OrionError::Forbidden`].
pub async fn apply_sales_file(
    desk: DemandDesk<'_>,
    files: &Files,
    trial: JobId,
) -> Result<JobId, OrionError> {
    let found = find_sales_file(desk, files, trial).await?;
    if !found.can_be_applied() {
        return Err(OrionError::NoSales(
            "nothing of this file was tried that could be brought in".to_owned(),
        ));
    }
    let import = SalesImportJob { trial: false, ..found.import };
    let tx = desk.db.begin_write().await?;
    let new = NewJob::new(desk.actor, &import).once(format!("sales {}", import.upload));
    let job = jobs::enqueue(&tx, new).await?;
    let entry =
        Entry::new("forecasts.apply", "job", job).after(json!({ "name": import.name, "trial": trial }));
    audit::record(&tx, desk.actor, entry).await?;
    tx.commit().await?;
    Ok(job)
}

/// The rows that an import of sales left aside, with the reasons.
///
/// # Errors
/// [`OrionError::NoSuch`] where there are none, [`OrionError::Forbidden`].
pub async fn read_sales_problems(
    desk: DemandDesk<'_>,
    files: &Files,
    id: JobId,
) -> Result<Bytes, OrionError> {
    // Other kinds of import keep theirs under the same names, for other eyes.
    find_sales_file(desk, files, id).await?;
    match files.get(&problems_name(id)?).await {
        Ok(bytes) => Ok(bytes),
        Err(FilesError::NotFound(_)) => Err(OrionError::NoSuch("report")),
        Err(error) => Err(error.into()),
    }
}
