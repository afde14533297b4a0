//! The HTTP face: JSON API and storefront.
//!
//! Owns everything that knows HTTP: the server, statuses, answers and their
//! cache, pages. Holds no rule of the trade and no query to the database.

mod answer;
mod api;
mod app;
mod asked;
mod caller;
pub mod client_address;
mod config;
mod cookie;
mod dashboard;
mod desk;
mod download;
pub mod exchange;
mod json_body;
mod letters;
mod operations;
mod parameters;
mod problem;
mod rate_limits;
pub mod server;
mod state;
pub mod storefront;
mod upload;

pub use answer::AnswerCache;
pub use api::router as api_router;
pub use app::{app, serve};
pub use asked::{Asked, Slug};
pub use config::WebConfig;
pub use dashboard::Dashboard;
pub use desk::Desk;
pub use problem::{Cause, CollidingField, FieldError, Meanwhile, Problem};
pub use rate_limits::{ApiLimit, Rates};
pub use state::AppState;
