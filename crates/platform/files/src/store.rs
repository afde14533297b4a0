//! Puts, gets, lists and deletes. The object store writes beside and renames,
//! so that a reader and a power cut see the old file or the new one.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::{ObjectStore, ObjectStoreExt};

use crate::{FileName, FilesError};

/// The place of the shop's files. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
}

/// What is known of a file without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileInfo {
    /// Its name.
    pub name: FileName,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was last put, UTC.
    pub changed_at: DateTime<Utc>,
}

impl Files {
    /// Opens `file:FOLDER`, making the folder if it is missing.
    ///
    /// # Errors
    /// [`FilesError::UnknownScheme`] for any other address, [`FilesError::NoFolder`]
    /// if the folder cannot be made.
    pub fn open(address: &str) -> Result<Self, FilesError> {
        let unknown = || FilesError::UnknownScheme(address.to_owned());
        let folder = address.strip_prefix("file:").filter(|folder| !folder.is_empty()).ok_or_else(unknown)?;
        let folder = Path::new(folder.strip_prefix("//").unwrap_or(folder));
        let no_folder = |source| FilesError::NoFolder { folder: folder.to_owned(), source };
        std::fs::create_dir_all(folder).map_err(no_folder)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(FilesError::Store)?;
        Ok(Self { store: Arc::new(store.with_automatic_cleanup(true).with_fsync(true)) })
    }

    /// Puts a file, in place of the one that had this name.
    pub async fn put(&self, name: &FileName, bytes: Bytes) -> Result<(), FilesError> {
        self.store.put(&name.path(), bytes.into()).await.map_err(|error| failure(name, error))?;
        Ok(())
    }

    /// The whole file.
    ///
    /// # Errors
    /// [`FilesError::NotFound`] if there is none of this name.
    pub async fn get(&self, name: &FileName) -> Result<Bytes, FilesError> {
        let found = self.store.get(&name.path()).await.map_err(|error| failure(name, error))?;
        found.bytes().await.map_err(|error| failure(name, error))
    }

    /// All files in `folder` and below it, by name.
    pub async fn list(&self, folder: &FileName) -> Result<Vec<FileInfo>, FilesError> {
        let found = self.store.list(Some(&folder.path())).try_collect::<Vec<_>>().await;
        let mut files = Vec::new();
        for file in found.map_err(FilesError::Store)? {
            // What others have put there under names that we do not give is not ours.
            if let Ok(name) = file.location.as_ref().parse() {
                files.push(FileInfo { name, bytes: file.size, changed_at: file.last_modified });
            }
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    /// Deletes a file.
    ///
    /// # Errors
    /// [`FilesError::NotFound`] if there is none of this name.
    pub async fn delete(&self, name: &FileName) -> Result<(), FilesError> {
        self.store.delete(&name.path()).await.map_err(|error| failure(name, error))
    }
}

fn failure(name: &FileName, error: object_store::Error) -> FilesError {
    match error {
        object_store::Error::NotFound { .. } => FilesError::NotFound(name.clone()),
        other => FilesError::Store(other),
    }
}
