//! Who the shop is, as the fields of a form: written from a profile, read into one.

use std::collections::BTreeMap;

use kernel::{Locale, LocalizedText};
use serde::Serialize;

use web::storefront::address::Pairs;
use web::storefront::profile_rules::{
    BRANCHES, ORDER_DAYS, PHONES, SPANS, are_degrees, are_hours, is_country, is_email, is_line, is_phone,
};
use web::storefront::texts::Texts;
use web::storefront::{Branch, OpeningHours, ShopProfile, Weekday};

/// A field as templates show it.
#[derive(Debug, Default, Serialize)]
pub(super) struct TypedField {
    name: String,
    label: String,
    value: String,
    error: Option<String>,
    dir: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct ShopForm {
    version: u64,
    names: Vec<TypedField>,
    taglines: Vec<TypedField>,
    phones: TypedField,
    whatsapp: TypedField,
    email: TypedField,
    order_days: TypedField,
    country: TypedField,
    branches: Vec<BranchForm>,
    wrong: bool,
}

#[derive(Debug, Serialize)]
struct BranchForm {
    heading: String,
    open: bool,
    texts: Vec<TypedField>,
    postal: TypedField,
    phone: TypedField,
    latitude: TypedField,
    longitude: TypedField,
    days: Vec<DayForm>,
}

#[derive(Debug, Serialize)]
struct DayForm {
    label: String,
    times: Vec<TypedField>,
}

/// When it opens and closes.
type Span = (String, String);

/// Reasons by the name of the field.
pub(super) type Wrong = BTreeMap<String, String>;

/// The fields of a profile.
pub(super) fn pairs(profile: &ShopProfile) -> Pairs {
    let mut pairs = Pairs::default();
    let mut put = |name: &str, value: &str| pairs.0.push((name.to_owned(), value.to_owned()));
    let text = |put: &mut dyn FnMut(&str, &str), name: &str, text: &LocalizedText| {
        for locale in Locale::ALL {
            put(&format!("{name}_{locale}"), text.get(locale).unwrap_or_default());
        }
    };
    text(&mut put, "name", &profile.name);
    text(&mut put, "tagline", &profile.tagline);
    put("phones", &profile.phones.join("\n"));
    put("whatsapp", profile.whatsapp.as_deref().unwrap_or_default());
    put("email", profile.email.as_deref().unwrap_or_default());
    put("order_days", &profile.order_days.map(|days| days.to_string()).unwrap_or_default());
    put("country", profile.country.as_deref().unwrap_or_default());
    for (place, branch) in profile.branches.iter().enumerate() {
        let named = |name: &str| format!("b{place}_{name}");
        text(&mut put, &named("name"), &branch.name);
        text(&mut put, &named("address"), &branch.address);
        text(&mut put, &named("city"), &branch.city);
        put(&named("postal"), branch.postal_code.as_deref().unwrap_or_default());
        put(&named("phone"), branch.phone.as_deref().unwrap_or_default());
        put(&named("latitude"), &branch.latitude.map(|degrees| degrees.to_string()).unwrap_or_default());
        put(&named("longitude"), &branch.longitude.map(|degrees| degrees.to_string()).unwrap_or_default());
        for (day, hours) in by_day(&branch.hours) {
            for (span, (opens, closes)) in hours.into_iter().enumerate() {
                put(&named(&format!("{}_{span}_opens", day.as_str())), &opens);
                put(&named(&format!("{}_{span}_closes", day.as_str())), &closes);
            }
        }
    }
    pairs
}

/// The spans of each day that is open.
fn by_day(hours: &[OpeningHours]) -> Vec<(Weekday, Vec<Span>)> {
    let place = |day: Weekday| Weekday::ALL.iter().position(|one| *one == day).unwrap_or(0);
    let on = |at: usize, run: &&OpeningHours| (place(run.from)..=place(run.to)).contains(&at);
    Weekday::ALL
        .into_iter()
        .enumerate()
        .map(|(at, day)| {
            let runs = hours.iter().filter(|run| on(at, run));
            (day, runs.map(|run| (run.opens.clone(), run.closes.clone())).collect())
        })
        .collect()
}

/// The form with what stands in `typed`.
pub(super) fn form(typed: &Pairs, version: u64, wrong: &Wrong, texts: &Texts) -> ShopForm {
    let field = |name: &str, label: &str, dir: &'static str| TypedField {
        label: texts.get(label).to_owned(),
        value: typed.get(name).unwrap_or_default().to_owned(),
        error: wrong.get(name).cloned(),
        name: name.to_owned(),
        dir,
    };
    let localized = |name: &str, label: &str| -> Vec<TypedField> {
        let fields = Locale::ALL.into_iter().map(|locale| {
            let (language, dir) = match locale {
                Locale::Fr => ("Français", "ltr"),
                Locale::Ar => ("العربية", "rtl"),
                Locale::En => ("English", "ltr"),
            };
            let plain = field(&format!("{name}_{locale}"), label, dir);
            TypedField { label: format!("{} ({language})", plain.label), ..plain }
        });
        fields.collect()
    };
    let filled = branches_of(typed);
    let branch = |place: usize| {
        let of = |name: &str| format!("b{place}_{name}");
        let is_new = place == filled;
        let name = Locale::ALL.iter().find_map(|locale| typed.get(&of(&format!("name_{locale}"))));
        let day = |day: Weekday| DayForm {
            label: texts.fixed(&format!("day-{}", day.as_str())).unwrap_or(day.as_str()).to_owned(),
            times: (0..SPANS)
                .flat_map(|span| {
                    [("opens", "branch-opens"), ("closes", "branch-closes")].map(|(side, label)| {
                        field(&of(&format!("{}_{span}_{side}", day.as_str())), label, "ltr")
                    })
                })
                .collect(),
        };
        BranchForm {
            heading: match (is_new, name) {
                (true, _) => texts.get("branch-new").to_owned(),
                (false, name) => name.unwrap_or_else(|| texts.get("branch")).to_owned(),
            },
            open: wrong.keys().any(|name| name.starts_with(&format!("b{place}_"))),
            texts: ["name", "address", "city"]
                .into_iter()
                .flat_map(|name| localized(&of(name), &format!("branch-{name}")))
                .collect(),
            postal: field(&of("postal"), "branch-postal", "ltr"),
            phone: field(&of("phone"), "branch-phone", "ltr"),
            latitude: field(&of("latitude"), "branch-latitude", "ltr"),
            longitude: field(&of("longitude"), "branch-longitude", "ltr"),
            days: Weekday::ALL.into_iter().map(day).collect(),
        }
    };
    ShopForm {
        version,
        names: localized("name", "settings-name"),
        taglines: localized("tagline", "settings-tagline"),
        phones: field("phones", "settings-phones", "ltr"),
        whatsapp: field("whatsapp", "settings-whatsapp", "ltr"),
        email: field("email", "email", "ltr"),
        order_days: field("order_days", "settings-order-days", "ltr"),
        country: field("country", "settings-country", "ltr"),
        branches: (0..(filled + 1).min(BRANCHES)).map(branch).collect(),
        wrong: !wrong.is_empty(),
    }
}

