//! Lists, filters and the table for spreadsheets.

use audit::{AuditFilter, Entry, Sealed};
use db::Db;
use db::testing::TestDb;
use kernel::{Actor, Permission, Permissions, Who};
use serde_json::json;
use uuid::Uuid;

use crate::chain::{clerk, entry, write};

db::testing::on_both_databases!(audit::migrations =>
    only_who_may_see_it_reads_the_trail,
    values_and_addresses_come_back,
    pages_follow_each_other_newest_first,
    each_filter_leaves_out_the_others,
    no_cell_of_the_table_is_a_formula,
);

fn reader() -> Actor {
    let permissions = [Permission::ViewAudit].into_iter().collect();
    Actor::new(Who::Staff(Uuid::from_u128(1)), None, permissions)
}

async fn numbers(db: &Db, filter: AuditFilter) -> Vec<u64> {
    let page = audit::list(db.reader(), &reader(), &filter, 100).await.unwrap();
    page.entries.iter().map(|entry| entry.number).collect()
}

async fn only_who_may_see_it_reads_the_trail(db: TestDb) {
    let stranger = Actor::new(Who::Staff(Uuid::nil()), None, Permissions::NONE);
    let refused = audit::list(db.reader(), &stranger, &AuditFilter::default(), 1).await.unwrap_err();
    assert_eq!(refused.code(), kernel::ErrorCode::Forbidden);
}

async fn values_and_addresses_come_back(db: TestDb) {
    let person = Uuid::from_u128(9);
    let mail = |name: &str| Some(json!({"email": format!("{name}@shop.tn"), "role": "clerk"}));
    let edit = Entry::new("staff.edit", "staff", person)
        .changed(json!({"role": "clerk"}), json!({"role": "manager"}))
        .personal(person, mail("old"), mail("new"));
    write(&db, &clerk(), vec![edit]).await;
    let page = audit::list(db.reader(), &reader(), &AuditFilter::default(), 1).await.unwrap();
    let found = &page.entries[0];
    assert_eq!(found.address, Sealed::Known("192.0.2.9".to_owned()));
    assert_eq!((found.who.kind.as_str(), found.who.id), ("staff", Some(Uuid::from_u128(7))));
    assert_eq!(found.values.before, Some(json!({"role": "clerk"})));
    assert_eq!(found.values.after, Some(json!({"role": "manager"})));
    assert_eq!(found.personal.known().unwrap().after, Some(json!({"email": "new@shop.tn"})));
    assert_eq!(page.next, None);
}

async fn pages_follow_each_other_newest_first(db: TestDb) {
    write(&db, &clerk(), (0..5).map(entry).collect()).await;
    let mut filter = AuditFilter::default();
    let mut seen = Vec::new();
    loop {
        let page = audit::list(db.reader(), &reader(), &filter, 2).await.unwrap();
        seen.extend(page.entries.iter().map(|entry| entry.number));
        filter.below = page.next;
        if page.next.is_none() {
            break;
        }
    }
    assert_eq!(seen, [5, 4, 3, 2, 1]);
}

async fn each_filter_leaves_out_the_others(db: TestDb) {
    let done = |action, kind, id: &str| Entry::new(action, kind, id.to_owned());
    write(&db, &clerk(), vec![done("product.edit", "product", "1"), done("product.add", "product", "2")])
        .await;
    write(&db, &Actor::system("import"), vec![done("products.import", "job", "3")]).await;
    let with = |filter: AuditFilter| numbers(&db, filter);
    assert_eq!(with(AuditFilter { who: Some(Uuid::from_u128(7)), ..Default::default() }).await, [2, 1]);
    assert_eq!(with(AuditFilter { action: Some("product".into()), ..Default::default() }).await, [2, 1]);
    assert_eq!(with(AuditFilter { action: Some("product.add".into()), ..Default::default() }).await, [2]);
    assert_eq!(with(AuditFilter { subject_kind: Some("job".into()), ..Default::default() }).await, [3]);
    assert_eq!(with(AuditFilter { subject_id: Some("1".into()), ..Default::default() }).await, [1]);
    let first = audit::list(db.reader(), &reader(), &AuditFilter::default(), 3).await.unwrap().entries[2].at;
    assert_eq!(with(AuditFilter { until: Some(first), ..Default::default() }).await, [] as [u64; 0]);
    assert_eq!(with(AuditFilter { from: Some(first), ..Default::default() }).await, [3, 2, 1]);
}

async fn no_cell_of_the_table_is_a_formula(db: TestDb) {
    let evil = "=cmd|'/C calc'!A1";
    write(&db, &clerk(), vec![Entry::new("product.edit", "product", evil).after(json!(evil))]).await;
    let page = audit::list(db.reader(), &reader(), &AuditFilter::default(), 1).await.unwrap();
    let table = String::from_utf8(audit::csv_rows(&page.entries)).unwrap();
    assert!(table.contains("'=cmd|"), "{table}");
    let head = audit::csv_head();
    let whole = [&head[3..], table.as_bytes()].concat();
    let mut rows = csv::Reader::from_reader(whole.as_slice());
    let row = rows.records().next().unwrap().unwrap();
    assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
}
