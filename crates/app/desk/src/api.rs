//! The API of the desk: signing in, one's account, the staff, keys for machines, the audit trail, webhooks; the
//! catalogue and its jobs.
//!
//! Every operation but signing in takes its caller through [`web::caller`];
//! which permission it needs stands in its signature.

mod api_keys;
mod audit_trail;
mod brands;
mod bulk_edits;
mod categories;
mod dashboard;
mod exports;
mod forecast_views;
mod forecasts;
mod images;
mod imports;
mod jobs;
mod password;
mod product_views;
mod products;
mod sales_imports;
mod second_factor;
mod sessions;
mod settings;
mod shop_profile;
mod sign_in;
mod staff;
mod synonyms;
mod table_views;
mod vehicles;
mod views;
mod weather_settings;
mod webhook_deliveries;
mod webhooks;

use chrono_tz::Tz;
use utoipa::{IntoResponses, OpenApi};
use web::routes;
use web::routing::Operations;
use web::storefront::Front;
use web::{AppState, Problem};

/// What is said of these operations as a whole.
#[derive(OpenApi)]
#[openapi(
    tags(
        (name = "sign-in", description = "Signing in at the desk"),
        (name = "account", description = "One's own account and sessions"),
        (name = "staff", description = "Who works here"),
        (name = "api-keys", description = "Keys for machines"),
        (name = "audit", description = "Who did what"),
        (name = "products-desk", description = "Products as staff keep them"),
        (name = "tables", description = "Brands, categories and vehicles as staff keep them"),
        (name = "synonyms", description = "Words that search takes as one"),
        (name = "files", description = "The catalogue from files and into files"),
        (name = "forecasts", description = "What will sell, and what to do about it"),
        (name = "jobs", description = "Background work"),
        (name = "settings", description = "What is set for the shop"),
        (name = "webhooks", description = "News of the shop for programs of others"),
    ),
)]
struct Described;

/// Routes under `/api/admin`; `front` shows at once what staff say of the shop, whose days begin in `zone`.
pub(crate) fn router(front: Front, zone: Tz) -> Operations<AppState> {
    // On these alone: a layer costs every request that passes it.
    let insights = Operations::default()
        .routes(routes!(forecasts::get_forecast))
        .routes(routes!(forecasts::list_insights))
        .with_extension(zone);
    let shop_profile = Operations::default()
        .routes(routes!(shop_profile::get_shop_profile, shop_profile::set_shop_profile))
        .with_extension(front);
    Operations::described_in(Described::openapi())
        .routes(routes!(sign_in::sign_in))
        .routes(routes!(sign_in::sign_in_browser))
        .routes(routes!(sign_in::refresh_session))
        .routes(routes!(sign_in::create_first_owner))
        .routes(routes!(sessions::sign_out))
        .routes(routes!(sessions::sign_out_everywhere))
        .routes(routes!(sessions::get_me))
        .routes(routes!(sessions::list_sessions))
        .routes(routes!(sessions::end_session))
        .routes(routes!(password::ask_password_link))
        .routes(routes!(password::set_password))
        .routes(routes!(password::change_password))
        .routes(routes!(second_factor::begin_second_factor))
        .routes(routes!(second_factor::confirm_second_factor))
        .routes(routes!(second_factor::remove_second_factor))
        .routes(routes!(staff::list_staff, staff::add_staff))
        .routes(routes!(staff::get_staff, staff::edit_staff, staff::erase_staff))
        .routes(routes!(staff::end_sessions_of))
        .routes(routes!(api_keys::list_api_keys, api_keys::create_api_key))
        .routes(routes!(api_keys::revoke_api_key))
        .routes(routes!(dashboard::get_stats))
        .routes(routes!(dashboard::list_recent_activity))
        .routes(routes!(audit_trail::list_audit))
        .routes(routes!(audit_trail::export_audit))
        .routes(routes!(webhooks::list_webhooks, webhooks::add_webhook))
        .routes(routes!(webhooks::list_webhook_events))
        .routes(routes!(webhooks::get_webhook, webhooks::edit_webhook, webhooks::delete_webhook))
        .routes(routes!(webhooks::rotate_webhook_secret))
        .routes(routes!(webhooks::test_webhook))
        .routes(routes!(webhook_deliveries::list_webhook_deliveries))
        .routes(routes!(webhook_deliveries::get_webhook_delivery))
        .routes(routes!(webhook_deliveries::replay_webhook_delivery))
        .merge(catalogue_router())
        .merge(shop_profile)
        .merge(insights)
}

