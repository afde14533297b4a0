//! Reasons of the catalogue and of deliveries, which they give in English, in the reader's language.

use fluent_bundle::FluentArgs;
use jobs::FailureKind;
use kernel::Locale;

use web::storefront::texts::Texts;

/// How a reason begins, and the key of its text: of two that fit, the first.
const REASONS: [(&str, &str); 98] = [
    ("the file is empty", "wrong-file"),
    ("it is empty", "wrong-file"),
    ("more than 4 MiB", "reason-long-row"),
    ("more than 8 MiB", "reason-long-row"),
    ("a line of more than", "reason-long-row"),
    ("holds an element of more than", "reason-long-row"),
    ("more than five million", "reason-many-days"),
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
    ("not UTF-8", "reason-encoding"),
    ("no encoding is called", "reason-encoding-name"),
    ("the file has", "reason-count"),
    ("an action is", "reason-action"),
    ("a maintenance type is", "reason-action"),
    ("a quantity is a whole", "reason-whole"),
    ("an id is a whole", "reason-whole"),
    ("an id of more than", "reason-vcdb"),
    ("outside of the VCdb", "reason-vcdb"),
    ("an application needs a BaseVehicle", "reason-base-vehicle"),
    ("not a year", "reason-year"),
    ("a model year lies", "reason-year"),
    ("stands out: no other vehicle", "reason-stands-out"),
    ("ends in the middle", "reason-xml"),
    ("an element that never began", "reason-xml"),
    ("not well-formed", "reason-xml"),
    ("the entity &", "reason-xml"),
    ("declares a document type", "reason-xml"),
    ("holds a document type", "reason-xml"),
    ("a workbook is read as XLSX", "reason-workbook"),
    ("the workbook has no sheet", "reason-workbook"),
    ("this shop has no vehicles", "reason-no-vehicles"),
    ("a price in another currency", "reason-currency"),
    ("no field is called", "reason-unknown-field"),
    ("unknown field", "reason-unknown-field"),
    ("invalid type", "reason-json-value"),
    ("invalid value", "reason-json-value"),
    ("invalid length", "reason-json-value"),
    ("missing field", "reason-json-value"),
    ("data did not match", "reason-json-value"),
    ("begins with [ but", "reason-json-list"),
    ("a product has a price or", "reason-price-or-request"),
    ("a number between", "reason-number"),
    ("it cannot be empty", "reason-empty"),
    ("no column of it is known", "reason-no-sales-column"),
    ("the file is not kept", "reason-not-kept"),
    ("nothing of this file was tried", "reason-not-tried"),
    ("the forecasts could not be made", "reason-no-forecast"),
    ("no weather came: it answered", "reason-weather-answered"),
    ("no weather came", "reason-no-weather"),
];

/// What stands in the middle of a reason that begins with what was written, and the key of its text.
const WITHIN: [(&str, &str); 3] = [
    (" is no specification", "reason-specification-pair"),
    (" unpacks to more than", "reason-unpacks"),
    (" redirects are too many", "reason-redirects"),
];

/// What is said of a problem's consequence behind its reason, and the key of its text.
const CONSEQUENCES: [(&str, &str); 2] = [
    ("; what follows was not read", "reason-rest-unread"),
    ("; the fitment was kept without a position", "reason-no-position"),
];

/// How a webhook's reason begins that was paused because nothing went well for days, and what stands behind them.
const TIRED: (&str, &str) = ("every try has failed for ", " days; the last time: ");

