//! What a source's wording says of a vehicle: generation within a series, fuel and power within an engine.

use kernel::text::fold;

use crate::VehicleDocument;

/// Fills what the words of `series` and `engine` tell and no column did.
pub(crate) fn complete(vehicle: &mut VehicleDocument) {
    if let Some(series) = &vehicle.series
        && vehicle.generation.is_none()
        && let Some((generation, rest)) = generation_of(series)
    {
        vehicle.generation = Some(generation);
        vehicle.series = Some(rest).filter(|rest| !rest.is_empty());
    }
    if let Some(engine) = &vehicle.engine {
        let words = fold(engine);
        if vehicle.fuel.is_none() {
            vehicle.fuel = fuel_of(&words).map(str::to_owned);
        }
        if vehicle.power_kw.is_none() {
            vehicle.power_kw = power_of(&words);
        }
    }
}

/// "X98 (4th Gen)" -> 4 and "X98"; "2nd Generation (Canada)" -> 2 and "Canada".
fn generation_of(series: &str) -> Option<(u16, String)> {
    let words: Vec<(usize, &str)> = words_of(series);
    let at = words.iter().position(|(_, word)| {
        let word = fold(word);
        word == "gen" || word.starts_with("generation")
    })?;
    let (start, ordinal) = *words.get(at.checked_sub(1)?)?;
    let (gen_start, gen_word) = words[at];
    let digits: String = ordinal.chars().take_while(char::is_ascii_digit).collect();
    let generation = digits.parse().ok().filter(|n| (1..100).contains(n))?;
    let rest = format!("{} {}", &series[..start], &series[gen_start + gen_word.len()..]);
    Some((generation, tidy(&rest)))
}

/// Runs of letters and digits with where they begin.
fn words_of(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((from, &text[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Without the brackets and commas that the generation leaves behind.
fn tidy(rest: &str) -> String {
    let spaced: String =
        rest.chars().map(|c| if matches!(c, '(' | ')' | ',' | ';') { ' ' } else { c }).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    words.join(" ").trim_matches(['-', '/', ' ']).to_owned()
}

fn fuel_of(engine: &str) -> Option<&'static str> {
    let has = |words: &[&str]| words.iter().any(|word| engine.contains(word));
    let burns = has(&["petrol", "essence", "diesel", "gasoline", "بنزين", "ديزل"]);
    if has(&["hybrid", "phev", "hev", "+ electric", "hybride", "هجين"]) && !has(&["mhev"]) {
        Some("hybrid")
    } else if has(&["diesel", "tdi", "dci", "hdi", "cdti", "crdi", "tdci", "jtd", "ديزل"]) {
        Some("diesel")
    } else if has(&["lpg", "gpl"]) {
        Some("lpg")
    } else if has(&["petrol", "essence", "gasoline", "tsi", "tfsi", "vti", "بنزين"]) {
        Some("petrol")
    } else if has(&["electric", "electrique", "كهرب"]) && !burns {
        Some("electric")
    } else {
        None
    }
}

/// "Electric Motor 115 kW", "1.6L I4 Petrol (110 PS)".
fn power_of(engine: &str) -> Option<u16> {
    let words = words_of(engine);
    words.windows(2).find_map(|pair| {
        let number: u16 = pair[0].1.parse().ok()?;
        match pair[1].1 {
            "kw" => Some(number),
            // Directive 80/181/EEC: 1 metric horsepower is 735.498 75 W.
            "ps" | "ch" | "hp" | "cv" => Some((f64::from(number) * 0.735_498_75).round() as u16),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generation_is_found_within_a_series() {
        for (series, generation, rest) in [
            ("X98 (4th Gen)", Some(4), Some("X98")),
            ("1st Generation", Some(1), None),
            ("4th Generation (Canada)", Some(4), Some("Canada")),
            ("V36 (12th Gen, Japan)", Some(12), Some("V36 Japan")),
            ("3rd Generation (EN2)", Some(3), Some("EN2")),
            ("VF Series (4th Gen)", Some(4), Some("VF Series")),
            ("B9", None, Some("B9")),
        ] {
            let mut vehicle = VehicleDocument { series: Some(series.into()), ..Default::default() };
            complete(&mut vehicle);
            assert_eq!((vehicle.generation, vehicle.series.as_deref()), (generation, rest), "{series}");
        }
    }

    #[test]
    fn fuel_and_power_are_found_within_an_engine() {
        for (engine, fuel, kw) in [
            ("Electric Motor 115 kW", Some("electric"), Some(115)),
            ("1.5L dCi I4 Diesel", Some("diesel"), None),
            ("1.6L I4 Petrol (110 PS)", Some("petrol"), Some(81)),
            ("1.8L I4 Petrol Hybrid", Some("hybrid"), None),
            ("1.2L I3 Turbo Petrol MHEV", Some("petrol"), None),
            ("1.6 16V", None, None),
        ] {
            let mut vehicle = VehicleDocument { engine: Some(engine.into()), ..Default::default() };
            complete(&mut vehicle);
            assert_eq!((vehicle.fuel.as_deref(), vehicle.power_kw), (fuel, kw), "{engine}");
        }
    }
}
