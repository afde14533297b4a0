//! Reasons of the catalogue and of deliveries, which they give in English, in the reader's language.

use fluent_bundle::FluentArgs;

use crate::storefront::texts::Texts;

/// How a reason begins, and the key of its text. Those that people meet; rarer ones stay as they are.
const REASONS: [(&str, &str); 51] = [
    ("a product needs a SKU", "reason-no-sku"),
    ("no amount:", "reason-no-amount"),
    ("a price cannot be negative", "reason-negative"),
    ("cannot be negative", "reason-negative"),
    ("a price above", "reason-too-dear"),
    ("a whole number is needed", "reason-whole"),
    ("yes or no is needed", "reason-yes-no"),
    ("a product without a name", "reason-no-name"),
    ("the shop knows no brand", "reason-no-brand"),
    ("the shop knows no category", "reason-no-category"),
    ("the shop knows no vehicle", "reason-no-vehicle"),
    ("this SKU came before", "reason-twice"),
    ("another product has this slug", "reason-slug-taken"),
    ("a category needs a name", "reason-category-name"),
    ("no category of this slug stands", "reason-no-parent"),
    ("a vehicle needs a make", "reason-no-make"),
    ("before the first year", "reason-years"),
    ("no years:", "reason-no-years"),
    ("longer than", "reason-too-long"),
    ("no slug:", "reason-no-slug"),
    ("an EAN or UPC has", "reason-gtin"),
    ("its check digit is wrong", "reason-check-digit"),
    ("more than", "reason-too-many"),
    ("no sale has more than", "reason-too-many"),
    ("no day of the calendar", "reason-no-day"),
    ("this day has not been yet", "reason-not-yet"),
    ("no SKU: it has neither", "reason-no-sku"),
    ("no product of the shop has this SKU", "reason-no-product"),
    ("no whole number of pieces", "reason-whole"),
    ("no price that a piece could have", "reason-too-dear"),
    ("no name of a specification", "reason-specification"),
    ("a picture is a path", "wrong-images"),
    ("holds bytes that are not", "reason-encoding"),
    ("holds the character", "reason-character"),
    ("not a JSON object", "reason-json"),
    ("no column is known as the SKU", "reason-no-column"),
    ("cannot be read any further", "reason-torn"),
    ("not a workbook", "reason-workbook"),
    ("an application needs a part number", "reason-no-sku"),
    ("an item needs a part number", "reason-no-sku"),
    ("not sent: the webhook is paused", "reason-paused"),
    ("the shop's secret is not the one", "reason-secret-lost"),
    ("it answered 410", "reason-gone"),
    ("it answered 3", "reason-redirect"),
    ("it answered", "reason-answered"),
    ("its address cannot be asked", "reason-bad-address"),
    ("its address may not be asked", "reason-forbidden-address"),
    ("no answer within", "reason-slow"),
    ("the answer is larger than", "reason-large-answer"),
    ("the connection failed", "reason-connection"),
    ("given up: each of its tries", "reason-given-up"),
];

/// How a webhook's reason begins that was paused because nothing went well for days, and what stands behind them.
const TIRED: (&str, &str) = ("every try has failed for ", " days; the last time: ");

/// A reason told to this reader; one without a text of its own as it is.
pub(crate) fn told(texts: &Texts, reason: &str) -> String {
    if let Some((days, last)) = reason.strip_prefix(TIRED.0).and_then(|rest| rest.split_once(TIRED.1)) {
        let days = texts.count("reason-tired", days.parse().unwrap_or_default());
        return format!("{days} {}", told(texts, last));
    }
    let Some((_, key)) = REASONS.iter().find(|(begin, _)| reason.starts_with(begin)) else {
        return reason.to_owned();
    };
    let mut words = FluentArgs::new();
    let number: String =
        reason.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    words.set("number", number.parse::<u64>().unwrap_or_default());
    words.set("example", reason.rsplit("like ").next().unwrap_or_default().trim_matches('"').to_owned());
    texts.format(key, &words)
}

/// What a job says of itself: "1200 rows, 3 left aside".
pub(crate) fn note(texts: &Texts, note: &str) -> String {
    let deleted = note.split_once(' ').filter(|(_, rest)| rest.contains("deleted"));
    if let Some(deleted) = deleted.and_then(|(count, _)| count.parse().ok()) {
        return texts.count("note-deleted", deleted);
    }
    let Some((rows, rest)) = note.split_once(" rows") else { return note.to_owned() };
    let Ok(rows) = rows.parse::<usize>() else { return note.to_owned() };
    let aside = rest.strip_prefix(", ").and_then(|rest| rest.strip_suffix(" left aside"));
    let rows = texts.count("note-rows", rows);
    match aside.and_then(|aside| aside.parse::<usize>().ok()) {
        Some(aside) => format!("{rows}, {}", texts.count("note-aside", aside)),
        None => rows,
    }
}

/// What an import says of a file as a whole.
pub(crate) fn remark(texts: &Texts, remark: &str) -> String {
    match remark.strip_prefix("columns left aside: ") {
        Some(columns) => texts.with("remark-columns", "columns", columns),
        None => remark.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use kernel::Locale;

    use super::*;

    #[test]
    fn a_reason_is_told_in_the_readers_language_and_a_rare_one_as_it_is() {
        let texts = "reason-no-amount = pas un montant, comme { $example }\n\
                     reason-too-long = plus de { $number } signes\n\
                     note-rows = { $count } lignes\nnote-aside = { $count } laissées\n\
                     note-deleted = { $count } effacés\nreason-answered = réponse { $number }\n\
                     reason-tired = { $count } jours sans succès.\n";
        let texts = Texts::read(Locale::Fr, texts).unwrap();
        let amount = "no amount: digits with one decimal separator are, like 45,900";
        assert_eq!(told(&texts, amount), "pas un montant, comme 45,900");
        assert!(told(&texts, "longer than 500 characters").contains("500"));
        assert_eq!(told(&texts, "something rare"), "something rare");
        assert_eq!(note(&texts, "12 rows, 3 left aside"), "12 lignes, 3 laissées");
        assert_eq!(note(&texts, "whatever"), "whatever");
        assert_eq!(note(&texts, "7 files deleted"), "7 effacés");
        assert_eq!(told(&texts, "it answered 503"), "réponse 503");
        let tired = "every try has failed for 5 days; the last time: it answered 503";
        assert_eq!(told(&texts, tired), "5 jours sans succès. réponse 503");
    }
}
