//! Who may come in: staff accounts, roles, sessions, second factors, API keys.
//!
//! Owns how somebody proves who they are and turns that into an
//! [`kernel::Actor`]; what an actor may do is in the table of [`Role`] alone.
//! Keeps no password, token or key, only hashes. Customers' accounts are of
//! another kind, and nothing of theirs opens the desk.
#![warn(missing_docs)]

mod access_token;
mod add_staff;
mod api_key;
mod authenticate;
mod create_first_owner;
mod edit_staff;
mod entity;
mod erase_staff;
mod error;
mod identity;
mod jwt_hmac;
mod keys;
mod manage_api_keys;
mod migration;
mod open_session;
mod password;
mod refresh_session;
mod role;
mod second_factor;
mod session;
mod set_password;
mod sign_in;
mod sign_out;
mod staff;
mod store;
mod token;
mod totp;

pub use access_token::{ACCESS_TOKEN_LIFE, AccessToken};
pub use add_staff::{Invitation, add_staff};
pub use api_key::{ApiKey, ApiKeyId, NewApiKey};
pub use authenticate::{Caller, Person, authenticate_browser, authenticate_token};
pub use create_first_owner::{FirstOwner, create_first_owner, open_first_owner_link};
pub use edit_staff::{edit_staff, find_staff, list_staff};
pub use erase_staff::erase_staff;
pub use error::IdentityError;
pub use identity::Identity;
pub use keys::Keys;
pub use manage_api_keys::{create_api_key, list_api_keys, revoke_api_key};
pub use migration::migrations;
pub use password::Passwords;
pub use refresh_session::refresh_session;
pub use role::{Role, UnknownRole};
pub use second_factor::{begin_second_factor, confirm_second_factor, remove_second_factor};
pub use session::{BrowserSession, Device, SESSION_LIFE, Session, SessionId, Tokens};
pub use set_password::{PasswordLink, ask_password_link, change_password, set_password};
pub use sign_in::{Credentials, sign_in, sign_in_browser};
pub use sign_out::{end_all_sessions, end_session, end_sessions_of, list_sessions};
pub use staff::{NewStaff, Staff, StaffId, StaffPatch};
pub use totp::TotpSecret;