/// How many branches stand in the form.
fn branches_of(typed: &Pairs) -> usize {
    let numbers = typed
        .0
        .iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .filter_map(|(name, _)| name.strip_prefix('b')?.split_once('_')?.0.parse::<usize>().ok());
    numbers.filter(|place| *place < BRANCHES).max().map_or(0, |last| last + 1)
}

/// Reads a form, or says of each field why it cannot be.
pub(super) fn read(form: &Pairs, texts: &Texts) -> Result<ShopProfile, Wrong> {
    let mut reader = Reading { form, texts, wrong: Wrong::new() };
    let mut profile = ShopProfile {
        name: reader.localized("name"),
        tagline: reader.localized("tagline"),
        phones: reader.phones("phones"),
        whatsapp: reader.phones("whatsapp").into_iter().next(),
        email: reader.email("email"),
        order_days: reader.parsed("order_days", "wrong-days", |days: &u16| *days <= ORDER_DAYS),
        country: reader.country("country"),
        ..ShopProfile::default()
    };
    for place in 0..branches_of(form) {
        let branch = reader.branch(place);
        if branch != Branch::default() {
            profile.branches.push(branch);
        }
    }
    if reader.wrong.is_empty() { Ok(profile) } else { Err(reader.wrong) }
}

/// A form while it is read.
struct Reading<'a> {
    form: &'a Pairs,
    texts: &'a Texts,
    wrong: Wrong,
}

