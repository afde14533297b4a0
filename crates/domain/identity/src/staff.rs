//! Accounts of the staff.

use chrono::{DateTime, Utc};

use crate::{IdentityError, Role};

kernel::typed_id! {
    /// Names an account of the staff.
    pub struct StaffId;
}

/// Somebody who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Its id.
    pub id: StaffId,
    /// The address to sign in with, in lower case.
    pub email: String,
    /// As others call them.
    pub name: String,
    /// What they are here for.
    pub role: Role,
    /// Whether a second factor is asked for.
    pub has_second_factor: bool,
    /// Whether they have chosen a password yet.
    pub has_password: bool,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// Since when nobody can sign in with it.
    pub disabled_at: Option<DateTime<Utc>>,
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewStaff {
    /// The address to sign in with.
    pub email: String,
    /// As others call them.
    pub name: String,
    /// What they are here for.
    pub role: Role,
}

/// What is to be changed of an account.
#[derive(Debug, Clone, Default)]
pub struct StaffPatch {
    /// Another name.
    pub name: Option<String>,
    /// Another role.
    pub role: Option<Role>,
    /// Whether the account is shut.
    pub disabled: Option<bool>,
}

/// An e-mail address as accounts have it: trimmed, in lower case, one `@` with something on both sides.
pub(crate) fn read_email(text: &str) -> Result<String, IdentityError> {
    let email = text.trim().to_lowercase();
    let is_sound = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>,;:\"()[]\\@".contains(c))
    };
    match email.rsplit_once('@') {
        Some((name, host)) if is_sound(name) && is_sound(host) && email.len() <= 254 => Ok(email),
        _ => Err(IdentityError::invalid("email", "is no e-mail address")),
    }
}

/// A name as accounts have it: trimmed, 1 to 100 characters, none of them control.
pub(crate) fn read_name(text: &str) -> Result<String, IdentityError> {
    let name = text.trim();
    let length = name.chars().count();
    if length == 0 || length > 100 || name.chars().any(char::is_control) {
        return Err(IdentityError::invalid("name", "has 1 to 100 characters"));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_one_spelling() {
        assert_eq!(read_email("  Leila@Shop.TN ").unwrap(), "leila@shop.tn");
        for wrong in ["", "leila", "@shop.tn", "leila@", "a b@shop.tn", "a@b@c", "a@b\r\nBcc: x@y", "<a@b>"] {
            assert!(read_email(wrong).is_err(), "{wrong}");
        }
        assert!(read_email(&format!("{}@shop.tn", "a".repeat(250))).is_err());
    }
}
