//! A row of a sales history: finding the columns by their names in three languages, reading the cells.

use catalogue::{read_amount, read_whole};
use chrono::{Days, NaiveDate};
use kernel::Currency;
use kernel::text::{fold, part_number_key, western_digit};

/// What no counter has sold in a day.
const MOST_PIECES: i64 = 100_000;
const HIGHEST_PRICE_MINOR: i64 = 1_000_000_000_000;
const FIRST_YEAR: i32 = 1990;
/// 1 January 1990 and 2100 as spreadsheets count days.
const SPREADSHEET_DAYS: std::ops::RangeInclusive<u64> = 32_874..=73_050;

/// Names of columns, folded; the first of each is its own.
const NAMES: [(&str, &[&str]); 5] = [
    (
        "date",
        &[
            "date",
            "day",
            "jour",
            "date vente",
            "date de vente",
            "sale date",
            "order date",
            "sold on",
            "تاريخ",
            "التاريخ",
            "يوم",
        ],
    ),
    (
        "sku",
        &[
            "sku",
            "reference",
            "ref",
            "code",
            "code article",
            "article",
            "item",
            "item code",
            "part number",
            "المرجع",
            "رقم القطعة",
            "الكود",
            "كود",
        ],
    ),
    (
        "quantity",
        &[
            "quantity",
            "qty",
            "quantite",
            "qte",
            "units",
            "sold",
            "vendu",
            "pieces",
            "الكميه",
            "كميه",
            "الكمية",
            "كمية",
        ],
    ),
    ("price", &["price", "unit price", "prix", "prix unitaire", "pu", "السعر", "سعر"]),
    (
        "stock",
        &["stock", "on hand", "stock restant", "en stock", "stock level", "المخزون", "مخزون", "الرصيد"],
    ),
];

/// Which column of the file is which; price and stock may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Columns {
    date: usize,
    sku: usize,
    quantity: usize,
    price: Option<usize>,
    stock: Option<usize>,
}

/// One row, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SalesRow {
    pub(crate) day: NaiveDate,
    /// As part numbers are compared.
    pub(crate) sku_key: String,
    /// Negative = came back.
    pub(crate) quantity: i64,
    pub(crate) price_minor: Option<i64>,
    pub(crate) stock: Option<i64>,
}

/// Which column a row fails by: its own name, what stands there, what is wrong.
pub(crate) type Wrong = (&'static str, String, String);

impl Columns {
    /// The columns of a header.
    ///
    /// # Errors
    /// Those of date, SKU and quantity that are not among them.
    pub(crate) fn find(header: &[String]) -> Result<Self, Vec<&'static str>> {
        let folded: Vec<String> = header.iter().map(|name| words(name)).collect();
        let find = |own: &str| {
            let names = NAMES.iter().find(|(name, _)| *name == own)?.1;
            names.iter().find_map(|name| folded.iter().position(|column| *column == words(name)))
        };
        let needed = ["date", "sku", "quantity"];
        let [Some(date), Some(sku), Some(quantity)] = needed.map(&find) else {
            return Err(needed.into_iter().filter(|own| find(own).is_none()).collect());
        };
        Ok(Self { date, sku, quantity, price: find("price"), stock: find("stock") })
    }

    /// Columns that say nothing to us.
    pub(crate) fn unknown<'h>(&self, header: &'h [String]) -> Vec<&'h str> {
        let known = [Some(self.date), Some(self.sku), Some(self.quantity), self.price, self.stock];
        let unknown = header
            .iter()
            .enumerate()
            .filter(|(at, name)| !known.contains(&Some(*at)) && !name.trim().is_empty());
        unknown.map(|(_, name)| name.as_str()).filter(|name| !name.starts_with("import_")).collect()
    }

    /// Reads one row; days after `today` have not been yet.
    pub(crate) fn read(
        &self,
        cells: &[String],
        currency: Currency,
        today: NaiveDate,
    ) -> Result<SalesRow, Wrong> {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        let optional = |at: Option<usize>| at.map(cell).filter(|text| !text.is_empty());
        let wrong =
            |column: &'static str, text: &str, reason: &str| (column, text.to_owned(), reason.to_owned());
        let text = cell(self.date);
        let day = read_day(text)
            .ok_or_else(|| wrong("date", text, "no day of the calendar: write 2025-03-31 or 31/03/2025"))?;
        if day > today {
            return Err(wrong("date", text, "this day has not been yet"));
        }
        let sku = cell(self.sku);
        let sku_key = part_number_key(sku);
        if sku_key.is_empty() {
            return Err(wrong("sku", sku, "no SKU: it has neither letter nor digit"));
        }
        let text = cell(self.quantity);
        let quantity: i64 =
            read_whole(text).ok_or_else(|| wrong("quantity", text, "no whole number of pieces"))?;
        if quantity.abs() > MOST_PIECES {
            return Err(wrong("quantity", text, "no sale has more than 100000 pieces in one row"));
        }
        let price_minor = match optional(self.price) {
            None => None,
            Some(text) => match read_amount(text, currency) {
                Ok(minor) if (0..=HIGHEST_PRICE_MINOR).contains(&minor) => Some(minor),
                Ok(_) => return Err(wrong("price", text, "no price that a piece could have")),
                Err(reason) => return Err(wrong("price", text, &reason)),
            },
        };
        let stock = match optional(self.stock) {
            None => None,
            // Programs that sell before they book the delivery write less than nothing.
            Some(text) => Some(
                read_whole::<i64>(text)
                    .map(|stock| stock.clamp(0, MOST_PIECES))
                    .ok_or_else(|| wrong("stock", text, "no whole number of pieces"))?,
            ),
        };
        Ok(SalesRow { day, sku_key, quantity, price_minor, stock })
    }
}

