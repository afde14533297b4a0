//! A delivery: one event for one endpoint, and how sending it went.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};

use crate::EndpointId;
use crate::endpoint::moment;
use crate::entity::delivery::Model;

kernel::typed_id! {
    /// Names a delivery.
    pub struct DeliveryId;
}

impl DeliveryId {
    /// The header `webhook-id`: the same at every try, so that a receiver knows what it has already.
    pub fn message_id(self) -> String {
        format!("msg_{}", self.0.simple())
    }
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is to be sent, or to be sent again.
    Waiting,
    /// The endpoint took it.
    Delivered,
    /// It was tried for about a day, or cannot be sent. Staff can send it again.
    Failed,
}

impl DeliveryState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Delivered, Self::Failed];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for DeliveryState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|state| state.name() == text).ok_or_else(|| text.to_owned())
    }
}

/// One event for one endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// Names it; later ones have greater ids.
    pub id: DeliveryId,
    /// To whom.
    pub endpoint: EndpointId,
    /// The kind of event.
    pub event: String,
    /// What is sent, to the byte.
    pub body: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried, replays included.
    pub attempts: u32,
    /// The status of the last answer.
    pub last_status: Option<u16>,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was tried last.
    pub last_attempt_at: Option<DateTime<Utc>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// Which deliveries a list holds; empty = all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryFilter {
    /// Only those to this endpoint.
    pub endpoint: Option<EndpointId>,
    /// Only those in this state.
    pub state: Option<DeliveryState>,
    /// Only those of this kind of event.
    pub event: Option<String>,
}

/// Part of the list of deliveries, the newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveryPage {
    /// The deliveries.
    pub deliveries: Vec<Delivery>,
    /// After which the next page begins; `None` at the end.
    pub next: Option<DeliveryId>,
}

impl From<Model> for Delivery {
    fn from(row: Model) -> Self {
        Self {
            id: DeliveryId(row.id),
            endpoint: EndpointId(row.endpoint_id),
            event: row.event,
            body: row.body,
            // Rows are written from `DeliveryState::name` alone.
            state: row.state.parse().unwrap_or(DeliveryState::Failed),
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            last_status: row.last_status.and_then(|status| status.try_into().ok()),
            last_error: row.last_error,
            last_attempt_at: row.last_attempt_at_us.map(moment),
            created_at: moment(row.created_at_us),
        }
    }
}
