//! Endpoints and their secrets: who may, what is refused, what is never shown again.

use audit::AuditFilter;
use data_encoding::BASE64;
use db::testing::TestDb;
use kernel::{Actor, ErrorCode, Permission, Permissions, Who};
use sea_orm::{ConnectionTrait, Statement};
use webhooks::{DeliveryFilter, DeliveryId, EndpointPatch, NewEndpoint, WebhooksError};

use crate::shop::{Shop, actor, migrations, updates};

db::testing::on_both_databases!(migrations =>
    a_secret_is_shown_once_and_lies_sealed,
    what_breaks_a_rule_is_refused_by_field,
    only_who_manages_webhooks_may,
    every_write_is_in_the_audit_trail,
    one_that_is_taken_away_takes_its_deliveries_along,
);

const URL: &str = "https://example.com/hook?key=of-their-own";

async fn a_secret_is_shown_once_and_lies_sealed(test: TestDb) {
    let shop = Shop::open(test, &[]);
    let (endpoint, secret) = shop.add(URL).await;
    let (rotated, other) = webhooks::rotate_secret(&shop.webhooks, &actor(), endpoint.id).await.unwrap();
    assert_ne!(secret, other);
    let all = webhooks::list_endpoints(&shop.webhooks, &actor()).await.unwrap();
    let trail = audit::list(shop.db.reader(), &actor(), &AuditFilter::default(), 100).await.unwrap();
    let shown = format!("{all:?} {rotated:?} {trail:?} {:?}", shop.webhooks);
    let sql = "SELECT secret, old_secret FROM webhook_endpoint";
    let reader = shop.db.reader();
    let statement = Statement::from_string(reader.get_database_backend(), sql);
    let row = reader.query_one_raw(statement).await.unwrap().unwrap();
    for (column, secret) in ["old_secret", "secret"].into_iter().zip([secret, other]) {
        let plain = secret.strip_prefix("whsec_").unwrap();
        assert!(!shown.contains(plain));
        let bytes = BASE64.decode(plain.as_bytes()).unwrap();
        let kept: Vec<u8> = row.try_get("", column).unwrap();
        assert!(kept.len() > bytes.len() && !kept.windows(bytes.len()).any(|part| part == bytes), "{column}");
    }
    assert!(!format!("{trail:?}").contains("of-their-own"));
}

async fn what_breaks_a_rule_is_refused_by_field(test: TestDb) {
    let shop = Shop::open(test, &[]);
    let good = || NewEndpoint { url: URL.to_owned(), events: updates(), ..NewEndpoint::default() };
    let long = format!("https://example.com/{}", "x".repeat(2_000));
    let wrong = [
        ("url", NewEndpoint { url: long, ..good() }),
        ("events", NewEndpoint { events: Vec::new(), ..good() }),
        ("events", NewEndpoint { events: vec!["thing.eaten".to_owned()], ..good() }),
        ("events", NewEndpoint { events: vec!["ping".to_owned()], ..good() }),
        ("description", NewEndpoint { description: "two\nlines".to_owned(), ..good() }),
        ("description", NewEndpoint { description: "x".repeat(201), ..good() }),
    ];
    for (name, new) in wrong {
        let refused = webhooks::add_endpoint(&shop.webhooks, &actor(), new).await.unwrap_err();
        assert!(matches!(&refused, WebhooksError::InvalidField { field, .. } if *field == name), "{refused}");
    }
    for _ in 0..50 {
        webhooks::add_endpoint(&shop.webhooks, &actor(), good()).await.unwrap();
    }
    let refused = webhooks::add_endpoint(&shop.webhooks, &actor(), good()).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Conflict);
}

async fn only_who_manages_webhooks_may(test: TestDb) {
    let shop = Shop::open(test, &[]);
    let (endpoint, _) = shop.add(URL).await;
    let others = Permissions::all().iter().filter(|one| *one != Permission::ManageWebhooks).collect();
    let clerk = Actor::new(Who::Staff(shop.clock.new_uuid()), None, others);
    let (webhooks, id, none) = (&shop.webhooks, endpoint.id, DeliveryId::new(&shop.clock));
    let filter = DeliveryFilter::default();
    let refusals = [
        webhooks::list_endpoints(webhooks, &clerk).await.err(),
        webhooks::find_endpoint(webhooks, &clerk, id).await.err(),
        webhooks::add_endpoint(webhooks, &clerk, NewEndpoint::default()).await.err(),
        webhooks::edit_endpoint(webhooks, &clerk, id, EndpointPatch::default()).await.err(),
        webhooks::delete_endpoint(webhooks, &clerk, id).await.err(),
        webhooks::rotate_secret(webhooks, &clerk, id).await.err(),
        webhooks::send_test(webhooks, &clerk, id).await.err(),
        webhooks::list_deliveries(webhooks, &clerk, &filter, None, 10).await.err(),
        webhooks::find_delivery(webhooks, &clerk, none).await.err(),
        webhooks::replay_delivery(webhooks, &clerk, none).await.err(),
    ];
    for (number, refused) in refusals.into_iter().enumerate() {
        assert_eq!(refused.unwrap().code(), ErrorCode::Forbidden, "{number}");
    }
}

async fn every_write_is_in_the_audit_trail(test: TestDb) {
    let shop = Shop::open(test, &[]);
    let (endpoint, _) = shop.add(URL).await;
    let (webhooks, id) = (&shop.webhooks, endpoint.id);
    let patch =
        EndpointPatch { description: Some("Stock of the other branch".to_owned()), ..Default::default() };
    webhooks::edit_endpoint(webhooks, &actor(), id, patch).await.unwrap();
    webhooks::rotate_secret(webhooks, &actor(), id).await.unwrap();
    let sent = webhooks::send_test(webhooks, &actor(), id).await.unwrap();
    webhooks::replay_delivery(webhooks, &actor(), sent.id).await.unwrap();
    webhooks::delete_endpoint(webhooks, &actor(), id).await.unwrap();
    let page = audit::list(shop.db.reader(), &actor(), &AuditFilter::default(), 100).await.unwrap();
    let actions: Vec<&str> = page.entries.iter().rev().map(|entry| entry.action.as_str()).collect();
    let verbs = ["add", "edit", "rotate-secret", "test", "replay", "delete"];
    assert_eq!(actions, verbs.map(|verb| format!("webhook.{verb}")));
}

async fn one_that_is_taken_away_takes_its_deliveries_along(test: TestDb) {
    let shop = Shop::open(test, &[]);
    let (endpoint, _) = shop.add(URL).await;
    let (kept, _) = shop.add(URL).await;
    for one in [&endpoint, &kept] {
        webhooks::send_test(&shop.webhooks, &actor(), one.id).await.unwrap();
    }
    webhooks::delete_endpoint(&shop.webhooks, &actor(), endpoint.id).await.unwrap();
    let left: Vec<_> = shop.deliveries().await.into_iter().map(|delivery| delivery.endpoint).collect();
    assert_eq!(left, [kept.id]);
    let again = webhooks::delete_endpoint(&shop.webhooks, &actor(), endpoint.id).await.unwrap_err();
    assert_eq!(again.code(), ErrorCode::NotFound);
}