/// Folded words, one space between them.
fn words(name: &str) -> String {
    let folded = fold(name);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A day as 2025-03-31, 31/03/2025, 31.3.2025, with or without a time, or as a spreadsheet counts days.
fn read_day(text: &str) -> Option<NaiveDate> {
    let text: String =
        text.chars().map(western_digit).filter(|c| !matches!(c, '\u{200e}' | '\u{200f}')).collect();
    if let Ok(serial) = text.split(['.', ',']).next().unwrap_or_default().parse::<u64>()
        && SPREADSHEET_DAYS.contains(&serial)
    {
        return NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(serial));
    }
    let day = text.split(['T', ' ']).next()?;
    let mut parts = day.split(['-', '/', '.']);
    let (first, month, last) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4 {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    (chrono::Datelike::year(&day) >= FIRST_YEAR).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: [&str; 5]) -> Result<SalesRow, &'static str> {
        let header = ["Date vente", "Réf.", "Qté", "Prix", "Stock"].map(str::to_owned);
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let columns = Columns::find(&header).unwrap();
        columns.read(&cells.map(str::to_owned), Currency::TND, today).map_err(|wrong| wrong.0)
    }

    #[test]
    fn days_are_read_as_people_and_spreadsheets_write_them() {
        let day = NaiveDate::from_ymd_opt(2025, 3, 31);
        for text in [
            "2025-03-31",
            "31/03/2025",
            "31.3.2025",
            "2025-03-31T08:15:00Z",
            "31/03/2025 18:00",
            "45747",
            "45747.5",
            "٣١/٠٣/٢٠٢٥",
        ] {
            assert_eq!(read_day(text), day, "{text}");
        }
        for text in [
            "",
            "0000-01-01",
            "2025-13-01",
            "31/02/2025",
            "hier",
            "2025",
            "31/03/25",
            "1889-01-01",
            "999999999999",
        ] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }

    #[test]
    fn columns_are_known_in_three_languages() {
        for header in
            [["التاريخ", "المرجع", "الكمية"], ["Date", "SKU", "Qty"], ["Jour", "Code article", "Quantité"]]
        {
            assert!(Columns::find(&header.map(str::to_owned)).is_ok(), "{header:?}");
        }
        assert_eq!(Columns::find(&["date".to_owned(), "sku".to_owned()]), Err(vec!["quantity"]));
    }

    #[test]
    fn a_row_is_read_or_named_by_the_column_that_is_wrong() {
        let read = row(["2025-03-31", "bos-123", "2", "45,900", "7"]).unwrap();
        assert_eq!((read.quantity, read.price_minor, read.stock), (2, Some(45_900), Some(7)));
        assert_eq!(row(["31/03/2025", "A1", "-1", "", ""]).unwrap().quantity, -1);
        assert_eq!(row(["31/03/2025", "A1", "1", "", "-4"]).unwrap().stock, Some(0));
        for (cells, column) in [
            (["0000-01-01", "A1", "1", "", ""], "date"),
            (["2027-01-01", "A1", "1", "", ""], "date"),
            (["2025-03-31", " - ", "1", "", ""], "sku"),
            (["2025-03-31", "A1", "deux", "", ""], "quantity"),
            (["2025-03-31", "A1", "1.5", "", ""], "quantity"),
            (["2025-03-31", "A1", "1000000000000", "", ""], "quantity"),
            (["2025-03-31", "A1", "1", "gratuit", ""], "price"),
            (["2025-03-31", "A1", "1", "", "plein"], "stock"),
        ] {
            assert_eq!(row(cells), Err(column), "{cells:?}");
        }
    }
}
