//! Webhooks: where news of the shop go, how that went, and sending once more.

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use kernel::Permission;
use serde::Serialize;
use web::routing::Path;
use webhooks::{
    Delivery, DeliveryFilter, DeliveryId, DeliveryState, Endpoint, EndpointId, EndpointPatch, NewEndpoint,
    Webhooks, WebhooksError,
};

use super::failure::{DeskFailure, go};
use super::field::{Field, Wrong};
use super::job_list::Tab;
use super::reader::{AtDesk, Posted};
use super::reasons;
use super::sheet::Sheet;
use super::{Dashboard, moment};
use web::storefront::address::Pairs;
use web::storefront::texts::Texts;

/// Where they stand.
const PATH: &str = "/desk/webhooks";
/// Deliveries on a page.
const PAGE: usize = 50;

#[derive(Debug, Serialize)]
struct ListView {
    may_keys: bool,
    rows: Vec<EndpointRow>,
    form: FormView,
}

#[derive(Debug, Serialize)]
struct EndpointRow {
    href: String,
    url: String,
    description: String,
    events: String,
    state: String,
    state_kind: &'static str,
    delivered: String,
}

/// The fields of a new or an old one.
#[derive(Debug, Serialize)]
struct FormView {
    url: Field,
    description: Field,
    events: Vec<EventChoice>,
    events_error: Option<String>,
}

#[derive(Debug, Serialize)]
struct EventChoice {
    name: &'static str,
    label: String,
    chosen: bool,
}

#[derive(Debug, Serialize)]
struct OneView {
    id: String,
    /// Of one just made, or just changed; never again.
    secret: Option<String>,
    state: String,
    state_kind: &'static str,
    paused: Option<String>,
    old_secret: Option<String>,
    form: FormView,
    tabs: Vec<Tab>,
    live: bool,
    rows: Vec<DeliveryRow>,
    next: Option<String>,
}

#[derive(Debug, Serialize)]
struct DeliveryRow {
    id: String,
    event: String,
    message: String,
    body: String,
    state: String,
    state_kind: &'static str,
    answer: String,
    error: Option<String>,
    attempts: String,
    at: String,
}

/// What stands in the form.
struct Typed {
    url: String,
    description: String,
    events: Vec<String>,
    wrong: Option<Wrong>,
}

impl Typed {
    fn empty() -> Self {
        Self { url: String::new(), description: String::new(), events: Vec::new(), wrong: None }
    }

    fn of(endpoint: &Endpoint) -> Self {
        let Endpoint { url, description, events, .. } = endpoint;
        Self { url: url.clone(), description: description.clone(), events: events.clone(), wrong: None }
    }

    fn read(form: &Pairs) -> Self {
        let of = |name: &str| form.get(name).unwrap_or_default().to_owned();
        let events = form.0.iter().filter(|(name, _)| name == "event").map(|(_, event)| event.clone());
        Self { url: of("url"), description: of("description"), events: events.collect(), wrong: None }
    }

    /// The same with what is wrong, if that is about a field.
    fn refused(mut self, texts: &Texts, error: WebhooksError) -> Result<Self, WebhooksError> {
        let WebhooksError::InvalidField { field, .. } = &error else { return Err(error) };
        let (field, key) = match *field {
            "url" => ("url", "wrong-webhook-url"),
            "description" => ("description", "wrong-webhook-description"),
            "events" => ("events", "wrong-webhook-events"),
            _ => return Err(error),
        };
        self.wrong = Some(Wrong { field, reason: texts.get(key).to_owned() });
        Ok(self)
    }

    fn view(self, webhooks: &Webhooks, texts: &Texts) -> FormView {
        let Self { url, description, events, wrong } = self;
        let kinds = webhooks.events().kinds.iter();
        FormView {
            url: Field::of("url", url).wrong(wrong.as_ref()),
            description: Field::of("description", description).wrong(wrong.as_ref()),
            events: kinds
                .map(|kind| EventChoice {
                    name: kind.name,
                    label: event_name(texts, kind.name),
                    chosen: events.iter().any(|event| event == kind.name),
                })
                .collect(),
            events_error: wrong.filter(|wrong| wrong.field == "events").map(|wrong| wrong.reason),
        }
    }
}

fn event_name(texts: &Texts, name: &str) -> String {
    texts.fixed(&format!("event-{}", name.replace('.', "-"))).unwrap_or(name).to_owned()
}

fn desk_of(desk: &Dashboard) -> Result<&Webhooks, DeskFailure> {
    Ok(&desk.app().desk()?.webhooks)
}

