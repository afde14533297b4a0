//! Products by page: typed, refused beside the field, clashing, many at once, taken back.

use db::testing::TestDb;
use http::StatusCode;
use identity::Role;

use crate::page_visitor::{PageVisitor, fill, hidden};
use crate::test_desk::{OWNER, TestDesk, migrations};
use web::testing::html::{attributes, check_html};

db::testing::on_both_databases!(migrations =>
    what_is_typed_wrong_is_told_beside_its_field_and_kept,
    only_what_was_touched_is_changed,
    of_two_who_change_the_same_product_the_second_sees_what_the_first_did,
    a_product_is_made_deleted_and_restored,
    many_are_changed_at_once_and_that_is_taken_back,
    a_vehicle_is_put_to_a_product_and_taken_away,
    costs_are_for_those_who_may_see_them,
);

async fn first_product(visitor: &PageVisitor<'_>) -> String {
    let list = visitor.page("/desk/products?q=PAD-1").await;
    attributes(&list, "class=\"name\" href=\"").remove(0)
}

/// What stands in a field of a page.
fn value(page: &str, field: &str) -> String {
    let tag = page.split(&format!("<input id=\"{field}\"")).nth(1).unwrap();
    attributes(tag, "value=\"").remove(0)
}

/// The form as the browser would send it, with some fields typed over.
fn typed(page: &str, over: &[(&str, &str)]) -> Vec<(String, String)> {
    let form = page.split("data-guard").nth(1).unwrap().split("</form>").next().unwrap();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for tag in form.split("<input").skip(1).map(|tag| tag.split('>').next().unwrap()) {
        let off = tag.contains("type=\"checkbox\"") && !tag.contains(" checked");
        let name = attributes(tag, "name=\"").pop();
        if let (Some(name), false) = (name, off) {
            let text = attributes(tag, " value=\"").pop().unwrap_or_default();
            pairs.push((name, text.replace("&quot;", "\"").replace("&amp;", "&")));
        }
    }
    for tag in form.split("<select").skip(1) {
        let chosen = tag
            .split("</select>")
            .next()
            .unwrap()
            .split("<option")
            .find(|option| option.contains(" selected"));
        let chosen = chosen.map(|option| attributes(option, "value=\"").remove(0)).unwrap_or_default();
        pairs.push((attributes(tag, "name=\"").remove(0), chosen));
    }
    for tag in form.split("<textarea").skip(1) {
        let text = tag.split_once('>').unwrap().1.split("</textarea>").next().unwrap();
        pairs.push((
            attributes(tag, "name=\"").remove(0),
            text.trim_start_matches('\n').replace('\n', "\r\n"),
        ));
    }
    pairs.retain(|(name, _)| name != "csrf" && over.iter().all(|(known, _)| known != name));
    pairs.extend(over.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    pairs
}

async fn send(visitor: &PageVisitor<'_>, path: &str, pairs: &[(String, String)]) -> crate::test_desk::Answer {
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    visitor.send(path, &pairs).await
}

async fn what_is_typed_wrong_is_told_beside_its_field_and_kept(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let path = first_product(&owner).await;
    let page = owner.page(&path).await;
    for (field, wrong, told) in [
        ("price", "cher", "An amount looks like"),
        ("price", "-1", "An amount looks like"),
        ("stock", "2.5", "A whole number of pieces"),
        ("gtin", "123", "A barcode has"),
        ("sku", "pad-2", "Another product has this SKU"),
        ("references", "TRW", "One a line"),
    ] {
        let answer = send(&owner, &path, &typed(&page, &[(field, wrong)])).await;
        assert_eq!(answer.status, StatusCode::OK, "{field}");
        let shown = answer.page();
        check_html(&path, &shown);
        assert!(shown.contains(&format!("href=\"#{field}\"")), "{field}");
        let beside = shown.split(&format!("id=\"{field}-error\"")).nth(1).unwrap();
        assert!(beside.split("</p>").next().unwrap().contains(told), "{field}: {beside:.300}");
        assert!(shown.contains(wrong), "{field}");
    }
    assert_eq!(value(&owner.page(&path).await, "price"), "48.500");
}

async fn only_what_was_touched_is_changed(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "fr").await;
    let path = first_product(&owner).await;
    let page = owner.page(&path).await;
    let answer = send(&owner, &path, &typed(&page, &[("price", "٥٠٫٥")])).await;
    assert_eq!(answer.header("location"), format!("{path}?done=saved"));
    let after = owner.page(&path).await;
    assert_eq!(value(&after, "price"), "50,500");
    let story = after.split("id=\"story\"").nth(1).unwrap();
    assert_eq!(story.matches("class=\"changes\"").count(), 1, "the price alone: {story:.600}");
    assert!(after.contains("<svg class=\"chart\""));
}

