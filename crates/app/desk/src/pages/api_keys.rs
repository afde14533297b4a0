//! Keys for machines: made, shown once, revoked.

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use identity::{ApiKey, ApiKeyId, IdentityError, NewApiKey};
use kernel::{Permission, Permissions};
use serde::Serialize;
use web::routing::Path;

use super::failure::{DeskFailure, go};
use super::field::Field;
use super::gate::wrong;
use super::reader::{AtDesk, Posted};
use super::sheet::Sheet;
use super::{Dashboard, moment};
use web::storefront::texts::Texts;

#[derive(Debug, Serialize)]
pub(crate) struct KeysView {
    /// Of the key just made; never again.
    pub(crate) secret: Option<String>,
    pub(crate) rows: Vec<KeyRow>,
    pub(crate) name: Field,
    pub(crate) scopes: Vec<ScopeChoice>,
    pub(crate) scopes_error: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct KeyRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) shown: String,
    pub(crate) scopes: String,
    pub(crate) used: String,
    pub(crate) ends: String,
    pub(crate) state: String,
    pub(crate) state_kind: &'static str,
    pub(crate) open: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct ScopeChoice {
    pub(crate) value: &'static str,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

/// What stands in the form.
#[derive(Default)]
struct Typed {
    secret: Option<String>,
    name: Field,
    chosen: Permissions,
    scopes_error: Option<String>,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    let typed = Typed { name: Field::empty("name"), ..Typed::default() };
    page(&desk, &at, typed).await
}

async fn page(desk: &Dashboard, at: &AtDesk, typed: Typed) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ManageApiKeys)?;
    let texts = desk.texts(at.reader.locale);
    let identity = &desk.app().desk()?.identity;
    let keys = identity::list_api_keys(identity, actor).await?;
    let now = identity.clock.now();
    let for_machines = actor
        .permissions()
        .iter()
        .filter(|one| ![Permission::ManageStaff, Permission::ManageApiKeys].contains(one));
    let view = KeysView {
        secret: typed.secret,
        rows: keys.iter().rev().map(|key| row(desk, texts, key, now)).collect(),
        name: typed.name,
        scopes: for_machines
            .map(|one| ScopeChoice {
                value: one.name(),
                label: scope_name(texts, one),
                chosen: typed.chosen.contains(one),
            })
            .collect(),
        scopes_error: typed.scopes_error,
    };
    Ok(Sheet::new(desk, &at.reader, "programs", texts.get("api-keys")).render("desk/api_keys.html", view)?)
}

fn scope_name(texts: &Texts, permission: Permission) -> String {
    let key = format!("may-{}", permission.name().replace('.', "-"));
    texts.fixed(&key).unwrap_or(permission.name()).to_owned()
}

fn row(desk: &Dashboard, texts: &Texts, key: &ApiKey, now: DateTime<Utc>) -> KeyRow {
    let day = |at: Option<DateTime<Utc>>| {
        at.map_or_else(|| texts.get("never").to_owned(), |at| moment::short(at, now, desk.zone()))
    };
    let open = key.revoked_at.is_none() && key.expires_at.is_none_or(|at| at > now);
    KeyRow {
        id: key.id.to_string(),
        name: key.name.clone(),
        shown: key.shown.clone(),
        scopes: key.scopes.iter().map(|one| scope_name(texts, one)).collect::<Vec<_>>().join(" · "),
        used: day(key.last_used_at),
        ends: day(key.expires_at),
        state: texts.get(if open { "key-open" } else { "key-off" }).to_owned(),
        state_kind: if open { "good" } else { "quiet" },
        open,
    }
}

pub(crate) async fn create(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    at.require(Permission::ManageApiKeys)?;
    let texts = desk.texts(at.reader.locale);
    let name = form.get("name").unwrap_or_default();
    let chosen: Permissions = form
        .0
        .iter()
        .filter(|(field, _)| field == "scope")
        .filter_map(|(_, name)| name.parse().ok())
        .collect();
    let new = NewApiKey { name: name.to_owned(), scopes: chosen, expires_at: None };
    let identity = &desk.app().desk()?.identity;
    match identity::create_api_key(identity, &at.member()?.caller, &new).await {
        Ok((_, secret)) => {
            let typed = Typed { secret: Some(secret), name: Field::empty("name"), ..Typed::default() };
            page(&desk, &at, typed).await
        }
        Err(error) => {
            let wrong = wrong(texts, &error);
            let scopes = matches!(error, IdentityError::InvalidField { field: "scopes", .. });
            if wrong.is_none() && !scopes {
                return Err(error.into());
            }
            let scopes_error = scopes.then(|| texts.get("wrong-scopes").to_owned());
            let name = Field::of("name", name).wrong(wrong.as_ref());
            page(&desk, &at, Typed { secret: None, name, chosen, scopes_error }).await
        }
    }
}

pub(crate) async fn revoke(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let actor = at.require(Permission::ManageApiKeys)?;
    let id: ApiKeyId = id.parse().ok().ok_or(DeskFailure::NotFound)?;
    identity::revoke_api_key(&desk.app().desk()?.identity, actor, id).await?;
    Ok(go("/desk/api-keys?done=key-revoked"))
}