/// A reason told to this reader; one without a text of its own as it is.
pub(crate) fn told(texts: &Texts, reason: &str) -> String {
    if let Some((days, last)) = reason.strip_prefix(TIRED.0).and_then(|rest| rest.split_once(TIRED.1)) {
        let days = texts.count("reason-tired", days.parse().unwrap_or_default());
        return format!("{days} {}", told(texts, last));
    }
    for (consequence, key) in CONSEQUENCES {
        if let Some(reason) = reason.strip_suffix(consequence) {
            return format!("{} {}", told(texts, reason), texts.get(key));
        }
    }
    let known = REASONS.iter().find(|(begin, _)| reason.starts_with(begin));
    let within = || WITHIN.iter().find(|(within, _)| reason.contains(within));
    let Some((_, key)) = known.or_else(within) else { return reason.to_owned() };
    let mut words = FluentArgs::new();
    words.set("number", first_number(reason));
    words.set("example", reason.rsplit("like ").next().unwrap_or_default().trim_matches('"').to_owned());
    words.set("columns", reason.rsplit("known as ").next().unwrap_or_default().to_owned());
    texts.format(key, &words)
}

/// Why a job failed: what has no text of its own by its kind, and as it is to those who read English.
pub(crate) fn of_job(texts: &Texts, error: &str, kind: Option<FailureKind>) -> String {
    let said = told(texts, error);
    if said != error || texts.locale() == Locale::En {
        return said;
    }
    let key = match kind {
        Some(FailureKind::Database) => "failure-database",
        Some(FailureKind::Disk) => "failure-disk",
        Some(FailureKind::Inside) | None => "failure-inside",
    };
    texts.get(key).to_owned()
}

/// The first number of a text: 2000 of "more than 2,000 columns"; 0 if there is none.
fn first_number(text: &str) -> u64 {
    let number = text.chars().skip_while(|c| !c.is_ascii_digit());
    let digits = number.take_while(|c| c.is_ascii_digit() || *c == ',').filter(char::is_ascii_digit);
    digits.collect::<String>().parse().unwrap_or_default()
}

