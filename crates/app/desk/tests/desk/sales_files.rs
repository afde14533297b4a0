//! Files of sales, by page and over the API: tried first, brought in on a click, refused rows fetched.

use chrono::TimeDelta;
use db::testing::TestDb;
use http::{Method, StatusCode};
use identity::Role;

use crate::page_visitor::{PageVisitor, file_form, fill, led_to};
use crate::test_desk::{OWNER, TestDesk, migrations, request};
use web::testing::html::{attributes, check_html};

db::testing::on_both_databases!(migrations =>
    a_file_of_sales_is_tried_and_then_brought_in,
    a_file_that_is_no_sales_says_so_beside_the_field_or_on_its_page,
    a_program_tries_a_file_of_sales_brings_it_in_and_orders_a_run,
    a_file_of_sales_may_be_as_large_as_one_of_products,
    runs_that_are_ordered_within_a_minute_are_one_by_page_and_by_program,
);

const UPLOAD: &str = "/desk/forecasts/import";
const FILE: &str = "date;sku;qty;colour\n2024-03-04;PAD-1;2;red\n2024-03-05;PAD-1;1;\n\
                    2024-03-05;<b>NONE</b>;1;\n2199-01-01;PAD-2;1;\n";

async fn a_file_of_sales_is_tried_and_then_brought_in(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let csrf = owner.csrf().await;
    let (path, id) = led_to(&owner.upload(UPLOAD, file_form(&csrf, "<i>sales.csv", FILE)).await);
    let waiting = owner.page(&path).await;
    check_html(&path, &waiting);
    assert!(waiting.contains("data-live") && waiting.contains("http-equiv=\"refresh\""), "asked for again");
    desk.work_until_over(&id).await;
    let tried = owner.page(&path).await;
    check_html(&path, &tried);
    assert!(tried.contains("Trial: 4 rows, 2 would be left aside."), "{tried}");
    assert!(
        tried.contains("04/03/2024") && tried.contains("colour") && !tried.contains("data-live"),
        "{tried}"
    );
    assert!(!tried.contains("<i>sales") && !tried.contains("<b>NONE"), "texts of a file are no markup");
    assert!(!owner.page("/desk/forecasts").await.contains("04/03/2024"), "nothing is written yet");
    let refused = owner.page(&attributes(&tried, "class=\"button quiet\" href=\"").remove(1)).await;
    assert!(refused.contains("NONE") && refused.contains("2199-01-01"), "{refused}");
    let arabic = owner.reading("ar").page(&path).await;
    check_html(&path, &arabic);
    assert!(!arabic.contains("no product of the shop"), "the reasons are the reader's");

    let (again, id) = led_to(&owner.send(&format!("{path}/apply"), &[]).await);
    assert_eq!(
        led_to(&owner.send(&format!("{path}/apply"), &[]).await).0,
        again,
        "a second click is the same"
    );
    desk.work_until_over(&id).await;
    let done = owner.page(&again).await;
    check_html(&again, &done);
    assert!(done.contains("Brought in: 4 rows, 2 left aside.") && !done.contains("/apply\""), "{done}");
    assert!(owner.page("/desk/forecasts").await.contains("04/03/2024"));
    assert_eq!(owner.send(&format!("{again}/apply"), &[]).await.status, StatusCode::BAD_REQUEST);
}

async fn a_file_that_is_no_sales_says_so_beside_the_field_or_on_its_page(db: TestDb) {
    let desk = TestDesk::open(db).await;
    desk.hire("analyst@shop.tn", Role::Analyst).await;
    desk.hire("clerk@shop.tn", Role::Clerk).await;
    let owner = PageVisitor::of(&desk, OWNER, "fr").await;
    let csrf = owner.csrf().await;
    let empty = owner.upload(UPLOAD, file_form(&csrf, "a.csv", "")).await;
    assert_eq!(empty.status, StatusCode::OK);
    check_html(UPLOAD, &empty.page());
    assert!(empty.page().contains("aria-invalid=\"true\""));
    let (path, id) = led_to(
        &owner.upload(UPLOAD, file_form(&csrf, "a.csv", "date,name,quantity\n2024-03-04,Disque,5\n")).await,
    );
    desk.work_until_over(&id).await;
    let failed = owner.page(&path).await;
    check_html(&path, &failed);
    assert!(failed.contains("reconnue comme sku.") && !failed.contains("no column"), "{failed}");
    assert!(!failed.contains("/apply\""));
    let nothing = owner.get(&format!("{path}/problems")).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    let clerk = PageVisitor::of(&desk, "clerk@shop.tn", "fr").await;
    assert_eq!(clerk.get(&path).await.status, StatusCode::FORBIDDEN);
    let another = owner.get(&path.replace("forecasts/imports", "files")).await;
    assert_eq!(another.status, StatusCode::NOT_FOUND, "it is no file of the catalogue");
}

