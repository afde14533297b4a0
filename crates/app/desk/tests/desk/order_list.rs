//! What should be ordered, on its pages and as a file, read on the day of the run and later.

use std::fmt::Write as _;

use chrono::TimeDelta;
use db::testing::TestDb;
use http::{Method, StatusCode};
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::page_visitor::{PageVisitor, fill};
use crate::test_desk::{OWNER, TestDesk, migrations, request};
use web::testing::html::check_html;

db::testing::on_both_databases!(migrations =>
    an_order_is_due_as_seen_from_the_day_on_which_it_is_read,
    a_machine_is_told_the_same_severity_as_a_person_late_in_the_evening,
    an_order_that_an_older_version_kept_says_nothing_of_the_day_on_which_the_shelf_is_empty,
    every_reader_is_given_the_same_order_list_but_for_the_names,
    where_nothing_at_all_has_the_least_error_the_reason_is_told,
);

const LIST: &str = "/desk/forecasts/list?kind=restock";
const FILE: &str = "/desk/forecasts/order-list.csv";

/// A shop that was forecast: the first part sells each week, the second in four of five, the third seldom.
async fn forecast(db: TestDb) -> TestDesk {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let token = desk.token(OWNER).await;
    let first: chrono::NaiveDate = "2025-07-14".parse().unwrap();
    let mut sales = "date,sku,quantity\n".to_owned();
    for week in 0..70 {
        let monday = first + chrono::Days::new(7 * week);
        writeln!(sales, "{monday},PAD-1,5").unwrap();
        if week % 5 > 0 {
            writeln!(sales, "{monday},PAD-2,1").unwrap();
        }
        if week % 7 == 3 {
            writeln!(sales, "{monday},DRAFT-1,1").unwrap();
        }
    }
    let mut sent = request(Method::POST, "/api/admin/sales-imports?name=sales", &token, None);
    *sent.body_mut() = sales.into();
    let tried = desk.send(sent).await.text("/id");
    desk.work_until_over(&tried).await;
    let apply = format!("/api/admin/sales-imports/{tried}/apply");
    let applied = desk.ask(Method::POST, &apply, &token, None).await.text("/id");
    desk.work_until_over(&applied).await;
    let run = desk.ask(Method::POST, "/api/admin/forecast-runs", &token, None).await.text("/id");
    desk.work_until_over(&run).await;
    desk
}

async fn an_order_is_due_as_seen_from_the_day_on_which_it_is_read(db: TestDb) {
    let desk = forecast(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    check_html(LIST, &owner.page(LIST).await);
    let urgent = async |path: &str, texts: &[&str]| {
        let page = owner.page(path).await;
        for text in texts {
            assert!(page.contains(text), "{path}: {text}: {page}");
        }
    };
    urgent(LIST, &["8 in stock, about 5 a week: enough until 29/11/2026.", ">Today<", ">This week<"]).await;
    urgent("/desk/forecasts", &[" today<", "by 21/11/2026<"]).await;
    desk.wait(TimeDelta::days(1));
    urgent(LIST, &["enough until 29/11/2026.", ">Today<"]).await;
    urgent("/desk/forecasts", &[" at once: due since 18/11/2026<", "by 21/11/2026<"]).await;
    urgent("/desk/forecasts/products/PAD-1", &[" at once: due since 18/11/2026<"]).await;
    desk.wait(TimeDelta::days(2));
    urgent("/desk/forecasts", &[" today<"]).await;
}

async fn a_machine_is_told_the_same_severity_as_a_person_late_in_the_evening(db: TestDb) {
    let desk = forecast(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    // In Tunis it is the 21st already, on which the second part is due; in UTC still the 20th.
    desk.wait(TimeDelta::hours(2 * 24 + 12));
    assert!(desk.clock.now().to_rfc3339().starts_with("2026-11-20T23:"));
    assert!(owner.page("/desk/forecasts").await.contains(" today<"));
    let token = desk.token(OWNER).await;
    let severity = async |path: &str, list: &str| {
        let answer = desk.ask(Method::GET, path, &token, None).await.json();
        let items = answer[list].as_array().unwrap();
        let due = items.iter().find(|one| one["sku"] == "PAD-2" && one["kind"] == "restock").unwrap();
        due["severity"].as_u64()
    };
    assert_eq!(severity("/api/admin/insights?kind=restock", "items").await, Some(3));
    assert_eq!(severity("/api/admin/forecasts/PAD-2", "insights").await, Some(3));
}

async fn an_order_that_an_older_version_kept_says_nothing_of_the_day_on_which_the_shelf_is_empty(db: TestDb) {
    let desk = forecast(db).await;
    let tx = desk.identity.db.begin_write().await.unwrap();
    let older = r#"UPDATE insight SET body = replace(body, '"empty_on"', '"unknown_then"')"#;
    tx.conn().execute_unprepared(older).await.unwrap();
    tx.commit().await.unwrap();
    for (locale, words) in [
        ("en", "8 in stock, about 5 a week. Reckoned"),
        ("fr", "8 en stock, environ 5 par semaine. Calculé"),
        ("ar", "في الأسبوع. محسوب"),
    ] {
        let page = PageVisitor::of(&desk, OWNER, locale).await.page(LIST).await;
        check_html(LIST, &page);
        assert!(page.contains(words), "{page}");
    }
}

async fn every_reader_is_given_the_same_order_list_but_for_the_names(db: TestDb) {
    let desk = forecast(db).await;
    for (locale, name) in [("fr", "Plaquettes avant"), ("ar", "بلاكات أمامية"), ("en", "Plaquettes avant")]
    {
        let owner = PageVisitor::of(&desk, OWNER, locale).await;
        let answer = owner.get(FILE).await;
        assert_eq!(answer.status, StatusCode::OK);
        let file = answer.page();
        let mut reader = csv::Reader::from_reader(file.trim_start_matches('\u{feff}').as_bytes());
        let rows: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(reader.headers().unwrap(), ["sku", "name", "order", "stock", "by", "weekly"].as_slice());
        assert_eq!(rows[0], ["PAD-1", name, "7", "8", "2026-11-18", "5.0"]);
        assert_eq!(rows[1][0], "PAD-2");
        assert_eq!(rows[1][1], "<b>Plaquettes</b> & \"arrière\"");
        assert_eq!(rows[1][5], "0.8");
    }
}

async fn where_nothing_at_all_has_the_least_error_the_reason_is_told(db: TestDb) {
    let desk = forecast(db).await;
    for (locale, words) in
        [("en", "has the least WMAPE here"), ("fr", "a ici le plus petit WMAPE"), ("ar", "له هنا أصغر WMAPE")]
    {
        let page = PageVisitor::of(&desk, OWNER, locale).await.page("/desk/forecasts/accuracy").await;
        check_html("accuracy", &page);
        assert_eq!(page.matches(words).count(), 1, "for the part that sells seldom alone: {page}");
    }
}
