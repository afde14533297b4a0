//! Two processes of one shop on one PostgreSQL and one Redis, and what happens when one of those goes away.

use std::path::Path;
use std::process::Command;

use serde_json::json;
use tempfile::TempDir;

use crate::program::{complained, dukkan};
use crate::services::Services;
use crate::shop::{Answer, Shop};

const PASSWORD: &str = "correct horse battery";
const LOGIN: &str = "/api/admin/auth/login";
const ME: &str = "/api/admin/auth/me";
const JSON: (&str, &str) = ("Content-Type", "application/json");

/// The shop and its owner.
struct Pair {
    first: Shop,
    second: Shop,
    services: Services,
    folder: TempDir,
}

/// The program on the services, with a data folder of its own.
fn on(services: &Services, folder: &Path, data: &str) -> Command {
    let mut command = dukkan(folder);
    command
        .args(["--data", data])
        .env("DUKKAN_DATABASE", &services.postgres)
        .env("DUKKAN_REDIS", &services.redis)
        .env("DUKKAN_SECRET", "one-secret-of-thirty-two-characters-or-more")
        .env("DUKKAN_TRUSTED_PROXIES", "127.0.0.1")
        .env("DUKKAN_RATES__EXEMPT", "127.0.0.1")
        .env("DUKKAN_RATES__SIGN_IN_PER_MINUTE", "1");
    command
}

impl Pair {
    fn open() -> Self {
        let (services, folder) = (Services::start(), tempfile::tempdir().unwrap());
        write(&services, folder.path(), "Filtre à huile", "12.500");
        let serve =
            |data| Shop::start(on(&services, folder.path(), data).args(["serve", "--listen", "127.0.0.1:0"]));
        let (first, second) = (serve("one"), serve("two"));
        let (_, rest) = second.said.split_once("token=").unwrap();
        let token = rest.lines().next().unwrap();
        let owner = json!({"token": token, "email": "owner@shop.tn", "name": "Leïla", "password": PASSWORD});
        let made = first.ask("POST", "/api/admin/auth/first-owner", &[JSON], &owner.to_string());
        assert_eq!(made.status, 201, "{}", made.body);
        Self { first, second, services, folder }
    }

    fn write(&self, name: &str, price: &str) {
        write(&self.services, self.folder.path(), name, price);
    }

    /// Asks both for everything that shows the product until all of it shows the new name or price.
    fn until_seen(&self, wanted: &str) {
        for shop in [&self.first, &self.second] {
            for path in ["/api/products/f-1", "/api/products?limit=5", "/api/search?q=filtre", "/fr/p/f-1"] {
                while !shop.get(path).body.contains(wanted) {}
            }
        }
    }
}

/// Imports the shop's one product, as a third process.
fn write(services: &Services, folder: &Path, name: &str, price: &str) {
    std::fs::write(folder.join("p.csv"), format!("sku,slug,name_fr,price\nF-1,f-1,{name},{price}\n"))
        .unwrap();
    let imported = on(services, folder, "three").args(["import", "p.csv"]).output().unwrap();
    assert!(imported.status.success(), "{}", complained(&imported));
}

/// Tries to sign in from an address of its own.
fn sign_in(shop: &Shop, address: &str, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password}).to_string();
    shop.ask("POST", LOGIN, &[JSON, ("X-Forwarded-For", address)], &body)
}

fn bearer(signed_in: &Answer) -> String {
    assert_eq!(signed_in.status, 200, "{}", signed_in.body);
    format!("Bearer {}", signed_in.json()["accessToken"].as_str().unwrap())
}

fn me(shop: &Shop, bearer: &str) -> Answer {
    shop.ask("GET", ME, &[("Authorization", bearer)], "")
}

#[test]
fn what_was_ended_at_one_is_refused_at_the_other_at_once() {
    let Pair { first, second, services: _services, folder: _folder } = Pair::open();
    let signed_in = sign_in(&first, "192.0.2.1", "owner@shop.tn", PASSWORD);
    let token = bearer(&signed_in);
    assert_eq!(me(&second, &token).status, 200);
    let out = first.ask("POST", "/api/admin/auth/logout", &[("Authorization", &token)], "");
    assert_eq!(out.status, 204);
    assert_eq!(me(&second, &token).status, 401);
    let refresh = json!({"refreshToken": signed_in.json()["refreshToken"]}).to_string();
    assert_eq!(second.ask("POST", "/api/admin/auth/refresh", &[JSON], &refresh).status, 401);
}

#[test]
fn tries_to_sign_in_are_counted_by_both_together() {
    let Pair { first, second, services: _services, folder: _folder } = Pair::open();
    // On a busy machine Redis may take longer than it is waited for; then each counts for itself.
    let counted_together = (0..=250_u8).find(|number| {
        let email = format!("{number}@shop.tn");
        let tried = sign_in(&first, &format!("192.0.2.{number}"), &email, "wrong password");
        assert_eq!(tried.status, 401);
        sign_in(&second, &format!("198.51.100.{number}"), &email, "wrong password").status == 429
    });
    assert!(counted_together.is_some());
}