impl Reading<'_> {
    fn refuse(&mut self, name: &str, key: &str) {
        self.wrong.insert(name.to_owned(), self.texts.get(key).to_owned());
    }

    /// One line; nothing for an empty field.
    fn line(&mut self, name: &str) -> Option<String> {
        let text = self.form.get(name)?.trim();
        if !is_line(text) {
            self.refuse(name, "wrong-line");
            return None;
        }
        Some(text.to_owned()).filter(|text| !text.is_empty())
    }

    fn localized(&mut self, name: &str) -> LocalizedText {
        let mut text = LocalizedText::default();
        for locale in Locale::ALL {
            *text.slot(locale) = self.line(&format!("{name}_{locale}"));
        }
        text
    }

    /// One a line, as people write them.
    fn phones(&mut self, name: &str) -> Vec<String> {
        let lines = self.form.get(name).unwrap_or_default().lines().map(str::trim);
        let phones: Vec<String> = lines.filter(|line| !line.is_empty()).map(str::to_owned).collect();
        if phones.len() > PHONES || !phones.iter().all(|phone| is_phone(phone)) {
            self.refuse(name, "wrong-phone");
        }
        phones
    }

    fn email(&mut self, name: &str) -> Option<String> {
        let email = self.line(name)?;
        if !is_email(&email) {
            self.refuse(name, "wrong-email");
        }
        Some(email)
    }

    fn country(&mut self, name: &str) -> Option<String> {
        let code = self.line(name)?.to_ascii_uppercase();
        if !is_country(&code) {
            self.refuse(name, "wrong-country");
        }
        Some(code)
    }

    fn parsed<T: std::str::FromStr>(
        &mut self,
        name: &str,
        key: &str,
        fits: impl Fn(&T) -> bool,
    ) -> Option<T> {
        let text = self.line(name)?;
        let read = text.replace(',', ".").parse().ok().filter(fits);
        if read.is_none() {
            self.refuse(name, key);
        }
        read
    }

    fn branch(&mut self, place: usize) -> Branch {
        let of = |name: &str| format!("b{place}_{name}");
        let degrees = |most: f64| move |degrees: &f64| are_degrees(*degrees, most);
        Branch {
            name: self.localized(&of("name")),
            address: self.localized(&of("address")),
            city: self.localized(&of("city")),
            postal_code: self.line(&of("postal")),
            phone: self.phones(&of("phone")).into_iter().next(),
            latitude: self.parsed(&of("latitude"), "wrong-degrees", degrees(90.0)),
            longitude: self.parsed(&of("longitude"), "wrong-degrees", degrees(180.0)),
            hours: self.hours(place),
        }
    }

    /// Days in a row with the same spans become one run.
    fn hours(&mut self, place: usize) -> Vec<OpeningHours> {
        let mut runs: Vec<(Weekday, Weekday, Vec<Span>)> = Vec::new();
        for day in Weekday::ALL {
            let spans: Vec<_> = (0..SPANS).filter_map(|span| self.span(place, day, span)).collect();
            match runs.last_mut() {
                Some((_, to, before)) if *before == spans => *to = day,
                _ => runs.push((day, day, spans)),
            }
        }
        let hours = runs.into_iter().flat_map(|(from, to, spans)| {
            spans.into_iter().map(move |(opens, closes)| OpeningHours { from, to, opens, closes })
        });
        hours.collect()
    }

    fn span(&mut self, place: usize, day: Weekday, span: usize) -> Option<Span> {
        let name = |side: &str| format!("b{place}_{}_{span}_{side}", day.as_str());
        let (opens, closes) = (self.line(&name("opens")), self.line(&name("closes")));
        if opens.is_none() && closes.is_none() {
            return None;
        }
        let (opens, closes) = (opens.unwrap_or_default(), closes.unwrap_or_default());
        if !are_hours(&opens, &closes) {
            self.refuse(&name("opens"), "wrong-hours");
        }
        Some((opens, closes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        Texts::read(Locale::En, "wrong-hours = no hours\nwrong-phone = no phone\n").unwrap()
    }

    #[test]
    fn a_profile_is_read_back_as_it_was_written() {
        let span = |from, to, opens: &str, closes: &str| OpeningHours {
            from,
            to,
            opens: opens.to_owned(),
            closes: closes.to_owned(),
        };
        let profile = ShopProfile {
            name: LocalizedText::in_locale(Locale::Fr, "Pièces du Sahel").with(Locale::Ar, "قطع الساحل"),
            phones: vec!["+216 73 000 000".to_owned(), "(73) 111-222".to_owned()],
            whatsapp: Some("+216 20 000 000".to_owned()),
            email: Some("a@shop.tn".to_owned()),
            order_days: Some(3),
            country: Some("TN".to_owned()),
            branches: vec![
                Branch {
                    name: LocalizedText::in_locale(Locale::Fr, "Sousse"),
                    latitude: Some(35.825),
                    longitude: Some(10.64),
                    hours: vec![
                        span(Weekday::Monday, Weekday::Friday, "08:00", "12:30"),
                        span(Weekday::Monday, Weekday::Friday, "14:00", "18:00"),
                        span(Weekday::Saturday, Weekday::Saturday, "08:00", "13:00"),
                    ],
                    ..Branch::default()
                },
                Branch { phone: Some("73 333 333".to_owned()), ..Branch::default() },
            ],
            ..ShopProfile::default()
        };
        assert_eq!(read(&pairs(&profile), &texts()).unwrap(), profile);
    }

    #[test]
    fn each_wrong_field_is_named() {
        let check = |query: &str, field: &str| {
            let wrong = read(&Pairs::read(query), &texts()).unwrap_err();
            assert_eq!(wrong.into_keys().collect::<Vec<_>>(), [field], "{query}");
        };
        check("phones=javascript:alert(1)", "phones");
        check("whatsapp=12", "whatsapp");
        check("email=nobody", "email");
        check("email=a%40b.tn%3Fcc%3Dx", "email");
        check("country=Tunisia", "country");
        check("order_days=-1", "order_days");
        check("b0_latitude=91", "b0_latitude");
        check("b0_monday_0_opens=08:00", "b0_monday_0_opens");
        check("b1_sunday_1_opens=12:00&b1_sunday_1_closes=11:00", "b1_sunday_1_opens");
        check(&format!("name_fr={}", "x".repeat(201)), "name_fr");
    }
}
