//! Fitment files that say that they are all there is.

use catalogue::{ImportOptions, ImportReport};
use db::testing::TestDb;

use crate::shop::Shop;

db::testing::on_both_databases!(catalogue::migrations =>
    a_full_submission_takes_away_what_it_leaves_out,
    a_full_submission_that_is_not_whole_takes_nothing_away,
    a_part_keeps_its_fitments_when_one_of_them_cannot_be_read,
);

fn app(part: &str, vehicle: &str, quantity: &str) -> String {
    format!(
        "<App action='A' id='1'><BaseVehicle id='{vehicle}'/><Note>with\nA/C</Note><Qty>{quantity}</Qty>\
         <Part>{part}</Part></App>\n"
    )
}

fn file(kind: &str, apps: &[String], count: usize) -> String {
    format!(
        "<ACES version='4.1'><Header><SubmissionType>{kind}</SubmissionType></Header>{}\
         <Footer><RecordCount>{count}</RecordCount></Footer></ACES>",
        apps.concat()
    )
}

/// Three parts on three vehicles, and one part on a vehicle that ACES does not number.
async fn filled(shop: &Shop<'_>) {
    let apps: Vec<String> =
        ["P1", "P2", "P3"].iter().flat_map(|part| ["11", "12", "13"].map(|v| app(part, v, "1"))).collect();
    let report = shop.import("all.xml", file("UPDATE", &apps, 9)).await;
    assert_eq!((report.fitments.created, report.problem_count), (9, 0), "{report:?}");
    let mut first = shop.products().await.remove(0);
    let own = "slug,make,model,engine,years\nisuzu-d-max,Isuzu,D-Max,2.5 TD,2012-2019\n";
    assert_eq!(shop.import("cars.csv", own).await.vehicles.created, 1);
    let mut fitments = first.fitments.take().unwrap();
    fitments.push(catalogue::FitmentDocument { vehicle: "isuzu-d-max".to_owned(), ..fitments[0].clone() });
    first.fitments = Some(fitments);
    let line = serde_json::to_string(&first).unwrap();
    assert_eq!(shop.import("own.jsonl", line).await.products.updated, 1);
}

async fn fitments(shop: &Shop<'_>) -> Vec<Vec<(String, Option<u16>)>> {
    let of = |product: catalogue::ProductDocument| {
        let fitments = product.fitments.unwrap_or_default();
        fitments.into_iter().map(|fitment| (fitment.vehicle, fitment.quantity)).collect()
    };
    shop.products().await.into_iter().map(of).collect()
}

async fn a_full_submission_takes_away_what_it_leaves_out(db: TestDb) {
    let shop = Shop::new(&db);
    filled(&shop).await;
    let before = fitments(&shop).await;
    // P1 loses 12 and needs two on 13 now; P2 stays; P3 is left out, and with it all that is known of it.
    let apps =
        [("P1", "11", "1"), ("P1", "13", "2"), ("P2", "11", "1"), ("P2", "12", "1"), ("P2", "13", "1")];
    let full = file("Full", &apps.map(|(part, vehicle, quantity)| app(part, vehicle, quantity)), 5);
    let counts = |report: &ImportReport| (report.fitments.created, report.fitments.removed);
    let dry_run = ImportOptions { dry_run: true, ..ImportOptions::default() };
    let report = shop.import_with("full.xml", &full, dry_run).await.unwrap();
    assert_eq!(counts(&report), (1, 2), "{report:?}");
    assert_eq!(fitments(&shop).await, before);
    let report = shop.import("full.xml", &full).await;
    assert_eq!(
        (counts(&report), report.products.updated, report.products.unchanged),
        ((1, 2), 1, 1),
        "{report:?}"
    );
    let after = fitments(&shop).await;
    let fits = |vehicle: &str, quantity| (vehicle.to_owned(), Some(quantity));
    assert_eq!(after[0], [fits("aces-11", 1), fits("isuzu-d-max", 1), fits("aces-13", 2)]);
    assert_eq!(after[1..], before[1..]);
    let again = shop.import("full.xml", &full).await;
    assert_eq!((counts(&again), again.products.unchanged), ((0, 0), 2), "{again:?}");
}

async fn a_full_submission_that_is_not_whole_takes_nothing_away(db: TestDb) {
    let shop = Shop::new(&db);
    filled(&shop).await;
    let before = fitments(&shop).await;
    let apps = [app("P1", "11", "1")];
    let counted = shop.import("counted.xml", file("FULL", &apps, 2)).await;
    assert_eq!((counted.problems[0].column.as_str(), counted.refused), ("RecordCount", 0), "{counted:?}");
    let text = file("FULL", &apps, 1);
    let cut = shop.import("cut.xml", text.split("<Footer>").next().unwrap()).await;
    for report in [&counted, &cut] {
        assert_eq!(report.fitments.removed, 0);
        assert!(report.notes.iter().any(|note| note.contains("not read whole")), "{report:?}");
    }
    assert_eq!(fitments(&shop).await, before);
}

async fn a_part_keeps_its_fitments_when_one_of_them_cannot_be_read(db: TestDb) {
    let shop = Shop::new(&db);
    filled(&shop).await;
    let before = fitments(&shop).await;
    let apps = [app("P1", "11", "1"), app("P1", "12", "many"), app("P2", "11", "1")];
    let report = shop.import("full.xml", file("FULL", &apps, 3)).await;
    assert_eq!((report.refused, report.fitments.removed), (1, 2), "{report:?}");
    let after = fitments(&shop).await;
    assert_eq!((&after[0], after[1].len()), (&before[0], 1));
    assert!(report.notes.iter().any(|note| note.contains("1 parts keep")), "{report:?}");
}
