//! The models, one a file.

pub mod histogram;
pub mod intermittent;
pub mod moving_average;
