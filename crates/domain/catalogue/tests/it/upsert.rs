//! Documents into the database.

use catalogue::{
    CatalogueSettings, ProductDocument, Upserted, VehicleDocument, WriteContext, upsert_products,
    upsert_vehicles,
};
use db::testing::TestDb;
use kernel::{Clock, Locale, LocalizedText};

db::testing::on_both_databases!(catalogue::migrations => the_same_documents_twice_change_nothing);

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
