//! People: who works here, in which role; inviting, changing, shutting, ending sessions.

use axum::extract::State;
use axum::response::Response;
use fluent_bundle::FluentArgs;
use identity::{IdentityError, NewStaff, Role, Staff, StaffId, StaffPatch};
use kernel::{ErrorCode, Permission};
use serde::Serialize;
use web::routing::Path;

use super::failure::{DeskFailure, go};
use super::field::{Field, Wrong};
use super::gate::wrong;
use super::reader::{AtDesk, Posted};
use super::sheet::{Sheet, role_name};
use super::{Dashboard, moment};
use web::storefront::texts::Texts;

#[derive(Debug, Serialize)]
pub(crate) struct StaffView {
    pub(crate) invitation: Option<InvitationView>,
    pub(crate) rows: Vec<StaffRow>,
    pub(crate) name: Field,
    pub(crate) email: Field,
    pub(crate) role: Field,
    pub(crate) roles: Vec<RoleChoice>,
}

/// The link to hand over, shown this once.
#[derive(Debug, Serialize)]
pub(crate) struct InvitationView {
    pub(crate) lead: String,
    pub(crate) link: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct StaffRow {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) role: String,
    pub(crate) second_factor: String,
    pub(crate) state: String,
    pub(crate) state_kind: &'static str,
    pub(crate) at: String,
    pub(crate) since: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct RoleChoice {
    pub(crate) value: &'static str,
    pub(crate) label: String,
    pub(crate) note: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct MemberView {
    pub(crate) heading: String,
    pub(crate) href: String,
    pub(crate) email: String,
    pub(crate) second_factor: String,
    pub(crate) state: String,
    pub(crate) state_kind: &'static str,
    pub(crate) disabled: bool,
    pub(crate) name: Field,
    pub(crate) role: Field,
    pub(crate) roles: Vec<RoleChoice>,
}

/// What stands in the form of an invitation.
#[derive(Default)]
struct Invited {
    name: String,
    email: String,
    role: String,
    wrong: Option<Wrong>,
    made: Option<InvitationView>,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at, Invited::default()).await
}

async fn page(desk: &Dashboard, at: &AtDesk, invited: Invited) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ManageStaff)?;
    let texts = desk.texts(at.reader.locale);
    let staff = identity::list_staff(&desk.app().desk()?.identity, actor).await?;
    let role = if invited.role.is_empty() { Role::Clerk.name() } else { &invited.role };
    let view = StaffView {
        rows: staff.iter().map(|person| row(desk, texts, person)).collect(),
        name: Field::of("name", invited.name).wrong(invited.wrong.as_ref()),
        email: Field::of("email", invited.email).wrong(invited.wrong.as_ref()),
        role: Field::of("role", role),
        roles: roles(texts),
        invitation: invited.made,
    };
    Ok(Sheet::new(desk, &at.reader, "people", texts.get("people")).render("desk/staff.html", view)?)
}

fn roles(texts: &Texts) -> Vec<RoleChoice> {
    let note = |role| match role {
        Role::Owner => "role-owner-note",
        Role::Manager => "role-manager-note",
        Role::Clerk => "role-clerk-note",
        Role::Analyst => "role-analyst-note",
        Role::Courier => "role-courier-note",
    };
    let choice = |role: Role| RoleChoice {
        value: role.name(),
        label: role_name(texts, role),
        note: texts.get(note(role)).to_owned(),
    };
    Role::ALL.into_iter().map(choice).collect()
}

fn state_of(person: &Staff) -> (&'static str, &'static str) {
    match (person.disabled_at, person.has_password) {
        (Some(_), _) => ("person-shut", "danger"),
        (None, false) => ("person-invited", "accent hollow"),
        (None, true) => ("person-open", "good"),
    }
}

fn second_factor(texts: &Texts, person: &Staff) -> String {
    texts.get(if person.has_second_factor { "second-factor-on" } else { "second-factor-off" }).to_owned()
}

fn row(desk: &Dashboard, texts: &Texts, person: &Staff) -> StaffRow {
    let (state, state_kind) = state_of(person);
    StaffRow {
        href: format!("/desk/staff/{}", person.id),
        name: person.name.clone(),
        email: person.email.clone(),
        role: role_name(texts, person.role),
        second_factor: second_factor(texts, person),
        state: texts.get(state).to_owned(),
        state_kind,
        at: person.created_at.to_rfc3339(),
        since: moment::date(person.created_at, desk.zone()),
    }
}

