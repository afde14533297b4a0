//! Letters over SMTP: the only crate that names `lettre`.
//!
//! Owns how a letter leaves. Knows no text of any; whoever posts one does not
//! wait for the server, so that nobody can tell from the time whether one was sent.
#![warn(missing_docs)]

mod smtp;

use kernel::ErrorCode;
use tokio::sync::mpsc;

pub use smtp::SmtpSettings;

/// Letters that wait for the server; more are refused.
const QUEUE: usize = 256;

/// A letter in plain text.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// The address.
    pub to: String,
    /// Its person.
    pub name: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// Links in a letter are secrets: only its address and subject are shown.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter").field("to", &self.to).field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// Why letters cannot be posted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MailError {
    /// The server's address cannot be read.
    #[error("not an address of a mail server (smtps://USER:PASSWORD@HOST)")]
    BadServer(#[source] lettre::transport::smtp::Error),
    /// The sender's address cannot be read.
    #[error("not an e-mail address: {0:?}")]
    BadSender(String),
    /// Too many letters wait, or the process is being stopped.
    #[error("no more letters can be taken")]
    Full,
}

impl MailError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::BadServer(_) | Self::BadSender(_) => ErrorCode::InvalidInput,
            Self::Full => ErrorCode::Unavailable,
        }
    }
}

/// Where letters are posted. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Mailbox(mpsc::Sender<Letter>);

impl Mailbox {
    /// Sends through a server, in the background: three tries, then the letter is dropped and the log says so.
    ///
    /// # Errors
    /// [`MailError::BadServer`], [`MailError::BadSender`].
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub fn over_smtp(settings: &SmtpSettings) -> Result<Self, MailError> {
        let server = smtp::Server::new(settings)?;
        let (sender, letters) = mpsc::channel(QUEUE);
        tokio::spawn(server.deliver(letters));
        Ok(Self(sender))
    }

    /// Keeps letters for whoever holds the other end.
    pub fn in_memory() -> (Self, mpsc::Receiver<Letter>) {
        let (sender, letters) = mpsc::channel(QUEUE);
        (Self(sender), letters)
    }

    /// Takes a letter; returns at once.
    ///
    /// # Errors
    /// [`MailError::Full`].
    pub fn post(&self, letter: Letter) -> Result<(), MailError> {
        self.0.try_send(letter).map_err(|_full_or_closed| MailError::Full)
    }
}
