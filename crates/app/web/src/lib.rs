//! The HTTP face: server, public JSON API and storefront.
//!
//! Owns everything that knows HTTP: the server, statuses, answers and their
//! cache, pages, and what requests of the desk have in common with them; the
//! desk's own addresses are another crate's. Holds no rule of the trade and no
//! query to the database.

mod answer;
mod api;
mod app;
mod asked;
pub mod caller;
pub mod client_address;
mod config;
pub mod cookie;
mod desk;
pub mod download;
pub mod exchange;
pub mod json_body;
mod letters;
mod network;
mod operations;
pub mod parameters;
mod problem;
pub mod rate_limits;
pub mod routing;
pub mod server;
mod slash;
mod state;
pub mod storefront;
#[cfg(feature = "testing")]
pub mod testing;
pub mod upload;

pub use answer::AnswerCache;
pub use api::router as api_router;
pub use app::{Beside, app, serve};
pub use asked::{Asked, Slug, negotiate_locale};
pub use config::WebConfig;
pub use desk::Desk;
pub use network::NetworkThreads;
pub use problem::{Cause, CollidingField, FieldError, Meanwhile, Problem};
pub use rate_limits::{ApiLimit, Rates};
pub use slash::without_slash;
pub use state::AppState;
