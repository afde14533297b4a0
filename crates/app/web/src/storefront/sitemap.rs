//! Sitemaps: an index, one file of pages a language, products split where the protocol ends a file.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, HttpBody};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use catalogue::{Snapshot, VehicleLevel, VehicleNode};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use http_body::Frame;
use kernel::{ErrorCode, Locale};

use super::routes::PageState;
use super::{Storefront, address};
use crate::answer::{Answer, AnswerKey, Effort, Varies};
use crate::network::leave;
use crate::{Asked, Problem, Slug};

/// Addresses in one file at most (sitemaps.org).
const MOST: usize = 50_000;

/// Products in one piece of a file: a file of the largest shop is sent in pieces of some 15 kB, never held as a whole.
const PIECE: usize = 100;

/// Answers with the index of all files.
pub(crate) async fn get_index(State(state): State<PageState>, asked: Asked) -> Response {
    let snapshot = state.app.snapshot();
    let (key, version) = (|| key(&state, &asked), || Ok(snapshot.shop_version(true)));
    let make = || Ok(answer(index(&state.front, &snapshot)));
    state.app.answer(&asked, &snapshot, Effort::Much, key, version, make).await
}

/// Answers with one file, by its name: `fr-pages.xml`, `fr-products-1.xml`.
pub(crate) async fn get_file(State(state): State<PageState>, name: Slug, asked: Asked) -> Response {
    let snapshot = state.app.snapshot();
    match File::named(&name.0, &state.front, &snapshot) {
        None => Problem::of(ErrorCode::NotFound).into_response(),
        Some(File::Pages(locale)) => {
            let make = || Ok(answer(pages(&state.front, &snapshot, locale)));
            let (key, version) = (|| key(&state, &asked), || Ok(snapshot.shop_version(true)));
            state.app.answer(&asked, &snapshot, Effort::Much, key, version, make).await
        }
        Some(File::Products(locale, number)) => {
            leave().await;
            let numbers = snapshot.live().iter().skip((number - 1) * MOST).take(MOST).collect::<Vec<_>>();
            let key = key(&state, &asked).number(snapshot.shop_version(true));
            let lines = ProductLines {
                front: state.front.clone(),
                locale,
                numbers,
                written: None,
                waits: false,
                snapshot,
            };
            stream(&asked, &key, lines)
        }
    }
}

fn key(state: &PageState, asked: &Asked) -> AnswerKey {
    AnswerKey::new("sitemap").number(state.front.fingerprint()).text(asked.path())
}

fn answer(xml: String) -> Answer {
    Answer { content_type: "application/xml", ..Answer::json(xml.into_bytes().into(), Varies::Not) }
}

/// The file piece by piece; its tag says what it is made of, because nobody has seen its bytes yet.
fn stream(asked: &Asked, key: &AnswerKey, lines: ProductLines) -> Response {
    let tag = format!("W/\"{:032x}\"", twox_hash::XxHash3_128::oneshot(key.as_bytes()));
    let known = asked.known_tags().is_some_and(|known| known.split(',').any(|other| other.trim() == tag));
    let headers = [(ETAG, tag), (CACHE_CONTROL, "no-cache".to_owned())];
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, [(CONTENT_TYPE, "application/xml")], Body::new(lines)).into_response()
}

/// A file that the index names.
enum File {
    Pages(Locale),
    /// The number of the file, from 1.
    Products(Locale, usize),
}

impl File {
    fn named(name: &str, front: &Storefront, snapshot: &Snapshot) -> Option<Self> {
        let (locale, rest) = name.strip_suffix(".xml")?.split_once('-')?;
        let locale: Locale = locale.parse().ok().filter(|locale| front.locales().contains(locale))?;
        match rest.strip_prefix("products-") {
            Some(number) => {
                let number: usize = number.parse().ok()?;
                let files = snapshot.product_count().div_ceil(MOST);
                (1..=files).contains(&number).then_some(Self::Products(locale, number))
            }
            None => (rest == "pages").then_some(Self::Pages(locale)),
        }
    }
}

/// A file of products on its way.
struct ProductLines {
    front: Storefront,
    snapshot: Arc<Snapshot>,
    locale: Locale,
    numbers: Vec<u32>,
    /// Products so far; `None` before the head of the file.
    written: Option<usize>,
    /// Whether others come first: pieces are written where all clients are talked to.
    waits: bool,
}

impl ProductLines {
    /// The next piece; `None` after the last.
    fn next_piece(&mut self) -> Option<String> {
        let mut xml = if self.written.is_none() { head("urlset") } else { String::new() };
        let begin = self.written.unwrap_or(0);
        if begin > self.numbers.len() {
            return None;
        }
        let end = self.numbers.len().min(begin + PIECE);
        for number in &self.numbers[begin..end] {
            let Some(product) = self.snapshot.product_by_number(*number) else { continue };
            let path = address::product(self.locale, product.slug());
            let day = product.updated_at().date_naive();
            // Writing to a String cannot fail.
            let _ = write!(
                xml,
                "<url><loc>{}{path}</loc><lastmod>{day}</lastmod></url>",
                self.front.public_url()
            );
        }
        if end == self.numbers.len() {
            xml.push_str("</urlset>\n");
        }
        // One past the end once the foot is written.
        self.written = Some(if end == self.numbers.len() { end + 1 } else { end });
        Some(xml)
    }
}

impl HttpBody for ProductLines {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.waits {
            self.waits = false;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.waits = true;
        Poll::Ready(self.next_piece().map(|piece| Ok(Frame::data(Bytes::from(piece)))))
    }
}

/// The index of all files.
fn index(front: &Storefront, snapshot: &Snapshot) -> String {
    let mut xml = head("sitemapindex");
    let files = snapshot.product_count().div_ceil(MOST);
    for locale in front.locales() {
        let names = std::iter::once(format!("{locale}-pages.xml"))
            .chain((1..=files).map(|file| format!("{locale}-products-{file}.xml")));
        for name in names {
            let _ = write!(xml, "<sitemap><loc>{}/sitemaps/{name}</loc></sitemap>", front.public_url());
        }
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

fn pages(front: &Storefront, snapshot: &Snapshot, locale: Locale) -> String {
    let mut xml = head("urlset");
    let fixed = ["", "/c", "/b", "/products", "/vin", "/contact"].map(|path| format!("/{locale}{path}"));
    let categories = snapshot.categories().iter().map(|category| address::category(locale, &category.slug));
    let brands = snapshot.brands().iter().map(|brand| address::brand(locale, &brand.slug));
    let vehicles = snapshot.makes().flat_map(to_models).map(|node| address::vehicle(locale, node.slug()));
    let all = fixed.into_iter().chain(categories).chain(brands).chain(vehicles);
    for path in all.take(MOST) {
        let _ = write!(xml, "<url><loc>{}{path}</loc></url>", front.public_url());
    }
    xml.push_str("</urlset>\n");
    xml
}

/// A make with its models and their generations: single engines are left to links.
fn to_models(make: VehicleNode<'_>) -> Vec<VehicleNode<'_>> {
    let mut nodes = vec![make];
    for model in make.children() {
        nodes.push(model);
        nodes.extend(model.children().filter(|node| node.level() == VehicleLevel::Generation));
    }
    nodes
}

fn head(element: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{element} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
    )
}
