//! Writing to the trail.

use std::collections::BTreeMap;

use db::WriteTx;
use kernel::{Actor, Who, boxed};
use serde_json::json;
use uuid::Uuid;

use crate::entity::entry::Model;
use crate::entry::Personal;
use crate::person_key::{Part, PersonKey};
use crate::{AuditError, Entry, chain, store};

/// Writes one entry in the caller's transaction: it stands if and only if that commits.
///
/// Call it as the last thing before the commit: on PostgreSQL all who write
/// entries wait for each other from here to their commits, so that the chain
/// cannot fork.
#[boxed]
pub async fn record(tx: &WriteTx, actor: &Actor, entry: Entry) -> Result<(), AuditError> {
    record_all(tx, actor, vec![entry]).await
}

/// Writes several entries, in this order; see [`record`].
#[boxed]
pub async fn record_all(tx: &WriteTx, actor: &Actor, entries: Vec<Entry>) -> Result<(), AuditError> {
    if entries.is_empty() {
        return Ok(());
    }
    let keys = Keys::gather(tx, actor, &entries).await?;
    let mut rows =
        entries.into_iter().map(|entry| row(tx, actor, entry, &keys)).collect::<Result<Vec<_>, _>>()?;
    let mut head = store::entry::advance_head(tx, rows.len()).await?;
    for row in &mut rows {
        head.number += 1;
        row.number = head.number;
        row.hash = chain::hash_of(&head.hash, row).to_vec();
        head.hash.clone_from(&row.hash);
    }
    store::entry::insert(tx, rows).await?;
    store::entry::set_head_hash(tx, &head.hash).await
}

/// The keys of all persons that some entries name.
struct Keys(BTreeMap<Uuid, Option<PersonKey>>);

impl Keys {
    async fn gather(tx: &WriteTx, actor: &Actor, entries: &[Entry]) -> Result<Self, AuditError> {
        let sender = actor.address.and(id_of(actor.who));
        let persons = entries.iter().filter_map(|entry| Some(entry.personal.as_ref()?.person));
        // In the order of their ids, so that two transactions never wait for each other's.
        let mut keys: BTreeMap<Uuid, Option<PersonKey>> =
            sender.into_iter().chain(persons).map(|person| (person, None)).collect();
        for (person, key) in &mut keys {
            *key = PersonKey::of(tx, *person).await?;
        }
        Ok(Self(keys))
    }

    /// Nothing of a person who was erased.
    fn seal(&self, part: Part, person: Uuid, plain: &[u8]) -> Result<Option<Vec<u8>>, AuditError> {
        let key = self.0.get(&person).and_then(Option::as_ref);
        key.map(|key| key.seal(part, person, plain)).transpose()
    }
}

fn row(tx: &WriteTx, actor: &Actor, entry: Entry, keys: &Keys) -> Result<Model, AuditError> {
    let (who_kind, who_part) = match actor.who {
        Who::Staff(_) => ("staff", None),
        Who::ApiKey(_) => ("api-key", None),
        Who::Customer(_) => ("customer", None),
        Who::System(part) => ("system", Some(part.to_owned())),
    };
    let who_id = id_of(actor.who);
    let origin = match (who_id, actor.address) {
        (Some(id), Some(address)) => keys.seal(Part::Origin, id, address.to_string().as_bytes())?,
        _ => None,
    };
    let personal = match &entry.personal {
        Some(Personal { person, before, after }) => {
            let text = json!({ "before": before, "after": after }).to_string();
            keys.seal(Part::Values, *person, text.as_bytes())?
        }
        None => None,
    };
    Ok(Model {
        number: 0,
        at_us: tx.clock().now().timestamp_micros(),
        who_kind: who_kind.to_owned(),
        who_id,
        who_part,
        origin,
        action: entry.action.to_owned(),
        subject_kind: entry.subject_kind.to_owned(),
        subject_id: entry.subject_id,
        before_json: entry.before.map(|value| value.to_string()),
        after_json: entry.after.map(|value| value.to_string()),
        person_id: entry.personal.map(|personal| personal.person),
        personal,
        hash: Vec::new(),
    })
}

fn id_of(who: Who) -> Option<Uuid> {
    match who {
        Who::Staff(id) | Who::ApiKey(id) | Who::Customer(id) => Some(id),
        Who::System(_) => None,
    }
}