async fn a_program_tries_a_file_of_sales_brings_it_in_and_orders_a_run(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let send = async |path: &str, file: &'static str| {
        let mut sent = request(Method::POST, path, &token, None);
        *sent.body_mut() = file.into();
        desk.send(sent).await
    };
    for (path, file, field) in
        [("/api/admin/sales-imports", FILE, "name"), ("/api/admin/sales-imports?name=x&kind=y", FILE, "kind")]
    {
        let refused = send(path, file).await;
        assert_eq!(
            (refused.status, refused.text("/errors/0/field").as_str()),
            (StatusCode::BAD_REQUEST, field)
        );
    }
    assert_eq!(send("/api/admin/sales-imports?name=x", "").await.status, StatusCode::BAD_REQUEST);
    let sent = send("/api/admin/sales-imports?name=..%2fsales.csv", FILE).await;
    assert_eq!(sent.status, StatusCode::ACCEPTED);
    let path = format!("/api/admin/sales-imports/{}", sent.text("/id"));
    let apply = async || desk.ask(Method::POST, &format!("{path}/apply"), &token, None).await;
    assert_eq!(apply().await.status, StatusCode::BAD_REQUEST, "not tried yet");
    desk.work_until_over(&sent.text("/id")).await;
    let tried = desk.get(&path, &token).await.json();
    assert_eq!(
        (&tried["dryRun"], &tried["canApply"], &tried["name"]),
        (&true.into(), &true.into(), &"../sales.csv".into())
    );
    assert_eq!((&tried["report"]["rows"], &tried["report"]["refused"]), (&4.into(), &2.into()), "{tried}");
    assert_eq!(
        (&tried["report"]["days"]["created"], &tried["report"]["first"]),
        (&2.into(), &"2024-03-04".into())
    );
    let applied = apply().await;
    assert_eq!(applied.status, StatusCode::ACCEPTED);
    assert_eq!(apply().await.text("/id"), applied.text("/id"));
    desk.work_until_over(&applied.text("/id")).await;
    let done = desk.get(&format!("/api/admin/sales-imports/{}", applied.text("/id")), &token).await.json();
    assert_eq!(
        (&done["dryRun"], &done["canApply"], &done["job"]["state"]),
        (&false.into(), &false.into(), &"done".into())
    );
    assert_eq!(done["report"]["days"], tried["report"]["days"]);
    let problems =
        desk.get(&format!("/api/admin/sales-imports/{}/problems", applied.text("/id")), &token).await;
    assert_eq!(problems.header("content-type"), "text/csv; charset=utf-8");
    assert!(problems.page().contains("2199-01-01"));
    let products =
        send("/api/admin/imports?name=p.csv", "sku,name,price,cost\nA-1,Filtre,-5,77\n").await.text("/id");
    desk.work_until_over(&products).await;
    let refused = desk.get(&format!("/api/admin/imports/{products}/problems"), &token).await;
    assert!(refused.page().contains("77"), "rows that show costs");
    for path in ["problems", ""] {
        let path = format!("/api/admin/sales-imports/{products}/{path}");
        let asked = desk.get(path.trim_end_matches('/'), &token).await;
        assert_eq!(asked.status, StatusCode::NOT_FOUND, "{path}");
    }
    let again = send("/api/admin/sales-imports?name=again", FILE).await.text("/id");
    desk.work_until_over(&again).await;
    let again = desk.get(&format!("/api/admin/sales-imports/{again}"), &token).await.json();
    let days = &again["report"]["days"];
    assert_eq!((&days["unchanged"], &days["created"]), (&2.into(), &0.into()), "it is in the history");

    let run = desk.ask(Method::POST, "/api/admin/forecast-runs", &token, None).await;
    assert_eq!(run.status, StatusCode::ACCEPTED);
    let job = desk.get(&format!("/api/admin/jobs/{}", run.text("/id")), &token).await;
    assert_eq!(job.text("/kind"), "orion.run");
}

async fn runs_that_are_ordered_within_a_minute_are_one_by_page_and_by_program(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let token = desk.token(OWNER).await;
    let order = async || desk.ask(Method::POST, "/api/admin/forecast-runs", &token, None).await.text("/id");
    let runs = async || {
        let jobs = desk.get("/api/admin/jobs?kind=orion.run", &token).await.json();
        jobs["items"].as_array().unwrap().len()
    };
    let first = order().await;
    assert_eq!(order().await, first);
    assert_eq!(owner.send("/desk/forecasts/run", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(runs().await, 1, "a second click is the same run");
    desk.wait(TimeDelta::minutes(1));
    assert_eq!(owner.send("/desk/forecasts/run", &[]).await.status, StatusCode::SEE_OTHER);
    let later = order().await;
    assert_ne!(later, first);
    assert_eq!(runs().await, 2);
}

async fn a_file_of_sales_may_be_as_large_as_one_of_products(db: TestDb) {
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let csrf = owner.csrf().await;
    let large = format!("date,sku,quantity\n{}", "2024-03-04,PAD-1,1\n".repeat(80_000));
    let (path, _) = led_to(&owner.upload(UPLOAD, file_form(&csrf, "a.csv", &large)).await);
    assert!(path.starts_with("/desk/forecasts/imports/"));
}
