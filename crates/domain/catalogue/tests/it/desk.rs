//! What staff do at the desk: products created, edited by two at once, deleted, restored, listed.

mod bulk;
mod lists;
mod pictures;
mod synonyms;
mod tables;
mod trade;

use catalogue::{
    CatalogueError, CatalogueSettings, Desk, DeskQuery, Patched, ProductAtDesk, ProductDocument,
    ProductPatch, TextPatch, VehicleDocument, WriteContext, create_product, delete_product, edit_product,
    find_product_at_desk, list_price_changes_at_desk, list_products_at_desk, restore_product,
    upsert_products, upsert_vehicles,
};
use chrono::{TimeZone, Utc};
use db::Db;
use db::testing::TestDb;
use kernel::{Actor, Clock, ErrorCode, Locale, LocalizedText, Permission, Permissions, Who};

db::testing::on_both_databases!(migrations =>
    a_product_is_made_changed_taken_away_and_brought_back,
    of_two_clerks_one_wins_and_the_other_hears_what_changed,
    two_at_the_very_same_moment_cannot_both_win,
    a_patch_that_changes_nothing_writes_nothing,
    every_field_can_be_set_and_cleared,
    what_breaks_a_rule_is_refused_by_field_and_writes_nothing,
    whoever_lacks_the_permission_is_refused,
    costs_are_for_those_who_may_see_them,
);

pub(crate) fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
    let mut all = catalogue::migrations();
    all.extend(audit::migrations());
    all.extend(settings::migrations());
    all
}

/// A shop with somebody at its desk.
pub(crate) struct Shop {
    pub(crate) db: TestDb,
    pub(crate) settings: CatalogueSettings,
    pub(crate) clock: Clock,
    pub(crate) actor: Actor,
}

impl Shop {
    pub(crate) fn new(db: TestDb) -> Self {
        let clock = Clock::frozen(Utc.with_ymd_and_hms(2026, 11, 21, 10, 0, 0).unwrap());
        Self { db, settings: CatalogueSettings::default(), clock, actor: Actor::system("test") }
    }

    pub(crate) fn desk(&self) -> Desk<'_> {
        Desk { db: &self.db, settings: &self.settings, clock: &self.clock, actor: &self.actor }
    }

    pub(crate) fn with(&self, permissions: &[Permission]) -> Actor {
        let permissions: Permissions = permissions.iter().copied().collect();
        Actor::new(Who::Staff(self.clock.new_uuid()), None, permissions)
    }

    pub(crate) async fn import(&self, documents: &[ProductDocument]) {
        import(&self.db, &self.settings, &self.clock, documents).await;
    }
}

pub(crate) async fn import(
    db: &Db,
    settings: &CatalogueSettings,
    clock: &Clock,
    documents: &[ProductDocument],
) {
    let context = WriteContext::new(settings, clock, "test", "test");
    let tx = db.begin_write().await.unwrap();
    upsert_products(&tx, documents, &context).await.unwrap();
    tx.commit().await.unwrap();
}

pub(crate) fn named(sku: &str, name: &str) -> ProductPatch {
    ProductPatch {
        sku: Patched::Set(sku.to_owned()),
        names: Patched::Set(TextPatch { fr: Patched::Set(name.to_owned()), ..TextPatch::default() }),
        ..ProductPatch::default()
    }
}

pub(crate) fn priced(minor: i64) -> ProductPatch {
    ProductPatch { price_minor: Patched::Set(minor), ..ProductPatch::default() }
}

pub(crate) fn field_of(error: CatalogueError) -> String {
    match error {
        CatalogueError::Refused(refusal) => refusal.field,
        CatalogueError::Taken { field, .. } => format!("taken {field}"),
        other => unreachable!("{other:?}"),
    }
}

async fn edit(shop: &Shop, product: &ProductAtDesk, patch: &ProductPatch) -> ProductAtDesk {
    edit_product(&shop.desk(), product.product.id, product.version(), patch).await.unwrap()
}

async fn a_product_is_made_changed_taken_away_and_brought_back(db: TestDb) {
    let shop = Shop::new(db);
    let patch = ProductPatch { price_minor: Patched::Set(45_900), ..named("A-1", "Filtre à huile") };
    let made = create_product(&shop.desk(), &patch).await.unwrap();
    assert_eq!(made.product.slug, "filtre-a-huile-a-1");
    assert!(made.product.published_at.is_some());
    let edited = edit(&shop, &made, &priced(49_900)).await;
    assert_eq!(edited.product.price_minor, Some(49_900));
    assert!(edited.version() != made.version(), "the clock stood, the version moved all the same");
    let deleted = delete_product(&shop.desk(), made.product.id).await.unwrap();
    assert!(deleted.product.deleted_at.is_some());
    let late = edit_product(&shop.desk(), made.product.id, deleted.version(), &priced(1)).await.unwrap_err();
    assert!(matches!(late, CatalogueError::NotNow(_)));
    let again = create_product(&shop.desk(), &named("a 1", "Autre")).await.unwrap_err();
    assert_eq!(field_of(again), "taken sku", "a deleted product keeps its SKU");
    let restored = restore_product(&shop.desk(), made.product.id).await.unwrap();
    assert_eq!(restored.product.deleted_at, None);
    assert_eq!(restored.product.price_minor, Some(49_900));
    let history = list_price_changes_at_desk(&shop.desk(), made.product.id).await.unwrap();
    let prices: Vec<_> = history.iter().map(|change| change.price_minor.unwrap()).collect();
    assert_eq!(prices, [45_900, 49_900]);
    assert_eq!((history[1].who.as_str(), history[1].why.as_str()), ("test", "edited at the desk"));
}

