//! The gate: signing in by page, its errors, the first owner, a new password, forged forms.

use axum::body::Body;
use axum::extract::Request;
use data_encoding::BASE32_NOPAD;
use db::testing::TestDb;
use http::StatusCode;
use identity::{ask_password_link, open_first_owner_link};

use totp_rs::Builder;

use crate::page_visitor::{PageVisitor, form, hidden};
use crate::test_desk::{OWNER, PASSWORD, TestDesk, migrations};
use web::testing::html::check_html;

db::testing::on_both_databases!(migrations =>
    a_wrong_password_is_told_like_an_unknown_account_and_tries_are_counted,
    one_is_led_to_the_page_that_one_wanted,
    a_new_password_is_chosen_by_the_link_once,
    a_form_without_the_pages_token_or_from_elsewhere_changes_nothing,
    signing_out_ends_the_session,
    a_second_factor_is_set_up_asked_for_and_removed,
);

async fn a_wrong_password_is_told_like_an_unknown_account_and_tries_are_counted(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let stranger = PageVisitor::stranger(&desk, "en");
    let mut told = Vec::new();
    for email in [OWNER, "nobody@shop.tn"] {
        let answer =
            stranger.post("/desk/sign-in", &form(&[("email", email), ("password", "wrong-password")])).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.page().contains("The e-mail or the password is wrong."));
        told.push(answer.page().replace(email, ""));
    }
    assert_eq!(told[0], told[1]);
    let mut last = String::new();
    for _ in 0..5 {
        last = stranger
            .post("/desk/sign-in", &form(&[("email", OWNER), ("password", "wrong-password")]))
            .await
            .page();
    }
    assert!(last.contains("Too many tries."));
    let right = stranger.post("/desk/sign-in", &form(&[("email", OWNER), ("password", PASSWORD)])).await;
    assert_eq!(right.status, StatusCode::OK, "not even the right one is tried");
}

async fn one_is_led_to_the_page_that_one_wanted(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let stranger = PageVisitor::stranger(&desk, "fr");
    let to = async |next: &str| {
        let body = form(&[("email", OWNER), ("password", PASSWORD), ("next", next)]);
        stranger.post("/desk/sign-in", &body).await.header("location").to_owned()
    };
    assert_eq!(to("/desk/products?q=pad").await, "/desk/products?q=pad");
    assert_eq!(to("//evil.example/desk").await, "/desk");
}

async fn a_new_password_is_chosen_by_the_link_once(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let link = ask_password_link(&desk.identity, OWNER).await.unwrap().unwrap();
    let stranger = PageVisitor::stranger(&desk, "en");
    let choose = async |password: &str| {
        stranger.post("/desk/password", &form(&[("token", &link.token), ("password", password)])).await
    };
    let short = choose("short").await;
    assert_eq!(short.status, StatusCode::OK);
    assert!(
        short.page().contains("aria-invalid=\"true\"") && short.page().contains("at least 10 characters")
    );
    let chosen = choose("another long sentence").await;
    assert_eq!(chosen.header("location"), "/desk/sign-in?done=password-set");
    assert_eq!(choose("a third long sentence").await.status, StatusCode::BAD_REQUEST);
    assert!(open_first_owner_link(&desk.identity).await.unwrap().is_none());
}

async fn a_form_without_the_pages_token_or_from_elsewhere_changes_nothing(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "fr").await;
    for body in ["", "csrf=", "csrf=00"] {
        let answer = owner.post("/desk/account/end-all", body).await;
        assert_eq!(answer.header("location"), "/desk?done=form-old");
    }
    owner.page("/desk").await;
    let foreign = Request::post("/desk/sign-in").header("sec-fetch-site", "cross-site").body(Body::empty());
    assert_eq!(desk.send(foreign.unwrap()).await.status, StatusCode::FORBIDDEN);
}

async fn signing_out_ends_the_session(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "fr").await;
    let out = owner.send("/desk/sign-out", &[]).await;
    assert_eq!(out.header("location"), "/desk/sign-in?done=signed-out");
    assert_eq!(owner.get("/desk").await.status, StatusCode::SEE_OTHER);
}

async fn a_second_factor_is_set_up_asked_for_and_removed(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let begun = owner.send("/desk/account/second-factor", &[]).await.page();
    check_html("begin", &begun);
    let (secret, uri) = (hidden(&begun, "secret"), hidden(&begun, "uri").replace("&amp;", "&"));
    assert!(begun.contains("<svg class=\"qr\"") && uri.starts_with("otpauth://totp/"), "{uri}");
    let pairs = [("secret", secret.as_str()), ("uri", &uri), ("code", "000000")];
    let wrong = owner.send("/desk/account/second-factor/confirm", &pairs).await.page();
    assert!(
        wrong.contains("<svg class=\"qr\"") && wrong.contains("id=\"code-error\""),
        "the same code again"
    );
    let code = code_of(&secret, &desk);
    let right = owner.send("/desk/account/second-factor/confirm", &[("code", &code)]).await.page();
    check_html("confirm", &right);
    let recovery = attributes_of_codes(&right);
    assert!(recovery.len() > 4);
    let stranger = PageVisitor::stranger(&desk, "en");
    let asked = stranger.post("/desk/sign-in", &form(&[("email", OWNER), ("password", PASSWORD)])).await;
    assert!(asked.page().contains("autocomplete=\"one-time-code\""));
    let body = form(&[("email", OWNER), ("password", PASSWORD), ("code", &recovery[0])]);
    assert_eq!(stranger.post("/desk/sign-in", &body).await.status, StatusCode::SEE_OTHER);
    let removed = owner.send("/desk/account/second-factor/remove", &[("password_again", PASSWORD)]).await;
    assert_eq!(removed.header("location"), "/desk/account?done=saved");
}

/// What the owner's app shows now.
fn code_of(secret: &str, desk: &TestDesk) -> String {
    let bytes: [u8; 20] = BASE32_NOPAD.decode(secret.as_bytes()).unwrap().try_into().unwrap();
    let now = u64::try_from(desk.clock.now().timestamp()).unwrap();
    Builder::new().with_secret(bytes).build().unwrap().generate(now).to_string()
}

fn attributes_of_codes(page: &str) -> Vec<String> {
    page.split("<li><code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}
