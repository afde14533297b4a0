//! The desk: the back office as pages, rendered here, working without JavaScript.
//!
//! Owns which page stands where and what it shows. Holds no rule and no
//! query: those are the domains', which refuse whoever lacks a permission even
//! where a page forgot to hide something. Addresses carry no language, so that
//! a link opens in the reader's own.

mod account;
mod amount;
mod api_keys;
mod audit_trail;
mod failure;
mod field;
mod forecasts;
mod gate;
mod home;
mod import_page;
mod imports;
mod job_list;
mod moment;
mod names;
mod palette;
mod preferences;
mod products;
mod reader;
mod reasons;
mod second_factor;
mod settings;
mod sheet;
mod staff_list;
mod story;
mod tables;
mod upload_form;
mod webhooks;

use std::sync::Arc;

use axum::extract::Request;
use axum::response::Response;
use chrono_tz::Tz;
use failure::DeskFailure;
use http::Method;
use include_dir::{Dir, include_dir};
use kernel::{Actor, Locale};
use minijinja::value::Value;

use web::AppState;
use web::routing::{Next, Router, get, post};
use web::storefront::render::{Face, Pages};
use web::storefront::texts::Texts;
use web::storefront::{Front, Storefront, StorefrontError};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// What the desk's pages are written with.
const FACE: Face = Face { templates: &TEMPLATES, prefix: "desk/", icons: "desk-icons.svg" };

/// All that the desk's pages are made of, ready. Cheap to clone.
#[derive(Clone)]
pub struct Dashboard(Arc<Inner>);

struct Inner {
    app: AppState,
    front: Front,
    /// By [`Locale::index`].
    texts: Vec<Arc<Texts>>,
    /// By [`Locale::index`].
    pages: Vec<Pages>,
    zone: Tz,
}

impl Dashboard {
    /// Reads texts and templates, the theme's in place of ours. Moments are shown in `zone`.
    ///
    /// # Errors
    /// A template or a Fluent file that is wrong.
    pub fn open(app: AppState, front: Front, zone: Tz) -> Result<Self, StorefrontError> {
        let now = front.now();
        let mut texts = Vec::new();
        let mut pages = Vec::new();
        for locale in Locale::ALL {
            let source = LOCALES.get_file(format!("{locale}.ftl")).and_then(|file| file.contents_utf8());
            let source = source.ok_or_else(|| StorefrontError::Texts {
                locale,
                reason: "the desk has no file of texts".to_owned(),
            })?;
            let words = Arc::new(Texts::read(locale, source)?);
            pages.push(Pages::open(FACE, &words, now.assets(), now.theme(), Value::UNDEFINED)?);
            texts.push(words);
        }
        Ok(Self(Arc::new(Inner { app, front, texts, pages, zone })))
    }

    pub(crate) fn app(&self) -> &AppState {
        &self.0.app
    }

    /// The storefront of this moment.
    pub(crate) fn front(&self) -> Storefront {
        self.0.front.now()
    }

    /// The storefront as it comes to be.
    pub(crate) fn faces(&self) -> &Front {
        &self.0.front
    }

    pub(crate) fn texts(&self, locale: Locale) -> &Texts {
        &self.0.texts[locale.index()]
    }

    pub(crate) fn pages(&self, locale: Locale) -> &Pages {
        &self.0.pages[locale.index()]
    }

    pub(crate) fn zone(&self) -> Tz {
        self.0.zone
    }

    /// The catalogue as this person works on it.
    pub(crate) fn at<'a>(&'a self, actor: &'a Actor) -> Result<catalogue::Desk<'a>, DeskFailure> {
        Ok(self.0.app.desk()?.at(actor))
    }
}

impl std::fmt::Debug for Dashboard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dashboard").field("zone", &self.0.zone).finish_non_exhaustive()
    }
}

/// All pages under `/desk`.
pub(crate) fn router(desk: Dashboard) -> Router {
    // What was written is on the shelf when the answer comes.
    let catalogue = products::router().merge(tables::router());
    let at = desk.clone();
    let shown = catalogue.around(move |request, next| show_changes(at.clone(), request, next));
    let at = desk.clone();
    Router::new()
        .route("/desk/sign-in", get(gate::show_sign_in).merge(post(gate::sign_in)))
        .route("/desk/sign-out", post(gate::sign_out))
        .route("/desk/first-owner", get(gate::show_first_owner).merge(post(gate::create_first_owner)))
        .route("/desk/forgotten", get(gate::show_forgotten).merge(post(gate::send_password_link)))
        .route("/desk/password", get(gate::show_new_password).merge(post(gate::set_password)))
        .route("/desk/preferences", post(preferences::keep))
        .route("/desk", get(home::show))
        .route("/desk/search", get(palette::show))
        .route("/desk/audit", get(audit_trail::show))
        .route("/desk/audit/export", get(audit_trail::export))
        .route("/desk/staff", get(staff_list::show).merge(post(staff_list::invite)))
        .route("/desk/staff/{id}", get(staff_list::show_member).merge(post(staff_list::edit_member)))
        .route("/desk/staff/{id}/{step}", post(staff_list::take_step))
        .route("/desk/api-keys", get(api_keys::show).merge(post(api_keys::create)))
        .route("/desk/api-keys/{id}/revoke", post(api_keys::revoke))
        .route("/desk/files", get(imports::show))
        .route("/desk/files/import", post(imports::receive))
        .route("/desk/files/export", post(imports::order))
        .route("/desk/files/exports/{id}", get(imports::fetch))
        .route("/desk/files/{id}", get(imports::show_import))
        .route("/desk/files/{id}/apply", post(imports::apply))
        .route("/desk/files/{id}/problems", get(imports::problems))
        .route("/desk/jobs", get(job_list::show))
        .route("/desk/jobs/{id}/{step}", post(job_list::take_step))
        .route("/desk/webhooks", get(webhooks::show).merge(post(webhooks::create)))
        .route("/desk/webhooks/deliveries/{id}/replay", post(webhooks::replay))
        .route("/desk/webhooks/{id}", get(webhooks::show_one).merge(post(webhooks::edit)))
        .route("/desk/webhooks/{id}/{step}", post(webhooks::take_step))
        .route("/desk/settings", get(settings::show).merge(post(settings::edit)))
        .route("/desk/settings/trade", post(settings::edit_trade))
        .route("/desk/settings/weather", post(settings::edit_weather))
        .route("/desk/account", get(account::show))
        .route("/desk/account/second-factor", post(second_factor::begin))
        .route("/desk/account/second-factor/confirm", post(second_factor::confirm))
        .route("/desk/account/second-factor/remove", post(second_factor::remove))
        .route("/desk/account/password", post(account::change_password))
        .route("/desk/account/sessions/{id}/end", post(account::end_session))
        .route("/desk/account/end-all", post(account::end_all_sessions))
        .merge(forecasts::router())
        .merge(shown)
        .route("/desk/", get(failure::show_other))
        .route("/desk/{*nothing}", get(failure::show_other))
        .around(move |request, next| failure::show_failures(at.clone(), request, next))
        .with_state(desk)
}

async fn show_changes(desk: Dashboard, request: Request, next: Next) -> Response {
    let writes = request.method() == Method::POST;
    let answer = next.run(request).await;
    if writes {
        desk.app().show_changes().await;
    }
    answer
}
