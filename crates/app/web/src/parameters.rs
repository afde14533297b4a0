//! Query parameters: decoded strictly, taken one by one, what is left over refused by name.
//!
//! Also the values that the API and the pages read alike: prices, sort orders.

use std::borrow::Cow;

use catalogue::Sort;
use kernel::text::western_digit;
use kernel::{Currency, Locale, Money};
use percent_encoding::percent_decode_str;
use smallvec::SmallVec;

use crate::Problem;

/// More parameters than any form has.
const MOST: usize = 100;

/// The parameters of one request that nobody has taken yet.
#[derive(Debug)]
pub struct Parameters<'a> {
    pairs: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Parameters<'a> {
    /// Decodes a query (`a=1&b=2`).
    ///
    /// # Errors
    /// A broken percent-encoding, bytes that are no UTF-8, control characters, over 100 parameters.
    pub fn read(query: &'a str) -> Result<Self, Problem> {
        let mut pairs = Vec::new();
        // Looked at as a whole, without stopping, because that is done many bytes at a time.
        let plain = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'%' && byte != b'+';
        let all_plain = query.bytes().fold(true, |all, byte| all & plain(byte));
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            if pairs.len() == MOST {
                let reason = format!("has more than {MOST} parameters");
                return Err(Problem::invalid_field("query", None, reason));
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if all_plain {
                pairs.push((Cow::Borrowed(name), Cow::Borrowed(value)));
                continue;
            }
            let name = decode(name).map_err(|reason| Problem::invalid_field(name, None, reason))?;
            let value = decode(value).map_err(|reason| Problem::invalid_field(&name, Some(value), reason))?;
            pairs.push((name, value));
        }
        Ok(Self { pairs })
    }

    /// All values of a parameter, in order.
    pub(crate) fn take_all(&mut self, name: &str) -> SmallVec<[Cow<'a, str>; 2]> {
        let mut values = SmallVec::new();
        if !self.pairs.iter().any(|(other, _)| other.as_ref() == name) {
            return values;
        }
        self.pairs.retain_mut(|(other, value)| {
            let mine = other.as_ref() == name;
            if mine {
                values.push(std::mem::take(value));
            }
            !mine
        });
        values
    }

    /// The values of a parameter that takes slugs: repeated, or in one with commas.
    pub(crate) fn take_slugs(&mut self, name: &str) -> Vec<String> {
        let values = self.take_all(name);
        let slugs = values.iter().flat_map(|value| value.split(','));
        slugs.map(str::trim).filter(|slug| !slug.is_empty()).map(str::to_owned).collect()
    }

    /// The value of a parameter that may stand once; `None` if it is missing or empty.
    pub fn take(&mut self, name: &str) -> Result<Option<Cow<'a, str>>, Problem> {
        let mut values = self.take_all(name);
        if values.len() > 1 {
            return Err(Problem::invalid_field(
                name,
                values.get(1).map(AsRef::as_ref),
                "may stand only once",
            ));
        }
        Ok(values.pop().filter(|value| !value.trim().is_empty()))
    }

    /// The value of `name` as `T` reads it; `wrong` says what it is not.
    pub fn take_parsed<T: std::str::FromStr>(
        &mut self,
        name: &str,
        wrong: &str,
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.take(name)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_unread| Problem::invalid_field(name, Some(&text), wrong))
    }

    /// A yes or no; `false` if it is missing.
    pub(crate) fn take_flag(&mut self, name: &str) -> Result<bool, Problem> {
        match self.take(name)?.as_deref() {
            None | Some("false" | "0") => Ok(false),
            Some("true" | "1") => Ok(true),
            Some(other) => Err(Problem::invalid_field(name, Some(other), "is neither true nor false")),
        }
    }

    /// A whole number within `range`; `None` if it is missing.
    pub fn take_count(
        &mut self,
        name: &str,
        range: std::ops::RangeInclusive<usize>,
    ) -> Result<Option<usize>, Problem> {
        let Some(value) = self.take(name)? else { return Ok(None) };
        match value.parse() {
            Ok(count) if range.contains(&count) => Ok(Some(count)),
            _ => {
                let reason = format!("is no whole number from {} to {}", range.start(), range.end());
                Err(Problem::invalid_field(name, Some(&value), reason))
            }
        }
    }

    /// A price in the shop's currency, in minor units.
    pub fn take_price(&mut self, name: &str, currency: Currency) -> Result<Option<i64>, Problem> {
        self.take(name)?.map(|value| read_price(name, &value, currency)).transpose()
    }

    /// The order of a list.
    pub fn take_sort(&mut self) -> Result<Option<Sort>, Problem> {
        self.take("sort")?.map(|value| read_sort(&value)).transpose()
    }

    /// The language asked for by name.
    pub(crate) fn take_locale(&mut self, spoken: &[Locale]) -> Result<Option<Locale>, Problem> {
        let Some(value) = self.take("locale")? else { return Ok(None) };
        let locale = value.parse().ok().filter(|locale| spoken.contains(locale));
        let codes = spoken.iter().map(|locale| locale.as_str()).collect::<Vec<_>>().join(", ");
        let unknown = || Problem::invalid_field("locale", Some(&value), format!("is none of {codes}"));
        locale.map(Some).ok_or_else(unknown)
    }

    /// What nobody has taken.
    pub fn rest(&mut self) -> impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)> {
        std::mem::take(&mut self.pairs).into_iter()
    }

    /// Refuses what nobody has taken; `known` are the names that would have been right.
    pub fn refuse_rest(self, known: &[&str]) -> Result<(), Problem> {
        match self.pairs.into_iter().next() {
            None => Ok(()),
            Some((name, value)) => Err(unknown_parameter(&name, &value, known.iter().copied())),
        }
    }
}

