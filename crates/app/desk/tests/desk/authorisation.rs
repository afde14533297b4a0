//! The authorisation matrix: every operation of the API's description, asked by everybody.
//!
//! [`OPERATIONS`] is the one table. An operation that is not in it fails the test.

use std::collections::BTreeSet;

use data_encoding::BASE64URL_NOPAD;
use db::testing::TestDb;
use http::{Method, StatusCode};
use identity::{Caller, NewApiKey, Role, authenticate_token, create_api_key};
use jsonwebtoken::{Algorithm, EncodingKey};
use kernel::{Permission, Permissions};
use serde_json::{Value, json};

use crate::test_desk::{OWNER, SECRET, TestDesk, migrations};

/// Who may do an operation.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Access {
    /// Anybody.
    Public,
    /// Any person of the staff, for their own account.
    Person,
    /// Whoever has this permission.
    Needs(Permission),
    /// A person, not a machine, who has this permission.
    PersonWith(Permission),
}
use Access::{Needs, Person, PersonWith, Public};

/// Every operation by its id, and who may do it.
const OPERATIONS: &[(&str, Access)] = &[
    ("list_products", Public),
    ("get_product", Public),
    ("get_price_history", Public),
    ("list_related_products", Public),
    ("list_brands", Public),
    ("get_brand", Public),
    ("list_categories", Public),
    ("get_category", Public),
    ("list_makes", Public),
    ("list_models", Public),
    ("list_engines", Public),
    ("get_vin", Public),
    ("search_products", Public),
    ("suggest", Public),
    ("sign_in", Public),
    ("sign_in_browser", Public),
    ("refresh_session", Public),
    ("create_first_owner", Public),
    ("ask_password_link", Public),
    ("set_password", Public),
    ("sign_out", Person),
    ("sign_out_everywhere", Person),
    ("get_me", Person),
    ("list_sessions", Person),
    ("end_session", Person),
    ("change_password", Person),
    ("begin_second_factor", Person),
    ("confirm_second_factor", Person),
    ("remove_second_factor", Person),
    ("list_staff", PersonWith(Permission::ManageStaff)),
    ("add_staff", PersonWith(Permission::ManageStaff)),
    ("get_staff", PersonWith(Permission::ManageStaff)),
    ("edit_staff", PersonWith(Permission::ManageStaff)),
    ("erase_staff", PersonWith(Permission::ManageStaff)),
    ("end_sessions_of", PersonWith(Permission::ManageStaff)),
    ("list_api_keys", PersonWith(Permission::ManageApiKeys)),
    ("create_api_key", PersonWith(Permission::ManageApiKeys)),
    ("revoke_api_key", PersonWith(Permission::ManageApiKeys)),
    ("get_stats", Needs(Permission::ViewDesk)),
    ("list_recent_activity", Needs(Permission::ViewDesk)),
    ("list_audit", Needs(Permission::ViewAudit)),
    ("export_audit", Needs(Permission::ViewAudit)),
    ("list_products_at_desk", Needs(Permission::ViewProducts)),
    ("get_product_at_desk", Needs(Permission::ViewProducts)),
    ("list_price_changes", Needs(Permission::ViewProducts)),
    ("create_product", Needs(Permission::EditProducts)),
    ("edit_product", Needs(Permission::EditProducts)),
    ("delete_product", Needs(Permission::EditProducts)),
    ("restore_product", Needs(Permission::EditProducts)),
    ("bulk_edit", Needs(Permission::EditProducts)),
    ("undo_bulk_edit", Needs(Permission::EditProducts)),
    ("add_image", Needs(Permission::EditProducts)),
    ("list_brands_at_desk", Needs(Permission::ViewProducts)),
    ("create_brand", Needs(Permission::EditCatalogue)),
    ("rename_brand", Needs(Permission::EditCatalogue)),
    ("delete_brand", Needs(Permission::EditCatalogue)),
    ("merge_brand", Needs(Permission::EditCatalogue)),
    ("list_categories_at_desk", Needs(Permission::ViewProducts)),
    ("create_category", Needs(Permission::EditCatalogue)),
    ("edit_category", Needs(Permission::EditCatalogue)),
    ("move_category", Needs(Permission::EditCatalogue)),
    ("delete_category", Needs(Permission::EditCatalogue)),
    ("list_vehicles_at_desk", Needs(Permission::ViewProducts)),
    ("create_vehicle", Needs(Permission::EditCatalogue)),
    ("edit_vehicle", Needs(Permission::EditCatalogue)),
    ("delete_vehicle", Needs(Permission::EditCatalogue)),
    ("list_synonyms", Needs(Permission::ViewProducts)),
    ("add_synonyms", Needs(Permission::EditCatalogue)),
    ("edit_synonyms", Needs(Permission::EditCatalogue)),
    ("delete_synonyms", Needs(Permission::EditCatalogue)),
    ("export_synonyms", Needs(Permission::ViewProducts)),
    ("replace_synonyms", Needs(Permission::EditCatalogue)),
    ("receive_import", Needs(Permission::ImportCatalogue)),
    ("get_import", Needs(Permission::ImportCatalogue)),
    ("apply_import", Needs(Permission::ImportCatalogue)),
    ("get_import_problems", Needs(Permission::ImportCatalogue)),
    ("order_export", Needs(Permission::ExportCatalogue)),
    ("get_export_file", Needs(Permission::ExportCatalogue)),
    ("list_forecasts", Needs(Permission::ViewForecasts)),
    ("get_forecast", Needs(Permission::ViewForecasts)),
    ("pin_forecast_model", Needs(Permission::ManageForecasts)),
    ("get_forecast_accuracy", Needs(Permission::ViewForecasts)),
    ("list_insights", Needs(Permission::ViewForecasts)),
    ("order_forecast_run", Needs(Permission::ManageForecasts)),
    ("receive_sales_import", Needs(Permission::ManageForecasts)),
    ("get_sales_import", Needs(Permission::ManageForecasts)),
    ("apply_sales_import", Needs(Permission::ManageForecasts)),
    ("get_sales_import_problems", Needs(Permission::ManageForecasts)),
    ("list_jobs", Needs(Permission::ViewJobs)),
    ("get_job", Needs(Permission::ViewJobs)),
    ("cancel_job", Needs(Permission::ManageJobs)),
    ("run_job_again", Needs(Permission::ManageJobs)),
    ("get_settings", Needs(Permission::ViewSettings)),
    ("get_trade_settings", Needs(Permission::ViewSettings)),
    ("set_trade_settings", Needs(Permission::EditSettings)),
    ("get_weather_settings", Needs(Permission::ViewSettings)),
    ("set_weather_settings", Needs(Permission::EditSettings)),
    ("get_shop_profile", Needs(Permission::ViewSettings)),
    ("set_shop_profile", Needs(Permission::EditSettings)),
    ("list_webhooks", Needs(Permission::ManageWebhooks)),
    ("add_webhook", Needs(Permission::ManageWebhooks)),
    ("list_webhook_events", Needs(Permission::ManageWebhooks)),
    ("get_webhook", Needs(Permission::ManageWebhooks)),
    ("edit_webhook", Needs(Permission::ManageWebhooks)),
    ("delete_webhook", Needs(Permission::ManageWebhooks)),
    ("rotate_webhook_secret", Needs(Permission::ManageWebhooks)),
    ("test_webhook", Needs(Permission::ManageWebhooks)),
    ("list_webhook_deliveries", Needs(Permission::ManageWebhooks)),
    ("get_webhook_delivery", Needs(Permission::ManageWebhooks)),
    ("replay_webhook_delivery", Needs(Permission::ManageWebhooks)),
];

