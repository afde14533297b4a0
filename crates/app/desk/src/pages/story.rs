//! Entries of the audit trail as a story: who did what, and what it was before.

use std::collections::HashMap;

use audit::{AuditEntry, Values};
use chrono::{DateTime, Utc};
use identity::{Identity, list_staff};
use kernel::{Actor, Money, Permission};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::account::device_name;
use super::sheet::role_name;
use super::{Dashboard, moment};
use web::storefront::texts::Texts;

/// An entry as pages show it.
#[derive(Debug, Serialize)]
pub(crate) struct EntryView {
    pub(crate) number: u64,
    pub(crate) at: String,
    pub(crate) at_full: String,
    pub(crate) when: String,
    pub(crate) who: String,
    pub(crate) address: Option<String>,
    pub(crate) what: String,
    pub(crate) subject: Option<String>,
    pub(crate) href: Option<String>,
    pub(crate) changes: Vec<ChangeView>,
}

/// One field before and after.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ChangeView {
    pub(crate) field: String,
    pub(crate) before: Option<String>,
    pub(crate) after: String,
}

/// Fields that say nothing beside the entry's own facts.
const SILENT: [&str; 3] = ["at", "slug", "updatedAt"];

/// What is needed to tell entries: names of people, the time, the words.
pub(crate) struct Teller<'a> {
    texts: &'a Texts,
    desk: &'a Dashboard,
    now: DateTime<Utc>,
    names: HashMap<Uuid, String>,
}

impl<'a> Teller<'a> {
    /// Who may not see the staff reads roles instead of names.
    pub(crate) async fn new(
        desk: &'a Dashboard,
        texts: &'a Texts,
        identity: &Identity,
        actor: &Actor,
    ) -> Self {
        let staff = if actor.may(Permission::ManageStaff) {
            list_staff(identity, actor).await.unwrap_or_default()
        } else {
            Vec::new()
        };
        let names = staff.into_iter().map(|person| (person.id.0, person.name)).collect();
        Self { texts, desk, now: identity.clock.now(), names }
    }

    /// The name of a person or a machine.
    pub(crate) fn who(&self, kind: &str, id: Option<Uuid>) -> String {
        match (kind, id.and_then(|id| self.names.get(&id))) {
            (_, Some(name)) => name.clone(),
            ("system", _) => self.texts.get("job-by-system").to_owned(),
            ("api-key", _) => self.texts.get("by-machine").to_owned(),
            _ => self.texts.get("by-colleague").to_owned(),
        }
    }

    /// "10:12" or "21/11/2026".
    pub(crate) fn when(&self, at: DateTime<Utc>) -> String {
        moment::short(at, self.now, self.desk.zone())
    }

    /// The entry told.
    pub(crate) fn tell(&self, entry: &AuditEntry) -> EntryView {
        let mut changes = self.changes(&entry.values);
        if let Some(personal) = entry.personal.known() {
            changes.extend(self.changes(personal));
        }
        let staff = entry.subject_id.parse::<Uuid>().ok().filter(|_| entry.subject_kind == "staff");
        let product =
            (entry.subject_kind == "product").then(|| format!("/desk/products/{}", entry.subject_id));
        let subject = match staff.and_then(|id| self.names.get(&id).cloned()) {
            Some(name) => Some(name),
            None => product.as_ref().and_then(|_| sku_of(&entry.values)),
        };
        EntryView {
            number: entry.number,
            at: entry.at.to_rfc3339(),
            at_full: moment::full(entry.at, self.desk.zone()),
            when: self.when(entry.at),
            who: self.who(&entry.who.kind, entry.who.id),
            address: entry.address.known().cloned(),
            what: action_name(self.texts, &entry.action),
            href: subject
                .as_ref()
                .map(|_| product.unwrap_or_else(|| format!("/desk/staff/{}", entry.subject_id))),
            subject,
            changes,
        }
    }

