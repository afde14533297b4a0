//! The whole face in process, over an empty shop with an owner.

use std::net::SocketAddr;
use std::num::NonZeroUsize;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use cache::{Rate, RateLimiter};
use catalogue::{CatalogueSettings, Shelf, desk_handlers};
use chrono::{DateTime, TimeDelta};
use chrono_tz::Tz;
use db::testing::TestDb;
use desk::Dashboard;
use fetch::{FetchSettings, Fetcher};
use files::Files;
use futures::FutureExt;
use http::{HeaderMap, Method, StatusCode};
use identity::{
    Credentials, Device, FirstOwner, Identity, NewStaff, Role, Staff, Tokens, add_staff, authenticate_token,
    create_first_owner, open_first_owner_link, set_password,
};
use jobs::{Job, Worker, WorkerSettings};
use kernel::{Actor, Clock, Locale};
use mail::{Letter, Mailbox};
use orion::{OrionSettings, WeatherPlace, WeatherSource};
use sea_orm_migration::MigrationTrait;
use serde_json::{Value, json};
use telemetry::Metrics;
use tempfile::TempDir;
use tokio::sync::{mpsc, oneshot};
use web::exchange::Exchange;
use web::server::PeerAddress;
use web::storefront::{Front, Storefront, StorefrontSettings};
use web::{AppState, Desk, Rates, WebConfig};
use webhooks::{EventKind, Events, Webhooks};

pub(crate) const SECRET: &str = "a-secret-of-thirty-two-characters-or-more";
pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const OWNER: &str = "owner@shop.tn";

pub(crate) fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    let all = [
        audit::migrations(),
        catalogue::migrations(),
        identity::migrations(),
        settings::migrations(),
        jobs::migrations(),
        orion::migrations(),
        webhooks::migrations(),
    ];
    all.into_iter().flatten().collect()
}

/// One event, which never happens.
const EVENTS: Events = Events {
    kinds: &[EventKind { name: "product.updated", about: "Products are others now" }],
    topics: &[],
    read: |_, _| std::future::ready(Ok(Vec::new())).boxed(),
};

/// A shop with all its addresses, and the letters that it sends.
pub(crate) struct TestDesk {
    exchange: Exchange,
    pub(crate) identity: Identity,
    pub(crate) owner: Staff,
    pub(crate) clock: Clock,
    pub(crate) letters: mpsc::Receiver<Letter>,
    files: Files,
    _db: TestDb,
    _folder: TempDir,
}

/// One answer, read whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn text(&self, pointer: &str) -> String {
        self.json().pointer(pointer).and_then(Value::as_str).unwrap().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

impl TestDesk {
    /// With the limits that hold by default for sign-ins, and none that a table of requests would reach.
    pub(crate) async fn open(db: TestDb) -> Self {
        let plenty = Rate { burst: 100_000, per_minute: 100 };
        Self::open_with(db, Rates { address: plenty, account: plenty, ..Rates::default() }).await
    }