async fn of_two_clerks_one_wins_and_the_other_hears_what_changed(db: TestDb) {
    let shop = Shop::new(db);
    let seen = create_product(&shop.desk(), &named("A-1", "Disque")).await.unwrap();
    let won = edit(&shop, &seen, &priced(1_000)).await;
    let patch = ProductPatch { on_order: Patched::Set(true), ..priced(2_000) };
    let lost = edit_product(&shop.desk(), seen.product.id, seen.version(), &patch).await.unwrap_err();
    assert_eq!(lost.code(), ErrorCode::Conflict);
    let CatalogueError::ChangedMeanwhile(collision) = lost else { unreachable!("{lost:?}") };
    assert_eq!(collision.current, won.version());
    assert_eq!(collision.fields.len(), 1, "onOrder is as wanted already: {collision:?}");
    assert_eq!(collision.fields[0].field, "priceMinor");
    assert_eq!((&collision.fields[0].now, &collision.fields[0].sent), (&1_000.into(), &2_000.into()));
    let now = find_product_at_desk(&shop.desk(), seen.product.id).await.unwrap();
    assert_eq!(now.product.price_minor, Some(1_000));
}

async fn two_at_the_very_same_moment_cannot_both_win(db: TestDb) {
    let shop = Shop::new(db);
    let desk = shop.desk();
    let seen = create_product(&desk, &named("A-1", "Disque")).await.unwrap();
    let (id, version) = (seen.product.id, seen.version());
    let (one, two) = (priced(1), priced(2));
    let (one, two) =
        tokio::join!(edit_product(&desk, id, version, &one), edit_product(&desk, id, version, &two));
    assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|won| **won).count(), 1);
    let history = list_price_changes_at_desk(&desk, id).await.unwrap();
    assert_eq!(history.len(), 1);
}

async fn a_patch_that_changes_nothing_writes_nothing(db: TestDb) {
    let shop = Shop::new(db);
    let made = create_product(&shop.desk(), &named("A-1", "Disque")).await.unwrap();
    let last = shop.db.last_written();
    let same = edit(&shop, &made, &named("A-1", " Disque ")).await;
    assert_eq!(same.version(), made.version());
    assert_eq!(shop.db.last_written(), last);
}

async fn every_field_can_be_set_and_cleared(db: TestDb) {
    let shop = Shop::new(db);
    let bosch = ProductDocument {
        sku: "B-1".to_owned(),
        names: LocalizedText::in_locale(Locale::Fr, "Bougie"),
        brand: Some("Bosch".to_owned()),
        category: Some("Allumage > Bougies".to_owned()),
        ..ProductDocument::default()
    };
    shop.import(&[bosch]).await;
    let page = list_products_at_desk(&shop.desk(), &DeskQuery::default()).await.unwrap();
    let row = &page.rows[0].product;
    let vehicle = VehicleDocument { make: "Renault".into(), model: "Clio".into(), ..Default::default() };
    let context = WriteContext::new(&shop.settings, &shop.clock, "test", "test");
    let tx = shop.db.begin_write().await.unwrap();
    upsert_vehicles(&tx, &[vehicle], &context).await.unwrap();
    tx.commit().await.unwrap();
    let clio = catalogue::list_vehicles_at_desk(&shop.desk(), "clio", None).await.unwrap().vehicles[0].id;
    let json = serde_json::json!({
        "sku": "Z-9", "slug": "z-9", "names": {"fr": "Disque", "ar": "قرص"}, "descriptions": {"en": "Disc"},
        "brandId": row.brand_id, "categoryId": row.category_id, "priceMinor": 5, "regularPriceMinor": 6,
        "costMinor": 4, "gtin": "4006381333931", "specifications": [{"key": "diameter-mm", "value": 280.0}],
        "images": ["a.webp"], "oeNumbers": ["8Z8 499"], "stockQuantity": 7, "onOrder": false,
        "crossReferences": [{"brand": "Valeo", "number": "1"}], "published": false,
        "fitments": [{"vehicleId": clio, "position": "front", "quantity": 2, "conditions": "ABS"}],
    });
    let patch: ProductPatch = serde_json::from_value(json).unwrap();
    let set = create_product(&shop.desk(), &patch).await.unwrap();
    assert_eq!(set.brand.as_ref().unwrap().name, "Bosch");
    assert_eq!(set.fitments[0].vehicle.id, clio);
    assert_eq!(set.product.published_at, None);
    assert_eq!(set.product.cost_minor, Some(4));
    let clear: ProductPatch = serde_json::from_value(serde_json::json!({
        "slug": null, "names": {"ar": null}, "descriptions": null, "brandId": null, "categoryId": null,
        "priceMinor": null, "regularPriceMinor": null, "costMinor": null, "gtin": null,
        "specifications": null, "images": null, "oeNumbers": null, "stockQuantity": null,
        "crossReferences": null, "fitments": null,
    }))
    .unwrap();
    let cleared = edit(&shop, &set, &clear).await;
    let product = &cleared.product;
    assert_eq!(product.slug, "disque-z-9");
    assert_eq!(product.names, LocalizedText::in_locale(Locale::Fr, "Disque"));
    assert!(product.descriptions.is_empty() && product.images.is_empty() && product.oe_numbers.is_empty());
    assert_eq!((product.price_minor, product.regular_price_minor, product.cost_minor), (None, None, None));
    assert_eq!((&product.gtin, product.stock_quantity, product.on_order), (&None, None, false));
    assert_eq!((product.brand_id, product.category_id), (None, None));
    assert!(cleared.fitments.is_empty());
}

