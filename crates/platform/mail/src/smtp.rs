//! The way to a mail server.

use std::time::Duration;

use lettre::message::{Mailbox, header::ContentType};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::sync::mpsc;

use crate::{Letter, MailError};

/// The pauses before the second and the third try.
const PAUSES: [Duration; 2] = [Duration::from_secs(10), Duration::from_mins(1)];
/// For each step of the conversation with the server.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// Which server, and in whose name.
#[derive(Clone)]
pub struct SmtpSettings {
    /// `smtps://USER:PASSWORD@HOST[:PORT]`, or `smtp://HOST[:PORT]` within one's own network.
    pub server: String,
    /// The sender's address.
    pub from: String,
    /// The sender's name: the shop's.
    pub from_name: String,
}

/// The address of the server may hold a password.
impl std::fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpSettings").field("from", &self.from).finish_non_exhaustive()
    }
}

pub(crate) struct Server {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Server {
    pub(crate) fn new(settings: &SmtpSettings) -> Result<Self, MailError> {
        let bad_sender = |_| MailError::BadSender(settings.from.clone());
        let from: Address = settings.from.parse().map_err(bad_sender)?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&settings.server)
            .map_err(MailError::BadServer)?
            .timeout(Some(TIME_LIMIT))
            .build();
        Ok(Self { transport, from: Mailbox::new(Some(one_line(&settings.from_name)), from) })
    }

    pub(crate) async fn deliver(self, mut letters: mpsc::Receiver<Letter>) {
        while let Some(letter) = letters.recv().await {
            let Some(message) = self.message(&letter) else {
                tracing::error!(?letter, "a letter cannot be written");
                continue;
            };
            let mut pauses = PAUSES.into_iter();
            while let Err(error) = self.transport.send(message.clone()).await {
                let reason = error.to_string();
                let Some(pause) = pauses.next() else {
                    tracing::error!(?letter, reason, "a letter could not be sent");
                    break;
                };
                tracing::warn!(?letter, reason, "the mail server did not take a letter; trying again");
                tokio::time::sleep(pause).await;
            }
        }
    }

    fn message(&self, letter: &Letter) -> Option<Message> {
        let to = Mailbox::new(Some(one_line(&letter.name)), letter.to.parse().ok()?);
        let message = Message::builder().from(self.from.clone()).to(to).subject(one_line(&letter.subject));
        message.header(ContentType::TEXT_PLAIN).body(letter.text.clone()).ok()
    }
}

/// A header is one line, and lettre panics over a control character in a name.
fn one_line(text: &str) -> String {
    text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
