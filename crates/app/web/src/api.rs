//! The JSON API: paths, parameters and shapes, documented from the handlers' own types.
//!
//! Every public answer goes through the answer cache, with the versions of what it shows.

mod brands;
mod categories;
mod decimal;
mod facets;
mod filter;
mod images;
mod json;
mod moment;
mod openapi;
mod product_detail;
mod product_row;
mod products;
mod search;
mod suggest;
mod vehicles;
mod vin;

use std::sync::Arc;

use axum::response::Response;
use catalogue::{ProductRef, Snapshot};
use kernel::{ErrorCode, Locale};
use serde::Serialize;

use crate::answer::{Answer, AnswerKey, Effort, Varies};
use crate::parameters::Parameters;
use crate::routing::{Operations, Router, get};
use crate::{AppState, Asked, Problem, Slug, routes};

/// Routes under `/api`, those of `beside` among them, without a fallback.
pub fn router(state: AppState, beside: Operations<AppState>) -> Router {
    let (router, document) = Operations::described_in(openapi::document())
        .routes(routes!(products::list_products))
        .routes(routes!(products::get_product))
        .routes(routes!(products::get_price_history))
        .routes(routes!(products::list_related_products))
        .routes(routes!(brands::list_brands))
        .routes(routes!(brands::get_brand))
        .routes(routes!(categories::list_categories))
        .routes(routes!(categories::get_category))
        .routes(routes!(vehicles::list_makes))
        .routes(routes!(vehicles::list_models))
        .routes(routes!(vehicles::list_engines))
        .routes(routes!(vin::get_vin))
        .routes(routes!(search::search_products))
        .routes(routes!(suggest::suggest))
        .merge(beside)
        .into_parts();
    router
        .route("/images/{name}", get(images::show_image))
        .with_state(state)
        .merge(openapi::router(&document))
}

/// Up to so many products, what looks at many of them takes some tens of microseconds still.
const SMALL_SHOP: usize = 50_000;

/// One request to the API while it is answered.
struct Call<'a> {
    state: &'a AppState,
    asked: &'a Asked,
    snapshot: Arc<Snapshot>,
    locale: Locale,
    varies: Varies,
    effort: Effort,
}

impl<'a> Call<'a> {
    /// Takes the language from `locale`, else from `Accept-Language`.
    fn new(state: &'a AppState, asked: &'a Asked, parameters: &mut Parameters<'_>) -> Result<Self, Problem> {
        let snapshot = state.snapshot();
        let spoken = &snapshot.settings().locales;
        let named = parameters.take_locale(spoken)?;
        let locale = named.unwrap_or_else(|| asked.preferred_locale(spoken));
        let varies = if named.is_none() { Varies::ByLanguage } else { Varies::Not };
        Ok(Self { state, asked, snapshot, locale, varies, effort: Effort::Much })
    }

    /// A call of an address that takes no parameter but `locale`.
    fn plain(state: &'a AppState, asked: &'a Asked) -> Result<Self, Problem> {
        let mut parameters = Parameters::read(asked.raw_query())?;
        let call = Self::new(state, asked, &mut parameters)?;
        parameters.refuse_rest(&["locale"])?;
        Ok(call)
    }

    /// The same, with an answer that takes so much to make; it is [`Effort::Much`] until somebody says so.
    fn taking(self, effort: Effort) -> Self {
        Self { effort, ..self }
    }

    /// The same, with an answer for which many products are looked at.
    fn looking_at_many(self) -> Self {
        let small = self.snapshot.product_count() <= SMALL_SHOP;
        self.taking(if small { Effort::Little } else { Effort::Much })
    }

    /// The product with this slug.
    fn product(&self, slug: &Slug) -> Result<ProductRef<'_>, Problem> {
        self.snapshot.product(&slug.0).ok_or_else(|| not_found("no product for sale has this slug"))
    }

    /// The key of this answer: its kind, its address, its language.
    fn key(&self, kind: &'static str) -> AnswerKey {
        AnswerKey::new(kind)
            .text(self.asked.path())
            .text(self.asked.raw_query())
            .number(self.locale.index() as u64)
    }

    /// Answers with what `make` returns as JSON; from the cache, if an answer of this `kind` is there and the `version` of
    /// what is found for it has not moved.
    async fn answer<T: Serialize>(
        &self,
        kind: &'static str,
        version: impl FnOnce() -> Result<u64, Problem>,
        make: impl FnOnce() -> Result<T, Problem>,
    ) -> Response {
        self.answer_showing(kind, version, || Ok((make()?, Vec::new()))).await
    }

    /// [`Call::answer`] with the numbers of the products that it shows beside what its version knows of them.
    async fn answer_showing<T: Serialize>(
        &self,
        kind: &'static str,
        version: impl FnOnce() -> Result<u64, Problem>,
        make: impl FnOnce() -> Result<(T, Vec<u32>), Problem>,
    ) -> Response {
        let make = || {
            let (view, shown) = make()?;
            let body = json::to_draft(&view).map_err(Problem::internal)?;
            Ok(Answer::json(body, self.varies).showing(shown))
        };
        let key = || self.key(kind);
        self.state.answer(self.asked, &self.snapshot, self.effort, key, version, make).await
    }
}

/// The problem of an address whose thing is not there.
fn not_found(what: &'static str) -> Problem {
    Problem::of(ErrorCode::NotFound).with_detail(what)
}