db::testing::on_both_databases!(migrations => everybody_may_do_what_the_table_says_and_nothing_else);

/// One operation of the description.
struct Operation {
    id: String,
    method: Method,
    /// With an id that names nothing in the place of each parameter.
    path: String,
    /// Whether the description says that somebody must be signed in.
    secured: bool,
    /// Whether nothing has to be said to it: whoever may, gets an answer.
    bare: bool,
}

async fn operations(desk: &TestDesk) -> Vec<Operation> {
    let document = desk.get("/api/openapi.json", "").await.json();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(id) = operation["operationId"].as_str() else { continue };
            let parts = path.split('/').map(|part| {
                if part.starts_with('{') { "0190a000-0000-7000-8000-000000000000" } else { part }
            });
            let required = operation["parameters"].as_array().into_iter().flatten();
            operations.push(Operation {
                id: id.to_owned(),
                method: method.to_uppercase().parse().unwrap(),
                path: parts.collect::<Vec<_>>().join("/"),
                secured: operation["security"].as_array().is_some_and(|schemes| !schemes.is_empty()),
                bare: method == "get" && !required.into_iter().any(|one| one["required"] == true),
            });
        }
    }
    operations
}

/// A body that is read, and then refused for what it says: nobody is let in or changed by it.
fn body(id: &str) -> Option<Value> {
    Some(match id {
        "sign_in" | "sign_in_browser" => json!({"email": "nobody@shop.tn", "password": "wrong password"}),
        "refresh_session" => json!({"refreshToken": "dkr_none"}),
        "create_first_owner" => {
            json!({"token": "none", "email": "x@shop.tn", "name": "X", "password": "long enough password"})
        }
        "ask_password_link" => json!({"email": "nobody@shop.tn"}),
        "set_password" => json!({"token": "none", "password": "long enough password"}),
        "change_password" => json!({"currentPassword": "wrong password", "password": "long enough password"}),
        "confirm_second_factor" => json!({"code": "000000"}),
        "remove_second_factor" => json!({"currentPassword": "wrong password"}),
        "add_staff" => json!({"email": "no address", "name": "X", "role": "courier"}),
        "edit_staff" | "edit_webhook" => json!({}),
        "add_webhook" => json!({"url": "http://localhost/", "events": ["product.updated"]}),
        "create_api_key" => json!({"name": "X", "scopes": []}),
        _ => return None,
    })
}