async fn of_two_who_change_the_same_product_the_second_sees_what_the_first_did(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let path = first_product(&owner).await;
    let page = owner.page(&path).await;
    let first = send(&owner, &path, &typed(&page, &[("price", "60"), ("stock", "3")])).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = send(&owner, &path, &typed(&page, &[("price", "70"), ("name_en", "Front pads")])).await;
    assert_eq!(second.status, StatusCode::PRECONDITION_FAILED);
    let shown = second.page();
    check_html(&path, &shown);
    let clash = shown.split("class=\"clash\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(clash.contains("60.000") && clash.contains("70") && clash.contains("Front pads"), "{clash}");
    assert!(!clash.contains("Stock"), "what only the first changed is no clash");
    assert_eq!((value(&shown, "price").as_str(), value(&shown, "stock").as_str()), ("70", "3"));
    let again = send(&owner, &path, &typed(&shown, &[])).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let saved = owner.page(&path).await;
    assert_eq!((value(&saved, "price"), value(&saved, "stock")), ("70.000".to_owned(), "3".to_owned()));
}

async fn a_product_is_made_deleted_and_restored(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let page = owner.page("/desk/products/new").await;
    let nameless = send(&owner, "/desk/products/new", &typed(&page, &[("sku", "NEW-1")])).await;
    assert_eq!(nameless.status, StatusCode::OK);
    assert!(nameless.page().contains("A product on sale needs a name"));
    let fields = [("sku", "NEW-1"), ("name_en", "Wiper <i>"), ("price", "12.5")];
    let made = send(&owner, "/desk/products/new", &typed(&page, &fields)).await;
    let path = made.header("location").trim_end_matches("?done=created").to_owned();
    assert!(owner.page(&path).await.contains("Wiper &lt;i&gt;"));
    let gone = owner.send(&format!("{path}/delete"), &[]).await;
    assert_eq!(gone.header("location"), format!("{path}?done=deleted"));
    let deleted = owner.page(&path).await;
    assert!(deleted.contains("<fieldset disabled>") && deleted.contains("/restore\""));
    assert!(!owner.page("/desk/products").await.contains(&path));
    owner.send(&format!("{path}/restore"), &[]).await;
    assert!(owner.page("/desk/products").await.contains(&path));
}

async fn many_are_changed_at_once_and_that_is_taken_back(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let list = owner.page("/desk/products?q=PAD-1").await;
    let filter = hidden(&list, "filter");
    let id = attributes(&list, "name=\"id\" value=\"").remove(0);
    for (pairs, told) in [
        (vec![("id", id.as_str())], "Choose what is to change"),
        (vec![("id", id.as_str()), ("percent", "viel")], "A percentage goes from"),
        (vec![("percent", "10")], "Tick some products first"),
    ] {
        let pairs = [&[("filter", filter.as_str())], pairs.as_slice()].concat();
        let answer = owner.send("/desk/products/bulk", &pairs).await;
        assert_eq!(answer.status, StatusCode::OK);
        let page = answer.page();
        check_html("/desk/products/bulk", &page);
        assert!(page.contains(told), "{told}");
        let ticked = page.contains(&format!("value=\"{id}\" checked"));
        assert_eq!(ticked, pairs.iter().any(|(name, _)| *name == "id"), "what was ticked stays so: {told}");
    }
    let pairs = [("filter", filter.as_str()), ("id", id.as_str()), ("percent", "10")];
    let answer = owner.send("/desk/products/bulk", &pairs).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let after = owner.page(answer.header("location")).await;
    assert!(after.contains("53.350") && after.contains("1 product is changed."), "{after}");
    let (bulk, back) = (hidden(&after, "bulk"), hidden(&after, "back"));
    assert_eq!(back, "/desk/products?q=PAD-1");
    let undone = owner.send("/desk/products/undo", &[("bulk", &bulk), ("back", &back)]).await;
    let after = owner.page(undone.header("location")).await;
    assert!(after.contains("48.500") && after.contains("1 product is as it was before."));
    let whole = owner.send("/desk/products/bulk", &[("whole", "yes"), ("availability", "withdraw")]).await;
    assert!(whole.header("location").contains("changed=3"), "{}", whole.header("location"));
}

async fn a_vehicle_is_put_to_a_product_and_taken_away(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let list = owner.page("/desk/products?q=PAD-2").await;
    let path = attributes(&list, "class=\"name\" href=\"").remove(0);
    let page = owner.page(&format!("{path}?vehicle=clio")).await;
    let (version, vehicle) = (hidden(&page, "version"), attributes(&page, "name=\"add\" value=\"").remove(0));
    let to = format!("{path}/fitments");
    let pairs = [("version", version.as_str()), ("add", &vehicle), ("position", "front")];
    let added = owner.send(&to, &pairs).await;
    assert_eq!(added.header("location"), format!("{path}?done=saved#fits"));
    let old = owner.send(&to, &[("version", &version), ("remove", &vehicle)]).await;
    assert_eq!(old.header("location"), format!("{path}?done=look-again#fits"));
    let page = owner.page(&path).await;
    assert!(page.contains("Renault Clio 4") && page.contains("Fits 1 vehicle"));
    owner.send(&to, &[("version", &hidden(&page, "version")), ("remove", &vehicle)]).await;
    assert!(owner.page(&path).await.contains("No vehicle yet."));
}

async fn costs_are_for_those_who_may_see_them(db: TestDb) {
    fill(&db).await;
    let desk = TestDesk::open(db).await;
    desk.hire("clerk@shop.tn", Role::Clerk).await;
    desk.hire("analyst@shop.tn", Role::Analyst).await;
    let owner = PageVisitor::of(&desk, OWNER, "en").await;
    let path = first_product(&owner).await;
    assert!(owner.page(&path).await.contains("name=\"cost\""));
    let clerk = PageVisitor::of(&desk, "clerk@shop.tn", "en").await;
    let page = clerk.page(&path).await;
    assert_eq!(
        page.contains("name=\"cost\""),
        Role::Clerk.permissions().contains(kernel::Permission::ViewCosts)
    );
    let saved = send(&clerk, &path, &typed(&page, &[("stock", "5")])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let analyst = PageVisitor::of(&desk, "analyst@shop.tn", "en").await;
    assert!(analyst.page(&path).await.contains("<fieldset disabled>"));
    let forbidden = analyst.send(&path, &[("stock", "5")]).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
}
