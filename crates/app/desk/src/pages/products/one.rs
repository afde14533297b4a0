//! One product: its facts left, its price and what happened right; errors beside the fields.

use audit::AuditFilter;
use axum::extract::State;
use axum::response::Response;
use catalogue::{
    Desk, ProductAtDesk, ProductId, ProductState, find_product_at_desk, list_price_changes_at_desk,
};
use kernel::Permission;
use serde::Serialize;
use web::routing::Path;

use super::chart::{History, Writer};
use super::fitments::{FitsView, fits};
use super::form::{FIELDS, Typed};
use super::list::{PATH, state_words};
use super::pictures::{self, PicturesView};
use super::saving::Clash;
use crate::pages::failure::DeskFailure;
use crate::pages::field::{Choice, Field, Wrong};
use crate::pages::reader::AtDesk;
use crate::pages::sheet::Sheet;
use crate::pages::story::{EntryView, Teller};
use crate::pages::{Dashboard, moment, names};
use web::storefront::address;

/// Entries of the trail that the page shows.
const STORY: usize = 20;

#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the template asks for each of them")]
struct ProductView {
    heading: String,
    sku_shown: String,
    state: Option<String>,
    state_kind: &'static str,
    shop_href: Option<String>,
    action: String,
    version: String,
    marks: String,
    fields: Fields,
    currency: &'static str,
    brands: Vec<Choice>,
    categories: Vec<Choice>,
    pictures: Option<PicturesView>,
    on_order: bool,
    published: bool,
    clash: Option<Clash>,
    deleted: Option<String>,
    fits: Option<FitsView>,
    history: Option<History>,
    entries: Vec<EntryView>,
    may_edit: bool,
    may_delete: bool,
    wrong: Vec<WrongLink>,
}

/// A field that is wrong, named above the form.
#[derive(Debug, Serialize)]
struct WrongLink {
    href: String,
    label: String,
    reason: String,
}

#[derive(Debug, Serialize)]
struct Fields {
    sku: Field,
    gtin: Field,
    name_fr: Field,
    name_ar: Field,
    name_en: Field,
    brand: Field,
    category: Field,
    price: Field,
    regular_price: Field,
    cost: Option<Field>,
    stock: Field,
    published_error: Option<String>,
    oe_numbers: Field,
    references: Field,
    specifications: Field,
    description_fr: Field,
    description_ar: Field,
    description_en: Field,
}

/// A form that was sent and not taken.
#[derive(Debug, Default)]
pub(super) struct Refused {
    pub(super) typed: Option<Typed>,
    /// Of the product on which the form was based; `None` = as it is now.
    pub(super) marks: Option<String>,
    pub(super) wrong: Vec<Wrong>,
    pub(super) clash: Option<Clash>,
}

impl Refused {
    /// Of a form beside the product's own.
    pub(super) fn beside(wrong: Vec<Wrong>) -> Self {
        Self { wrong, ..Self::default() }
    }
}

pub(super) async fn show_new(State(desk): State<Dashboard>, at: AtDesk) -> Result<Response, DeskFailure> {
    page(&desk, &at, None, Refused::default()).await
}

pub(super) async fn show(
    State(desk): State<Dashboard>,
    Path(id): Path<String>,
    at: AtDesk,
) -> Result<Response, DeskFailure> {
    let shop = desk.at(at.require(Permission::ViewProducts)?)?;
    let product = find_product_at_desk(&shop, read_id(&id)?).await?;
    page(&desk, &at, Some(product), Refused::default()).await
}

/// The product that an address names.
pub(super) fn read_id(id: &str) -> Result<ProductId, DeskFailure> {
    id.parse().ok().ok_or(DeskFailure::NotFound)
}

