//! What a device remembers: the car and the comparison.

use http::{StatusCode, header};

use crate::shop::{CAR, PART};
use crate::visitor::Visitor;

#[tokio::test]
async fn a_chosen_car_is_kept_and_leads_back_to_the_page() {
    let visitor = Visitor::new();
    let response = visitor.post("/fr/vehicle", &format!("choose={CAR}&back=/fr/p/{PART}?car=all")).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::LOCATION], format!("/fr/p/{PART}").as_str());
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with(&format!("car={CAR};")) && cookie.contains("SameSite=Lax"), "{cookie}");
    let visitor = Visitor::remembering(&format!("car={CAR}"));
    assert!(visitor.page("/fr").await.contains("Clio 4 1.5 dCi"));
    assert!(visitor.page(&format!("/fr/p/{PART}")).await.contains("votre Clio 4 1.5 dCi"));
}

#[tokio::test]
async fn a_cleared_car_makes_room_for_the_one_before() {
    let visitor = Visitor::remembering(&format!("car=peugeot.{CAR}"));
    let response = visitor.post("/fr/vehicle", "clear=peugeot&back=/fr").await;
    assert!(response.headers()[header::SET_COOKIE].to_str().unwrap().starts_with(&format!("car={CAR};")));
    let last = Visitor::with_car().post("/fr/vehicle", &format!("clear={CAR}")).await;
    assert!(last.headers()[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
}

#[tokio::test]
async fn a_car_that_nobody_knows_is_nobodys_car() {
    let visitor = Visitor::remembering("car=flying-carpet");
    assert!(visitor.page("/fr").await.contains("Choisir ma voiture"));
    let response = visitor.post("/fr/vehicle", "choose=flying-carpet-2").await;
    assert!(!response.headers()[header::SET_COOKIE].to_str().unwrap().contains("flying-carpet-2"));
}

#[tokio::test]
async fn four_products_are_compared_and_the_oldest_makes_room() {
    let visitor = Visitor::remembering("compare=a.b.c.d");
    let response = visitor.post("/fr/compare", &format!("add={PART}")).await;
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with(&format!("compare=b.c.d.{PART};")), "{cookie}");
    let visitor = Visitor::remembering(&format!("compare={PART}.evil"));
    let page = visitor.page("/fr/compare").await;
    assert!(page.contains("BOS-001000") && page.contains("116,5"));
    let emptied = visitor.post("/fr/compare", "remove=*").await;
    assert!(emptied.headers()[header::SET_COOKIE].to_str().unwrap().starts_with("compare=;"));
}

#[tokio::test]
async fn a_list_is_for_my_car_until_the_chip_is_taken_away() {
    let visitor = Visitor::with_car();
    let page = visitor.page("/fr/c/freinage").await;
    assert!(page.contains("pour Clio 4 1.5 dCi"));
    assert!(page.contains("href=\"/fr/c/freinage?car=all\""));
    let page = visitor.page("/fr/c/freinage?car=all").await;
    assert!(!page.contains("pour Clio 4 1.5 dCi"));
    assert!(page.contains("Ne va pas sur votre Clio 4 1.5 dCi"));
}