/// The refusal of a parameter that this address does not take.
pub(crate) fn unknown_parameter<'n>(
    name: &str,
    value: &str,
    known: impl Iterator<Item = &'n str>,
) -> Problem {
    let nearest = known
        .map(|candidate| {
            (strsim::damerau_levenshtein(&name.to_lowercase(), &candidate.to_lowercase()), candidate)
        })
        .filter(|(distance, candidate)| *distance * 2 <= candidate.len().max(3))
        .min();
    Problem::invalid_field(name, Some(value), "is no parameter of this address")
        .with_nearest(nearest.map(|(_, candidate)| candidate))
}

fn decode(text: &str) -> Result<Cow<'_, str>, &'static str> {
    let plain = text.bytes().all(|byte| byte != b'%' && byte != b'+');
    if plain {
        return checked(Cow::Borrowed(text));
    }
    let mut rest = text.as_bytes();
    while let Some(place) = memchr::memchr(b'%', rest) {
        let digits = rest.get(place + 1..place + 3).ok_or("ends within a percent-encoding")?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err("has a % without two hexadecimal digits behind it");
        }
        rest = &rest[place + 3..];
    }
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().map(Cow::into_owned);
    decoded.map_or(Err("is not UTF-8 when decoded"), |text| checked(Cow::Owned(text)))
}

fn checked(text: Cow<'_, str>) -> Result<Cow<'_, str>, &'static str> {
    if text.chars().any(|c| c.is_control() && c != '\t' && c != '\n' && c != '\r') {
        return Err("holds a control character");
    }
    Ok(text)
}

/// A price as people write it: either decimal separator, either kind of digits.
pub(crate) fn read_price(field: &str, text: &str, currency: Currency) -> Result<i64, Problem> {
    let plain: String = text
        .chars()
        .map(western_digit)
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, ',' | '٫') { '.' } else { c })
        .collect();
    match Money::parse(&plain, currency) {
        Ok(money) if money.minor >= 0 => Ok(money.minor),
        _ => {
            let decimals = currency.exponent();
            let reason =
                format!("is no price in {currency}: digits, at most {decimals} decimals, not negative");
            Err(Problem::invalid_field(field, Some(text), reason))
        }
    }
}

/// A list's order by its name.
pub(crate) fn read_sort(text: &str) -> Result<Sort, Problem> {
    Ok(match text {
        "popularity" => Sort::Popularity,
        "price" => Sort::PriceAscending,
        "-price" => Sort::PriceDescending,
        "name" => Sort::Name,
        "newest" => Sort::Newest,
        _ => {
            let orders = "is none of popularity, price, -price, name, newest";
            return Err(Problem::invalid_field("sort", Some(text), orders));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(query: &str) -> (String, String) {
        let problem = Parameters::read(query).unwrap_err();
        (problem.errors[0].field.clone(), problem.errors[0].reason.clone())
    }

    #[test]
    fn what_cannot_be_decoded_is_refused_by_name() {
        assert_eq!(refusal("brand=%zz").0, "brand");
        assert_eq!(refusal("brand=%4").1, "ends within a percent-encoding");
        assert_eq!(refusal("q=%ff%fe").1, "is not UTF-8 when decoded");
        assert_eq!(refusal("q=%00").1, "holds a control character");
        assert_eq!(refusal(&"a=1&".repeat(101)).0, "query");
    }

    #[test]
    fn values_are_taken_once() {
        let mut parameters = Parameters::read("brand=a,b&brand=c&limit=5&q=frein+avant%20").unwrap();
        assert_eq!(parameters.take_slugs("brand"), ["a", "b", "c"]);
        assert_eq!(parameters.take_count("limit", 1..=100).unwrap(), Some(5));
        assert_eq!(parameters.take("q").unwrap().as_deref(), Some("frein avant "));
        assert!(parameters.refuse_rest(&[]).is_ok());
    }

    #[test]
    fn a_parameter_that_may_stand_once_is_refused_twice() {
        let mut parameters = Parameters::read("limit=5&limit=6").unwrap();
        assert!(parameters.take_count("limit", 1..=100).is_err());
    }

    #[test]
    fn a_wrong_name_is_refused_with_the_nearest_right_one() {
        let parameters = Parameters::read("brnad=bosch").unwrap();
        let problem = parameters.refuse_rest(&["brand", "category"]).unwrap_err();
        assert_eq!(problem.errors[0].nearest.as_deref(), Some("brand"));
    }

    #[test]
    fn prices_are_read_as_people_write_them() {
        let check = |text: &str, expected| {
            assert_eq!(read_price("priceMin", text, Currency::TND).ok(), expected, "{text}");
        };
        check("45,9", Some(45_900));
        check("45.900", Some(45_900));
        check("٤٥٫٩", Some(45_900));
        check("1 234", Some(1_234_000));
        check("-3", None);
        check("cheap", None);
    }
}
