//! Passwords set by link or by who knows the old one.

use chrono::TimeDelta;
use db::testing::TestDb;
use futures::future::join_all;
use identity::{Device, IdentityError, Role, ask_password_link, change_password, set_password};

use crate::desk::{Desk, OWNER, PASSWORD, migrations};

const OTHER: &str = "another long password";

db::testing::on_both_databases!(migrations =>
    a_link_sets_the_password_once_and_ends_all_sessions,
    a_link_is_too_old_after_half_an_hour,
    of_ten_who_use_a_link_at_once_one_succeeds,
    nobody_learns_from_asking_whether_there_is_an_account,
    who_knows_the_old_password_sets_a_new_one_and_stays_signed_in,
);

async fn set(desk: &Desk, token: &str, password: &str) -> Result<(), IdentityError> {
    set_password(&desk.identity, token, password, &Device::default()).await
}

async fn link(desk: &Desk) -> String {
    ask_password_link(&desk.identity, OWNER).await.unwrap().unwrap().token
}

async fn a_link_sets_the_password_once_and_ends_all_sessions(db: TestDb) {
    let desk = Desk::open(db).await;
    let open = desk.sign_in(OWNER).await;
    let (token, other) = (link(&desk).await, link(&desk).await);
    assert!(matches!(set(&desk, &token, "short").await, Err(IdentityError::InvalidField { .. })));
    set(&desk, &token, OTHER).await.unwrap();
    assert!(desk.caller(&open.access.token).await.is_err());
    assert!(desk.try_sign_in(OWNER, PASSWORD).await.is_err());
    assert!(desk.try_sign_in(OWNER, OTHER).await.is_ok());
    for spent in [token, other, "dkl_AAAA".to_owned(), String::new()] {
        let before = desk.identity.passwords.work_done();
        assert!(matches!(set(&desk, &spent, PASSWORD).await, Err(IdentityError::LinkSpent)), "{spent}");
        assert_eq!(desk.identity.passwords.work_done(), before, "nothing is hashed for a stranger");
    }
}

async fn a_link_is_too_old_after_half_an_hour(db: TestDb) {
    let desk = Desk::open(db).await;
    let token = link(&desk).await;
    desk.wait(TimeDelta::minutes(30));
    assert!(matches!(set(&desk, &token, OTHER).await, Err(IdentityError::LinkSpent)));
}

async fn of_ten_who_use_a_link_at_once_one_succeeds(db: TestDb) {
    let desk = Desk::open(db).await;
    let token = link(&desk).await;
    let passwords: Vec<String> = (0..10).map(|number| format!("password number {number}")).collect();
    let results = join_all(passwords.iter().map(|password| set(&desk, &token, password))).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let winner = results.iter().position(Result::is_ok).unwrap();
    assert!(desk.try_sign_in(OWNER, &passwords[winner]).await.is_ok());
}

async fn nobody_learns_from_asking_whether_there_is_an_account(db: TestDb) {
    let desk = Desk::open(db).await;
    for email in ["nobody@shop.tn", "no address", ""] {
        assert!(ask_password_link(&desk.identity, email).await.unwrap().is_none());
    }
    let link = ask_password_link(&desk.identity, " OWNER@shop.tn").await.unwrap().unwrap();
    assert_eq!((link.email.as_str(), link.name.as_str()), (OWNER, "Leïla"));
}

async fn who_knows_the_old_password_sets_a_new_one_and_stays_signed_in(db: TestDb) {
    let desk = Desk::open(db).await;
    desk.hire("clerk@shop.tn", Role::Clerk).await;
    let (here, there) = (desk.sign_in("clerk@shop.tn").await, desk.sign_in("clerk@shop.tn").await);
    let person = desk.caller(&here.access.token).await.unwrap().person().unwrap();
    let change = async |current: &str, new: &str| change_password(&desk.identity, person, current, new).await;
    assert!(matches!(
        change("wrong", OTHER).await,
        Err(IdentityError::InvalidField { field: "currentPassword", .. })
    ));
    assert!(matches!(
        change(PASSWORD, "clerk@shop.tn").await,
        Err(IdentityError::InvalidField { field: "password", .. })
    ));
    change(PASSWORD, OTHER).await.unwrap();
    assert!(desk.caller(&here.access.token).await.is_ok());
    assert!(desk.caller(&there.access.token).await.is_err());
    assert!(desk.try_sign_in("clerk@shop.tn", OTHER).await.is_ok());
}