/// What a job says of itself: "1200 rows, 3 left aside".
pub(crate) fn note(texts: &Texts, note: &str) -> String {
    if note == "nothing was sold yet" {
        return texts.get("note-nothing-sold").to_owned();
    }
    if note == "no place is set" {
        return texts.get("note-no-place").to_owned();
    }
    if let Some((days, ahead)) = note.split_once(" days of weather, ") {
        let [days, ahead] = [days, ahead].map(|count| first_number(count) as usize);
        return format!("{}, {}", texts.count("note-weather", days), texts.count("note-foretold", ahead));
    }
    if let Some((products, rest)) = note.split_once(" products, ") {
        let mut words = FluentArgs::new();
        words.set("products", first_number(products));
        words.set("fitted", first_number(rest));
        return texts.format("note-forecast", &words);
    }
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
    if let Some(columns) = remark.strip_prefix("columns left aside: ") {
        return texts.with("remark-columns", "columns", columns);
    }
    if let Some(fields) = remark.strip_prefix("fields left aside: ") {
        return texts.with("remark-fields", "fields", fields);
    }
    if remark.starts_with("a full submission that was not read whole") {
        return texts.get("remark-unread").to_owned();
    }
    match remark.strip_prefix("full submission: ") {
        Some(rest) if rest.contains(" keep all fitments") => {
            texts.count("remark-kept", first_number(rest) as usize)
        }
        Some(rest) => texts.count("remark-removed", first_number(rest) as usize),
        None => remark.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use include_dir::{Dir, include_dir};

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
    static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

    /// The texts of the desk.
    fn texts(locale: Locale) -> Texts {
        let file = LOCALES.get_file(format!("{locale}.ftl")).unwrap();
        Texts::read(locale, file.contents_utf8().unwrap()).unwrap()
    }

    static READERS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../domain/catalogue/src");
    const SALES: &str = include_str!("../../../../domain/orion/src/sales_row.rs");

    /// The sentences in quotes of a source, without its tests and comments.
    fn sentences(source: &str) -> Vec<String> {
        let code = source.split("#[cfg(test)]").next().unwrap();
        let told = |line: &&str| !line.trim_start().starts_with("//") && !line.contains("reason = \"");
        let code: Vec<&str> = code.lines().filter(told).map(str::trim).collect();
        let code = code.join("\n").replace("\\\n", "").replace("\\\"", "'").replace("'\"'", "");
        let quoted = code.split('"').skip(1).step_by(2);
        let is_sentence = |text: &&str| {
            text.starts_with(|sign: char| sign.is_ascii_lowercase()) && text.matches(' ').count() >= 3
        };
        quoted.filter(is_sentence).map(str::to_owned).collect()
    }

    #[test]
    fn every_sentence_of_those_who_read_files_has_a_text() {
        let folders = ["import", "upsert"].map(|folder| READERS.get_dir(folder).unwrap().files());
        let sources = folders.into_iter().flatten().filter_map(|file| file.contents_utf8());
        let all: Vec<String> = sources.chain([SALES]).flat_map(sentences).collect();
        assert!(all.len() > 40, "{}", all.len());
        let texts = texts(Locale::Fr);
        // Who writes a mapping reads it at the command line.
        let without: Vec<&String> = all
            .iter()
            .filter(|said| told(&texts, said) == **said && remark(&texts, said) == **said)
            .filter(|said| !said.starts_with("not a mapping file"))
            .collect();
        assert!(without.is_empty(), "{without:#?}");
    }

    #[test]
    fn a_job_that_failed_inside_the_shop_says_so_in_the_readers_language() {
        let kinds = [
            (Some(FailureKind::Database), "failure-database"),
            (Some(FailureKind::Disk), "failure-disk"),
            (Some(FailureKind::Inside), "failure-inside"),
            (None, "failure-inside"),
        ];
        for locale in Locale::ALL {
            let texts = texts(locale);
            for (kind, key) in kinds {
                let error = "the shop's files cannot be read or written: No space left on device";
                let wanted = if locale == Locale::En { error } else { texts.get(key) };
                assert_eq!(of_job(&texts, error, kind), wanted);
            }
            let inside = Some(FailureKind::Inside);
            let known = of_job(&texts, "the forecasts could not be made: a model", inside);
            assert_eq!(known, texts.get("reason-no-forecast"));
        }
    }

    #[test]
    fn every_reason_note_and_remark_has_a_text_in_every_language() {
        let reasons = REASONS.iter().map(|(begin, _)| format!("{begin} 2,000 of it"));
        let others = [
            "\"width\" is no specification: name=value is one",
            "xl/sheet1.xml unpacks to more than 512 MiB, as no honest workbook does",
            "not well-formed: syntax error; what follows was not read",
            "an id is a whole number; the fitment was kept without a position",
            "every try has failed for 5 days; the last time: it answered 503",
            "its address cannot be asked: relative URL without a base",
            "its address may not be asked: only the ports 80 and 443 are asked",
            "5 redirects are too many",
        ];
        let notes = [
            "12 rows, 3 left aside",
            "7 files deleted",
            "9 products, 4 of them made anew",
            "nothing was sold yet",
            "365 days of weather, 16 foretold",
            "no place is set",
        ];
        let remarks = [
            "columns left aside: colour",
            "fields left aside: colour",
            "a full submission that was not read whole: no fitment was taken away",
            "full submission: 12 fitments that it leaves out were taken away",
            "full submission: 3 parts keep all fitments, as some could not be read",
        ];
        for locale in Locale::ALL {
            let texts = texts(locale);
            let check = |said: &str, told: String| {
                let english = locale != Locale::En && told.contains(" the ");
                assert!(told != said && !english && !told.contains("reason-"), "{locale}: {said}: {told}");
            };
            for reason in reasons.clone() {
                check(&reason, told(&texts, &reason));
            }
            for reason in others {
                check(reason, told(&texts, reason));
            }
            if locale != Locale::En {
                for said in notes {
                    check(said, note(&texts, said));
                }
                for said in remarks {
                    check(said, remark(&texts, said));
                }
            }
        }
        assert_eq!(first_number("more than 2,000 columns in one row"), 2_000);
    }
}
