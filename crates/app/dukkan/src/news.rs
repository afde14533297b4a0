//! What programs of others are told: which events there are, and from where they come.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use db::{Change, Db};
use fetch::Fetcher;
use futures::FutureExt;
use futures::future::BoxFuture;
use seal::Sealer;
use webhooks::{Event, EventKind, Events, ReadError, Webhooks, fetch_settings};

use crate::config::Config;

/// All kinds of events.
const KINDS: [EventKind; catalogue::EVENT_KINDS.len()] = {
    let mut kinds = [EventKind { name: "", about: "" }; catalogue::EVENT_KINDS.len()];
    let mut index = 0;
    while index < kinds.len() {
        let (name, about) = catalogue::EVENT_KINDS[index];
        kinds[index] = EventKind { name, about };
        index += 1;
    }
    kinds
};

const EVENTS: Events = Events { kinds: &KINDS, topics: catalogue::EVENT_TOPICS, read };

fn read(db: Db, change: Change) -> BoxFuture<'static, Result<Vec<Event>, ReadError>> {
    async move {
        let events = catalogue::list_events(&db, &change).await?;
        Ok(events.into_iter().map(|event| Event { kind: event.kind, data: event.data }).collect())
    }
    .boxed()
}

/// The webhooks of the shop on `db`.
pub(crate) fn open(config: &Config, db: Db, sealer: Sealer) -> Result<Webhooks> {
    let read = |text: &String| {
        text.parse::<SocketAddr>()
            .with_context(|| format!("trusted-receivers is wrong: {text:?} is no address with a port"))
    };
    let trusted = config.trusted_receivers.iter().map(read).collect::<Result<Vec<_>>>()?;
    let fetcher = Fetcher::new(fetch_settings(trusted)).context("nothing can be sent")?;
    Ok(Webhooks::new(db, sealer, fetcher, EVENTS))
}