fn state_words(endpoint: &Endpoint) -> (&'static str, &'static str) {
    match (&endpoint.paused, endpoint.failing_since) {
        (Some(_), _) => ("webhook-paused", "quiet"),
        (None, Some(_)) => ("webhook-failing", "danger"),
        (None, None) => ("webhook-open", "good"),
    }
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    list(&desk, &at, Typed::empty()).await
}

async fn list(desk: &Dashboard, at: &AtDesk, typed: Typed) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ManageWebhooks)?;
    let (texts, webhooks) = (desk.texts(at.reader.locale), desk_of(desk)?);
    let now = desk.app().clock.now();
    let when = |at: Option<DateTime<Utc>>| {
        at.map_or_else(|| texts.get("never").to_owned(), |at| moment::short(at, now, desk.zone()))
    };
    let rows = webhooks::list_endpoints(webhooks, actor).await?.into_iter().map(|endpoint| {
        let (state, state_kind) = state_words(&endpoint);
        let events: Vec<String> = endpoint.events.iter().map(|name| event_name(texts, name)).collect();
        EndpointRow {
            href: format!("{PATH}/{}", endpoint.id),
            events: events.join(" · "),
            state: texts.get(state).to_owned(),
            state_kind,
            delivered: when(endpoint.last_delivered_at),
            url: endpoint.url,
            description: endpoint.description,
        }
    });
    let view = ListView {
        may_keys: actor.may(Permission::ManageApiKeys),
        rows: rows.collect(),
        form: typed.view(webhooks, texts),
    };
    Ok(Sheet::new(desk, &at.reader, "programs", texts.get("webhooks")).render("desk/webhooks.html", view)?)
}

pub(crate) async fn create(
    State(desk): State<Dashboard>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let actor = at.require(Permission::ManageWebhooks)?;
    let typed = Typed::read(&form);
    let Typed { url, description, events, .. } = Typed::read(&form);
    let new = NewEndpoint { url, description, events };
    match webhooks::add_endpoint(desk_of(&desk)?, actor, new).await {
        Ok((endpoint, secret)) => one(&desk, &at, endpoint, None, Some(secret)).await,
        Err(error) => list(&desk, &at, typed.refused(desk.texts(at.reader.locale), error)?).await,
    }
}

fn read_id(id: &str) -> Result<EndpointId, DeskFailure> {
    id.parse().ok().ok_or(DeskFailure::NotFound)
}

pub(crate) async fn show_one(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    let actor = at.require(Permission::ManageWebhooks)?;
    let endpoint = webhooks::find_endpoint(desk_of(&desk)?, actor, read_id(&id)?).await?;
    one(&desk, &at, endpoint, None, None).await
}

async fn one(
    desk: &Dashboard,
    at: &AtDesk,
    endpoint: Endpoint,
    typed: Option<Typed>,
    secret: Option<String>,
) -> Result<Response, DeskFailure> {
    let (texts, query) = (desk.texts(at.reader.locale), &at.reader.query);
    let (webhooks, actor) = (desk_of(desk)?, at.require(Permission::ManageWebhooks)?);
    let path = format!("{PATH}/{}", endpoint.id);
    let state: Option<DeliveryState> = query.get("state").and_then(|name| name.parse().ok());
    let filter = DeliveryFilter { endpoint: Some(endpoint.id), state, event: None };
    let before = query.get("after").and_then(|id| id.parse::<DeliveryId>().ok());
    let found = webhooks::list_deliveries(webhooks, actor, &filter, before, PAGE).await?;
    let all = Tab { href: path.clone(), label: texts.get("jobs-all").to_owned(), current: state.is_none() };
    let others = DeliveryState::ALL.iter().map(|&one| Tab {
        href: format!("{path}?state={one}"),
        label: texts.get(delivery_words(one).0).to_owned(),
        current: state == Some(one),
    });
    let now = desk.app().clock.now();
    let (words, state_kind) = state_words(&endpoint);
    let full = |at: DateTime<Utc>| moment::full(at, desk.zone());
    let view = OneView {
        id: endpoint.id.to_string(),
        secret,
        state: texts.get(words).to_owned(),
        state_kind,
        paused: endpoint.paused.as_ref().map(|paused| {
            format!(
                "{} {}",
                texts.with("webhook-paused-since", "date", &full(paused.at)),
                reasons::told(texts, &paused.why)
            )
        }),
        old_secret: endpoint
            .old_secret_until
            .filter(|until| *until > now)
            .map(|until| texts.with("webhook-old-secret", "date", &full(until))),
        form: typed.unwrap_or_else(|| Typed::of(&endpoint)).view(webhooks, texts),
        tabs: std::iter::once(all).chain(others).collect(),
        live: found.deliveries.iter().any(|one| one.state == DeliveryState::Waiting && one.attempts == 0),
        rows: found.deliveries.into_iter().map(|one| row(desk, texts, one, now)).collect(),
        next: found.next.map(|id| query.without(&["after", "done"]).with("after", &id.to_string()).on(&path)),
    };
    Ok(Sheet::new(desk, &at.reader, "programs", &endpoint.url).render("desk/webhook.html", view)?)
}

