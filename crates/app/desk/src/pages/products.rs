//! Products at the desk: the list, one of them, many at once.

mod bulk;
mod chart;
mod fitments;
mod form;
mod list;
mod one;
mod pictures;
mod saved;
mod saving;

use web::routing::{Router, get, post};

use super::Dashboard;

pub(super) use fitments::{vehicle_name, years};

/// The pages under `/desk/products`.
pub(super) fn router() -> Router<Dashboard> {
    Router::new()
        .route("/desk/products", get(list::show))
        .route("/desk/products/views", post(saved::keep))
        .route("/desk/products/views/remove", post(saved::remove))
        .route("/desk/products/bulk", post(bulk::change))
        .route("/desk/products/undo", post(bulk::undo))
        .route("/desk/products/pictures", post(pictures::add))
        .route("/desk/products/new", get(one::show_new).merge(post(saving::create)))
        .route("/desk/products/{id}", get(one::show).merge(post(saving::edit)))
        .route("/desk/products/{id}/fitments", post(fitments::change))
        .route("/desk/products/{id}/pictures", post(pictures::change))
        .route("/desk/products/{id}/{step}", post(saving::take_step))
}
