//! Going anywhere: places, things to do and products by a few letters, as a page and as what the palette shows.

use axum::extract::State;
use axum::response::Response;
use catalogue::{DeskFilter, DeskQuery, SuggestQuery, SuggestionKind, list_products_at_desk};
use kernel::{Actor, Permission};
use serde::Serialize;

use super::Dashboard;
use super::failure::DeskFailure;
use super::reader::AtDesk;
use super::sheet::{Sheet, places};
use web::storefront::texts::Texts;

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

/// Key of the text, address, icon and what one needs: what has no place of its own in the rail.
const DOINGS: [(&str, &str, &str, Permission); 10] = [
    ("product-new", "/desk/products/new", "plus", Permission::EditProducts),
    ("import", "/desk/files", "inward", Permission::ImportCatalogue),
    ("brands", "/desk/brands", "tree", Permission::ViewProducts),
    ("categories", "/desk/categories", "tree", Permission::ViewProducts),
    ("category-new", "/desk/categories/new", "plus", Permission::EditCatalogue),
    ("vehicles", "/desk/vehicles", "tree", Permission::ViewProducts),
    ("synonyms", "/desk/synonyms", "tree", Permission::ViewProducts),
    ("webhooks", "/desk/webhooks", "outward", Permission::ManageWebhooks),
    ("api-keys", "/desk/api-keys", "key", Permission::ManageApiKeys),
    ("invite", "/desk/staff", "plus", Permission::ManageStaff),
];

pub(crate) async fn show(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at).await
}

async fn page(desk: &Dashboard, at: &AtDesk) -> Result<Response, DeskFailure> {
    let (actor, texts) = (at.actor()?, desk.texts(at.reader.locale));
    let asked = at.reader.query.get("q").unwrap_or_default().trim();
    let known = kernel::text::fold(asked);
    let places = places(texts, actor.permissions(), "").into_iter();
    let mut hits: Vec<Hit> = places.map(|place| hit(place.href, place.icon, place.label)).collect();
    hits.push(hit("/desk/account", "person", texts.get("my-account")));
    // Nobody has asked for one of them yet.
    if !known.is_empty() {
        hits.extend(doings(texts, actor));
    }
    hits.retain(|hit| kernel::text::fold(&hit.label).contains(&known));
    let mut groups = vec![FoundGroup { heading: texts.get("find-places").to_owned(), hits }];
    if actor.may(Permission::ViewProducts) && !known.is_empty() {
        let hits = products(desk, at, asked).await?;
        groups.push(FoundGroup { heading: texts.get("find-products").to_owned(), hits });
    }
    groups.retain(|group| !group.hits.is_empty());
    Ok(Sheet::new(desk, &at.reader, "", texts.get("find-heading"))
        .render("desk/search.html", FoundView { groups })?)
}

fn hit(href: &str, icon: &'static str, label: &str) -> Hit {
    Hit { href: href.to_owned(), icon, label: label.to_owned(), note: None }
}

fn doings(texts: &Texts, actor: &Actor) -> impl Iterator<Item = Hit> {
    let open = DOINGS.into_iter().filter(|(.., permission)| actor.may(*permission));
    open.map(|(key, href, icon, _)| hit(href, icon, texts.get(key)))
}

/// What shoppers would be suggested, typos and all; then what else the desk has of these words or numbers.
async fn products(desk: &Dashboard, at: &AtDesk, asked: &str) -> Result<Vec<Hit>, DeskFailure> {
    let (snapshot, locale) = (desk.app().snapshot(), at.reader.locale);
    let query = SuggestQuery { text: asked.to_owned(), locale: Some(locale), limit: PRODUCTS };
    let suggested = catalogue::suggest(&snapshot, &query).items.into_iter();
    let suggested = suggested
        .filter(|item| matches!(item.kind, SuggestionKind::PartNumber | SuggestionKind::Product))
        .filter_map(|item| {
            let product = snapshot.product(&item.slug)?;
            Some((product.id().to_string(), product.name(locale).to_owned(), product.sku().to_owned()))
        });
    let filter = DeskFilter { text: Some(asked.to_owned()), ..DeskFilter::default() };
    let query = DeskQuery { filter, limit: PRODUCTS, ..DeskQuery::default() };
    let listed = list_products_at_desk(&desk.at(at.actor()?)?, &query).await?.rows.into_iter();
    let listed = listed.map(|row| {
        let product = row.product;
        (product.id.to_string(), product.names.best(locale).to_owned(), product.sku)
    });
    let mut hits: Vec<Hit> = Vec::with_capacity(PRODUCTS);
    for (id, name, sku) in suggested.chain(listed) {
        let href = format!("/desk/products/{id}");
        if hits.len() < PRODUCTS && hits.iter().all(|hit| hit.href != href) {
            let label = if name.is_empty() { sku.clone() } else { name };
            hits.push(Hit { href, icon: "box", label, note: Some(sku) });
        }
    }
    Ok(hits)
}
