//! The storefront's routes: which page stands where, and how an answer is kept.

use std::sync::OnceLock;

use axum::extract::{FromRef, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use catalogue::{ProductFilter, Snapshot};
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE,
    LOCATION, VARY,
};
use http::{HeaderMap, HeaderValue, StatusCode, Uri};
use kernel::{ErrorCode, Locale};

use super::address::Pairs;
use super::list::Wanted;
use super::visit::Visit;
use super::{
    Front, PageError, Storefront, app, car, chooser, compare, forms, home, icon, plain, product, search_page,
};
use super::{shelves, sitemap, vin_page};
use crate::answer::{Answer, AnswerKey, Effort, Encoding};
use crate::network::leave;
use crate::routing::{Path, Router, get, post};
use crate::{AppState, Asked, Problem, Slug, without_slash};

/// What the storefront's handlers can reach, as it is when they are asked.
pub(crate) struct PageState {
    pub(crate) app: AppState,
    pub(crate) front: Storefront,
}

/// The same for all requests.
#[derive(Clone)]
struct RouteState {
    app: AppState,
    front: Front,
}

impl FromRef<RouteState> for PageState {
    fn from_ref(state: &RouteState) -> Self {
        Self { app: state.app.clone(), front: state.front.now() }
    }
}

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// All pages and their files.
pub fn router(app: AppState, front: Front) -> Router {
    let mut router = Router::new()
        .route("/", get(choose_language))
        .route("/assets/{*name}", get(get_asset))
        .route("/icons/{name}", get(get_icon))
        .route("/sw.js", get(get_worker))
        .route("/robots.txt", get(get_robots))
        .route("/sitemap.xml", get(sitemap::get_index))
        .route("/sitemaps/{name}", get(sitemap::get_file));
    for locale in front.now().locales() {
        router = router.merge(pages(*locale));
    }
    router.with_state(RouteState { app, front })
}

fn pages(locale: Locale) -> Router<RouteState> {
    type On = State<PageState>;
    // Not nested: a nested route's handlers would not see the language in the path.
    let at = |path: &str| format!("/{locale}{path}");
    Router::new()
        .route(at(""), get(move |state: On, asked: Asked| show_home(locale, state, asked)))
        .route(at("/c"), get(move |state: On, asked: Asked| show_categories(locale, state, asked)))
        .route(
            at("/c/{slug}"),
            get(move |state: On, slug: Slug, asked: Asked| show_category(locale, state, slug, asked)),
        )
        .route(at("/b"), get(move |state: On, asked: Asked| show_brands(locale, state, asked)))
        .route(
            at("/b/{slug}"),
            get(move |state: On, slug: Slug, asked: Asked| show_brand(locale, state, slug, asked)),
        )
        .route(
            at("/v/{slug}"),
            get(move |state: On, slug: Slug, asked: Asked| show_vehicle(locale, state, slug, asked)),
        )
        .route(
            at("/p/{slug}"),
            get(move |state: On, slug: Slug, asked: Asked| show_product(locale, state, slug, asked)),
        )
        .route(at("/products"), get(move |state: On, asked: Asked| show_products(locale, state, asked)))
        .route(at("/search"), get(move |state: On, asked: Asked| show_search(locale, state, asked)))
        .route(at("/vin"), get(move |state: On, asked: Asked| show_vin(locale, state, asked)))
        .route(at("/vehicle"), get(move |state: On, asked: Asked| show_chooser(locale, state, asked)))
        .route(
            at("/vehicle"),
            post(move |state: On, headers, body| forms::choose_vehicle(locale, state, headers, body)),
        )
        .route(at("/compare"), get(move |state: On, asked: Asked| show_comparison(locale, state, asked)))
        .route(
            at("/compare"),
            post(move |state: On, headers, body| forms::change_comparison(locale, state, headers, body)),
        )
        .route(at("/contact"), get(move |state: On, asked: Asked| show_contact(locale, state, asked)))
        .route(at("/offline"), get(move |state: On, asked: Asked| show_offline(locale, state, asked)))
        .route(
            at("/manifest.webmanifest"),
            get(move |state: On, asked: Asked| get_manifest(locale, state, asked)),
        )
        .route(at("/"), get(show_other))
        .route(at("/{*nothing}"), get(show_other))
}