/// A token of the right key, signed as ours are, for somebody of another kind.
fn customer_token(like: &str) -> String {
    let parts: Vec<&str> = like.split('.').collect();
    let decode = |part: &str| -> Value {
        serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).unwrap()).unwrap()
    };
    let mut claims = decode(parts[1]);
    claims["aud"] = json!("customer");
    let text = format!("{}.{}", parts[0], BASE64URL_NOPAD.encode(claims.to_string().as_bytes()));
    let key =
        EncodingKey::from_secret(&blake3::derive_key("dukkan 2026-11-21 access token", SECRET.as_bytes()));
    let sign = |text: &str| jsonwebtoken::crypto::sign(text.as_bytes(), &key, Algorithm::HS256).unwrap();
    // The key is really ours: over the text as it was it gives the signature that it had.
    assert_eq!(sign(&format!("{}.{}", parts[0], parts[1])), parts[2]);
    format!("{text}.{}", sign(&text))
}

/// Somebody who asks.
struct Somebody {
    name: String,
    token: String,
    /// What they may do; `None` for whoever is not signed in.
    permissions: Option<Permissions>,
    kind: Kind,
}

#[derive(PartialEq)]
enum Kind {
    Stranger,
    Person,
    Machine,
}

impl Somebody {
    fn unknown(name: &str, token: &str) -> Self {
        Self { name: name.to_owned(), token: token.to_owned(), permissions: None, kind: Kind::Stranger }
    }

    async fn person(desk: &TestDesk, role: Role) -> Self {
        if role != Role::Owner {
            desk.hire(&format!("{role}@shop.tn"), role).await;
        }
        let mut person = Self::unknown(role.name(), "");
        person.sign_in_again(desk).await;
        Self { permissions: Some(role.permissions()), kind: Kind::Person, ..person }
    }

    async fn sign_in_again(&mut self, desk: &TestDesk) {
        self.token = desk.token(&format!("{}@shop.tn", self.name)).await;
    }

