//! Part numbers, OE numbers and EANs that look as their makers print them.

use super::random::Random;

/// The `index`-th number of a pattern: each `#` a digit, no two alike, in no visible order.
///
/// Past the pattern's digits the numbers go on with letters behind.
///
/// Patterns with another `salt` run in another order.
pub(super) fn brand_number(pattern: &str, salt: u64, index: u64) -> String {
    let digits = pattern.bytes().filter(|byte| *byte == b'#').count() as u32;
    let domain = 10_u64.pow(digits.min(18));
    let series = index / domain;
    let mut number = fill(pattern, scramble(index % domain, salt, domain));
    let mut rest = series;
    while rest > 0 {
        number.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    number
}

/// A permutation of 0 to `domain`: the factor shares no divisor with a power of ten.
fn scramble(index: u64, salt: u64, domain: u64) -> u64 {
    (index % domain).wrapping_mul(7_368_787).wrapping_add(domain / 3 + salt * 104_729) % domain
}

fn fill(pattern: &str, value: u64) -> String {
    let mut rest = value;
    let mut characters: Vec<char> = pattern.chars().collect();
    for slot in characters.iter_mut().rev().filter(|c| **c == '#') {
        *slot = char::from(b'0' + (rest % 10) as u8);
        rest /= 10;
    }
    characters.into_iter().collect()
}

/// An EAN-13 of this company prefix; the check digit after GS1 General Specifications 7.9.
pub(super) fn ean13(prefix: u32, index: u64) -> String {
    let item = scramble(index % 100_000, 0, 100_000);
    let digits = format!("{:07}{item:05}", u64::from(prefix) + index / 100_000);
    let sum: u32 = digits.bytes().zip([1, 3].into_iter().cycle()).map(|(d, w)| u32::from(d - b'0') * w).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// A car maker's own number for a part, in the maker's format.
///
/// `codes` are the beginnings that each format gives to this kind of part
/// (nissan, korea, toyota, vag, bmw, mercedes); `series` is the car's.
pub(super) fn oe_number(format: &str, codes: &[&str], series: &str, random: &mut Random) -> String {
    let code = |index: usize| codes.get(index).copied().unwrap_or("00000");
    let letter = |random: &mut Random| char::from(b'A' + random.below(26) as u8);
    let number = random.next();
    match format {
        "renault" if random.chance(0.6) => fill(&format!("{} {}# ##R", &code(0)[..2], &code(0)[2..]), number),
        "renault" => fill(["77 01 ### ###", "82 00 ### ###", "60 01 ### ###"][random.below(3)], number),
        "nissan" => {
            let body = format!("{}-{}{}###", code(0), letter(random), letter(random));
            fill(&body, number)
        }
        "psa" => {
            fill(["16 ### ### 80", "98 ### ### 80", "96 ### ### 80", "####.##"][random.below(4)], number)
        }
        "vag" => {
            let model = vag_model(series, random);
            let tail = letter(random);
            format!("{model} {} {} {tail}", &code(3)[..3], &code(3)[3..])
        }
        "korea" => fill(&format!("{}-{}{}###", code(1), random.below(4), letter(random)), number),
        "toyota" => fill(&format!("{}-{}###0", code(2), ["0K", "0D", "52", "YZ"][random.below(4)]), number),
        "fiat" => fill(["7736####", "5518####", "5170####", "4684####"][random.below(4)], number),
        "gm" => fill(["13 ### ###", "93 18# ###", "55 5## ###"][random.below(3)], number),
        "ford" if random.chance(0.5) => fill("# ### ###", number % 900_000 + 1_000_000),
        "ford" => {
            let model = ["BV61", "AV61", "8V51", "2S61", "AB39", "3M51"][random.below(6)];
            fill(&format!("{model}-{}###-{}{}", letter(random), letter(random), letter(random)), number)
        }
        "isuzu" => fill("8-98###-###-0", number),
        "mitsubishi" => fill("####A###", number),
        "suzuki" => fill(["#####-68L00", "#####-63J00", "#####-84M00"][random.below(3)], number),
        "mercedes" => {
            let model = ["204", "212", "639", "651", "271", "646"][random.below(6)];
            format!("A {model} {} {}", &code(5)[..3.min(code(5).len())], fill("## ##", number))
        }
        "bmw" => format!(
            "{} {} {}",
            &code(4)[..2],
            &code(4)[2..],
            fill("# ### ###", number % 3_000_000 + 6_000_000)
        ),
        "chery" => fill(&format!("{series}-#######"), number),
        _ => fill("1####### ", number).trim_end().to_owned(),
    }
}

/// The three signs with which a Volkswagen number names the car.
fn vag_model(series: &str, random: &mut Random) -> String {
    match series {
        "9N" => "6Q0".to_owned(),
        "6R" | "6J" => "6R0".to_owned(),
        "AW" => "2Q0".to_owned(),
        "1J" => "1J0".to_owned(),
        "1K" | "5K" | "2K" | "8P" => ["1K0", "5K0", "3C0"][random.below(3)].to_owned(),
        "5G" | "5F" => "5Q0".to_owned(),
        "3C" => "3C0".to_owned(),
        _ => ["03L", "04E", "8K0"][random.below(3)].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn numbers_of_one_pattern_never_repeat() {
        let numbers: HashSet<String> = (0..5_000).map(|index| brand_number("GDB###", 3, index)).collect();
        assert_eq!(numbers.len(), 5_000);
    }

    #[test]
    fn an_ean_ends_in_its_check_digit() {
        for index in [0, 7, 99_999, 100_001] {
            let ean = ean13(4_047_024, index);
            let digits: Vec<u32> = ean.bytes().map(|byte| u32::from(byte - b'0')).collect();
            let sum: u32 = digits.iter().zip([1, 3].into_iter().cycle()).map(|(d, w)| d * w).sum();
            assert_eq!((ean.len(), sum % 10), (13, 0));
        }
    }

    #[test]
    fn oe_numbers_look_as_their_makers_print_them() {
        let codes = ["41060", "58101", "04465", "698151", "3411", "42012"];
        let mut random = Random::of(&[1]);
        assert!(oe_number("vag", &codes, "6R", &mut random).starts_with("6R0 698 151 "));
        assert!(oe_number("toyota", &codes, "AN10", &mut random).starts_with("04465-"));
        assert_eq!(oe_number("bmw", &codes, "E90", &mut random).len(), 15);
    }
}
