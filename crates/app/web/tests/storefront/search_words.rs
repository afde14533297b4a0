//! What the search page says of how it read the words.

use crate::visitor::Visitor;

#[tokio::test]
async fn results_for_other_cars_than_the_named_one_say_so() {
    let visitor = Visitor::new();
    for (locale, words) in [
        ("fr", "Rien ici n’est noté pour"),
        ("en", "Nothing here is listed for"),
        ("ar", "لا شيء مسجّل هنا لسيارة"),
    ] {
        let page = visitor.page(&format!("/{locale}/search?q=filtre+air+symbol+2")).await;
        let (_, notice) = page.split_once("<p class=\"unfit\">").unwrap();
        let (notice, _) = notice.split_once("</p>").unwrap();
        assert!(notice.starts_with(words), "{notice}");
        assert!(notice.contains("Renault Symbol"), "{notice}");
        let page = visitor.page(&format!("/{locale}/search?q=filtre+air+208")).await;
        assert!(!page.contains("class=\"unfit\""));
    }
}

#[tokio::test]
async fn a_correction_is_said_once() {
    let visitor = Visitor::new();
    let page = visitor.page("/fr/search?q=plaqettes+clio").await;
    assert!(page.contains("plaqettes → plaquettes"), "{page}");
    assert!(!page.contains("class=\"meant\"") && !page.contains("Pièce <b>"), "{page}");
    let page = visitor.page("/fr/search?q=plaqettes+avant+clio").await;
    assert!(page.contains("Pièce <b><bdi>plaquettes avant</bdi></b>"), "{page}");
}
