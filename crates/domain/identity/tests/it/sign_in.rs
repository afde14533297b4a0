//! Signing in, and what a stranger can learn from trying.

use db::testing::TestDb;
use identity::{IdentityError, Role, StaffPatch, edit_staff};
use sea_orm::ConnectionTrait;

use crate::desk::{Desk, OWNER, PASSWORD, migrations};

db::testing::on_both_databases!(migrations =>
    the_right_password_opens_a_session,
    an_unknown_email_is_answered_as_a_wrong_password_is_after_the_same_work,
    a_shut_account_is_as_if_it_were_not_there,
    a_bcrypt_hash_is_replaced_at_the_first_sign_in,
);

async fn the_right_password_opens_a_session(db: TestDb) {
    let desk = Desk::open(db).await;
    let tokens = desk.try_sign_in("  Owner@Shop.TN ", PASSWORD).await.unwrap();
    let caller = desk.caller(&tokens.access.token).await.unwrap();
    assert_eq!(caller.person().unwrap().staff, desk.owner.id);
    assert_eq!(caller.actor.permissions(), Role::Owner.permissions());
    assert_eq!(desk.done().await, ["staff.add", "session.open"]);
}

async fn an_unknown_email_is_answered_as_a_wrong_password_is_after_the_same_work(db: TestDb) {
    let desk = Desk::open(db).await;
    let work = || desk.identity.passwords.work_done();
    let invited = identity::NewStaff { email: "new@shop.tn".into(), name: "New".into(), role: Role::Clerk };
    identity::add_staff(&desk.identity, &desk.owner().await.actor, &invited).await.unwrap();
    let long = "x".repeat(5_000);
    for (email, password) in [
        (OWNER, "wrong password"),
        ("nobody@shop.tn", "wrong password"),
        ("new@shop.tn", ""),
        ("no address", "wrong password"),
        ("' OR 1=1 --@x.tn", "x"),
        (OWNER, &long),
        ("nobody@shop.tn", &long),
        (OWNER, ""),
    ] {
        let before = work();
        let refused = desk.try_sign_in(email, password).await.unwrap_err();
        assert!(matches!(refused, IdentityError::WrongCredentials), "{email}: {refused}");
        assert_eq!(work() - before, 1, "{email}");
    }
}

async fn a_shut_account_is_as_if_it_were_not_there(db: TestDb) {
    let desk = Desk::open(db).await;
    let clerk = desk.hire("clerk@shop.tn", Role::Clerk).await;
    let open = desk.sign_in("clerk@shop.tn").await;
    let shut = StaffPatch { disabled: Some(true), ..StaffPatch::default() };
    edit_staff(&desk.identity, &desk.owner().await.actor, clerk.id, &shut).await.unwrap();
    assert!(matches!(desk.caller(&open.access.token).await, Err(IdentityError::NotSignedIn)));
    assert!(matches!(
        desk.try_sign_in("clerk@shop.tn", PASSWORD).await,
        Err(IdentityError::WrongCredentials)
    ));
}

async fn a_bcrypt_hash_is_replaced_at_the_first_sign_in(db: TestDb) {
    let desk = Desk::open(db).await;
    let old = bcrypt::hash("from the old system", 4).unwrap();
    let tx = desk.identity.db.begin_write().await.unwrap();
    tx.conn().execute_unprepared(&format!("UPDATE staff SET password_hash = '{old}'")).await.unwrap();
    tx.commit().await.unwrap();
    assert!(desk.try_sign_in(OWNER, "another").await.is_err());
    desk.try_sign_in(OWNER, "from the old system").await.unwrap();
    let sql = "SELECT password_hash FROM staff";
    let reader = desk.identity.db.reader();
    let statement = sea_orm::Statement::from_string(reader.get_database_backend(), sql);
    let row = reader.query_one_raw(statement).await.unwrap().unwrap();
    assert!(row.try_get::<String>("", "password_hash").unwrap().starts_with("$argon2id$"));
    desk.try_sign_in(OWNER, "from the old system").await.unwrap();
}
