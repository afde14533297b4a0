//! Says what is wrong with a configuration, and which key was meant.

/// The error in one sentence, or with the line where it stands, if the error knows it.
pub(super) fn explain(error: &toml::de::Error) -> String {
    let hint = match unknown_field(error.message()) {
        Some((wrong, known)) => nearest(wrong, &known).map_or_else(
            || format!("; known are {}", known.join(", ")),
            |key| format!("; did you mean {key:?}?"),
        ),
        None => String::new(),
    };
    let message = match unknown_field(error.message()) {
        Some((wrong, _)) => format!("unknown key {wrong:?}"),
        None => error.message().to_owned(),
    };
    // The full text draws the line and marks the place, where there is one.
    match error.to_string().split_once('\n') {
        Some((place, rest)) if rest.contains('|') => {
            format!("{message}{hint}\n{place}\n{}", marked_lines(rest))
        }
        _ => format!("{message}{hint}"),
    }
}

/// Only the lines that show the file.
fn marked_lines(drawing: &str) -> String {
    drawing.lines().filter(|line| line.contains('|')).collect::<Vec<_>>().join("\n")
}

/// Reads serde's sentence: unknown field `a`, expected one of `b`, `c`.
fn unknown_field(message: &str) -> Option<(&str, Vec<&str>)> {
    let mut quoted = message.strip_prefix("unknown field ")?.split('`').skip(1).step_by(2);
    Some((quoted.next()?, quoted.collect()))
}

fn nearest<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    let likeness = |key: &&'a str| strsim::jaro_winkler(wrong, key);
    let best = known.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(&best) > 0.75).then_some(best)
}
