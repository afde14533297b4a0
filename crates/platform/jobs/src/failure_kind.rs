//! What kind of thing failed when a job did, for those who do not read its words.

use std::error::Error;
use std::io;

use db::DbError;
use sea_orm::DbErr;

/// What failed, seen by the kinds of errors behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// The shop's database.
    Database,
    /// A disk of the shop.
    Disk,
    /// Something else.
    Inside,
}

impl FailureKind {
    const ALL: [Self; 3] = [Self::Database, Self::Disk, Self::Inside];

    /// What the error says of itself or of its causes, the outermost first.
    pub(crate) fn of(error: &(dyn Error + 'static)) -> Self {
        let causes = std::iter::successors(Some(error), |error| Error::source(*error));
        let kinds = causes.filter_map(|error| {
            let is_of_database = error.is::<DbError>() || error.is::<DbErr>();
            if is_of_database {
                return Some(Self::Database);
            }
            error.downcast_ref::<io::Error>().map(|error| kind_of_io(error.kind()))
        });
        kinds.into_iter().next().unwrap_or(Self::Inside)
    }

    /// Its stable name: "database".
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Disk => "disk",
            Self::Inside => "inside",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Sockets fail as disks do; of another's server that does not answer no disk of the shop is to blame.
fn kind_of_io(kind: io::ErrorKind) -> FailureKind {
    match kind {
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::NotConnected
        | io::ErrorKind::AddrNotAvailable
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::TimedOut
        | io::ErrorKind::UnexpectedEof => FailureKind::Inside,
        _ => FailureKind::Disk,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::JobsError;

    #[test]
    fn what_failed_is_seen_by_the_causes_of_an_error_and_not_by_its_words() {
        let full = || io::Error::other("No space left on device");
        let worded = io::Error::other("the database of a file");
        assert_eq!(FailureKind::of(&worded), FailureKind::Disk);
        let of_database =
            JobsError::Database(DbError::Database(DbErr::Custom("the file is full".to_owned())));
        assert_eq!(FailureKind::of(&of_database), FailureKind::Database);
        assert_eq!(FailureKind::of(&DbError::NoAnswer), FailureKind::Database);
        assert_eq!(FailureKind::of(&io::Error::other(full())), FailureKind::Disk);
        let plain: Box<dyn Error + Send + Sync> = "its thread ended; the database, a disk".into();
        assert_eq!(FailureKind::of(plain.as_ref()), FailureKind::Inside);
        assert_eq!(FailureKind::of(&io::Error::from(io::ErrorKind::ConnectionRefused)), FailureKind::Inside);
        assert_eq!(FailureKind::of(&io::Error::from(io::ErrorKind::StorageFull)), FailureKind::Disk);
        assert!(FailureKind::ALL.iter().all(|kind| FailureKind::named(kind.name()) == Some(*kind)));
    }
}