    /// A key of the owner's.
    async fn key(desk: &TestDesk, owner: &Caller, name: &str, scopes: Permissions) -> Self {
        let new = NewApiKey { name: "machine".to_owned(), scopes, expires_at: None };
        let (_, token) = create_api_key(&desk.identity, owner, &new).await.unwrap();
        Self { name: name.to_owned(), token, permissions: Some(scopes), kind: Kind::Machine }
    }
}

/// How a request that the table refuses must be answered.
fn refusal(access: Access, who: &Somebody) -> Option<StatusCode> {
    let allowed = match (access, who.permissions) {
        (Public, _) => return None,
        (_, None) => return Some(StatusCode::UNAUTHORIZED),
        (Person, Some(_)) => who.kind == Kind::Person,
        (Needs(permission), Some(has)) => has.contains(permission),
        (PersonWith(permission), Some(has)) => has.contains(permission) && who.kind == Kind::Person,
    };
    (!allowed).then_some(StatusCode::FORBIDDEN)
}

/// Asks one operation as one caller and holds the answer against the table.
async fn check(desk: &TestDesk, operation: &Operation, access: Access, who: &Somebody) {
    let what = format!("{} by {}", operation.id, who.name);
    let answer = desk.ask(operation.method.clone(), &operation.path, &who.token, body(&operation.id)).await;
    assert!(!answer.status.is_server_error(), "{what}: {}", answer.status);
    match refusal(access, who) {
        Some(status) => {
            assert_eq!(answer.status, status, "{what}");
            assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
        }
        None if operation.bare => assert_eq!(answer.status, StatusCode::OK, "{what}"),
        // What is public may refuse wrong credentials, and nothing else.
        None if access == Public => assert_ne!(answer.status, StatusCode::FORBIDDEN, "{what}"),
        None => {
            let refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&answer.status);
            assert!(!refused, "{what}: {}", answer.status);
        }
    }
}

async fn everybody_may_do_what_the_table_says_and_nothing_else(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let operations = operations(&desk).await;
    let documented: BTreeSet<&str> = operations.iter().map(|operation| operation.id.as_str()).collect();
    let listed: BTreeSet<&str> = OPERATIONS.iter().map(|(id, _)| *id).collect();
    assert_eq!(listed.len(), OPERATIONS.len(), "an operation twice");
    assert_eq!(documented, listed, "the API's description and the table differ");

    let expired = desk.token(OWNER).await;
    desk.wait(chrono::TimeDelta::minutes(15));
    let token = desk.token(OWNER).await;
    let owner = authenticate_token(&desk.identity, &token, None).await.unwrap();
    let personal = [Permission::ManageStaff, Permission::ManageApiKeys];
    let scopes: Permissions =
        Permission::ALL.iter().copied().filter(|permission| !personal.contains(permission)).collect();
    let mut everybody = vec![
        Somebody::unknown("nobody", ""),
        Somebody::unknown("somebody whose token has expired", &expired),
        Somebody::unknown("a customer", &customer_token(&token)),
        Somebody::key(&desk, &owner, "a key with every scope", scopes).await,
    ];
    for role in Role::ALL {
        everybody.push(Somebody::person(&desk, role).await);
    }
    let mut sessions_may_have_ended = false;
    for operation in &operations {
        let (_, access) = OPERATIONS.iter().find(|(id, _)| *id == operation.id).unwrap();
        assert_eq!(operation.secured, *access != Public, "what {} is said to need", operation.id);
        sessions_may_have_ended |= *access == Person;
        for who in &mut everybody {
            if sessions_may_have_ended && who.kind == Kind::Person {
                who.sign_in_again(&desk).await;
            }
            check(&desk, operation, *access, who).await;
        }
        sessions_may_have_ended = *access == Person;
        if let Needs(permission) = access {
            let others = scopes.iter().filter(|one| one != permission).collect();
            let key = Somebody::key(&desk, &owner, "a key without the scope", others).await;
            check(&desk, operation, *access, &key).await;
        }
    }
}
