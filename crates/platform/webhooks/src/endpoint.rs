//! An endpoint: where something is sent, of what, and how it takes it.

use chrono::{DateTime, Utc};

use crate::entity::endpoint::Model;
use crate::signature::sign;
use crate::{Webhooks, WebhooksError};

kernel::typed_id! {
    /// Names an endpoint.
    pub struct EndpointId;
}

/// Where news of the shop is sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// Names it.
    pub id: EndpointId,
    /// Where to.
    pub url: String,
    /// What it is, for staff.
    pub description: String,
    /// The names of the events it gets.
    pub events: Vec<String>,
    /// Since when nothing is sent, and why.
    pub paused: Option<Paused>,
    /// Until when the secret before the present one signs too.
    pub old_secret_until: Option<DateTime<Utc>>,
    /// Since when every try has failed.
    pub failing_since: Option<DateTime<Utc>>,
    /// When it last took something.
    pub last_delivered_at: Option<DateTime<Utc>>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

/// An endpoint that gets nothing: what happens meanwhile is not kept for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paused {
    /// Since when.
    pub at: DateTime<Utc>,
    /// Why, for staff.
    pub why: String,
}

/// An endpoint to be added.
#[derive(Debug, Clone, Default)]
pub struct NewEndpoint {
    /// Where to: public, `http` or `https`, on their own ports.
    pub url: String,
    /// What it is, for staff.
    pub description: String,
    /// The names of the events it shall get.
    pub events: Vec<String>,
}

/// What shall be different of an endpoint.
#[derive(Debug, Clone, Default)]
pub struct EndpointPatch {
    /// Where to.
    pub url: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// The events it gets.
    pub events: Option<Vec<String>>,
    /// Whether it gets nothing for now.
    pub paused: Option<bool>,
}

impl Model {
    /// Signs with its secret, and with the one before while that still holds.
    pub(crate) fn sign(
        &self,
        webhooks: &Webhooks,
        id: &str,
        at: DateTime<Utc>,
        body: &str,
    ) -> Result<String, WebhooksError> {
        let held = self.old_secret_until_us.is_some_and(|until| at.timestamp_micros() < until);
        let sealed = [Some(&self.secret), self.old_secret.as_ref().filter(|_| held)];
        let open = |sealed: &Vec<u8>| webhooks.sealer.open(sealed).ok_or(WebhooksError::SecretLost);
        let secrets = sealed.into_iter().flatten().map(open).collect::<Result<Vec<_>, _>>()?;
        Ok(sign(secrets.iter().map(Vec::as_slice), id, at.timestamp(), body))
    }

    pub(crate) fn events(&self) -> Result<Vec<String>, WebhooksError> {
        Ok(serde_json::from_str(&self.events)?)
    }
}

impl TryFrom<Model> for Endpoint {
    type Error = WebhooksError;

    fn try_from(row: Model) -> Result<Self, WebhooksError> {
        let paused = row.paused_at_us.map(|us| Paused { at: moment(us), why: row.paused_why.clone() });
        Ok(Self {
            id: EndpointId(row.id),
            events: row.events()?,
            url: row.url,
            description: row.description,
            paused,
            old_secret_until: row.old_secret_until_us.map(moment),
            failing_since: row.failing_since_us.map(moment),
            last_delivered_at: row.last_delivered_at_us.map(moment),
            created_at: moment(row.created_at_us),
        })
    }
}

pub(crate) fn moment(us: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(us).unwrap_or_default()
}
