//! Webhooks: news of the shop, told to addresses that staff chose.
//!
//! Owns the endpoints, what was or is to be sent to each of them, how it is signed
//! ([Standard Webhooks](https://www.standardwebhooks.com)), when it is tried again and when
//! an endpoint is left in peace. Knows no event: which there are, and what the change feed
//! says of them, the composition root brings along ([`Events`]).
//!
//! A relay reads the feed at a place of its own. In one transaction it writes a delivery for each
//! event and endpoint, queues a job for each and keeps its place; a change that is read
//! twice writes nothing twice. What a delivery holds is written once: all its tries, and each
//! replay, carry the same id and the same body.
#![warn(missing_docs)]

mod deliver;
mod delivery;
mod endpoint;
mod entity;
mod error;
mod event;
mod housekeeping;
mod manage_deliveries;
mod manage_endpoints;
mod migration;
mod relay;
mod signature;
mod store;
mod webhooks;

pub use deliver::{Deliver, RETRIES};
pub use delivery::{Delivery, DeliveryFilter, DeliveryId, DeliveryPage, DeliveryState};
pub use endpoint::{Endpoint, EndpointId, EndpointPatch, NewEndpoint, Paused};
pub use error::WebhooksError;
pub use event::{Event, EventKind, Events, ReadError, ReadEvents};
pub use housekeeping::{PruneDeliveries, schedules};
pub use manage_deliveries::{find_delivery, list_deliveries, replay_delivery, send_test};
pub use manage_endpoints::{
    add_endpoint, delete_endpoint, edit_endpoint, find_endpoint, list_endpoints, rotate_secret,
};
pub use migration::migrations;
pub use relay::{relay, relay_news};
pub use webhooks::{Webhooks, fetch_settings};
