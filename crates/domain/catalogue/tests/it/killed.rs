//! An import that is killed, at many points, and run again: the shop ends as if nothing had happened.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Command, Stdio};

use catalogue::{CatalogueSettings, ImportOptions, import_file, list_price_changes};
use db::Db;
use db::testing::TestDb;
use kernel::Clock;

use crate::shop::Shop;

db::testing::on_both_databases!(catalogue::migrations => a_killed_import_run_again_loses_and_doubles_nothing);

const ADDRESS: &str = "DUKKAN_TEST_KILLED_SHOP";
const FILE: &str = "DUKKAN_TEST_KILLED_FILE";
/// Three batches.
const PRODUCTS: usize = 7_500;

async fn a_killed_import_run_again_loses_and_doubles_nothing(db: TestDb) {
    let shop = Shop::new(&db);
    let mut text = "sku,name,brand,category,price,make,model\n".to_owned();
    for number in 0..PRODUCTS {
        let (brand, car) = (number % 7, number % 50);
        writeln!(text, "K{number},Part {number},Brand {brand},A > B{brand},{number}.5,Make,Model {car}")
            .unwrap();
    }
    let file = shop.file("parts.csv", &text);
    // Killed before the first batch is written, and within some of the following, which grow.
    for batches in [0, 1, 2] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::the_process_that_is_killed", "--nocapture"])
            .env(ADDRESS, db.url())
            .env(FILE, &file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let written = lines.filter(|line| line.ends_with("rows")).take(batches).count();
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(written, batches);
    }
    let report = shop.import("parts.csv", &text).await;
    let counts = report.products;
    assert_eq!(counts.created + counts.unchanged, PRODUCTS as u64, "{report:?}");
    assert_eq!((counts.updated, report.refused), (0, 0), "{report:?}");
    assert!(counts.unchanged >= 3_999, "whole batches stayed: {report:?}");
    let undisturbed = TestDb::sqlite(catalogue::migrations).await;
    let other = Shop::new(&undisturbed);
    other.import("parts.csv", &text).await;
    assert!(shop.products().await == other.products().await);
    for number in [0, 2_500, 7_499] {
        assert_eq!(list_price_changes(&db, number).await.unwrap().len(), 1);
    }
}

/// Does nothing unless it is started by the test above.
#[tokio::test]
async fn the_process_that_is_killed() {
    #[expect(clippy::disallowed_methods, reason = "what a test tells the process that it starts")]
    let (Ok(url), Ok(file)) = (std::env::var(ADDRESS), std::env::var(FILE)) else { return };
    let db = Db::connect(&url).await.unwrap();
    let settings = CatalogueSettings::default();
    let mut progress = |progress: catalogue::ImportProgress| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "\n{} rows", progress.rows).unwrap();
        out.flush().unwrap();
    };
    let options = ImportOptions::default();
    import_file(&db, &settings, &Clock::system(), file.as_ref(), options, &mut progress).await.unwrap();
}
