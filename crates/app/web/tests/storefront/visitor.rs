//! Somebody who asks for pages, in process.

use std::path::Path;

use axum::body::Body;
use catalogue::CatalogueSettings;
use http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use web::exchange::Exchange;
use web::storefront::{ShopProfile, Storefront, StorefrontSettings};

use crate::shop;

/// A shopper with the cookies of earlier visits.
pub(crate) struct Visitor {
    shop: Exchange,
    cookies: String,
}

impl Visitor {
    /// Somebody who comes for the first time.
    pub(crate) fn new() -> Self {
        Self { shop: shop::exchange("https://shop.example"), cookies: String::new() }
    }

    /// Somebody in another's shop.
    pub(crate) fn at(profile: ShopProfile) -> Self {
        let settings = StorefrontSettings { profile, ..StorefrontSettings::default() };
        let front = Storefront::open(settings, &CatalogueSettings::default()).unwrap();
        Self { shop: shop::exchange_with(front), ..Self::new() }
    }

    /// Somebody in a shop that looks different.
    pub(crate) fn themed(theme: &Path) -> Self {
        Self {
            shop: shop::exchange_with(shop::open_front("https://shop.example", Some(theme)).unwrap()),
            ..Self::new()
        }
    }

    /// Somebody whose device remembers something.
    pub(crate) fn remembering(cookies: &str) -> Self {
        Self { cookies: cookies.to_owned(), ..Self::new() }
    }

    /// Somebody whose car is known.
    pub(crate) fn with_car() -> Self {
        Self::remembering(&format!("car={}", shop::CAR))
    }

    /// The answer to a GET.
    pub(crate) async fn get(&self, path: &str) -> Response<Body> {
        let request = Request::get(path).header(header::COOKIE, &self.cookies);
        self.shop.answer(request.body(Body::empty()).unwrap()).await
    }

    /// The answer to a form.
    pub(crate) async fn post(&self, path: &str, form: &str) -> Response<Body> {
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookies)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.shop.answer(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// The text of a page that is there.
    pub(crate) async fn page(&self, path: &str) -> String {
        let response = self.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        text(response).await
    }
}

/// The body of an answer.
pub(crate) async fn text(response: Response<Body>) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}
