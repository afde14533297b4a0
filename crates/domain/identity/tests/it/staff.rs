//! Accounts: the first, the others, the last owner, the forgotten.

use chrono::TimeDelta;
use db::testing::TestDb;
use futures::future::join_all;
use identity::{
    Device, IdentityError, NewStaff, Role, StaffPatch, add_staff, create_first_owner, edit_staff,
    erase_staff, find_staff, list_staff, open_first_owner_link,
};
use kernel::{Actor, Permission, Permissions, Who};

use crate::desk::{Desk, OWNER, first_owner, migrations};

db::testing::on_both_databases!(migrations =>
    the_first_owner_is_made_once,
    nobody_without_the_permission_reads_or_changes_accounts,
    nobody_raises_anybody_above_themselves,
    a_change_of_role_holds_at_the_next_request,
    the_last_owner_stays,
    two_owners_who_shut_each_other_at_once_leave_one,
    a_forgotten_person_leaves_no_trace_but_what_was_done,
);

fn role(role: Role) -> StaffPatch {
    StaffPatch { role: Some(role), ..StaffPatch::default() }
}

fn shut() -> StaffPatch {
    StaffPatch { disabled: Some(true), ..StaffPatch::default() }
}

async fn the_first_owner_is_made_once(db: TestDb) {
    let clock = kernel::Clock::frozen(chrono::DateTime::from_timestamp(1_795_000_000, 0).unwrap());
    let secret = "a-secret-of-thirty-two-characters-or-more";
    let identity = identity::Identity::new(db.db().clone(), clock.clone(), secret, "Shop".into()).unwrap();
    let old = open_first_owner_link(&identity).await.unwrap().unwrap();
    clock.advance(TimeDelta::days(1));
    let create = async |token: &str, email: &str| {
        create_first_owner(&identity, first_owner(token.to_owned(), email), &Device::default()).await
    };
    assert!(matches!(create(&old, OWNER).await, Err(IdentityError::LinkSpent)));
    // Three processes start at once, each with a link of its own.
    let mut links = Vec::new();
    for _ in 0..3 {
        links.push(open_first_owner_link(&identity).await.unwrap().unwrap());
    }
    let tries = links.iter().enumerate().map(|(at, link)| {
        let email = format!("owner{at}@shop.tn");
        let create = &create;
        async move { create(link, &email).await }
    });
    let results = join_all(tries).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
    assert!(open_first_owner_link(&identity).await.unwrap().is_none());
}

async fn nobody_without_the_permission_reads_or_changes_accounts(db: TestDb) {
    let desk = Desk::open(db).await;
    let all_but_one: Permissions =
        Permission::ALL.iter().copied().filter(|&one| one != Permission::ManageStaff).collect();
    let actor = Actor::new(Who::Staff(uuid::Uuid::nil()), None, all_but_one);
    let new = NewStaff { email: "x@shop.tn".into(), name: "X".into(), role: Role::Courier };
    let results = [
        list_staff(&desk.identity, &actor).await.err(),
        find_staff(&desk.identity, &actor, desk.owner.id).await.err(),
        add_staff(&desk.identity, &actor, &new).await.err(),
        edit_staff(&desk.identity, &actor, desk.owner.id, &shut()).await.err(),
        erase_staff(&desk.identity, &actor, desk.owner.id).await.err(),
    ];
    for result in results {
        assert!(matches!(result, Some(IdentityError::Forbidden(_))), "{result:?}");
    }
}

async fn nobody_raises_anybody_above_themselves(db: TestDb) {
    let desk = Desk::open(db).await;
    let clerk = desk.hire("clerk@shop.tn", Role::Clerk).await;
    // Somebody who manages staff, but may little else.
    let permissions = Role::Clerk.permissions().iter().chain([Permission::ManageStaff]).collect();
    let actor = Actor::new(Who::Staff(uuid::Uuid::nil()), None, permissions);
    let new = NewStaff { email: "x@shop.tn".into(), name: "X".into(), role: Role::Manager };
    assert!(matches!(add_staff(&desk.identity, &actor, &new).await, Err(IdentityError::NotYours(_))));
    for (id, patch) in
        [(clerk.id, role(Role::Owner)), (desk.owner.id, shut()), (desk.owner.id, role(Role::Courier))]
    {
        let refused = edit_staff(&desk.identity, &actor, id, &patch).await.unwrap_err();
        assert!(matches!(refused, IdentityError::NotYours(_)), "{refused}");
    }
    edit_staff(&desk.identity, &actor, clerk.id, &role(Role::Courier)).await.unwrap();
}

async fn a_change_of_role_holds_at_the_next_request(db: TestDb) {
    let desk = Desk::open(db).await;
    let clerk = desk.hire("clerk@shop.tn", Role::Clerk).await;
    let tokens = desk.sign_in("clerk@shop.tn").await;
    edit_staff(&desk.identity, &desk.owner().await.actor, clerk.id, &role(Role::Courier)).await.unwrap();
    let caller = desk.caller(&tokens.access.token).await.unwrap();
    assert_eq!(caller.actor.permissions(), Permissions::NONE);
}

async fn the_last_owner_stays(db: TestDb) {
    let desk = Desk::open(db).await;
    let owner = desk.owner().await.actor;
    for patch in [shut(), role(Role::Manager)] {
        let refused = edit_staff(&desk.identity, &owner, desk.owner.id, &patch).await.unwrap_err();
        assert!(matches!(refused, IdentityError::Conflict(_)), "{refused}");
    }
    assert!(matches!(
        erase_staff(&desk.identity, &owner, desk.owner.id).await,
        Err(IdentityError::Conflict(_))
    ));
}

async fn two_owners_who_shut_each_other_at_once_leave_one(db: TestDb) {
    let desk = Desk::open(db).await;
    let second = desk.hire("second@shop.tn", Role::Owner).await;
    let owner = desk.owner().await.actor;
    let patch = shut();
    let (one, two) = tokio::join!(
        edit_staff(&desk.identity, &owner, second.id, &patch),
        edit_staff(&desk.identity, &owner, desk.owner.id, &patch),
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
}

async fn a_forgotten_person_leaves_no_trace_but_what_was_done(db: TestDb) {
    let desk = Desk::open(db).await;
    let clerk = desk.hire("clerk@shop.tn", Role::Clerk).await;
    let owner = desk.owner().await.actor;
    edit_staff(&desk.identity, &owner, clerk.id, &shut()).await.unwrap();
    erase_staff(&desk.identity, &owner, clerk.id).await.unwrap();
    assert!(matches!(find_staff(&desk.identity, &owner, clerk.id).await, Err(IdentityError::NotFound(_))));
    let filter = audit::AuditFilter { subject_id: Some(clerk.id.to_string()), ..Default::default() };
    let page = audit::list(desk.identity.db.reader(), &owner, &filter, 100).await.unwrap();
    assert!(page.entries.len() >= 3);
    assert!(page.entries.iter().all(|entry| entry.personal.known().is_none()));
    assert!(!format!("{:?}", page.entries).contains("clerk@shop.tn"));
    assert!(matches!(audit::verify(&desk.identity.db).await.unwrap(), audit::Verdict::Whole { .. }));
    // The address is free again.
    desk.hire("clerk@shop.tn", Role::Analyst).await;
}
