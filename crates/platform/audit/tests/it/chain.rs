//! The chain: that it holds, that it does not fork, that a break is found.

use audit::{Entry, Fault, Verdict};
use db::testing::TestDb;
use db::{Backend, Db};
use kernel::{Actor, Permissions, Who};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;

db::testing::on_both_databases!(audit::migrations =>
    an_empty_trail_is_whole,
    an_entry_stands_only_if_its_transaction_commits,
    writers_at_once_do_not_fork_the_chain,
    a_changed_entry_is_named,
    a_missing_entry_is_named,
    a_trail_without_its_end_is_found,
    the_database_itself_refuses_to_edit_the_trail,
    a_forgotten_person_cannot_be_read_and_the_chain_still_holds,
);

pub(crate) fn clerk() -> Actor {
    Actor::new(Who::Staff(Uuid::from_u128(7)), Some([192, 0, 2, 9].into()), Permissions::NONE)
}

pub(crate) fn entry(price: i64) -> Entry {
    Entry::new("product.edit", "product", "p-1").changed(json!({"price": 0}), json!({"price": price}))
}

pub(crate) async fn write(db: &Db, actor: &Actor, entries: Vec<Entry>) {
    let tx = db.begin_write().await.unwrap();
    audit::record_all(&tx, actor, entries).await.unwrap();
    tx.commit().await.unwrap();
}

/// As somebody with the database's password would, past its guards.
async fn tamper(db: &Db, sql: &str) {
    let tx = db.begin_write().await.unwrap();
    let guards = match db.backend() {
        Backend::Sqlite => "DROP TRIGGER audit_entry_fixed; DROP TRIGGER audit_entry_kept",
        Backend::Postgres => "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    };
    tx.conn().execute_unprepared(guards).await.unwrap();
    tx.conn().execute_unprepared(sql).await.unwrap();
    tx.commit().await.unwrap();
}

async fn an_empty_trail_is_whole(db: TestDb) {
    assert_eq!(audit::verify(&db).await.unwrap(), Verdict::Whole { entries: 0, head: [0; 32] });
}

async fn an_entry_stands_only_if_its_transaction_commits(db: TestDb) {
    write(&db, &clerk(), vec![entry(1)]).await;
    let tx = db.begin_write().await.unwrap();
    audit::record(&tx, &clerk(), entry(2)).await.unwrap();
    drop(tx);
    write(&db, &clerk(), vec![entry(3), entry(4)]).await;
    assert!(matches!(audit::verify(&db).await.unwrap(), Verdict::Whole { entries: 3, .. }));
}

async fn writers_at_once_do_not_fork_the_chain(db: TestDb) {
    let writers = (0..12).map(|writer| {
        let db = db.db().clone();
        tokio::spawn(async move {
            // Each with a person of its own, some with one of another.
            let actor = Actor::new(
                Who::Staff(Uuid::from_u128(writer)),
                Some([10, 0, 0, 1].into()),
                Permissions::NONE,
            );
            for round in 0..10 {
                let other = Uuid::from_u128((writer + round) % 12);
                let named = Entry::new("staff.edit", "staff", other).personal(
                    other,
                    None,
                    Some(json!({"name": "x"})),
                );
                write(&db, &actor, vec![entry(1), named]).await;
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    assert!(matches!(audit::verify(&db).await.unwrap(), Verdict::Whole { entries: 240, .. }));
}

async fn a_changed_entry_is_named(db: TestDb) {
    write(&db, &clerk(), (0..1_500).map(entry).collect()).await;
    tamper(&db, "UPDATE audit_entry SET after_json = '{\"price\":1}' WHERE number = 1200").await;
    let broken = Verdict::Broken { number: 1_200, fault: Fault::Altered };
    assert_eq!(audit::verify(&db).await.unwrap(), broken);
}

async fn a_missing_entry_is_named(db: TestDb) {
    write(&db, &clerk(), (0..5).map(entry).collect()).await;
    tamper(&db, "DELETE FROM audit_entry WHERE number = 3").await;
    assert_eq!(audit::verify(&db).await.unwrap(), Verdict::Broken { number: 3, fault: Fault::Missing });
}

async fn a_trail_without_its_end_is_found(db: TestDb) {
    write(&db, &clerk(), (0..5).map(entry).collect()).await;
    tamper(&db, "DELETE FROM audit_entry WHERE number > 3").await;
    assert_eq!(audit::verify(&db).await.unwrap(), Verdict::Broken { number: 4, fault: Fault::Missing });
}

async fn the_database_itself_refuses_to_edit_the_trail(db: TestDb) {
    write(&db, &clerk(), vec![entry(1)]).await;
    for sql in ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"] {
        let tx = db.begin_write().await.unwrap();
        let refused = tx.conn().execute_unprepared(sql).await.unwrap_err();
        assert!(refused.to_string().contains("is not edited"), "{refused}");
    }
}

async fn a_forgotten_person_cannot_be_read_and_the_chain_still_holds(db: TestDb) {
    let person = Uuid::from_u128(7);
    let hired =
        || Entry::new("staff.add", "staff", person).personal(person, None, Some(json!({"name": "Leïla"})));
    write(&db, &clerk(), vec![hired()]).await;
    let tx = db.begin_write().await.unwrap();
    audit::erase_person(&tx, person).await.unwrap();
    audit::record(&tx, &Actor::system("test"), Entry::new("staff.erase", "staff", person)).await.unwrap();
    tx.commit().await.unwrap();
    // Who comes later finds no key, and none is made again.
    write(&db, &clerk(), vec![hired()]).await;
    let page =
        audit::list(db.reader(), &Actor::system("test"), &audit::AuditFilter::default(), 10).await.unwrap();
    for number in [0, 2] {
        assert_eq!(page.entries[number].personal, audit::Sealed::Erased);
        assert_eq!(page.entries[number].personal.known(), None);
    }
    assert_eq!(page.entries[2].address, audit::Sealed::Erased);
    assert!(matches!(audit::verify(&db).await.unwrap(), Verdict::Whole { entries: 3, .. }));
}
