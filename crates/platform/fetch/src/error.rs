//! Why nothing was fetched.

use std::time::Duration;

use kernel::ErrorCode;

/// Why nothing was fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The text is no address of the web.
    #[error("{url:?} is no address that can be asked: {reason}")]
    BadUrl {
        /// The text.
        url: String,
        /// What is wrong.
        reason: String,
    },
    /// The address leads, or could lead, into the house.
    #[error("{host} may not be asked: {reason}")]
    Refused {
        /// The host or address.
        host: String,
        /// Why not.
        reason: &'static str,
    },
    /// It answered with a redirect to a redirect to a redirect.
    #[error("{0} redirects are too many")]
    TooManyRedirects(usize),
    /// The answer is larger than was allowed.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// It was not done in time.
    #[error("no answer within {0:?}")]
    TooSlow(Duration),
    /// The connection failed.
    #[error("the connection failed")]
    Failed(#[source] reqwest::Error),
}

impl FetchError {
    /// The reason in the closed list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::BadUrl { .. } | Self::Refused { .. } => ErrorCode::InvalidInput,
            Self::TooManyRedirects(_) | Self::TooLarge(_) | Self::Failed(_) => ErrorCode::Unavailable,
            Self::TooSlow(_) => ErrorCode::Timeout,
        }
    }

    /// Whether asking again later could help.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::TooSlow(_) | Self::Failed(_))
    }
}

/// What the resolver says; found again in the causes of reqwest's error.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{host} may not be asked: {reason}")]
pub(crate) struct Refusal {
    pub host: String,
    pub reason: &'static str,
}

impl From<Refusal> for FetchError {
    fn from(Refusal { host, reason }: Refusal) -> Self {
        Self::Refused { host, reason }
    }
}

impl From<reqwest::Error> for FetchError {
    fn from(error: reqwest::Error) -> Self {
        let refusal = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source())
            .find_map(|error| error.downcast_ref::<Refusal>().cloned());
        match refusal {
            Some(refusal) => refusal.into(),
            // The address may carry a secret.
            None => Self::Failed(error.without_url()),
        }
    }
}
