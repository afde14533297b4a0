//! What a use case tells the trail.

use std::fmt::Display;

use serde_json::Value;
use uuid::Uuid;

/// One thing that was done, to be written with [`crate::record`].
#[derive(Debug, Clone)]
pub struct Entry {
    pub(crate) action: &'static str,
    pub(crate) subject_kind: &'static str,
    pub(crate) subject_id: String,
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
    pub(crate) personal: Option<Personal>,
}

/// Values that belong to a person, kept under their key.
#[derive(Debug, Clone)]
pub(crate) struct Personal {
    pub(crate) person: Uuid,
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
}

impl Entry {
    /// `action` is `noun.verb` ("product.edit"); the subject is what it was done to.
    pub fn new(action: &'static str, subject_kind: &'static str, subject_id: impl Display) -> Self {
        let subject_id = subject_id.to_string();
        Self { action, subject_kind, subject_id, before: None, after: None, personal: None }
    }

    /// With what was there before; nothing of it may be personal.
    #[must_use]
    pub fn before(self, before: Value) -> Self {
        Self { before: Some(before), ..self }
    }

    /// With what is there now; nothing of it may be personal.
    #[must_use]
    pub fn after(self, after: Value) -> Self {
        Self { after: Some(after), ..self }
    }

    /// With the fields of two objects that differ; nothing of them may be personal.
    #[must_use]
    pub fn changed(self, before: Value, after: Value) -> Self {
        let (before, after) = differing(before, after);
        Self { before: Some(before), after: Some(after), ..self }
    }

    /// With what was and is there of the person `person`, kept under their key.
    #[must_use]
    pub fn personal(self, person: Uuid, before: Option<Value>, after: Option<Value>) -> Self {
        let (before, after) = match (before, after) {
            (Some(before), Some(after)) => {
                let (before, after) = differing(before, after);
                (Some(before), Some(after))
            }
            other => other,
        };
        Self { personal: Some(Personal { person, before, after }), ..self }
    }
}

/// Both objects without the fields that are alike; anything else as it is.
fn differing(mut before: Value, mut after: Value) -> (Value, Value) {
    if let (Value::Object(old), Value::Object(new)) = (&mut before, &mut after) {
        old.retain(|key, value| match new.get(key) {
            Some(other) if other == value => {
                new.remove(key);
                false
            }
            _ => true,
        });
    }
    (before, after)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_kept() {
        let entry = Entry::new("product.edit", "product", 7)
            .changed(json!({"price": 1, "name": "a", "old": 2}), json!({"price": 3, "name": "a", "new": 4}));
        assert_eq!(entry.before, Some(json!({"price": 1, "old": 2})));
        assert_eq!(entry.after, Some(json!({"price": 3, "new": 4})));
    }
}
