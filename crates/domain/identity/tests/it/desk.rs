//! A desk to sign in at, with a clock that stands.

use chrono::{DateTime, TimeDelta, Utc};
use db::testing::TestDb;
use identity::{
    Caller, Credentials, Device, FirstOwner, Identity, IdentityError, NewStaff, Role, Staff, Tokens,
    add_staff, authenticate_token, create_first_owner, open_first_owner_link, set_password, sign_in,
};
use kernel::Clock;
use sea_orm_migration::MigrationTrait;

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const OWNER: &str = "owner@shop.tn";

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    [audit::migrations(), settings::migrations(), identity::migrations()].into_iter().flatten().collect()
}

pub(crate) struct Desk {
    pub(crate) identity: Identity,
    pub(crate) owner: Staff,
    pub(crate) clock: Clock,
    _db: TestDb,
}

impl Desk {
    /// With an owner.
    pub(crate) async fn open(db: TestDb) -> Self {
        let clock = Clock::frozen(DateTime::<Utc>::from_timestamp(1_795_000_000, 0).unwrap());
        let secret = "a-secret-of-thirty-two-characters-or-more";
        let identity = Identity::new(db.db().clone(), clock.clone(), secret, "Shop".to_owned()).unwrap();
        let token = open_first_owner_link(&identity).await.unwrap().unwrap();
        let owner =
            create_first_owner(&identity, first_owner(token, OWNER), &Device::default()).await.unwrap();
        Self { identity, owner, clock, _db: db }
    }

    pub(crate) fn wait(&self, time: TimeDelta) {
        self.clock.advance(time);
    }

    pub(crate) async fn try_sign_in(&self, email: &str, password: &str) -> Result<Tokens, IdentityError> {
        self.sign_in_with_code(email, password, None).await
    }

    pub(crate) async fn sign_in_with_code(
        &self,
        email: &str,
        password: &str,
        code: Option<&str>,
    ) -> Result<Tokens, IdentityError> {
        let credentials = Credentials {
            email: email.to_owned(),
            password: password.to_owned(),
            code: code.map(str::to_owned),
        };
        sign_in(&self.identity, &credentials, &Device::default()).await
    }

    pub(crate) async fn sign_in(&self, email: &str) -> Tokens {
        self.try_sign_in(email, PASSWORD).await.unwrap()
    }

    pub(crate) async fn caller(&self, token: &str) -> Result<Caller, IdentityError> {
        authenticate_token(&self.identity, token, None).await
    }

    /// The owner, signed in.
    pub(crate) async fn owner(&self) -> Caller {
        self.caller(&self.sign_in(OWNER).await.access.token).await.unwrap()
    }

    /// Somebody with this role and the password that all have.
    pub(crate) async fn hire(&self, email: &str, role: Role) -> Staff {
        let new = NewStaff { email: email.to_owned(), name: "Somebody".to_owned(), role };
        let owner = self.owner().await;
        let invitation = add_staff(&self.identity, &owner.actor, &new).await.unwrap();
        set_password(&self.identity, &invitation.token, PASSWORD, &Device::default()).await.unwrap();
        invitation.staff
    }

    /// What the trail says was done, oldest first.
    pub(crate) async fn done(&self) -> Vec<String> {
        let all = audit::AuditFilter::default();
        let page = audit::list(self.identity.db.reader(), &kernel::Actor::system("test"), &all, 1_000).await;
        page.unwrap().entries.into_iter().rev().map(|entry| entry.action).collect()
    }
}

pub(crate) fn first_owner(token: String, email: &str) -> FirstOwner {
    FirstOwner { token, email: email.to_owned(), name: "Leïla".to_owned(), password: PASSWORD.to_owned() }
}
