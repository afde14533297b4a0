//! The words by which the desk finds a product, drafts and deleted ones too: prefixes of names and numbers.
//!
//! Lies in each database's own index of words. What is asked becomes folded
//! letters and digits before it reaches the index's language.

use db::{Backend, DbError, WriteTx};
use kernel::text::{fold, part_number_key, western_digit};
use kernel::{Locale, LocalizedText};
use rustc_hash::FxHashSet;
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};

use super::bulk;
use crate::Product;

/// Words of one product.
const WORDS: usize = 400;
/// Characters of one word.
const WORD_CHARS: usize = 40;
/// Words of one question.
const ASKED_WORDS: usize = 8;
/// Products that are found sooner one by one than among all in their order: a look-up costs some 40 of its steps.
const FEW: i64 = 1_000;

/// Whether both products have the same words.
pub(crate) fn are_same(one: &Product, other: &Product) -> bool {
    one.names == other.names
        && one.sku == other.sku
        && one.gtin == other.gtin
        && one.oe_numbers == other.oe_numbers
        && one.cross_references == other.cross_references
}

/// The words of a product, joined by spaces.
pub(crate) fn of(product: &Product) -> String {
    let references = product.cross_references.iter().map(|reference| reference.number.as_str());
    let others = product.gtin.as_deref().into_iter().chain(product.oe_numbers.iter().map(String::as_str));
    join(&product.names, std::iter::once(product.sku.as_str()).chain(others).chain(references))
}

/// The words of names and part numbers, joined by spaces.
pub(crate) fn join<'a>(names: &LocalizedText, numbers: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for number in numbers {
        push_key(number, &mut text);
        text.push(' ');
    }
    for name in Locale::ALL.iter().filter_map(|locale| names.get(*locale)) {
        text.push_str(&folded(name));
        text.push(' ');
    }
    let mut seen = FxHashSet::default();
    let mut joined = String::with_capacity(text.len());
    for word in words_of(&text).filter(|word| seen.insert(*word)).take(WORDS) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

/// Whether so few products have what is asked for that SQLite should look them up, one by one, and sort them.
///
/// PostgreSQL knows by itself.
pub(crate) async fn are_few(conn: &impl ConnectionTrait, text: &str) -> Result<bool, DbError> {
    let backend = conn.get_database_backend();
    if backend != DbBackend::Sqlite {
        return Ok(false);
    }
    let Some((asked, select)) = question(Backend::Sqlite, text, 1) else { return Ok(true) };
    let sql = format!("SELECT COUNT(*) FROM ({select} LIMIT {FEW})");
    let row = conn.query_one_raw(Statement::from_sql_and_values(backend, sql, [asked.into()])).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get_by_index::<i64>(0))? < FEW)
}

/// What finds the products with all words of `text`, or a number that begins as it does: a condition
/// with the placeholder `$n` and its value. `None` if `text` holds no letter or digit.
///
/// Unless they are `few`, the order that the list wants is walked and each product is looked for among them.
pub(crate) fn condition(
    backend: Backend,
    text: &str,
    few: bool,
    placeholder: usize,
) -> Option<(String, Value)> {
    let (asked, select) = question(backend, text, placeholder)?;
    // The plus keeps SQLite from walking the words instead of the order.
    let plus = if backend == Backend::Sqlite && !few { "+" } else { "" };
    Some((format!("{plus}number IN ({select})"), asked.into()))
}

/// What is asked in the index's language, and the statement that asks it.
fn question(backend: Backend, text: &str, placeholder: usize) -> Option<(String, String)> {
    let asked = folded(text);
    let words: Vec<&str> = words_of(&asked).take(ASKED_WORDS).collect();
    let mut number = String::new();
    push_key(text, &mut number);
    if words.is_empty() || number.is_empty() {
        return None;
    }
    // The words that begin with one digit are half of all: among others it is a word, not a beginning.
    let ends = |word: &str| words.len() > 1 && word.chars().nth(1).is_none();
    let (asked, sql) = match backend {
        Backend::Sqlite => {
            let one = |word: &&str| format!("\"{word}\"{}", if ends(word) { "" } else { "*" });
            let all: Vec<String> = words.iter().map(one).collect();
            let asked = format!("({}) OR \"{number}\"*", all.join(" AND "));
            let sql = format!("SELECT rowid FROM product_words WHERE product_words MATCH ${placeholder}");
            (asked, sql)
        }
        Backend::Postgres => {
            let one = |word: &&str| format!("'{word}'{}", if ends(word) { "" } else { ":*" });
            let all: Vec<String> = words.iter().map(one).collect();
            let asked = format!("({}) | '{number}':*", all.join(" & "));
            let sql = format!(
                "SELECT product_number FROM product_words \
                 WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST(${placeholder} AS tsquery)"
            );
            (asked, sql)
        }
    };
    Some((asked, sql))
}

/// Writes the words of these products in place of those they have.
///
/// SQLite's index of words writes a piece of itself out before each statement of several rows: they go in one.
pub(crate) async fn put(tx: &WriteTx, products: &[(u32, String)]) -> Result<(), DbError> {
    insert(tx.conn(), products).await
}

/// The same, for a migration.
pub(crate) async fn insert(conn: &impl ConnectionTrait, products: &[(u32, String)]) -> Result<(), DbError> {
    let values = |(number, words): &(u32, String)| Ok([i64::from(*number).into(), words.as_str().into()]);
    if conn.get_database_backend() == DbBackend::Postgres {
        let head = "INSERT INTO product_words (product_number, words)";
        let tail = "ON CONFLICT (product_number) DO UPDATE SET words = excluded.words";
        return bulk::insert_rows(conn, head, products, values, tail).await;
    }
    let head = "INSERT OR REPLACE INTO product_words (rowid, words)";
    bulk::insert_at_once(conn, head, products, values, "").await
}

/// A text as its words are compared, still with what stands between them.
fn folded(text: &str) -> String {
    let folded = fold(text);
    if folded.is_ascii() { folded } else { folded.chars().map(western_digit).collect() }
}

/// The words of a folded text.
fn words_of(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c| !is_of_word(c)).filter(|word| !word.is_empty()).map(|word| {
        let end = word.char_indices().nth(WORD_CHARS).map_or(word.len(), |(end, _)| end);
        &word[..end]
    })
}

/// Whether it is a letter or a digit; of Arabic it is known without a look into the tables.
///
/// Nothing else comes into the index or a question: SQLite's takes a word apart at all other ASCII, and then refuses to
/// look for its parts side by side.
fn is_of_word(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64a}') || c.is_alphanumeric()
}

/// A part number as one word: folded like the words, so that both are asked alike.
fn push_key(number: &str, text: &mut String) {
    if number.is_ascii() {
        let letters = number.bytes().filter(u8::is_ascii_alphanumeric).take(WORD_CHARS);
        text.extend(letters.map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        text.extend(fold(&part_number_key(number)).chars().filter(|c| is_of_word(*c)).take(WORD_CHARS));
    }
}
