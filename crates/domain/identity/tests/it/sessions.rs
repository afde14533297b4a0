//! Sessions: refreshed, stolen, listed, ended.

use chrono::TimeDelta;
use db::testing::TestDb;
use futures::future::join_all;
use identity::{
    Credentials, Device, IdentityError, Role, SessionId, Tokens, authenticate_browser, end_all_sessions,
    end_session, end_sessions_of, list_sessions, refresh_session, sign_in_browser,
};

use crate::desk::{Desk, OWNER, PASSWORD, migrations};

db::testing::on_both_databases!(migrations =>
    a_refresh_token_gives_the_next_pair,
    fifty_refreshes_at_once_keep_the_session,
    a_stolen_refresh_token_ends_the_whole_session,
    a_session_ends_when_nobody_uses_it_and_after_a_month_anyway,
    an_ended_session_is_worth_nothing_at_the_next_request,
    nobody_ends_anothers_session,
    a_browsers_cookie_holds_the_same_kind_of_session,
);

async fn refresh(desk: &Desk, token: &str) -> Result<Tokens, IdentityError> {
    refresh_session(&desk.identity, token, &Device::default()).await
}

async fn a_refresh_token_gives_the_next_pair(db: TestDb) {
    let desk = Desk::open(db).await;
    let first = desk.sign_in(OWNER).await;
    desk.wait(TimeDelta::minutes(15));
    assert!(desk.caller(&first.access.token).await.is_err());
    let second = refresh(&desk, &first.refresh_token).await.unwrap();
    assert_eq!(second.session, first.session);
    assert_ne!(second.refresh_token, first.refresh_token);
    assert!(desk.caller(&second.access.token).await.is_ok());
    for rubbish in ["", "dkr_", "dkr_AAAA", &first.access.token] {
        assert!(matches!(refresh(&desk, rubbish).await, Err(IdentityError::NotSignedIn)), "{rubbish}");
    }
}

async fn fifty_refreshes_at_once_keep_the_session(db: TestDb) {
    let desk = Desk::open(db).await;
    let first = desk.sign_in(OWNER).await;
    let all = join_all((0..50).map(|_| refresh(&desk, &first.refresh_token))).await;
    let next: Vec<String> = all.into_iter().map(|tokens| tokens.unwrap().refresh_token).collect();
    assert!(next.iter().all(|token| *token == next[0]));
    desk.wait(TimeDelta::minutes(1));
    assert!(refresh(&desk, &next[0]).await.is_ok());
}

async fn a_stolen_refresh_token_ends_the_whole_session(db: TestDb) {
    let desk = Desk::open(db).await;
    let other = desk.sign_in(OWNER).await;
    let first = desk.sign_in(OWNER).await;
    let second = refresh(&desk, &first.refresh_token).await.unwrap();
    desk.wait(TimeDelta::seconds(11));
    assert!(matches!(refresh(&desk, &first.refresh_token).await, Err(IdentityError::NotSignedIn)));
    assert!(
        refresh(&desk, &second.refresh_token).await.is_err(),
        "the owner's own token is worth nothing now"
    );
    assert!(desk.caller(&second.access.token).await.is_err());
    assert!(refresh(&desk, &other.refresh_token).await.is_ok(), "another session goes on");
    assert_eq!(desk.done().await.last().unwrap(), "session.stolen");
}

async fn a_session_ends_when_nobody_uses_it_and_after_a_month_anyway(db: TestDb) {
    let desk = Desk::open(db).await;
    let idle = desk.sign_in(OWNER).await;
    let mut busy = desk.sign_in(OWNER).await;
    desk.wait(TimeDelta::days(6));
    busy = refresh(&desk, &busy.refresh_token).await.unwrap();
    desk.wait(TimeDelta::days(1));
    assert!(refresh(&desk, &idle.refresh_token).await.is_err());
    for _ in 0..4 {
        desk.wait(TimeDelta::days(5));
        busy = refresh(&desk, &busy.refresh_token).await.unwrap();
    }
    desk.wait(TimeDelta::days(3));
    assert!(refresh(&desk, &busy.refresh_token).await.is_err());
}

async fn an_ended_session_is_worth_nothing_at_the_next_request(db: TestDb) {
    let desk = Desk::open(db).await;
    let (one, two, three) = (desk.sign_in(OWNER).await, desk.sign_in(OWNER).await, desk.sign_in(OWNER).await);
    let person = desk.caller(&one.access.token).await.unwrap().person().unwrap();
    assert_eq!(list_sessions(&desk.identity, person).await.unwrap().len(), 3);
    end_session(&desk.identity, person, two.session).await.unwrap();
    assert!(desk.caller(&two.access.token).await.is_err());
    assert!(refresh(&desk, &two.refresh_token).await.is_err());
    assert!(desk.caller(&three.access.token).await.is_ok());
    assert_eq!(end_all_sessions(&desk.identity, person).await.unwrap(), 2);
    for tokens in [one, three] {
        assert!(desk.caller(&tokens.access.token).await.is_err());
        assert!(refresh(&desk, &tokens.refresh_token).await.is_err());
    }
}

async fn nobody_ends_anothers_session(db: TestDb) {
    let desk = Desk::open(db).await;
    desk.hire("clerk@shop.tn", Role::Clerk).await;
    let owners = desk.sign_in(OWNER).await;
    let clerk = desk.caller(&desk.sign_in("clerk@shop.tn").await.access.token).await.unwrap();
    for session in [owners.session, SessionId::new(&desk.clock)] {
        let refused = end_session(&desk.identity, clerk.person().unwrap(), session).await.unwrap_err();
        assert!(matches!(refused, IdentityError::NotFound("session")), "{refused}");
    }
    let refused = end_sessions_of(&desk.identity, &clerk.actor, desk.owner.id).await.unwrap_err();
    assert!(matches!(refused, IdentityError::Forbidden(_)), "{refused}");
    assert!(desk.caller(&owners.access.token).await.is_ok());
}

async fn a_browsers_cookie_holds_the_same_kind_of_session(db: TestDb) {
    let desk = Desk::open(db).await;
    let credentials = Credentials { email: OWNER.to_owned(), password: PASSWORD.to_owned(), code: None };
    let device = Device { name: "Firefox\r\nX: y".to_owned(), address: Some([192, 0, 2, 1].into()) };
    let browser = sign_in_browser(&desk.identity, &credentials, &device).await.unwrap();
    let caller = async |cookie: &str| authenticate_browser(&desk.identity, cookie, None).await;
    let person = caller(&browser.cookie).await.unwrap().person().unwrap();
    let open = list_sessions(&desk.identity, person).await.unwrap();
    assert_eq!((open[0].device.as_str(), open[0].address.as_deref()), ("FirefoxX: y", Some("192.0.2.1")));
    desk.wait(TimeDelta::days(6));
    assert!(caller(&browser.cookie).await.is_ok());
    desk.wait(TimeDelta::days(6));
    assert!(caller(&browser.cookie).await.is_ok(), "its use has made it longer");
    end_session(&desk.identity, person, browser.session).await.unwrap();
    assert!(caller(&browser.cookie).await.is_err());
    assert!(caller("dks_AAAA").await.is_err());
}