    pub(crate) async fn open_with(db: TestDb, rates: Rates) -> Self {
        let clock = Clock::frozen(DateTime::from_timestamp(1_795_000_000, 0).unwrap());
        let shop = db.db().clone().with_clock(clock.clone());
        let identity = Identity::new(shop.clone(), clock.clone(), SECRET, "Shop".to_owned()).unwrap();
        let token = open_first_owner_link(&identity).await.unwrap().unwrap();
        let (email, name, password) = (OWNER.to_owned(), "Leïla".to_owned(), PASSWORD.to_owned());
        let owner = FirstOwner { token, email, name, password };
        let owner = create_first_owner(&identity, owner, &Device::default()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(&format!("file:{}", folder.path().display())).unwrap();
        let (mailbox, letters) = Mailbox::in_memory();
        let fetcher = Fetcher::new(FetchSettings::default()).unwrap();
        let sealer = identity.keys.sealer().clone();
        let desk = Desk {
            webhooks: Webhooks::new(identity.db.clone(), sealer, fetcher, EVENTS),
            identity: identity.clone(),
            mailbox: Some(mailbox),
            settings: CatalogueSettings::default(),
            files: files.clone(),
            limiter: RateLimiter::new(clock.clone(), None),
            weather: WeatherPlace::default(),
            public_url: "https://shop.tn".to_owned(),
            locale: Locale::Fr,
        };
        let shelf = Shelf::open(shop.clone(), CatalogueSettings::default(), None).await.unwrap();
        let front = Storefront::open(StorefrontSettings::default(), &CatalogueSettings::default()).unwrap();
        let front = Front::new(front);
        let config = WebConfig { rates, ..WebConfig::default() };
        let state = AppState::new(
            shelf,
            Some(shop.clone()),
            Some(desk),
            clock.clone(),
            None,
            Metrics::default(),
            config,
        );
        let dashboard = Dashboard::open(state.clone(), front.clone(), Tz::Africa__Tunis).unwrap();
        let exchange = desk::app(state, front, dashboard).unwrap();
        Self { exchange, identity, owner, clock, letters, files, _db: db, _folder: folder }
    }

    /// Has its jobs done until this one is over.
    pub(crate) async fn work_until_over(&self, id: &str) -> Job {
        let settings = CatalogueSettings::default();
        let demand = OrionSettings {
            zone: Tz::UTC,
            currency: settings.currency,
            threads: NonZeroUsize::MIN,
            weather: WeatherPlace::default(),
        };
        let weather = WeatherSource {
            fetcher: Fetcher::new(FetchSettings::default()).unwrap(),
            server: "https://weather.invalid".to_owned(),
            forecast_server: "https://weather.invalid".to_owned(),
        };
        let demand = orion::handlers(&self.files, &demand, &weather);
        let handlers = desk_handlers(&self.files, &settings).and(demand);
        let worker = Worker::new(self.identity.db.clone(), handlers, Vec::new(), WorkerSettings::default());
        let (stop, told) = oneshot::channel::<()>();
        let worker = tokio::spawn(worker.run(async move {
            let _told = told.await;
        }));
        let mut news = self.identity.db.watch();
        let job = loop {
            let actor = Actor::system("test");
            let job = jobs::find_job(&self.identity.db, &actor, id.parse().unwrap()).await.unwrap();
            if job.state.is_over() {
                break job;
            }
            news.moved().await;
        };
        drop(stop);
        worker.await.unwrap();
        job
    }

    pub(crate) fn exchange(&self) -> Exchange {
        self.exchange.clone()
    }

    /// A picture of one point.
    pub(crate) fn png() -> Vec<u8> {
        let text = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        data_encoding::BASE64.decode(text.as_bytes()).unwrap()
    }

    pub(crate) fn wait(&self, time: TimeDelta) {
        self.clock.advance(time);
    }

    pub(crate) async fn send(&self, request: Request) -> Answer {
        let answer = self.exchange.answer(request).await;
        let (head, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: head.status, headers: head.headers, body }
    }

    /// With a bearer token, if there is one, and a body, if there is one.
    pub(crate) async fn ask(&self, method: Method, path: &str, token: &str, body: Option<Value>) -> Answer {
        self.send(request(method, path, token, body)).await
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Answer {
        self.ask(Method::GET, path, token, None).await
    }

    pub(crate) async fn post(&self, path: &str, token: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, token, Some(body)).await
    }

    /// From an address, as somebody outside would.
    pub(crate) async fn post_from(&self, address: &str, path: &str, body: Value) -> Answer {
        let mut request = request(Method::POST, path, "", Some(body));
        request.extensions_mut().insert(PeerAddress(SocketAddr::new(address.parse().unwrap(), 4711)));
        self.send(request).await
    }

    /// Past the limits of the door.
    pub(crate) async fn sign_in(&self, email: &str) -> Tokens {
        let credentials = Credentials { email: email.to_owned(), password: PASSWORD.to_owned(), code: None };
        identity::sign_in(&self.identity, &credentials, &Device::default()).await.unwrap()
    }

    pub(crate) async fn token(&self, email: &str) -> String {
        self.sign_in(email).await.access.token
    }

    /// Somebody with this role and the password that all have.
    pub(crate) async fn hire(&self, email: &str, role: Role) -> Staff {
        let owner = authenticate_token(&self.identity, &self.token(OWNER).await, None).await.unwrap();
        let new = NewStaff { email: email.to_owned(), name: "Somebody".to_owned(), role };
        let invitation = add_staff(&self.identity, &owner.actor, &new).await.unwrap();
        set_password(&self.identity, &invitation.token, PASSWORD, &Device::default()).await.unwrap();
        invitation.staff
    }
}

pub(crate) fn request(method: Method, path: &str, token: &str, body: Option<Value>) -> Request {
    let mut request = Request::builder().method(method).uri(path);
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    match body {
        Some(body) => {
            request.header("content-type", "application/json").body(Body::from(body.to_string())).unwrap()
        }
        None => request.body(Body::empty()).unwrap(),
    }
}

pub(crate) fn credentials(email: &str, password: &str) -> Value {
    json!({ "email": email, "password": password })
}
