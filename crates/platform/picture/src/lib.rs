//! Pictures that people send: read with bounds, made anew, made smaller.
//!
//! What a file says of itself (its name, its type) counts for nothing: its bytes
//! do. What comes out is made from the points alone, so that nothing else of what
//! was sent (places, comments, scripts) goes on. Drawings (SVG) are programs and are refused.
#![warn(missing_docs)]

mod error;

use std::io::Cursor;

use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

pub use error::PictureError;

/// Points of the largest picture: what good cameras make.
const POINTS: u64 = 50_000_000;
/// Points of its longer side.
const SIDE: u32 = 16_384;
/// Bytes that reading one may take at a time.
const BYTES: u64 = 256 << 20;
/// Of 100; below 80 prints on parts become hard to read.
const QUALITY: f32 = 82.0;

/// A picture that was read.
#[derive(Debug, Clone)]
pub struct Picture(DynamicImage);

impl Picture {
    /// Reads PNG, JPEG, WebP or the first frame of a GIF, turned as its camera was held.
    ///
    /// Its size is looked at before its points are. Takes up to a second and 256 MB: not for
    /// a thread that answers requests.
    ///
    /// # Errors
    /// [`PictureError::Unknown`] for any other bytes, [`PictureError::TooLarge`],
    /// [`PictureError::Broken`] if it breaks off or lies about itself.
    pub fn read(bytes: &[u8]) -> Result<Self, PictureError> {
        let format = image::guess_format(bytes).ok().filter(|format| {
            matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP | ImageFormat::Gif)
        });
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format.ok_or(PictureError::Unknown)?);
        let mut limits = Limits::default();
        limits.max_image_width = Some(SIDE);
        limits.max_image_height = Some(SIDE);
        limits.max_alloc = Some(BYTES);
        reader.limits(limits);
        let mut decoder = reader.into_decoder()?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > POINTS || decoder.total_bytes() > BYTES {
            return Err(PictureError::TooLarge);
        }
        let orientation = decoder.orientation()?;
        let mut image = DynamicImage::from_decoder(decoder)?;
        image.apply_orientation(orientation);
        Ok(Self(image))
    }

    /// Points from side to side.
    pub fn width(&self) -> u32 {
        self.0.width()
    }

    /// Points from top to bottom.
    pub fn height(&self) -> u32 {
        self.0.height()
    }

    /// The same, with a longer side of at most `side` points.
    #[must_use]
    pub fn within(&self, side: u32) -> Self {
        if self.width().max(self.height()) <= side {
            return self.clone();
        }
        Self(self.0.resize(side, side, FilterType::CatmullRom))
    }

    /// As WebP, which every browser shows.
    ///
    /// # Errors
    /// [`PictureError::Broken`] for a picture without points.
    pub fn to_webp(&self) -> Result<Vec<u8>, PictureError> {
        let (width, height) = (self.width(), self.height());
        let encoded = if self.0.color().has_alpha() {
            let points = self.0.to_rgba8();
            webp::Encoder::from_rgba(&points, width, height).encode_simple(false, QUALITY)
        } else {
            let points = self.0.to_rgb8();
            webp::Encoder::from_rgb(&points, width, height).encode_simple(false, QUALITY)
        };
        encoded.map(|bytes| bytes.to_vec()).or(Err(PictureError::Broken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let image = DynamicImage::new_rgb8(width, height);
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// A PNG whose head says any size, with nothing behind it.
    fn png_that_says(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = encoded(1, 1, ImageFormat::Png);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let mut crc = !0_u32;
        for byte in &bytes[12..29] {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            }
        }
        bytes[29..33].copy_from_slice(&(!crc).to_be_bytes());
        bytes
    }

    #[test]
    fn pictures_are_read_by_their_bytes_and_made_smaller() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif] {
            let picture = Picture::read(&encoded(640, 320, format)).unwrap();
            assert_eq!((picture.width(), picture.height()), (640, 320));
            let small = Picture::read(&picture.within(160).to_webp().unwrap()).unwrap();
            assert_eq!((small.width(), small.height()), (160, 80), "{format:?}");
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_read() {
        for (width, height) in [(60_000, 60_000), (16_000, 16_000), (1, 4_000_000_000), (u32::MAX, 1)] {
            let refused = Picture::read(&png_that_says(width, height)).unwrap_err();
            assert!(
                matches!(refused, PictureError::TooLarge | PictureError::Broken),
                "{width} x {height}: {refused:?}"
            );
        }
    }

    #[test]
    fn what_is_no_picture_is_refused_whatever_it_calls_itself() {
        for bytes in [
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".as_slice(),
            b"<?xml version=\"1.0\"?><!DOCTYPE svg><svg/>",
            b"<html><script>alert(1)</script></html>",
            b"%PDF-1.7",
            b"PK\x03\x04",
            b"BM\0\0",
            b"MZ",
            b"",
        ] {
            assert!(matches!(Picture::read(bytes), Err(PictureError::Unknown)), "{bytes:?}");
        }
    }

    #[test]
    fn what_breaks_off_or_is_two_things_at_once_brings_nothing_along() {
        let whole = encoded(64, 64, ImageFormat::Jpeg);
        for end in [3, 20, whole.len() / 3] {
            assert!(Picture::read(&whole[..end]).is_err(), "{end}");
        }
        let mut polyglot = whole;
        polyglot.extend(b"<script>alert(1)</script>");
        let clean = Picture::read(&polyglot).unwrap().to_webp().unwrap();
        assert!(!clean.windows(7).any(|window| window == b"<script"));
    }
}