pub(super) async fn page(
    desk: &Dashboard,
    at: &AtDesk,
    product: Option<ProductAtDesk>,
    refused: Refused,
) -> Result<Response, DeskFailure> {
    let needed = if product.is_some() { Permission::ViewProducts } else { Permission::EditProducts };
    let actor = at.require(needed)?;
    let (texts, locale) = (desk.texts(at.reader.locale), at.reader.locale);
    let shop = desk.at(actor)?;
    let (snapshot, currency) = (desk.app().snapshot(), shop.settings.currency);
    let saved = product
        .as_ref()
        .map_or_else(Typed::of_new, |product| Typed::of_product(&product.product, currency, locale));
    let marks = refused.marks.unwrap_or_else(|| saved.marks());
    let typed = refused.typed.unwrap_or(saved);
    let field = |name| typed.field(name, &refused.wrong);
    let state = product.as_ref().map(|product| ProductState::of(&product.product));
    let deleted = state == Some(ProductState::Deleted);
    let may_edit = actor.may(Permission::EditProducts) && !deleted;
    let id = product.as_ref().map(|product| product.product.id);
    let (history, entries) = match id {
        Some(id) => past(desk, at, &shop, id).await?,
        None => (None, Vec::new()),
    };
    let heading = product.as_ref().map_or_else(
        || texts.get("product-new").to_owned(),
        |product| match product.product.names.best(locale) {
            "" => product.product.sku.clone(),
            name => name.to_owned(),
        },
    );
    let label = |name: &str| {
        let mut all = FIELDS.iter().chain(&pictures::FIELDS);
        all.find(|(known, _)| *known == name).map_or("", |(_, key)| texts.get(key))
    };
    let view = ProductView {
        sku_shown: product.as_ref().map_or_else(|| heading.clone(), |product| product.product.sku.clone()),
        state: state.map(|state| texts.get(state_words(state).0).to_owned()),
        state_kind: state.map_or("", |state| state_words(state).1),
        shop_href: product
            .as_ref()
            .filter(|_| state == Some(ProductState::Live))
            .map(|product| address::product(locale, &product.product.slug)),
        action: id.map_or_else(|| format!("{PATH}/new"), |id| format!("{PATH}/{id}")),
        version: product.as_ref().map(|product| product.version().to_string()).unwrap_or_default(),
        marks,
        fields: Fields {
            sku: field("sku"),
            gtin: field("gtin"),
            name_fr: field("name_fr"),
            name_ar: field("name_ar"),
            name_en: field("name_en"),
            brand: field("brand"),
            category: field("category"),
            price: field("price"),
            regular_price: field("regular_price"),
            cost: actor.may(Permission::ViewCosts).then(|| field("cost")),
            stock: field("stock"),
            published_error: field("published").error,
            oe_numbers: field("oe_numbers"),
            references: field("references"),
            specifications: field("specifications"),
            description_fr: field("description_fr"),
            description_ar: field("description_ar"),
            description_en: field("description_en"),
        },
        currency: currency.symbol(locale),
        brands: names::brands(&snapshot),
        categories: names::categories(&snapshot, locale),
        pictures: product.as_ref().map(|product| PicturesView::of(&product.product, &refused.wrong)),
        on_order: !typed.get("on_order").is_empty(),
        published: !typed.get("published").is_empty(),
        clash: refused.clash,
        deleted: product
            .as_ref()
            .and_then(|product| product.product.deleted_at)
            .map(|at| texts.with("deleted-since", "date", &moment::date(at, desk.zone()))),
        fits: match &product {
            Some(product) if shop.settings.vehicles => Some(fits(&shop, product, &at.reader.query).await?),
            _ => None,
        },
        history,
        entries,
        may_edit,
        may_delete: may_edit && id.is_some(),
        wrong: refused
            .wrong
            .iter()
            .map(|wrong| WrongLink {
                href: format!("#{}", wrong.field),
                label: label(wrong.field).to_owned(),
                reason: wrong.reason.clone(),
            })
            .collect(),
        heading,
    };
    Ok(Sheet::new(desk, &at.reader, "products", &view.heading.clone()).render("desk/product.html", view)?)
}

/// What the product cost and what happened to it.
async fn past(
    desk: &Dashboard,
    at: &AtDesk,
    shop: &Desk<'_>,
    id: ProductId,
) -> Result<(Option<History>, Vec<EntryView>), DeskFailure> {
    let (texts, locale) = (desk.texts(at.reader.locale), at.reader.locale);
    let teller = Teller::new(desk, texts, &desk.app().desk()?.identity, shop.actor).await;
    let changes = list_price_changes_at_desk(shop, id).await?;
    let writer = Writer { desk, texts, locale, currency: shop.settings.currency, teller: &teller };
    let history = writer.history(&changes, shop.clock.now());
    if !shop.actor.may(Permission::ViewAudit) {
        return Ok((history, Vec::new()));
    }
    let filter = AuditFilter {
        subject_kind: Some("product".to_owned()),
        subject_id: Some(id.to_string()),
        ..AuditFilter::default()
    };
    let trail = audit::list(shop.db.reader(), shop.actor, &filter, STORY).await?;
    Ok((history, trail.entries.iter().map(|entry| teller.tell(entry)).collect()))
}
