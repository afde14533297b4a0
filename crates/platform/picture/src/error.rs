//! What can be wrong with a picture.

use image::ImageError;
use image::error::LimitErrorKind;
use kernel::ErrorCode;

/// Why bytes are not taken as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// They are of no kind that we read.
    #[error("no picture that a shop shows: PNG, JPEG, WebP and GIF are")]
    Unknown,
    /// It would take too much to read.
    #[error("larger than 50 million points, or longer than 16,384 on one side")]
    TooLarge,
    /// It breaks off, or is not what it begins as.
    #[error("it begins as a picture and cannot be read to its end")]
    Broken,
}

impl PictureError {
    /// The reason in the closed list.
    pub fn code(self) -> ErrorCode {
        ErrorCode::InvalidInput
    }
}

impl From<ImageError> for PictureError {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(limit) if !matches!(limit.kind(), LimitErrorKind::Unsupported { .. }) => {
                Self::TooLarge
            }
            _ => Self::Broken,
        }
    }
}