/// What staff do to the catalogue, and the jobs that come of it.
fn catalogue_router() -> Operations<AppState> {
    Operations::default()
        .routes(routes!(products::list_products_at_desk, products::create_product))
        .routes(routes!(products::get_product_at_desk, products::edit_product, products::delete_product))
        .routes(routes!(products::restore_product))
        .routes(routes!(products::list_price_changes))
        .routes(routes!(bulk_edits::bulk_edit))
        .routes(routes!(bulk_edits::undo_bulk_edit))
        .routes(routes!(images::add_image))
        .routes(routes!(brands::list_brands_at_desk, brands::create_brand))
        .routes(routes!(brands::rename_brand, brands::delete_brand))
        .routes(routes!(brands::merge_brand))
        .routes(routes!(categories::list_categories_at_desk, categories::create_category))
        .routes(routes!(categories::edit_category, categories::delete_category))
        .routes(routes!(categories::move_category))
        .routes(routes!(vehicles::list_vehicles_at_desk, vehicles::create_vehicle))
        .routes(routes!(vehicles::edit_vehicle, vehicles::delete_vehicle))
        .routes(routes!(synonyms::list_synonyms, synonyms::add_synonyms))
        .routes(routes!(synonyms::edit_synonyms, synonyms::delete_synonyms))
        .routes(routes!(synonyms::export_synonyms, synonyms::replace_synonyms))
        .routes(routes!(imports::receive_import))
        .routes(routes!(imports::get_import))
        .routes(routes!(imports::apply_import))
        .routes(routes!(imports::get_import_problems))
        .routes(routes!(exports::order_export))
        .routes(routes!(exports::get_export_file))
        .routes(routes!(forecasts::list_forecasts))
        .routes(routes!(forecasts::get_forecast_accuracy))
        .routes(routes!(forecasts::pin_forecast_model))
        .routes(routes!(forecasts::order_forecast_run))
        .routes(routes!(sales_imports::receive_sales_import))
        .routes(routes!(sales_imports::get_sales_import))
        .routes(routes!(sales_imports::apply_sales_import))
        .routes(routes!(sales_imports::get_sales_import_problems))
        .routes(routes!(jobs::list_jobs))
        .routes(routes!(jobs::get_job))
        .routes(routes!(jobs::cancel_job))
        .routes(routes!(jobs::run_job_again))
        .routes(routes!(settings::get_settings))
        .routes(routes!(settings::get_trade_settings, settings::set_trade_settings))
        .routes(routes!(weather_settings::get_weather_settings, weather_settings::set_weather_settings))
}

/// What any operation of the desk may answer instead.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes answers; nobody makes one")]
enum Refusals {
    /// A field or parameter is wrong
    #[response(status = 400, content_type = "application/problem+json")]
    InvalidInput(Problem),
    /// Nobody is signed in
    #[response(status = 401, content_type = "application/problem+json")]
    NotSignedIn(Problem),
    /// The permission is missing
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// There is no such thing
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// The state forbids it
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
    /// The body is too large
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The body is no JSON
    #[response(status = 415, content_type = "application/problem+json")]
    NoJson(Problem),
    /// Too many tries; `Retry-After` says when to come back
    #[response(status = 429, content_type = "application/problem+json")]
    TooOften(Problem),
    /// The database is away for a moment
    #[response(status = 503, content_type = "application/problem+json")]
    Away(Problem),
}
