//! Keys for machines: never more than their scopes, never more than their owner.

use chrono::TimeDelta;
use db::testing::TestDb;
use identity::{
    Caller, IdentityError, NewApiKey, Role, StaffPatch, create_api_key, edit_staff, list_api_keys,
    revoke_api_key,
};
use kernel::{Permission, Permissions, Who};

use crate::desk::{Desk, migrations};

db::testing::on_both_databases!(migrations =>
    a_key_may_what_its_scopes_and_its_owner_may,
    a_key_ends_when_it_is_revoked_or_too_old,
    a_key_makes_no_people_and_no_keys,
    only_a_hash_of_a_key_is_kept,
);

fn key(scopes: &[Permission]) -> NewApiKey {
    NewApiKey { name: "till".to_owned(), scopes: scopes.iter().copied().collect(), expires_at: None }
}

async fn a_key_may_what_its_scopes_and_its_owner_may(db: TestDb) {
    let desk = Desk::open(db).await;
    let second = desk.hire("second@shop.tn", Role::Owner).await;
    let caller = desk.caller(&desk.sign_in("second@shop.tn").await.access.token).await.unwrap();
    let scopes = [Permission::ViewProducts, Permission::ViewAudit];
    let (made, secret) = create_api_key(&desk.identity, &caller, &key(&scopes)).await.unwrap();
    let used = async || desk.caller(&secret).await.map(|caller: Caller| caller.actor);
    let actor = used().await.unwrap();
    assert_eq!(actor.who, Who::ApiKey(made.id.0));
    assert_eq!(actor.permissions(), scopes.into_iter().collect());
    let owner = desk.owner().await.actor;
    let patch = |role, disabled| StaffPatch { name: None, role, disabled };
    edit_staff(&desk.identity, &owner, second.id, &patch(Some(Role::Analyst), None)).await.unwrap();
    assert_eq!(used().await.unwrap().permissions(), [Permission::ViewProducts].into_iter().collect());
    edit_staff(&desk.identity, &owner, second.id, &patch(None, Some(true))).await.unwrap();
    assert!(matches!(used().await, Err(IdentityError::NotSignedIn)));
}

async fn a_key_ends_when_it_is_revoked_or_too_old(db: TestDb) {
    let desk = Desk::open(db).await;
    let owner = desk.owner().await;
    let until =
        NewApiKey { expires_at: Some(desk.clock.now() + TimeDelta::days(1)), ..key(&[Permission::ViewDesk]) };
    let (_, short) = create_api_key(&desk.identity, &owner, &until).await.unwrap();
    let (revoked, long) =
        create_api_key(&desk.identity, &owner, &key(&[Permission::ViewDesk])).await.unwrap();
    assert!(desk.caller(&short).await.is_ok());
    desk.wait(TimeDelta::days(1));
    assert!(desk.caller(&short).await.is_err());
    assert!(desk.caller(&long).await.is_ok());
    revoke_api_key(&desk.identity, &owner.actor, revoked.id).await.unwrap();
    assert!(desk.caller(&long).await.is_err());
    let again = revoke_api_key(&desk.identity, &owner.actor, revoked.id).await.unwrap_err();
    assert!(matches!(again, IdentityError::NotFound(_)), "{again}");
    assert!(create_api_key(&desk.identity, &owner, &until).await.is_err(), "it would have ended already");
}

async fn a_key_makes_no_people_and_no_keys(db: TestDb) {
    let desk = Desk::open(db).await;
    let owner = desk.owner().await;
    for scopes in [&[][..], &[Permission::ManageStaff], &[Permission::ViewDesk, Permission::ManageApiKeys]] {
        let refused = create_api_key(&desk.identity, &owner, &key(scopes)).await.unwrap_err();
        assert!(matches!(refused, IdentityError::InvalidField { field: "scopes", .. }), "{refused}");
    }
    let machine = Caller { actor: owner.actor, person: None };
    let refused = create_api_key(&desk.identity, &machine, &key(&[Permission::ViewDesk])).await.unwrap_err();
    assert!(matches!(refused, IdentityError::NotYours(_)), "{refused}");
    let clerk = desk.hire("clerk@shop.tn", Role::Clerk).await;
    let clerk = Caller {
        actor: kernel::Actor::new(Who::Staff(clerk.id.0), None, Role::Clerk.permissions()),
        ..owner
    };
    let refused = create_api_key(&desk.identity, &clerk, &key(&[Permission::ViewDesk])).await.unwrap_err();
    assert!(matches!(refused, IdentityError::Forbidden(_)), "{refused}");
}

async fn only_a_hash_of_a_key_is_kept(db: TestDb) {
    let desk = Desk::open(db).await;
    let owner = desk.owner().await;
    let (made, secret) = create_api_key(&desk.identity, &owner, &key(&[Permission::ViewDesk])).await.unwrap();
    assert!(secret.starts_with(&made.shown) && made.shown.len() < secret.len() / 4);
    let listed = list_api_keys(&desk.identity, &owner.actor).await.unwrap();
    assert_eq!(listed, [made]);
    assert_ne!(listed[0].scopes, Permissions::NONE);
    assert!(!format!("{:?} {:?}", listed, desk.identity).contains(&secret));
}
