//! Documents into the database.

use catalogue::{
    BuiltYears, CatalogueSettings, FitmentDocument, ProductDocument, Upserted, VehicleDocument, WriteContext,
    upsert_products, upsert_vehicles,
};
use db::testing::TestDb;
use kernel::{Clock, Locale, LocalizedText};

db::testing::on_both_databases!(catalogue::migrations =>
    the_same_documents_twice_change_nothing,
    a_batch_longer_than_is_written_at_once_is_one_batch,
    the_years_of_a_products_cars_are_counted_by_kind,
);

async fn the_same_documents_twice_change_nothing(db: TestDb) {
    let (settings, clock) = (CatalogueSettings::default(), Clock::system());
    let context = WriteContext::new(&settings, &clock, "test", "test");
    let vehicle = VehicleDocument {
        make: "Renault".into(),
        model: "Clio".into(),
        generation: Some(4),
        ..VehicleDocument::default()
    };
    let document = ProductDocument {
        sku: "A-1".into(),
        names: LocalizedText::in_locale(Locale::Fr, "Filtre à huile"),
        brand: Some("Bosch".into()),
        category: Some("Moteur > Filtration".into()),
        price_minor: Some(45_900),
        fitments: Some(vec![catalogue::FitmentDocument {
            vehicle: "renault-clio-4".into(),
            ..Default::default()
        }]),
        ..ProductDocument::default()
    };
    let again = ProductDocument { sku: "a1".into(), ..ProductDocument::default() };
    for expected in [Upserted::Created, Upserted::Unchanged] {
        let tx = db.begin_write().await.unwrap();
        let vehicles = upsert_vehicles(&tx, std::slice::from_ref(&vehicle), &context).await.unwrap();
        let results = upsert_products(&tx, &[document.clone(), again.clone()], &context).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(vehicles[0], expected);
        assert_eq!(results[0], expected);
        assert!(matches!(&results[1], Upserted::Refused(refusal) if refusal.field == "sku"));
    }
    let history = catalogue::list_price_changes(&db, 0).await.unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].price_minor, Some(45_900));
    let points = catalogue::list_price_points(&db, 0, 9).await.unwrap();
    assert_eq!(points.len(), 1);
    assert_eq!((points[0].0, points[0].1.price_minor), (0, Some(45_900)));
}

async fn a_batch_longer_than_is_written_at_once_is_one_batch(db: TestDb) {
    let (settings, clock) = (CatalogueSettings::default(), Clock::system());
    let context = WriteContext::new(&settings, &clock, "test", "test");
    let document = |at: usize| ProductDocument {
        sku: format!("A-{at}"),
        names: LocalizedText::in_locale(Locale::Fr, format!("Filtre {at}")),
        price_minor: Some(1_000 + at as i64),
        slug: (at == 3 || at == 2_222).then(|| "filtre".into()),
        ..ProductDocument::default()
    };
    let mut documents: Vec<ProductDocument> = (0..2_345).map(document).collect();
    let upsert = async |documents: &[ProductDocument]| {
        let tx = db.begin_write().await.unwrap();
        let results = upsert_products(&tx, documents, &context).await.unwrap();
        tx.commit().await.unwrap();
        results
    };
    let refused = |result: &Upserted| matches!(result, Upserted::Refused(refusal) if refusal.field == "slug");
    let first = upsert(&documents).await;
    assert!(refused(&first[2_222]));
    assert_eq!(first.iter().filter(|result| **result == Upserted::Created).count(), 2_344);
    for at in [0, 1_500, 2_344] {
        documents[at].price_minor = Some(9);
    }
    let second = upsert(&documents).await;
    let changed: Vec<usize> = (0..2_345).filter(|at| second[*at] == Upserted::Updated).collect();
    assert_eq!(changed, [0, 1_500, 2_344]);
    assert_eq!(second.iter().filter(|result| **result == Upserted::Unchanged).count(), 2_341);
    // The refused one took no number.
    let last = catalogue::list_price_changes(&db, 2_343).await.unwrap();
    assert_eq!(last.iter().map(|change| change.price_minor).collect::<Vec<_>>(), [Some(3_344), Some(9)]);
}

async fn the_years_of_a_products_cars_are_counted_by_kind(db: TestDb) {
    let (settings, clock) = (CatalogueSettings::default(), Clock::system());
    let context = WriteContext::new(&settings, &clock, "test", "test");
    let vehicle = |(model, year_from, year_to): (&str, Option<u16>, Option<u16>)| VehicleDocument {
        slug: model.to_lowercase(),
        make: "Renault".into(),
        model: model.into(),
        year_from,
        year_to,
        ..VehicleDocument::default()
    };
    let vehicles = [
        ("Clio", Some(2012), Some(2019)),
        ("Symbol", Some(2012), Some(2019)),
        ("Captur", Some(2012), Some(2016)),
        ("Kadjar", Some(2015), None),
        ("Fuego", None, None),
    ]
    .map(vehicle);
    let product = |sku: &str, models: &[&str]| ProductDocument {
        sku: sku.into(),
        names: LocalizedText::in_locale(Locale::Fr, "Filtre à huile"),
        fitments: Some(
            models
                .iter()
                .enumerate()
                .map(|(at, model)| FitmentDocument {
                    vehicle: (*model).into(),
                    position: Some(format!("place {at}")),
                    ..FitmentDocument::default()
                })
                .collect(),
        ),
        ..ProductDocument::default()
    };
    let all = ["kadjar", "clio", "fuego", "symbol", "captur", "clio"];
    let products = [product("A-1", &all), product("A-2", &["fuego"]), product("A-3", &["kadjar"])];
    let tx = db.begin_write().await.unwrap();
    let vehicles = upsert_vehicles(&tx, &vehicles, &context).await.unwrap();
    let products = upsert_products(&tx, &products, &context).await.unwrap();
    tx.commit().await.unwrap();
    assert!(vehicles.iter().chain(&products).all(|result| *result == Upserted::Created), "{products:?}");
    let built = |from, to, kinds| BuiltYears { from, to, kinds };
    let open = built(2015, None, 1);
    let first = [(0, built(2012, Some(2016), 1)), (0, built(2012, Some(2019), 2)), (0, open)];
    assert_eq!(catalogue::list_built_years(&db, 0, 1).await.unwrap(), first);
    assert_eq!(catalogue::list_built_years(&db, 1, 2).await.unwrap(), [(2, open)]);
}
