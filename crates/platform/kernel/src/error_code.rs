//! The closed list of reasons for which an operation can fail.
//!
//! Domains attach one to each of their errors; `web` alone turns it into an
//! HTTP status.

/// Why an operation failed, as far as a caller can act on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// The caller sent something that can never work; it names the field.
    InvalidInput,
    /// Nobody is signed in, or the session has ended.
    Unauthenticated,
    /// Somebody is signed in who may not do this.
    Forbidden,
    /// It does not exist, or the caller may not know that it does.
    NotFound,
    /// The state changed meanwhile, or forbids this step.
    Conflict,
    /// Too many tries; wait.
    RateLimited,
    /// It took too long.
    Timeout,
    /// Something that we need is away; try again later.
    Unavailable,
    /// Our fault.
    Internal,
}
