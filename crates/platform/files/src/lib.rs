//! Named files of the shop: images, imports, reports. In a folder today.
//!
//! Owns names and places. A name cannot lead out of the place, and a file is
//! there whole or not at all.
#![warn(missing_docs)]

mod error;
mod name;
mod store;

pub use error::FilesError;
pub use name::FileName;
pub use store::{FileInfo, Files};
