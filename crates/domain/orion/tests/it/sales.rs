//! Files of sales into the history.

use std::fmt::Write as _;

use db::testing::TestDb;
use jobs::JobState;
use kernel::{Actor, Currency};
use orion::{DemandDesk, OrionSettings, SaleDay, WeatherPlace, receive_sales};
use sea_orm::ConnectionTrait;

use crate::archive::Archive;
use crate::shop::{Shop, migrations, that_morning};

const FILE: &str = "Date;Réf;Qté;Prix;Stock\n\
    31/03/2025;bos 1;2;45,900;7\n\
    2025-03-31;BOS-1;1;42,900;6\n\
    2025-04-02;BOS-1;-1;;\n\
    2025-04-02;VAL-2;4;;0\n";

fn day(text: &str, sold: i64, returned: i64, price_minor: Option<i64>, stock: Option<i64>) -> SaleDay {
    SaleDay { day: text.parse().unwrap(), sold, returned, price_minor, stock }
}

async fn rows_of_a_day_add_up_and_the_same_file_again_changes_nothing(db: TestDb) {
    let shop = Shop::with(&db, &["BOS-1", "VAL-2"]).await;
    let report = shop.import(FILE).await.unwrap();
    assert_eq!((report.rows, report.refused, report.products, report.days.created), (4, 0, 2, 3));
    let known = shop.sales_of("BOS-1").await;
    let (first, second) =
        (day("2025-03-31", 3, 0, Some(44_900), Some(6)), day("2025-04-02", 0, 1, None, None));
    assert_eq!(known, [first, second]);
    assert_eq!(shop.sales_of("VAL-2").await, [day("2025-04-02", 4, 0, None, Some(0))]);
    let again = shop.import(FILE).await.unwrap();
    assert_eq!((again.days.created, again.days.updated, again.days.unchanged), (0, 0, 3));
    assert_eq!(shop.sales_of("BOS-1").await, known);
}

async fn a_later_file_replaces_the_days_that_it_tells_of(db: TestDb) {
    let shop = Shop::with(&db, &["BOS-1", "VAL-2"]).await;
    shop.import(FILE).await.unwrap();
    let report = shop.import("date,sku,quantity\n2025-03-31,BOS-1,5\n2025-05-01,BOS-1,1\n").await.unwrap();
    assert_eq!((report.days.created, report.days.updated), (1, 1));
    let sold: Vec<i64> = shop.sales_of("BOS-1").await.iter().map(|day| day.sold).collect();
    assert_eq!(sold, [5, 0, 1]);
}

async fn rubbish_is_reported_and_the_rest_comes_in(db: TestDb) {
    let shop = Shop::with(&db, &["BOS-1"]).await;
    let mut text = "date,sku,quantity\n0000-01-01,BOS-1,1\n2025-03-31,BOS-1,1000000000000\n\
        2025-03-31,BOS-1,beaucoup\n2031-03-31,BOS-1,1\n\"unclosed,BOS-1,2\n"
        .replace("\"unclosed", "unclosed");
    for number in 0..20_000 {
        writeln!(text, "2025-03-31,X{number},1").unwrap();
    }
    text.push_str("2025-03-31,BOS-1,1\n");
    let report = shop.import(&text).await.unwrap();
    assert_eq!((report.rows, report.refused, report.days.created), (20_006, 20_005, 1));
    assert_eq!(report.problems.len(), 1_000);
    let columns: Vec<&str> = report.problems.iter().take(6).map(|problem| problem.column.as_str()).collect();
    assert_eq!(columns, ["date", "quantity", "quantity", "date", "date", "sku"]);
    let refused = std::fs::read_to_string(shop.folder.path().join("problems.csv")).unwrap();
    assert_eq!(refused.lines().count(), 20_006);
    assert!(refused.starts_with("date,sku,quantity,import_line,"), "{}", &refused[..80]);
    assert_eq!(shop.sales_of("BOS-1").await, [day("2025-03-31", 1, 0, None, None)]);
}

async fn a_file_that_is_no_history_is_refused_as_a_whole(db: TestDb) {
    let shop = Shop::with(&db, &["BOS-1"]).await;
    for text in ["name,colour\nBOS-1,red\n", "", "PK\u{3}\u{4}no workbook"] {
        assert!(shop.import(text).await.is_err(), "{text:?}");
    }
    assert!(shop.sales_of("BOS-1").await.is_empty());
}

async fn a_file_is_tried_again_when_the_database_failed_and_never_when_it_is_no_history(db: TestDb) {
    let db = that_morning(&db);
    let shop = Shop::with(&db, &["BOS-1"]).await;
    let archive = Archive::start().await;
    let settings = OrionSettings {
        zone: chrono_tz::Africa::Tunis,
        currency: Currency::TND,
        threads: std::num::NonZeroUsize::MIN,
        weather: WeatherPlace::default(),
    };
    let handlers = || orion::handlers(&shop.files(), &settings, &archive.source());
    let actor = Actor::system("test");
    let receive = async |text: &'static str| {
        shop.wait();
        let desk = DemandDesk { db: shop.db, actor: &actor };
        receive_sales(desk, &shop.files(), "sales.csv", text.into()).await.unwrap();
    };
    // The catalogue's products are out of reach while the file is read.
    let rename = async |from: &str, to: &str| {
        let tx = shop.db.begin_write().await.unwrap();
        tx.conn().execute_unprepared(&format!("ALTER TABLE {from} RENAME TO {to}")).await.unwrap();
        tx.commit().await.unwrap();
    };
    rename("product", "elsewhere").await;
    receive(FILE).await;
    let failed = shop.work_until(handlers(), |job| job.state.is_over() || job.last_error.is_some()).await;
    assert_eq!((failed.state, failed.attempts), (JobState::Queued, 1), "{:?}", failed.last_error);
    rename("elsewhere", "product").await;
    shop.db.clock().advance(chrono::TimeDelta::hours(1));
    let done = shop.work_until(handlers(), |job| job.state.is_over()).await;
    assert_eq!((done.state, done.note.as_deref()), (JobState::Done, Some("4 rows, 1 left aside")));
    receive("name,colour\nBOS-1,red\n").await;
    let refused = shop.work_until(handlers(), |job| job.state.is_over()).await;
    assert_eq!((refused.state, refused.attempts), (JobState::Failed, 1));
}

db::testing::on_both_databases!(migrations =>
    rows_of_a_day_add_up_and_the_same_file_again_changes_nothing,
    a_later_file_replaces_the_days_that_it_tells_of,
    rubbish_is_reported_and_the_rest_comes_in,
    a_file_that_is_no_history_is_refused_as_a_whole,
    a_file_is_tried_again_when_the_database_failed_and_never_when_it_is_no_history,
);