    fn changes(&self, values: &Values) -> Vec<ChangeView> {
        let Some(Value::Object(after)) = &values.after else { return Vec::new() };
        let before = values.before.as_ref().and_then(Value::as_object);
        let told =
            after.iter().filter(|(field, value)| !SILENT.contains(&field.as_str()) && !value.is_null());
        let mut changes: Vec<ChangeView> = told
            .map(|(field, after)| {
                let (before, after) = differing(before.and_then(|before| before.get(field)), after);
                ChangeView {
                    field: field_name(self.texts, field),
                    before: before.filter(|value| !value.is_null()).map(|value| self.value(field, &value)),
                    after: self.value(field, &after),
                }
            })
            .collect();
        let gone = before
            .into_iter()
            .flatten()
            .filter(|(field, value)| !value.is_null() && after.get(*field).is_some_and(Value::is_null));
        changes.extend(gone.map(|(field, value)| ChangeView {
            field: field_name(self.texts, field),
            before: Some(self.value(field, value)),
            after: "\u{2013}".to_owned(),
        }));
        changes
    }

    fn value(&self, field: &str, value: &Value) -> String {
        match (field, value) {
            (field, Value::Number(minor)) if field.ends_with("Minor") => {
                let currency = self.desk.app().snapshot().settings().currency;
                Money::new(minor.as_i64().unwrap_or(0), currency).format(self.texts.locale())
            }
            // Their names are hashes, which tell nobody anything.
            ("images" | "paths", Value::Array(pictures)) => {
                self.texts.count("pictures-count", pictures.len())
            }
            ("device", Value::String(agent)) => device_name(agent).unwrap_or_default(),
            ("role", Value::String(role)) => {
                role.parse().map_or_else(|_| role.clone(), |role| role_name(self.texts, role))
            }
            _ => shown(self.texts, value),
        }
    }
}

/// What was done, in words; an action that has none yet by its name.
pub(crate) fn action_name(texts: &Texts, action: &str) -> String {
    let key = format!("did-{}", action.replace('.', "-"));
    texts.fixed(&key).unwrap_or(action).to_owned()
}

/// The SKU that an entry about a product tells.
fn sku_of(values: &Values) -> Option<String> {
    let sides = [values.after.as_ref(), values.before.as_ref()];
    Some(sides.into_iter().flatten().find_map(|side| side.get("sku"))?.as_str()?.to_owned())
}

/// What a field is called; one that has no word yet by its name.
fn field_name(texts: &Texts, field: &str) -> String {
    texts.fixed(&format!("field-{field}")).unwrap_or(field).to_owned()
}

/// A value in a few words: texts as they are, lists with commas, objects as their fields.
fn shown(texts: &Texts, value: &Value) -> String {
    const LONGEST: usize = 160;
    let text = match value {
        Value::Null => "\u{2013}".to_owned(),
        Value::String(text) => text.clone(),
        Value::Bool(flag) => texts.get(if *flag { "yes" } else { "no" }).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) if items.is_empty() => "\u{2013}".to_owned(),
        Value::Array(items) if items.len() > 8 => items.len().to_string(),
        Value::Array(items) => items.iter().map(|item| shown(texts, item)).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            fields
                .map(|(name, value)| format!("{}: {}", field_name(texts, name), shown(texts, value)))
                .collect::<Vec<_>>()
                .join(", ")
        }
    };
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// `after` without what is in `before` just so.
fn differing(before: Option<&Value>, after: &Value) -> (Option<Value>, Value) {
    let (Some(Value::Object(old)), Value::Object(new)) = (before, after) else {
        return (before.cloned(), after.clone());
    };
    let kept = |from: &Map<String, Value>, other: &Map<String, Value>| {
        let fields = from.iter().filter(|(name, value)| other.get(*name) != Some(value));
        Value::Object(fields.map(|(name, value)| (name.clone(), value.clone())).collect())
    };
    (Some(kept(old, new)), kept(new, old))
}

#[cfg(test)]
mod tests {
    use kernel::Locale;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_told_in_few_words() {
        let texts = Texts::read(Locale::En, "yes = yes\nno = no\n").unwrap();
        let check = |value: Value, expected: &str| assert_eq!(shown(&texts, &value), expected);
        check(json!(true), "yes");
        check(json!(["a", "b"]), "a, b");
        check(json!([]), "\u{2013}");
        check(json!({"fr": "Frein", "ar": null}), "fr: Frein");
        assert_eq!(shown(&texts, &json!("x".repeat(300))).chars().count(), 161);
    }

    #[test]
    fn of_two_texts_in_three_languages_only_the_other_one_is_told() {
        let (before, after) = differing(
            Some(&json!({"fr": "Frein", "en": "Brake"})),
            &json!({"fr": "Frein avant", "en": "Brake"}),
        );
        assert_eq!((before, after), (Some(json!({"fr": "Frein"})), json!({"fr": "Frein avant"})));
    }
}
