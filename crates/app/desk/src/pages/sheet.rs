//! One page of the desk: what stands around its own part, and how it is written.

use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use identity::Role;
use kernel::{Locale, Permission, Permissions};
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::Dashboard;
use super::reader::Reader;
use web::storefront::StorefrontError;
use web::storefront::texts::Texts;

/// What is said after a form was taken, by `?done=`.
const DONE: [&str; 24] = [
    "forecasts-ordered",
    "webhook-tested",
    "wrong-view",
    "view-removed",
    "saved",
    "created",
    "deleted",
    "restored",
    "look-again",
    "export-ordered",
    "removed",
    "merged",
    "within-itself",
    "form-old",
    "signed-in-needed",
    "signed-out",
    "password-set",
    "password-changed",
    "sessions-ended",
    "key-revoked",
    "job-cancelled",
    "job-queued-again",
    "email-taken",
    "last-owner",
];
/// Those of them that are no success.
const DONE_WARNINGS: [&str; 7] = [
    "wrong-view",
    "form-old",
    "look-again",
    "within-itself",
    "signed-in-needed",
    "email-taken",
    "last-owner",
];

/// A page to be written.
pub(crate) struct Sheet<'a> {
    desk: &'a Dashboard,
    reader: &'a Reader,
    place: &'static str,
    title: String,
    notice: Option<Notice>,
}

/// Something to say at the top.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Notice {
    /// "good", "warning", "danger" or nothing.
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    pub(crate) undo: Option<Undo>,
}

/// The form that takes a change back.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Undo {
    pub(crate) action: String,
    pub(crate) fields: Vec<super::field::Field>,
}

#[derive(Debug, Serialize)]
struct Frame<'a> {
    title: &'a str,
    theme: Option<&'static str>,
    csrf: &'a str,
    query: &'a str,
    back: String,
    at_account: bool,
    /// Whether signing in can work here.
    keeps_sessions: bool,
    places: Vec<Place<'a>>,
    person: Option<PersonView<'a>>,
    languages: Vec<Language>,
    notice: Option<Notice>,
}

/// A place of the rail.
#[derive(Debug, Serialize)]
pub(crate) struct Place<'a> {
    pub(crate) href: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) label: &'a str,
    pub(crate) current: bool,
}

#[derive(Debug, Serialize)]
struct PersonView<'a> {
    name: &'a str,
    role: &'a str,
}

#[derive(Debug, Serialize)]
struct Language {
    code: &'static str,
    name: &'static str,
    current: bool,
}

/// Key of the text, address, icon and what one needs any of to see it.
const PLACES: [(&str, &str, &str, &[Permission]); 10] = [
    ("home", "/desk", "home", &[Permission::ViewDesk]),
    ("products", "/desk/products", "box", &[Permission::ViewProducts]),
    ("catalogue", "/desk/categories", "tree", &[Permission::ViewProducts]),
    ("forecasts", "/desk/forecasts", "chart", &[Permission::ViewForecasts]),
    ("files", "/desk/files", "files", &[Permission::ImportCatalogue, Permission::ExportCatalogue]),
    ("jobs", "/desk/jobs", "jobs", &[Permission::ViewJobs]),
    ("audit", "/desk/audit", "audit", &[Permission::ViewAudit]),
    ("people", "/desk/staff", "people", &[Permission::ManageStaff]),
    ("programs", "/desk/webhooks", "key", &[Permission::ManageWebhooks]),
    ("settings", "/desk/settings", "gear", &[Permission::ViewSettings]),
];

/// The places that somebody may go to.
pub(crate) fn places<'a>(texts: &'a Texts, may: Permissions, here: &str) -> Vec<Place<'a>> {
    let open = PLACES.iter().filter(|(.., permission)| permission.iter().any(|one| may.contains(*one)));
    open.map(|&(key, href, icon, _)| Place { href, icon, label: texts.get(key), current: key == here })
        .collect()
}

/// The role in the reader's language.
pub(crate) fn role_name(texts: &Texts, role: Role) -> String {
    texts.get(role_key(role)).to_owned()
}

impl<'a> Sheet<'a> {
    /// A page at one of the places of the rail, or at none.
    pub(crate) fn new(desk: &'a Dashboard, reader: &'a Reader, place: &'static str, title: &str) -> Self {
        let texts = desk.texts(reader.locale);
        let done = reader.query.get("done").and_then(|done| DONE.into_iter().find(|known| *known == done));
        let notice = done.map(|key| Notice {
            kind: if DONE_WARNINGS.contains(&key) { "warning" } else { "good" },
            text: texts.get(key).to_owned(),
            undo: None,
        });
        Self { desk, reader, place, title: title.to_owned(), notice }
    }

    /// With something to say at the top.
    pub(crate) fn saying(mut self, kind: &'static str, text: &str) -> Self {
        self.notice = Some(Notice { kind, text: text.to_owned(), undo: None });
        self
    }

    /// With something to say that can be taken back, perhaps.
    pub(crate) fn with_notice(mut self, notice: Notice) -> Self {
        self.notice = Some(notice);
        self
    }

    /// The page; its template knows `view` as `page`.
    pub(crate) fn render(&self, template: &str, view: impl Serialize) -> Result<Response, StorefrontError> {
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (VARY, HeaderValue::from_static("cookie, accept-language")),
        ];
        Ok((headers, self.write(template, view)?).into_response())
    }

    fn write(&self, template: &str, view: impl Serialize) -> Result<String, StorefrontError> {
        let frame = Value::from(Serde(self.frame()));
        let context =
            Value::from_pairs([("desk", frame), ("shop", self.shop()), ("page", Value::from(Serde(view)))]);
        let pages = self.desk.pages(self.reader.locale);
        pages
            .render(template, context)
            .map_err(|source| StorefrontError::Template { name: template.to_owned(), source })
    }

    /// What every template knows as `shop`.
    fn shop(&self) -> Value {
        let front = self.desk.front();
        Value::from_pairs([("name", front.profile().called(self.reader.locale))])
    }

    fn frame(&self) -> Frame<'_> {
        let (reader, texts) = (self.reader, self.desk.texts(self.reader.locale));
        let member = reader.member.as_ref();
        let may = member.map_or(Permissions::NONE, |member| member.actor().permissions());
        Frame {
            title: &self.title,
            theme: reader.theme,
            csrf: member.map_or("", |member| member.csrf.as_str()),
            query: reader.query.get("q").filter(|_| reader.path == "/desk/search").unwrap_or(""),
            back: reader.back(),
            at_account: self.place == "account",
            keeps_sessions: reader.keeps_sessions,
            places: places(texts, may, self.place),
            person: member.map(|member| PersonView {
                name: &member.staff.name,
                role: texts.get(role_key(member.staff.role)),
            }),
            languages: Locale::ALL
                .into_iter()
                .map(|locale| Language {
                    code: locale.as_str(),
                    name: match locale {
                        Locale::Fr => "Français",
                        Locale::Ar => "العربية",
                        Locale::En => "English",
                    },
                    current: locale == reader.locale,
                })
                .collect(),
            notice: self.notice.clone(),
        }
    }
}

fn role_key(role: Role) -> &'static str {
    match role {
        Role::Owner => "role-owner",
        Role::Manager => "role-manager",
        Role::Clerk => "role-clerk",
        Role::Analyst => "role-analyst",
        Role::Courier => "role-courier",
    }
}