pub(crate) async fn invite(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let of = |name| form.get(name).unwrap_or_default().to_owned();
    let actor = at.require(Permission::ManageStaff)?;
    let (texts, staff_desk) = (desk.texts(at.reader.locale), desk.app().desk()?);
    let role = of("role").parse().ok().ok_or(DeskFailure::Refused(ErrorCode::InvalidInput, None))?;
    let new = NewStaff { name: of("name"), email: of("email"), role };
    let typed = |wrong| Invited { name: of("name"), email: of("email"), role: of("role"), wrong, made: None };
    match identity::add_staff(&staff_desk.identity, actor, &new).await {
        Ok(invitation) => {
            let mut words = FluentArgs::new();
            words.set("name", invitation.staff.name.as_str());
            let made = InvitationView {
                lead: texts.format("invited", &words),
                link: staff_desk.password_link(&invitation.token),
            };
            staff_desk.send_invitation(&invitation);
            page(&desk, &at, Invited { made: Some(made), ..Invited::default() }).await
        }
        Err(IdentityError::Conflict(_)) => {
            let taken = Wrong { field: "email", reason: texts.get("email-taken").to_owned() };
            page(&desk, &at, typed(Some(taken))).await
        }
        Err(error) => match wrong(texts, &error) {
            Some(wrong) => page(&desk, &at, typed(Some(wrong))).await,
            None => Err(error.into()),
        },
    }
}

pub(crate) async fn show_member(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    member_page(&desk, &at, &id, None).await
}

fn read_id(id: &str) -> Result<StaffId, DeskFailure> {
    id.parse().ok().ok_or(DeskFailure::NotFound)
}

async fn member_page(
    desk: &Dashboard,
    at: &AtDesk,
    id: &str,
    typed: Option<(String, Wrong)>,
) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ManageStaff)?;
    let texts = desk.texts(at.reader.locale);
    let person = identity::find_staff(&desk.app().desk()?.identity, actor, read_id(id)?).await?;
    let (state, state_kind) = state_of(&person);
    let (name, wrong) = typed.map_or((None, None), |(name, wrong)| (Some(name), Some(wrong)));
    let view = MemberView {
        heading: person.name.clone(),
        href: format!("/desk/staff/{}", person.id),
        email: person.email.clone(),
        second_factor: second_factor(texts, &person),
        state: texts.get(state).to_owned(),
        state_kind,
        disabled: person.disabled_at.is_some(),
        name: Field::of("name", name.unwrap_or(person.name)).wrong(wrong.as_ref()),
        role: Field::of("role", person.role.name()),
        roles: roles(texts),
    };
    Ok(Sheet::new(desk, &at.reader, "people", &view.heading.clone())
        .render("desk/staff_member.html", view)?)
}

pub(crate) async fn edit_member(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let actor = at.require(Permission::ManageStaff)?;
    let name = form.get("name").unwrap_or_default().to_owned();
    let role = form.get("role").and_then(|role| role.parse().ok());
    let patch = StaffPatch { name: Some(name.clone()), role, disabled: None };
    let identity = &desk.app().desk()?.identity;
    match identity::edit_staff(identity, actor, read_id(&id)?, &patch).await {
        Ok(_) => Ok(go(&format!("/desk/staff/{id}?done=saved"))),
        Err(IdentityError::Conflict(_)) => Ok(go(&format!("/desk/staff/{id}?done=last-owner"))),
        Err(error) => match wrong(desk.texts(at.reader.locale), &error) {
            Some(wrong) => member_page(&desk, &at, &id, Some((name, wrong))).await,
            None => Err(error.into()),
        },
    }
}

pub(crate) async fn take_step(
    State(desk): State<Dashboard>,
    Path((id, step)): Path<(String, String)>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let actor = at.require(Permission::ManageStaff)?;
    let (identity, staff) = (&desk.app().desk()?.identity, read_id(&id)?);
    let disabled = match step.as_str() {
        "end-sessions" => {
            identity::end_sessions_of(identity, actor, staff).await?;
            return Ok(go(&format!("/desk/staff/{id}?done=sessions-ended")));
        }
        "shut" => Some(true),
        "open" => Some(false),
        _ => return Err(DeskFailure::NotFound),
    };
    let patch = StaffPatch { disabled, ..StaffPatch::default() };
    match identity::edit_staff(identity, actor, staff, &patch).await {
        Ok(_) => Ok(go(&format!("/desk/staff/{id}?done=saved"))),
        Err(IdentityError::Conflict(_)) => Ok(go(&format!("/desk/staff/{id}?done=last-owner"))),
        Err(error) => Err(error.into()),
    }
}
