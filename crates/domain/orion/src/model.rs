//! The models, one a file.

pub mod classical;
mod features;
pub mod global;
pub mod histogram;
pub mod intermittent;
pub mod moving_average;
pub mod regression;
