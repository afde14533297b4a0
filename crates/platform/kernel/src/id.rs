//! Typed ids: one newtype over UUIDv7 for each table.

pub use uuid;

/// Declares id newtypes over [`uuid::Uuid`], one for each table.
///
/// ```
/// kernel::typed_id! {
///     /// Names a parcel.
///     pub struct ParcelId;
/// }
/// let id = ParcelId::new(&kernel::Clock::system());
/// assert_eq!(id.to_string().parse::<ParcelId>(), Ok(id));
/// ```
#[macro_export]
macro_rules! typed_id {
    ($($(#[$meta:meta])* pub struct $name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $crate::uuid::Uuid);

        impl $name {
            /// A new id of this moment.
            pub fn new(clock: &$crate::Clock) -> Self {
                Self(clock.new_uuid())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}
