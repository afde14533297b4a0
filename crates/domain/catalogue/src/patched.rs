//! One field of a merge patch (RFC 7396): left as it is, cleared, or set.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a patch says of one field. In JSON: absent, `null`, or a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Patched<T> {
    /// It stays.
    #[default]
    Leave,
    /// It becomes empty.
    Clear,
    /// It becomes this.
    Set(T),
}

impl<T> Patched<T> {
    /// Whether the patch says nothing of it.
    pub const fn is_left(&self) -> bool {
        matches!(self, Self::Leave)
    }

    /// The new value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Leave | Self::Clear => None,
        }
    }

    /// The same of what `make` makes of the value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Patched<U> {
        match self {
            Self::Leave => Patched::Leave,
            Self::Clear => Patched::Clear,
            Self::Set(value) => Patched::Set(make(value)),
        }
    }

    /// The new value, or `empty` if it is cleared; `None` if it stays.
    pub(crate) fn or_empty(&self, empty: T) -> Option<T>
    where
        T: Clone,
    {
        match self {
            Self::Leave => None,
            Self::Clear => Some(empty),
            Self::Set(value) => Some(value.clone()),
        }
    }

    /// Writes it over `slot`.
    pub(crate) fn put(&self, slot: &mut Option<T>)
    where
        T: Clone,
    {
        match self {
            Self::Leave => {}
            Self::Clear => *slot = None,
            Self::Set(value) => *slot = Some(value.clone()),
        }
    }
}

impl<T: Serialize> Serialize for Patched<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patched<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}
