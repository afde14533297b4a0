//! The colours: every pair of text and ground that the style sheets use has a contrast of at least 4.5:1.

use std::collections::BTreeMap;

/// Text on ground, as the style sheets pair them.
const PAIRS: [(&str, &str); 27] = [
    ("ink", "paper"),
    ("ink", "raised"),
    ("ink", "sunk"),
    ("ink", "plate"),
    ("ink", "accent-soft"),
    ("ink", "good-soft"),
    ("ink", "warning-soft"),
    ("muted", "paper"),
    ("muted", "raised"),
    ("muted", "sunk"),
    ("muted", "plate"),
    ("accent", "paper"),
    ("accent", "raised"),
    ("accent", "plate"),
    ("accent", "sunk"),
    ("accent", "accent-soft"),
    ("on-accent", "accent"),
    ("good", "paper"),
    ("good", "good-soft"),
    ("good", "sunk"),
    ("on-good", "good"),
    ("warning", "paper"),
    ("warning", "warning-soft"),
    ("danger", "paper"),
    ("danger", "danger-soft"),
    ("on-door", "door"),
    ("paper", "ink"),
];

#[test]
fn every_text_is_readable_on_its_ground_in_light_and_in_dark() {
    let css = include_str!("../../assets/tokens.css");
    let (light, dark) = css.split_once("@media (prefers-color-scheme: dark)").unwrap();
    for (theme, block) in [("light", light), ("dark", dark)] {
        let colours = colours(block);
        for (text, ground) in PAIRS {
            let ratio = contrast(colours[text], colours[ground]);
            assert!(ratio >= 4.5, "{theme}: {text} on {ground} has {ratio:.2}");
        }
        // Borders of fields and marks without words need 3:1 (WCAG 1.4.11).
        for ground in ["paper", "raised"] {
            let ratio = contrast(colours["edge"], colours[ground]);
            assert!(ratio >= 3.0, "{theme}: edge on {ground} has {ratio:.2}");
        }
        let ratio = contrast(colours["on-door"], colours["stud"]);
        assert!(ratio >= 4.5, "{theme}: on-door on stud has {ratio:.2}");
    }
}

#[test]
fn the_formula_agrees_with_known_contrasts() {
    assert!((contrast((1.0, 0.0, 0.0), (0.0, 0.0, 0.0)) - 21.0).abs() < 0.05);
    // #767676 on white is the well-known 4.54.
    assert!((contrast((0.5658, 0.0, 0.0), (1.0, 0.0, 0.0)) - 4.54).abs() < 0.05);
}

/// Lightness, chroma and hue of each token.
fn colours(css: &str) -> BTreeMap<&str, (f64, f64, f64)> {
    let declarations = css.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": oklch("));
    declarations
        .map(|(name, value)| {
            let mut numbers =
                value.trim_end_matches(");").split_whitespace().map(|number| number.parse::<f64>().unwrap());
            let mut next = || numbers.next().unwrap();
            (name, (next(), next(), next()))
        })
        .collect()
}

/// WCAG 2.2, contrast ratio.
fn contrast(a: (f64, f64, f64), b: (f64, f64, f64)) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance of an OKLCH colour (CSS Color 4; Ottosson 2020), clipped to sRGB.
#[expect(clippy::many_single_char_names, reason = "the letters of the formula")]
fn luminance((lightness, chroma, hue): (f64, f64, f64)) -> f64 {
    let (a, b) = (chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    let red = 4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s;
    let green = -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s;
    let blue = -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s;
    0.2126 * red.clamp(0.0, 1.0) + 0.7152 * green.clamp(0.0, 1.0) + 0.0722 * blue.clamp(0.0, 1.0)
}

#[test]
fn style_sheets_know_no_left_and_no_right() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/css");
    let sheets = [folder.clone(), folder.join("browse")].map(|folder| std::fs::read_dir(folder).unwrap());
    let paths = sheets.into_iter().flatten().map(|sheet| sheet.unwrap().path());
    for path in paths.filter(|path| path.is_file()) {
        let css = std::fs::read_to_string(&path).unwrap();
        for side in ["left:", "right:", "-left", "-right", ": left", ": right", "float"] {
            assert!(!css.contains(side), "{} has {side}", path.display());
        }
    }
}