fn delivery_words(state: DeliveryState) -> (&'static str, &'static str) {
    match state {
        DeliveryState::Waiting => ("job-queued", "quiet hollow"),
        DeliveryState::Delivered => ("delivery-taken", "good"),
        DeliveryState::Failed => ("job-failed", "danger"),
    }
}

fn row(desk: &Dashboard, texts: &Texts, delivery: Delivery, now: DateTime<Utc>) -> DeliveryRow {
    let (state, state_kind) = delivery_words(delivery.state);
    DeliveryRow {
        id: delivery.id.to_string(),
        event: event_name(texts, &delivery.event),
        message: delivery.id.message_id(),
        body: delivery.body,
        state: texts.get(state).to_owned(),
        state_kind,
        answer: delivery.last_status.map(|status| status.to_string()).unwrap_or_default(),
        error: delivery.last_error.map(|error| reasons::told(texts, &error)),
        attempts: texts.count("plain-number", delivery.attempts as usize),
        at: moment::short(delivery.last_attempt_at.unwrap_or(delivery.created_at), now, desk.zone()),
    }
}

pub(crate) async fn edit(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let (at, form) = (posted.by, posted.form);
    let actor = at.require(Permission::ManageWebhooks)?;
    let (webhooks, id) = (desk_of(&desk)?, read_id(&id)?);
    let Typed { url, description, events, .. } = Typed::read(&form);
    let patch =
        EndpointPatch { url: Some(url), description: Some(description), events: Some(events), paused: None };
    match webhooks::edit_endpoint(webhooks, actor, id, patch).await {
        Ok(_) => Ok(go(&format!("{PATH}/{id}?done=saved"))),
        Err(error) => {
            let typed = Typed::read(&form).refused(desk.texts(at.reader.locale), error)?;
            let endpoint = webhooks::find_endpoint(webhooks, actor, id).await?;
            one(&desk, &at, endpoint, Some(typed), None).await
        }
    }
}

pub(crate) async fn take_step(
    State(desk): State<Dashboard>,
    Path((id, step)): Path<(String, String)>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let actor = at.require(Permission::ManageWebhooks)?;
    let (webhooks, id) = (desk_of(&desk)?, read_id(&id)?);
    let paused = |paused| EndpointPatch { paused: Some(paused), ..EndpointPatch::default() };
    let done = match step.as_str() {
        "test" => {
            webhooks::send_test(webhooks, actor, id).await?;
            "webhook-tested"
        }
        "pause" => {
            webhooks::edit_endpoint(webhooks, actor, id, paused(true)).await?;
            "saved"
        }
        "resume" => {
            webhooks::edit_endpoint(webhooks, actor, id, paused(false)).await?;
            "saved"
        }
        "delete" => {
            webhooks::delete_endpoint(webhooks, actor, id).await?;
            return Ok(go(&format!("{PATH}?done=removed")));
        }
        "secret" => {
            let (endpoint, secret) = webhooks::rotate_secret(webhooks, actor, id).await?;
            return one(&desk, &at, endpoint, None, Some(secret)).await;
        }
        _ => return Err(DeskFailure::NotFound),
    };
    Ok(go(&format!("{PATH}/{id}?done={done}")))
}

pub(crate) async fn replay(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    posted: Posted<AtDesk>,
) -> Result<Response, DeskFailure> {
    let at = posted.by;
    let actor = at.require(Permission::ManageWebhooks)?;
    let id: DeliveryId = id.parse().ok().ok_or(DeskFailure::NotFound)?;
    let delivery = webhooks::replay_delivery(desk_of(&desk)?, actor, id).await?;
    Ok(go(&format!("{PATH}/{}?done=webhook-tested#deliveries", delivery.endpoint)))
}