/// What is below a language and nobody's: an address with a slash too many leads to the one without it.
async fn show_other(State(state): State<PageState>, uri: Uri, asked: Asked) -> Response {
    if let Some(elsewhere) = without_slash(&uri) {
        return elsewhere;
    }
    leave().await;
    not_found(&state.app, &state.front, &asked)
}

/// The page for an address that is nobody's, in the visitor's language.
pub fn not_found(app: &AppState, front: &Storefront, asked: &Asked) -> Response {
    problem_page(app, front, asked, &Problem::of(ErrorCode::NotFound))
}

async fn choose_language(State(state): State<PageState>, asked: Asked) -> Response {
    let locale = asked.preferred_locale(state.front.locales());
    let headers = [
        (
            LOCATION,
            HeaderValue::from_static(match locale {
                Locale::Fr => "/fr",
                Locale::Ar => "/ar",
                Locale::En => "/en",
            }),
        ),
        (VARY, HeaderValue::from_static("accept-language")),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (StatusCode::FOUND, headers).into_response()
}

async fn show_home(locale: Locale, State(state): State<PageState>, asked: Asked) -> Response {
    let version = |snapshot: &Snapshot| {
        snapshot.tree_version().wrapping_mul(31).wrapping_add(snapshot.shop_version(false))
    };
    page(&state, &asked, locale, "home", version, |visit| Ok(home::page(visit)?)).await
}

async fn show_categories(locale: Locale, State(state): State<PageState>, asked: Asked) -> Response {
    page(&state, &asked, locale, "categories", Snapshot::tree_version, |visit| {
        Ok(shelves::categories(visit)?)
    })
    .await
}

async fn show_brands(locale: Locale, State(state): State<PageState>, asked: Asked) -> Response {
    page(&state, &asked, locale, "brands", Snapshot::tree_version, |visit| Ok(shelves::brands(visit)?)).await
}

async fn show_category(locale: Locale, State(state): State<PageState>, slug: Slug, asked: Asked) -> Response {
    let scope = ProductFilter { categories: vec![slug.0.clone()], ..ProductFilter::default() };
    page(&state, &asked, locale, "category", list_version(scope, &asked), |visit| {
        shelves::category(visit, shelves::found(visit.snapshot.category(&slug.0))?)
    })
    .await
}

async fn show_brand(locale: Locale, State(state): State<PageState>, slug: Slug, asked: Asked) -> Response {
    let scope = ProductFilter { brands: vec![slug.0.clone()], ..ProductFilter::default() };
    page(&state, &asked, locale, "brand", list_version(scope, &asked), |visit| {
        shelves::brand(visit, shelves::found(visit.snapshot.brand(&slug.0))?)
    })
    .await
}

async fn show_vehicle(locale: Locale, State(state): State<PageState>, slug: Slug, asked: Asked) -> Response {
    let scope = ProductFilter { vehicles: vec![slug.0.clone()], ..ProductFilter::default() };
    page(&state, &asked, locale, "vehicle", list_version(scope, &asked), |visit| {
        shelves::vehicle(visit, shelves::found(visit.snapshot.vehicle_node(&slug.0))?)
    })
    .await
}

async fn show_products(locale: Locale, State(state): State<PageState>, asked: Asked) -> Response {
    page(
        &state,
        &asked,
        locale,
        "products",
        list_version(ProductFilter::default(), &asked),
        shelves::products,
    )
    .await
}

async fn show_search(locale: Locale, State(state): State<PageState>, asked: Asked) -> Response {
    page(&state, &asked, locale, "search", list_version(ProductFilter::default(), &asked), search_page::page)
        .await
}

async fn show_product(locale: Locale, State(state): State<PageState>, slug: Slug, asked: Asked) -> Response {
    let version = |snapshot: &Snapshot| {
        let number = snapshot.product(&slug.0).map(|product| product.number());
        number.map_or(0, |number| snapshot.page_version(number))
    };
    page(&state, &asked, locale, "product", version, |visit| {
        Ok(product::page(visit, shelves::found(visit.snapshot.product(&slug.0))?)?)
    })
    .await
}

async fn show_vin(locale: Locale, State(state): State<PageState>, asked: Asked) -> Response {
    page(&state, &asked, locale, "vin", Snapshot::tree_version, |visit| Ok(vin_page::page(visit)?)).await
}

async fn show_chooser(locale: Locale, State(state): State<PageState>, asked: Asked) -> Response {
    page(&state, &asked, locale, "chooser", Snapshot::tree_version, |visit| Ok(chooser::page(visit)?)).await
}

async fn show_comparison(locale: Locale, State(state): State<PageState>, asked: Asked) -> Response {
    let slugs = compare::chosen(asked.header(COOKIE));
    let version = |snapshot: &Snapshot| {
        let known = slugs.iter().filter_map(|slug| snapshot.product(slug));
        known.fold(snapshot.tree_version(), |version, product| {
            version.wrapping_mul(31).wrapping_add(snapshot.product_version(product.number()))
        })
    };
    page(&state, &asked, locale, "compare", version, |visit| Ok(compare::page(visit, &slugs)?)).await
}

async fn show_contact(locale: Locale, State(state): State<PageState>, asked: Asked) -> Response {
    page(&state, &asked, locale, "contact", Snapshot::tree_version, |visit| Ok(plain::contact(visit)?)).await
}

async fn show_offline(locale: Locale, State(state): State<PageState>, asked: Asked) -> Response {
    page(&state, &asked, locale, "offline", Snapshot::tree_version, |visit| Ok(plain::offline(visit)?)).await
}

async fn get_manifest(locale: Locale, State(state): State<PageState>, asked: Asked) -> Response {
    let snapshot = state.app.snapshot();
    let visit = Visit::new(&state.front, &snapshot, locale, asked.path(), "", None);
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/manifest+json")),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, app::manifest(&visit)).into_response()
}

/// The worker asks the shop for pages and files, and nobody for anything else.
const WORKER_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; connect-src 'self'; frame-ancestors 'none'");

async fn get_worker(State(state): State<PageState>) -> Response {
    let headers = [
        (CONTENT_SECURITY_POLICY, WORKER_POLICY),
        (CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8")),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, state.front.worker().to_owned()).into_response()
}

async fn get_asset(State(state): State<PageState>, asked: Asked) -> Response {
    let Some(asset) = state.front.assets().find(asked.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (body, encoding) = match asked.header(ACCEPT_ENCODING).map_or(Encoding::Identity, Encoding::preferred)
    {
        Encoding::Brotli => (&asset.brotli, Encoding::Brotli),
        Encoding::Gzip => (&asset.gzip, Encoding::Gzip),
        Encoding::Identity => (&asset.plain, Encoding::Identity),
    };
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(CACHE_CONTROL, IMMUTABLE);
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding.header() {
        headers.insert(CONTENT_ENCODING, encoding);
    }
    (headers, body.clone()).into_response()
}

async fn get_icon(Path(name): Path<String>) -> Response {
    // The first to ask has them drawn.
    leave().await;
    let (kind, body) = match name.as_str() {
        "shop.svg" => ("image/svg+xml", Bytes::from_static(icon::SVG.as_bytes())),
        "shop-192.png" => ("image/png", icon::SHOP_192.clone()),
        "shop-512.png" => ("image/png", icon::SHOP_512.clone()),
        "mask-512.png" => ("image/png", icon::MASK_512.clone()),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
    ];
    (headers, body).into_response()
}

async fn get_robots(State(state): State<PageState>) -> Response {
    let sitemap = format!("{}/sitemap.xml", state.front.public_url());
    let text = format!("User-agent: *\nDisallow: /*/compare\nSitemap: {sitemap}\n");
    ([(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))], text).into_response()
}

/// A list's version: what is found and what stands around it.
fn list_version(scope: ProductFilter, asked: &Asked) -> impl FnOnce(&Snapshot) -> u64 {
    move |snapshot| {
        let query = Pairs::read(asked.raw_query());
        // What else the address asks for may narrow the list, and then its facets count what is outside of it.
        let found = if query.0.is_empty() {
            snapshot.list_version(&scope, true, false)
        } else {
            snapshot.shop_version(Wanted::by_price(&query))
        };
        found.wrapping_mul(31).wrapping_add(snapshot.tree_version())
    }
}

/// Answers with a page, from the cache if neither its version has moved nor any product of which it shows a row.
async fn page(
    state: &PageState,
    asked: &Asked,
    locale: Locale,
    kind: &'static str,
    version: impl FnOnce(&Snapshot) -> u64 + Send,
    make: impl FnOnce(&Visit<'_>) -> Result<String, PageError> + Send,
) -> Response {
    let snapshot = state.app.snapshot();
    let cookies = asked.header(COOKIE);
    let known = |slug: &&String| snapshot.vehicle_node(slug).is_some();
    let key = || {
        let mut key =
            AnswerKey::new(kind).number(state.front.fingerprint()).text(asked.path()).text(asked.raw_query());
        let cars = car::garage(cookies);
        // Only the chooser shows more cars than the first.
        for slug in cars.iter().take(if kind == "chooser" { cars.len() } else { 1 }).filter(known) {
            key = key.text(slug);
        }
        if kind == "compare" {
            key = key.text(&compare::cookie_value(&compare::chosen(cookies)));
        }
        key
    };
    let failed: OnceLock<Problem> = OnceLock::new();
    let make = || {
        let visit = Visit::new(&state.front, &snapshot, locale, asked.path(), asked.raw_query(), cookies);
        let page = make(&visit).map_err(|error| {
            let problem = explain(error);
            // Set once: an answer is made once.
            let _ = failed.set(problem.clone());
            problem
        })?;
        Ok(Answer::html(page.into_bytes().into()).showing(visit.shown.take()))
    };
    let version = || Ok(version(&snapshot));
    let response = state.app.answer(asked, &snapshot, Effort::Much, key, version, make).await;
    match failed.into_inner() {
        Some(problem) => problem_page(&state.app, &state.front, asked, &problem),
        None => response,
    }
}

fn explain(error: PageError) -> Problem {
    match error {
        PageError::Problem(problem) => problem,
        PageError::Storefront(error) => Problem::internal(error),
    }
}

/// A problem as a page, in the language of the address, else in the visitor's.
pub(crate) fn problem_page(app: &AppState, front: &Storefront, asked: &Asked, problem: &Problem) -> Response {
    let snapshot = app.snapshot();
    let named = asked.path().get(1..3).and_then(|code| code.parse::<Locale>().ok());
    let locale = named
        .filter(|locale| front.locales().contains(locale))
        .unwrap_or_else(|| asked.preferred_locale(front.locales()));
    // Links to other languages lead home: the address itself is wrong.
    let path = format!("/{locale}");
    let visit = Visit::new(front, &snapshot, locale, &path, "", asked.header(COOKIE));
    let body = match plain::problem(&visit, problem) {
        Ok(page) => page,
        Err(error) => return Problem::internal(error).into_response(),
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (VARY, HeaderValue::from_static("cookie")),
    ];
    let mut response = (problem.status, headers, body).into_response();
    if let Some(cause) = &problem.cause {
        response.extensions_mut().insert(cause.clone());
    }
    response
}
