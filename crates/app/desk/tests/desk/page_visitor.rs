//! Somebody with a browser at the desk: their cookie, forms with the page's own token.

use axum::body::Body;
use axum::extract::Request;
use catalogue::{
    CatalogueSettings, CategoryDocument, FitmentDocument, ProductDocument, VehicleDocument, WriteContext,
    upsert_categories, upsert_products, upsert_vehicles,
};
use chrono::DateTime;
use db::testing::TestDb;
use http::StatusCode;
use kernel::{Clock, Locale, LocalizedText};

use crate::test_desk::{Answer, PASSWORD, TestDesk};
use web::testing::html::attributes;

/// A browser of somebody.
pub(crate) struct PageVisitor<'a> {
    pub(crate) desk: &'a TestDesk,
    cookie: String,
    locale: &'static str,
}

impl<'a> PageVisitor<'a> {
    /// A browser in which nobody is signed in.
    pub(crate) fn stranger(desk: &'a TestDesk, locale: &'static str) -> Self {
        Self { desk, cookie: String::new(), locale }
    }

    /// Signed in through the page.
    pub(crate) async fn of(desk: &'a TestDesk, email: &str, locale: &'static str) -> Self {
        let mut visitor = Self::stranger(desk, locale);
        let body = form(&[("email", email), ("password", PASSWORD)]);
        let answer = visitor.post("/desk/sign-in", &body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.page());
        answer.header("set-cookie").split(';').next().unwrap().clone_into(&mut visitor.cookie);
        visitor
    }

    /// The same person in another language.
    pub(crate) fn reading(&self, locale: &'static str) -> Self {
        Self { desk: self.desk, cookie: self.cookie.clone(), locale }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.desk.send(self.request(Request::get(path)).body(Body::empty()).unwrap()).await
    }

    /// A page that must be there.
    pub(crate) async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.page());
        answer.page()
    }

    /// A form as it is.
    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        let request =
            self.request(Request::post(path)).header("content-type", "application/x-www-form-urlencoded");
        self.desk.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// A form with the token of this person's pages.
    pub(crate) async fn send(&self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf().await;
        self.post(path, &form(&[&[("csrf", csrf.as_str())], pairs].concat())).await
    }

    /// A form with a file, as [`file_form`] makes it.
    pub(crate) async fn upload(&self, path: &str, body: String) -> Answer {
        let request = self.request(Request::post(path));
        let request = request.header("content-type", "multipart/form-data; boundary=limit");
        self.desk.send(request.body(Body::from(body)).unwrap()).await
    }

    pub(crate) async fn csrf(&self) -> String {
        let page = self.page("/desk/account").await;
        attributes(&page, "name=\"csrf\" value=\"").remove(0)
    }

    pub(crate) fn request(&self, request: http::request::Builder) -> http::request::Builder {
        let cookie = format!("{}; desk-language={}", self.cookie, self.locale);
        request.header("cookie", cookie).header("sec-fetch-site", "same-origin")
    }
}

impl Answer {
    pub(crate) fn page(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

/// A form's body.
pub(crate) fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The body of a form with a file.
pub(crate) fn file_form(csrf: &str, name: &str, file: &str) -> String {
    let part = |head: &str, text: &str| {
        format!("--limit\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n")
    };
    let mut body = part("name=\"csrf\"", csrf) + &part("name=\"kind\"", "");
    body += &part(&format!("name=\"file\"; filename=\"{name}\""), file);
    body + "--limit--\r\n"
}

/// Where one is led, and the id at its end.
pub(crate) fn led_to(answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.page());
    let path = answer.header("location").to_owned();
    (path.clone(), path.rsplit('/').next().unwrap().to_owned())
}

/// The value of a hidden field.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    attributes(page, &format!("name=\"{name}\" value=\"")).remove(0)
}

/// A few products, two categories, a car; one product has had two prices.
pub(crate) async fn fill(db: &TestDb) {
    let settings = CatalogueSettings::default();
    let clock = Clock::frozen(DateTime::from_timestamp(1_794_000_000, 0).unwrap());
    let context = WriteContext::new(&settings, &clock, "import", "import of prices.csv");
    let texts = |fr: &str, ar: &str| LocalizedText::in_locale(Locale::Fr, fr).with(Locale::Ar, ar);
    let category = |slug: &str, parent: Option<&str>, names| CategoryDocument {
        slug: slug.to_owned(),
        parent: parent.map(str::to_owned),
        names,
        ..CategoryDocument::default()
    };
    let product = |sku: &str, name: LocalizedText, price_minor, stock| ProductDocument {
        sku: sku.to_owned(),
        names: name,
        brand: Some("Bosch".to_owned()),
        category: Some("plaquettes".to_owned()),
        price_minor,
        stock_quantity: stock,
        ..ProductDocument::default()
    };
    let categories = [
        category("freinage", None, texts("Freinage", "الفرامل")),
        category("plaquettes", Some("freinage"), texts("Plaquettes", "بلاكات")),
    ];
    let car = VehicleDocument {
        slug: "renault-clio-4".to_owned(),
        make: "Renault".to_owned(),
        model: "Clio".to_owned(),
        generation: Some(4),
        year_from: Some(2012),
        ..VehicleDocument::default()
    };
    let fits = FitmentDocument {
        vehicle: "renault-clio-4".to_owned(),
        position: None,
        quantity: None,
        conditions: None,
    };
    let pads = texts("Plaquettes avant", "بلاكات أمامية");
    let mut products = vec![
        ProductDocument { fitments: Some(vec![fits]), ..product("PAD-1", pads, Some(45_900), Some(8)) },
        product("PAD-2", texts("<b>Plaquettes</b> & \"arrière\"", ""), Some(30_000), Some(2)),
        product("PAD-3", texts("Plaquettes sans prix", ""), None, None),
        product("DRAFT-1", LocalizedText::default(), Some(1_000), Some(0)),
    ];
    let tx = db.begin_write().await.unwrap();
    upsert_categories(&tx, &categories, &context).await.unwrap();
    upsert_vehicles(&tx, &[car], &context).await.unwrap();
    upsert_products(&tx, &products, &context).await.unwrap();
    tx.commit().await.unwrap();
    clock.advance(chrono::TimeDelta::days(9));
    products[0].price_minor = Some(48_500);
    let tx = db.begin_write().await.unwrap();
    upsert_products(&tx, &products[..1], &context).await.unwrap();
    tx.commit().await.unwrap();
}
