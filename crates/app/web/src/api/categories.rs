//! Categories: the tree with counts.

use axum::extract::State;
use axum::response::Response;
use catalogue::{Category, Snapshot};
use kernel::Locale;
use serde::Serialize;
use utoipa::ToSchema;

use super::product_row::Named;
use super::{Call, not_found};
use crate::{AppState, Asked, Problem, Slug};

/// A category with everything below it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CategoryNode, no_recursion)]
pub(super) struct CategoryNode<'a> {
    slug: &'a str,
    name: &'a str,
    /// Products for sale in it and below.
    products: usize,
    #[schema(no_recursion)]
    children: Vec<CategoryNode<'a>>,
}

impl<'a> CategoryNode<'a> {
    fn new(category: &'a Category, snapshot: &'a Snapshot, locale: Locale) -> Self {
        let children = snapshot.category_children(Some(category.number));
        Self {
            slug: &category.slug,
            name: category.names.best(locale),
            products: snapshot.category_count(category.number),
            children: children.map(|child| Self::new(child, snapshot, locale)).collect(),
        }
    }
}

/// The whole tree.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CategoryTree)]
pub(super) struct CategoryTree<'a> {
    items: Vec<CategoryNode<'a>>,
}

/// One category, the way to it and what is below it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Category)]
pub(super) struct CategoryView<'a> {
    /// From the top of the tree to the category itself.
    path: Vec<Named<'a>>,
    #[serde(flatten)]
    node: CategoryNode<'a>,
}

/// The tree of categories with counts.
#[utoipa::path(get, path = "/api/categories", tag = "categories", params(("locale" = Option<String>, Query)), responses(
    (status = 200, body = CategoryTree<'static>), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn list_categories(
    State(state): State<AppState>,
    asked: Asked,
) -> Result<Response, Problem> {
    let call = Call::plain(&state, &asked)?;
    let version = || Ok(call.snapshot.tree_version());
    let make = || {
        let top = call.snapshot.category_children(None);
        let nodes = top.map(|category| CategoryNode::new(category, &call.snapshot, call.locale));
        Ok(CategoryTree { items: nodes.collect() })
    };
    Ok(call.answer("categories", version, make).await)
}

/// One category.
#[utoipa::path(get, path = "/api/categories/{slug}", tag = "categories",
    params(("slug" = String, Path), ("locale" = Option<String>, Query)), responses(
    (status = 200, body = CategoryView<'static>), (status = 304, description = "Not modified"),
    (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn get_category(
    State(state): State<AppState>,
    slug: Slug,
    asked: Asked,
) -> Result<Response, Problem> {
    let call = Call::plain(&state, &asked)?;
    let snapshot = &call.snapshot;
    let category = snapshot.category(&slug.0).ok_or_else(|| not_found("no category has this slug"))?;
    let version = || Ok(snapshot.tree_version());
    let make = || {
        let path = snapshot.category_path(category.number);
        let node = CategoryNode::new(category, snapshot, call.locale);
        Ok(CategoryView { path: path.map(|step| Named::category(step, call.locale)).collect(), node })
    };
    Ok(call.answer("category", version, make).await)
}
