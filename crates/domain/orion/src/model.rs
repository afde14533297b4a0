//! The models, one a file.

pub mod classical;
pub mod cover;
mod features;
pub mod global;
pub mod histogram;
pub mod intermittent;
pub mod moving_average;
pub mod prophet;
pub mod regression;
