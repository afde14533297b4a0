//! A shop to import into, and files to import.

use std::path::PathBuf;

use catalogue::{
    CatalogueError, CatalogueSettings, ExportFormat, ImportKind, ImportOptions, ImportReport, export_file,
    import_file,
};
use chrono::{TimeZone, Utc};
use db::Db;
use kernel::Clock;

/// A shop on a database, with a folder for its files and a clock that stands.
pub(crate) struct Shop<'a> {
    pub(crate) db: &'a Db,
    pub(crate) settings: CatalogueSettings,
    pub(crate) clock: Clock,
    pub(crate) folder: tempfile::TempDir,
}

impl<'a> Shop<'a> {
    pub(crate) fn new(db: &'a Db) -> Self {
        let clock = Clock::frozen(Utc.with_ymd_and_hms(2026, 11, 20, 10, 0, 0).unwrap());
        Self { db, settings: CatalogueSettings::default(), clock, folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) async fn import(&self, name: &str, bytes: impl AsRef<[u8]>) -> ImportReport {
        self.import_with(name, bytes, ImportOptions::default()).await.unwrap()
    }

    pub(crate) async fn import_with(
        &self,
        name: &str,
        bytes: impl AsRef<[u8]>,
        options: ImportOptions,
    ) -> Result<ImportReport, CatalogueError> {
        let path = self.file(name, bytes);
        import_file(self.db, &self.settings, &self.clock, &path, options, &mut |_| {}).await
    }

    pub(crate) async fn export(&self, kind: ImportKind, format: ExportFormat) -> Vec<u8> {
        let path = self.folder.path().join("export");
        export_file(self.db, &self.settings, kind, format, &path, &mut |_| {}).await.unwrap();
        std::fs::read(path).unwrap()
    }

    /// All products as JSON Lines, for looking at them.
    pub(crate) async fn products(&self) -> Vec<catalogue::ProductDocument> {
        let lines = self.export(ImportKind::Products, ExportFormat::JsonLines).await;
        let lines = String::from_utf8(lines).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
