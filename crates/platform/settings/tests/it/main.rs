//! What settings promise, on both databases.
#![expect(clippy::unwrap_used, reason = "a test may")]

use audit::{AuditFilter, Sealed};
use db::testing::TestDb;
use kernel::{Actor, Permission, Who};
use sea_orm_migration::MigrationTrait;
use settings::{
    SavedView, SettingsError, edit_shop_setting, find_shop_setting, forget_person, keep_view, list_views,
    remove_view,
};
use uuid::Uuid;

fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    [audit::migrations(), settings::migrations()].into_iter().flatten().collect()
}

db::testing::on_both_databases!(migrations =>
    a_setting_is_changed_told_and_never_written_over_unseen,
    views_are_each_persons_own,
);

fn name(text: &str) -> String {
    text.to_owned()
}

async fn a_setting_is_changed_told_and_never_written_over_unseen(db: TestDb) {
    let (db, actor) = (db.db(), Actor::system("test"));
    assert_eq!(find_shop_setting::<String>(db.reader(), "name").await.unwrap(), None);
    let mut news = db.watch();
    edit_shop_setting(db, &actor, "name", 0, &name("Old"), &name("New")).await.unwrap();
    news.moved().await;
    let found = find_shop_setting::<String>(db.reader(), "name").await.unwrap().unwrap();
    assert_eq!((found.value.as_str(), found.version), ("New", 1));
    let unseen = edit_shop_setting(db, &actor, "name", 0, &name("Old"), &name("Theirs")).await;
    assert!(matches!(unseen, Err(SettingsError::ChangedMeanwhile)));
    edit_shop_setting(db, &actor, "name", 1, &name("New"), &name("New")).await.unwrap();
    assert_eq!(find_shop_setting::<String>(db.reader(), "name").await.unwrap().unwrap().version, 1);
    let filter = AuditFilter { action: Some("settings".to_owned()), ..AuditFilter::default() };
    let trail = audit::list(db.reader(), &actor, &filter, 9).await.unwrap().entries;
    assert_eq!(trail.len(), 1);
    assert_eq!(trail[0].values.before, Some("Old".into()), "what held without being set is in the trail");
    let (one, two) = (name("One"), name("Two"));
    let edits = tokio::join!(
        edit_shop_setting(db, &actor, "name", 1, &one, &one),
        edit_shop_setting(db, &actor, "name", 1, &two, &two),
    );
    assert_ne!(edits.0.is_ok(), edits.1.is_ok(), "of two at once one wins");
    let old = name("Old");
    let firsts = tokio::join!(
        edit_shop_setting(db, &actor, "other", 0, &old, &one),
        edit_shop_setting(db, &actor, "other", 0, &old, &two),
    );
    for (first, second) in [(&firsts.0, &firsts.1), (&firsts.1, &firsts.0)] {
        assert!(first.is_ok() || matches!(first, Err(SettingsError::ChangedMeanwhile)) && second.is_ok());
    }
    let nobody = Actor::new(Who::Staff(Uuid::nil()), None, [Permission::ViewSettings].into_iter().collect());
    let refused = edit_shop_setting(db, &nobody, "name", 1, &name("a"), &name("b")).await;
    assert!(matches!(refused, Err(SettingsError::Forbidden(_))));
}

async fn views_are_each_persons_own(db: TestDb) {
    let (db, actor) = (db.db(), Actor::system("test"));
    let (mine, theirs) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let view = |name: &str, query: &str| SavedView { name: name.to_owned(), query: query.to_owned() };
    keep_view(db, &actor, mine, "products", view(" Filters ", "q=filtre")).await.unwrap();
    keep_view(db, &actor, mine, "products", view("Low", "stock=low")).await.unwrap();
    keep_view(db, &actor, mine, "products", view("Low", "stock=out")).await.unwrap();
    let views = list_views(db, mine, "products").await.unwrap();
    assert_eq!(views, [view("Filters", "q=filtre"), view("Low", "stock=out")]);
    assert!(list_views(db, theirs, "products").await.unwrap().is_empty());
    for wrong in ["", " ", "a\nb", &"x".repeat(41)] {
        let refused = keep_view(db, &actor, mine, "products", view(wrong, "")).await;
        assert!(matches!(refused, Err(SettingsError::Invalid { field: "name", .. })), "{wrong:?}");
    }
    for number in 2..20 {
        keep_view(db, &actor, mine, "products", view(&number.to_string(), "")).await.unwrap();
    }
    let refused = keep_view(db, &actor, mine, "products", view("one more", "")).await;
    assert!(matches!(refused, Err(SettingsError::Invalid { field: "name", .. })));
    remove_view(db, &actor, mine, "products", "Low").await.unwrap();
    assert_eq!(list_views(db, mine, "products").await.unwrap().len(), 19);
    let tx = db.begin_write().await.unwrap();
    forget_person(&tx, mine).await.unwrap();
    audit::erase_person(&tx, mine).await.unwrap();
    tx.commit().await.unwrap();
    assert!(list_views(db, mine, "products").await.unwrap().is_empty());
    let trail = audit::list(db.reader(), &actor, &AuditFilter::default(), 1).await.unwrap().entries;
    assert_eq!(trail[0].personal, Sealed::Erased);
}
