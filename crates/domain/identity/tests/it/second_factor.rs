//! The second factor: set up, asked for, replayed, lost.

use chrono::TimeDelta;
use data_encoding::BASE32_NOPAD;
use db::testing::TestDb;
use identity::{IdentityError, begin_second_factor, confirm_second_factor, remove_second_factor};
use totp_rs::Builder;

use crate::desk::{Desk, OWNER, PASSWORD, migrations};

db::testing::on_both_databases!(migrations =>
    a_second_factor_is_asked_for_once_it_was_confirmed,
    a_code_is_taken_once,
    a_recovery_code_stands_in_once,
    it_is_removed_only_by_who_knows_the_password,
);

/// What the person's app shows now.
fn code(desk: &Desk, secret: &str) -> String {
    let bytes: [u8; 20] = BASE32_NOPAD.decode(secret.as_bytes()).unwrap().try_into().unwrap();
    let now = u64::try_from(desk.clock.now().timestamp()).unwrap();
    Builder::new().with_secret(bytes).build().unwrap().generate(now).to_string()
}

async fn set_up(desk: &Desk) -> (String, Vec<String>) {
    let person = desk.owner().await.person().unwrap();
    let secret = begin_second_factor(&desk.identity, person).await.unwrap().secret;
    let codes = confirm_second_factor(&desk.identity, person, &code(desk, &secret)).await.unwrap();
    desk.wait(TimeDelta::seconds(30));
    (secret, codes)
}

async fn a_second_factor_is_asked_for_once_it_was_confirmed(db: TestDb) {
    let desk = Desk::open(db).await;
    let person = desk.owner().await.person().unwrap();
    let begun = begin_second_factor(&desk.identity, person).await.unwrap();
    assert!(begun.uri.starts_with("otpauth://totp/Shop:owner%40shop%2Etn?secret="), "{}", begun.uri);
    desk.sign_in(OWNER).await;
    let wrong = confirm_second_factor(&desk.identity, person, "000000").await.unwrap_err();
    assert!(matches!(wrong, IdentityError::InvalidField { field: "code", .. }), "{wrong}");
    confirm_second_factor(&desk.identity, person, &code(&desk, &begun.secret)).await.unwrap();
    let refused = desk.try_sign_in(OWNER, PASSWORD).await.unwrap_err();
    assert!(matches!(refused, IdentityError::SecondFactorNeeded), "{refused}");
    let refused = desk.try_sign_in(OWNER, "wrong password").await.unwrap_err();
    assert!(matches!(refused, IdentityError::WrongCredentials), "{refused}");
    let again = begin_second_factor(&desk.identity, person).await.unwrap_err();
    assert!(matches!(again, IdentityError::Conflict(_)), "{again}");
}

async fn a_code_is_taken_once(db: TestDb) {
    let desk = Desk::open(db).await;
    let (secret, _) = set_up(&desk).await;
    let now = code(&desk, &secret);
    desk.sign_in_with_code(OWNER, PASSWORD, Some(&now)).await.unwrap();
    let replayed = desk.sign_in_with_code(OWNER, PASSWORD, Some(&now)).await.unwrap_err();
    assert!(matches!(replayed, IdentityError::WrongCode), "{replayed}");
    desk.wait(TimeDelta::seconds(30));
    assert!(desk.sign_in_with_code(OWNER, PASSWORD, Some(&now)).await.is_err(), "also not in the next step");
    desk.sign_in_with_code(OWNER, PASSWORD, Some(&code(&desk, &secret))).await.unwrap();
}

async fn a_recovery_code_stands_in_once(db: TestDb) {
    let desk = Desk::open(db).await;
    let (_, codes) = set_up(&desk).await;
    let typed = codes[3].to_uppercase();
    desk.sign_in_with_code(OWNER, PASSWORD, Some(&typed)).await.unwrap();
    assert!(desk.sign_in_with_code(OWNER, PASSWORD, Some(&codes[3])).await.is_err());
    assert!(desk.sign_in_with_code(OWNER, PASSWORD, Some("aaaaa-aaaaa")).await.is_err());
    desk.sign_in_with_code(OWNER, PASSWORD, Some(&codes[4])).await.unwrap();
}

async fn it_is_removed_only_by_who_knows_the_password(db: TestDb) {
    let desk = Desk::open(db).await;
    let person = desk.owner().await.person().unwrap();
    let secret = begin_second_factor(&desk.identity, person).await.unwrap().secret;
    confirm_second_factor(&desk.identity, person, &code(&desk, &secret)).await.unwrap();
    assert!(remove_second_factor(&desk.identity, person, "wrong password").await.is_err());
    remove_second_factor(&desk.identity, person, PASSWORD).await.unwrap();
    desk.sign_in(OWNER).await;
    let done = desk.done().await;
    assert!(
        done.contains(&"staff.second-factor-on".to_owned())
            && done.contains(&"staff.second-factor-off".to_owned())
    );
}