#[test]
fn a_change_by_one_process_is_seen_by_all_others() {
    let pair = Pair::open();
    pair.until_seen("Filtre à huile");
    pair.write("Filtre à air", "14.750");
    pair.until_seen("Filtre à air");
    pair.write("Filtre à air", "15.250");
    for shop in [&pair.first, &pair.second] {
        while !shop.get("/api/products/f-1").body.contains("\"minor\":15250") {}
    }
}

/// The price that an answer shows first.
fn minor(answer: &Answer) -> i64 {
    let (_, rest) = answer.body.split_once("\"minor\":").unwrap();
    rest.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
}

/// Gives the product another price, under the version that the desk shows.
fn reprice(shop: &Shop, token: &str, minor: i64) {
    let id = shop.get("/api/products/f-1").json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/admin/products/{id}");
    let seen = shop.ask("GET", &path, &[("Authorization", token)], "");
    let (_, version) = seen.head.split_once("\r\netag: ").unwrap();
    let version = version.lines().next().unwrap();
    let patch = json!({ "priceMinor": minor }).to_string();
    let edited = shop.ask("PATCH", &path, &[JSON, ("Authorization", token), ("If-Match", version)], &patch);
    assert_eq!(edited.status, 200, "{}", edited.body);
}

#[test]
fn while_prices_change_at_both_no_answer_is_older_than_one_before_it() {
    const PRICES: std::ops::RangeInclusive<i64> = 20_000..=20_040;
    let Pair { first, second, services: _services, folder: _folder } = Pair::open();
    let token = bearer(&sign_in(&first, "192.0.2.1", "owner@shop.tn", PASSWORD));
    std::thread::scope(|scope| {
        for shop in [&first, &second] {
            for path in ["/api/products/f-1", "/api/products?limit=5", "/api/search?q=filtre"] {
                scope.spawn(move || {
                    let mut newest = 0;
                    while newest < *PRICES.end() {
                        let price = minor(&shop.get(path));
                        assert!(price >= newest, "{path}: {price} after {newest}");
                        newest = price;
                    }
                });
            }
        }
        for price in PRICES {
            let shop = if price % 2 == 0 { &first } else { &second };
            reprice(shop, &token, price);
            // Who has changed something sees it at once.
            assert_eq!(minor(&shop.get("/api/products/f-1")), price);
            assert_eq!(minor(&shop.get("/api/search?q=filtre")), price);
        }
    });
}

#[test]
fn redis_that_stops_and_starts_changes_no_answer() {
    let pair = Pair::open();
    pair.until_seen("Filtre à huile");
    let token = bearer(&sign_in(&pair.first, "192.0.2.1", "owner@shop.tn", PASSWORD));
    pair.services.halt("redis");
    for shop in [&pair.first, &pair.second] {
        assert!(shop.get("/api/products/f-1").body.contains("Filtre à huile"));
        assert_eq!(me(shop, &token).status, 200);
        assert_eq!(shop.get("/readyz").status, 200);
    }
    pair.write("Filtre à air", "14.750");
    pair.until_seen("Filtre à air");
    pair.services.resume("redis");
    pair.write("Filtre à gazole", "18.000");
    pair.until_seen("Filtre à gazole");
    assert_eq!(me(&pair.second, &token).status, 200);
}

#[test]
fn postgresql_that_restarts_is_503_for_its_time_and_no_longer() {
    let pair = Pair::open();
    pair.until_seen("Filtre à huile");
    let token = bearer(&sign_in(&pair.first, "192.0.2.1", "owner@shop.tn", PASSWORD));
    pair.services.halt("postgres");
    for shop in [&pair.first, &pair.second] {
        assert_eq!(shop.get("/readyz").status, 503);
        let away = me(shop, &token);
        assert_eq!((away.status, &away.json()["type"]), (503, &json!("urn:dukkan:problem:unavailable")));
        assert!(away.head.contains("\r\nretry-after: 5"), "{}", away.head);
        // What is for sale is in memory.
        assert!(shop.get("/api/products/f-1").body.contains("Filtre à huile"));
    }
    pair.services.resume("postgres");
    for shop in [&pair.first, &pair.second] {
        while me(shop, &token).status != 200 {}
        assert_eq!(shop.get("/readyz").status, 200);
    }
    pair.write("Filtre à air", "14.750");
    pair.until_seen("Filtre à air");
    let refused = sign_in(&pair.second, "192.0.2.9", "nobody@shop.tn", "wrong password");
    assert_eq!(refused.status, 401);
}
