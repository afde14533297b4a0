//! Going anywhere: places and products by a few letters, as a page and as what the palette shows.

use axum::extract::State;
use axum::response::Response;
use catalogue::{SuggestQuery, SuggestionKind};
use kernel::Permission;
use serde::Serialize;

use super::Dashboard;
use super::failure::{self, DeskFailure};
use super::reader::AtDesk;
use super::sheet::{Sheet, places};

/// Products that are shown.
const PRODUCTS: usize = 8;

#[derive(Debug, Serialize)]
pub(crate) struct FoundView {
    pub(crate) groups: Vec<FoundGroup>,
}

#[derive(Debug, Serialize)]
pub(crate) struct FoundGroup {
    pub(crate) heading: String,
    pub(crate) hits: Vec<Hit>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Hit {
    pub(crate) href: String,
    pub(crate) icon: &'static str,
    pub(crate) label: String,
    pub(crate) note: Option<String>,
}

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Response {
    page(&desk, &at).unwrap_or_else(|failure| failure::answer(&desk, &at.reader, failure))
}

fn page(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let (actor, locale) = (at.actor()?, at.reader.locale);
    let texts = desk.texts(locale);
    let asked = at.reader.query.get("q").unwrap_or_default();
    let known = kernel::text::fold(asked.trim());
    let mut hits: Vec<Hit> = places(texts, actor.permissions(), "")
        .into_iter()
        .map(|place| Hit {
            href: place.href.to_owned(),
            icon: place.icon,
            label: place.label.to_owned(),
            note: None,
        })
        .collect();
    let account = texts.get("my-account").to_owned();
    hits.push(Hit { href: "/desk/account".to_owned(), icon: "person", label: account, note: None });
    hits.retain(|hit| kernel::text::fold(&hit.label).contains(&known));
    let mut groups = vec![FoundGroup { heading: texts.get("find-places").to_owned(), hits }];
    if actor.may(Permission::ViewProducts) && !known.is_empty() {
        let query = SuggestQuery { text: asked.to_owned(), locale: Some(locale), limit: PRODUCTS };
        let snapshot = desk.app().snapshot();
        let found = catalogue::suggest(&snapshot, &query).items.into_iter();
        let products = found
            .filter(|item| matches!(item.kind, SuggestionKind::PartNumber | SuggestionKind::Product))
            .filter_map(|item| {
                let product = snapshot.product(&item.slug)?;
                Some(Hit {
                    href: format!("/desk/products/{}", product.id()),
                    icon: "box",
                    label: product.name(locale).to_owned(),
                    note: Some(product.sku().to_owned()),
                })
            });
        groups.push(FoundGroup { heading: texts.get("find-products").to_owned(), hits: products.collect() });
    }
    groups.retain(|group| !group.hits.is_empty());
    Ok(Sheet::new(desk, &at.reader, "", texts.get("find-heading"))
        .render("desk/search.html", FoundView { groups })?)
}