async fn what_breaks_a_rule_is_refused_by_field_and_writes_nothing(db: TestDb) {
    let shop = Shop::new(db);
    let made = create_product(&shop.desk(), &named("A-1", "Disque")).await.unwrap();
    create_product(&shop.desk(), &named("B-2", "Étrier")).await.unwrap();
    let nobody = shop.clock.new_uuid();
    for (json, field) in [
        (serde_json::json!({"sku": "b2"}), "taken sku"),
        (serde_json::json!({"slug": "etrier-b-2"}), "taken slug"),
        (serde_json::json!({"sku": null}), "sku"),
        (serde_json::json!({"published": null}), "published"),
        (serde_json::json!({"names": null}), "names"),
        (serde_json::json!({"priceMinor": -1}), "priceMinor"),
        (serde_json::json!({"brandId": nobody}), "brandId"),
        (serde_json::json!({"categoryId": nobody}), "categoryId"),
        (serde_json::json!({"fitments": [{"vehicleId": nobody}]}), "fitments"),
        (serde_json::json!({"images": ["javascript:alert(1)"]}), "images"),
        (serde_json::json!({"gtin": "4006381333932"}), "gtin"),
    ] {
        let patch: ProductPatch = serde_json::from_value(json).unwrap();
        let error = edit_product(&shop.desk(), made.product.id, made.version(), &patch).await.unwrap_err();
        assert_eq!(field_of(error), field);
    }
    let now = find_product_at_desk(&shop.desk(), made.product.id).await.unwrap();
    assert_eq!(now, made);
    let error = create_product(&shop.desk(), &ProductPatch::default()).await.unwrap_err();
    assert_eq!(field_of(error), "sku");
}

async fn whoever_lacks_the_permission_is_refused(db: TestDb) {
    let shop = Shop::new(db);
    let made = create_product(&shop.desk(), &named("A-1", "Disque")).await.unwrap();
    let (id, version) = (made.product.id, made.version());
    let reader = shop.with(&[Permission::ViewProducts]);
    let desk = Desk { actor: &reader, ..shop.desk() };
    assert!(find_product_at_desk(&desk, id).await.is_ok());
    let refusals = [
        create_product(&desk, &named("B-2", "x")).await.unwrap_err(),
        edit_product(&desk, id, version, &priced(1)).await.unwrap_err(),
        delete_product(&desk, id).await.unwrap_err(),
        restore_product(&desk, id).await.unwrap_err(),
    ];
    assert!(refusals.iter().all(|error| error.code() == ErrorCode::Forbidden));
    let nobody = shop.with(&[]);
    let desk = Desk { actor: &nobody, ..shop.desk() };
    assert_eq!(find_product_at_desk(&desk, id).await.unwrap_err().code(), ErrorCode::Forbidden);
    assert_eq!(list_price_changes_at_desk(&desk, id).await.unwrap_err().code(), ErrorCode::Forbidden);
}

async fn costs_are_for_those_who_may_see_them(db: TestDb) {
    let shop = Shop::new(db);
    let patch = ProductPatch { cost_minor: Patched::Set(900), ..named("A-1", "Disque") };
    let made = create_product(&shop.desk(), &patch).await.unwrap();
    let clerk = shop.with(&[Permission::ViewProducts, Permission::EditProducts]);
    let desk = Desk { actor: &clerk, ..shop.desk() };
    assert_eq!(find_product_at_desk(&desk, made.product.id).await.unwrap().product.cost_minor, None);
    let page = list_products_at_desk(&desk, &DeskQuery::default()).await.unwrap();
    assert_eq!(page.rows[0].product.cost_minor, None);
    let patch = ProductPatch { cost_minor: Patched::Clear, ..ProductPatch::default() };
    let error = edit_product(&desk, made.product.id, made.version(), &patch).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::Forbidden);
    let edited = edit_product(&desk, made.product.id, made.version(), &priced(1)).await.unwrap();
    assert_eq!(edited.product.cost_minor, None);
    let owner = find_product_at_desk(&shop.desk(), made.product.id).await.unwrap();
    assert_eq!(owner.product.cost_minor, Some(900), "who cannot see it leaves it");
}
