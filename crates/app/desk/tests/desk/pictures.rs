//! Pictures at the desk's product page: sent, put in order, taken away, shown in the shop; and what is none.

use axum::body::Body;
use axum::extract::Request;
use db::testing::TestDb;
use http::StatusCode;
use identity::Role;

use crate::page_visitor::{PageVisitor, fill, hidden};
use crate::test_desk::{Answer, OWNER, TestDesk, migrations};
use web::testing::html::{attributes, check_html};

db::testing::on_both_databases!(migrations =>
    pictures_are_sent_put_in_order_shown_in_the_shop_and_taken_away,
    what_is_no_picture_is_refused_beside_the_field,
    pictures_that_are_too_large_are_refused_before_they_are_read,
    a_picture_of_a_stranger_or_for_a_changed_product_is_not_taken,
);

const PATH: &str = "/desk/products/pictures";

/// A PNG of one point with something behind it, so that each has another hash.
fn png(comment: &[u8]) -> Vec<u8> {
    [TestDesk::png().as_slice(), comment].concat()
}

fn form(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, text) in fields {
        let head = format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        body.extend(head.as_bytes());
    }
    for (name, bytes) in files {
        let head =
            format!("--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.as_bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--limit--\r\n");
    body
}

async fn send(visitor: &PageVisitor<'_>, body: Vec<u8>) -> Answer {
    let request = visitor.request(Request::post(PATH));
    let request = request.header("content-type", "multipart/form-data; boundary=limit");
    visitor.desk.send(request.body(Body::from(body)).unwrap()).await
}

/// The first product's page, and what its form of pictures brings along.
async fn product(visitor: &PageVisitor<'_>) -> (String, [(&'static str, String); 3]) {
    let path = attributes(&visitor.page("/desk/products?q=PAD-1").await, "class=\"name\" href=\"").remove(0);
    let page = visitor.page(&path).await;
    check_html(&path, &page);
    let of = |name| (name, hidden(&page, name));
    (path, [of("csrf"), of("product"), of("version")])
}

async fn add(visitor: &PageVisitor<'_>, address: &str, files: &[(&str, &[u8])]) -> Answer {
    let (_, fields) = product(visitor).await;
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("address", address));
    send(visitor, form(&fields, files)).await
}

async fn step(visitor: &PageVisitor<'_>, picture: &str, step: &str) -> Answer {
    let (path, fields) = product(visitor).await;
    let pairs = [("version", fields[2].1.as_str()), ("picture", picture), ("step", step)];
    visitor.send(&format!("{path}/pictures"), &pairs).await
}

/// What the product's pictures are, in their order.
async fn pictures(visitor: &PageVisitor<'_>) -> Vec<String> {
    let (path, _) = product(visitor).await;
    let mut all = attributes(&visitor.page(&path).await, "name=\"picture\" value=\"");
    all.dedup();
    all
}

async fn pictures_are_sent_put_in_order_shown_in_the_shop_and_taken_away(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "fr").await;
    let files: [(&str, &[u8]); 2] = [("../../a.svg", &png(b"1")), ("<b>.html", &png(b"2"))];
    let added = add(&owner, "https://img.example/a.jpg", &files).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.page());
    let (path, _) = product(&owner).await;
    assert_eq!(added.header("location"), format!("{path}?done=saved#pictures"));
    let first = pictures(&owner).await;
    assert_eq!(first.len(), 3);
    assert!(first[..2].iter().all(|picture| picture.ends_with("-400.webp")), "{first:?}");
    assert_ne!(first[0], first[1]);
    step(&owner, &first[0], "later").await;
    step(&owner, &first[2], "earlier").await;
    assert_eq!(pictures(&owner).await, [&*first[1], &first[2], &first[0]]);
    step(&owner, &first[0], "first").await;
    step(&owner, &first[2], "remove").await;
    assert_eq!(pictures(&owner).await, first[..2]);
    assert_eq!(step(&owner, "images/none.webp", "remove").await.status, StatusCode::NOT_FOUND);
    let page = owner.page(&path).await;
    assert!(page.contains("images"), "the story tells of pictures");
    let shop = attributes(&page, "class=\"button quiet\" href=\"").remove(0);
    let shown = owner.page(&shop).await;
    check_html(&shop, &shown);
    assert!(shown.contains(&format!("src=\"/{}\"", first[0])), "{shown}");
    let picture = owner.get(&format!("/{}", first[0])).await;
    assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/webp"));
    assert!(!picture.body.windows(3).any(|bytes| bytes == b"svg"));
}

async fn what_is_no_picture_is_refused_beside_the_field(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let wrong: [(&str, &[u8], &str); 5] = [
        ("a<script>.png", svg, "is no PNG"),
        ("a.png", b"<html><script>alert(1)</script>", "is no PNG"),
        ("a.jpg", b"\xff\xd8\xff\xe0 and nothing more", "breaks off"),
        ("a.png", &TestDesk::png()[..40], "breaks off"),
        ("a.png", b"", "Choose a picture"),
    ];
    for (name, bytes, reason) in wrong {
        let good = png(b"");
        let files = [("good.png", good.as_slice()), (name, bytes)];
        let refused = add(&owner, "", &files[usize::from(bytes.is_empty())..]).await;
        let page = refused.page();
        check_html(name, &page);
        assert!(page.contains(reason) && page.contains("aria-invalid"), "{name}: {page}");
        assert!(!page.contains("a<script>"), "the name of a file is no markup");
        assert!(pictures(&owner).await.is_empty(), "nothing is added by halves");
    }
    for address in ["javascript:alert(1)", "data:image/svg+xml,<svg onload=alert(1)>"] {
        let page = add(&owner, address, &[]).await.page();
        assert!(page.contains("A picture is a path"), "{address}");
        assert!(pictures(&owner).await.is_empty());
    }
}

async fn pictures_that_are_too_large_are_refused_before_they_are_read(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    // A GIF needs no checksum to say that it is 65,535 points wide.
    let bomb = b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0;";
    let page = add(&owner, "", &[("bomb.gif", bomb)]).await.page();
    assert!(page.contains("more than 50 million points"), "{page}");
    let heavy = vec![0; 65 << 20];
    let refused = add(&owner, "", &[("heavy.png", &heavy)]).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(pictures(&owner).await.is_empty());
}

async fn a_picture_of_a_stranger_or_for_a_changed_product_is_not_taken(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let (path, fields) = product(&owner).await;
    let [(_, csrf), (_, id), (_, version)] = &fields;
    let body = |csrf: &str, version: &str| {
        form(&[("csrf", csrf), ("product", id), ("version", version)], &[("a.png", &TestDesk::png())])
    };
    assert_eq!(send(&owner, body("00", version)).await.header("location"), "/desk?done=form-old");
    let stranger = PageVisitor::stranger(&desk, "en");
    assert!(send(&stranger, body(csrf, version)).await.header("location").starts_with("/desk/sign-in"));
    desk.hire("analyst@shop.tn", Role::Analyst).await;
    let analyst = PageVisitor::of(&desk, "analyst@shop.tn", "en").await;
    assert_eq!(send(&analyst, body(&analyst.csrf().await, version)).await.status, StatusCode::FORBIDDEN);
    assert!(!analyst.page(&path).await.contains("type=\"file\""));
    assert_eq!(
        send(&owner, body(csrf, version)).await.header("location"),
        format!("{path}?done=saved#pictures")
    );
    let again = send(&owner, body(csrf, version)).await;
    assert_eq!(again.header("location"), format!("{path}?done=look-again#pictures"));
    assert_eq!(pictures(&owner).await.len(), 1);
}
