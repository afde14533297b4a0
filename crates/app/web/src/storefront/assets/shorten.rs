//! Style sheets and scripts without what only their writers need: comments, indentation, spaces.

/// A style sheet without comments and without the spaces that separate nothing.
pub(super) fn css(source: &str) -> String {
    let mut short = String::with_capacity(source.len());
    let mut rest = source;
    // Outside of quotes the text is shortened, within them it is left alone.
    while let Some(place) = rest.find(['"', '\'', '/']) {
        let (before, after) = rest.split_at(place);
        push_short(&mut short, before);
        let end = match after.as_bytes()[0] {
            b'/' if after.starts_with("/*") => {
                rest = after.split_once("*/").map_or("", |(_, behind)| behind);
                continue;
            }
            b'/' => 1,
            _ => after[1..].find(&after[..1]).map_or(after.len(), |end| end + 2),
        };
        short.push_str(&after[..end]);
        rest = &after[end..];
    }
    push_short(&mut short, rest);
    short
}

fn push_short(short: &mut String, text: &str) {
    let mut space = false;
    for character in text.chars() {
        if character.is_ascii_whitespace() {
            space = true;
            continue;
        }
        let before = short.chars().next_back().unwrap_or('{');
        // `a :hover`, `1px - 2px` and `and (` mean something else without their spaces.
        let parted = !matches!(before, '{' | '}' | ';' | ',' | ':' | '>' | '(')
            && !matches!(character, '{' | '}' | ';' | ',' | '>' | ')' | '!');
        if space && parted {
            short.push(' ');
        }
        space = false;
        if character == '}' && before == ';' {
            short.pop();
        }
        short.push(character);
    }
    if space && !short.ends_with(['{', '}', ';', ',', ':', '(']) {
        short.push(' ');
    }
}

/// A script without indentation and lines of comment. One whose texts run over several lines stays as it is.
pub(super) fn script(source: String) -> String {
    let whole_texts = |line: &str| line.matches('`').count().is_multiple_of(2);
    if !source.lines().all(whole_texts) {
        return source;
    }
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.fold(String::with_capacity(source.len()), |mut short, line| {
        short.push_str(line);
        short.push('\n');
        short
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_loses_what_separates_nothing() {
        let check = |source, expected| assert_eq!(css(source), expected);
        check("/* the\n door */ a , b > c { color : red ; }\n\n", "a,b>c{color :red}");
        check("a :hover { inset: 0 auto; }", "a :hover{inset:0 auto}");
        check("p { inline-size: calc(100% - 2 * var(--s1)); }", "p{inline-size:calc(100% - 2 * var(--s1))}");
        check(
            "@media (min-width: 760px) and (hover) { p { x: y } }",
            "@media (min-width:760px) and (hover){p{x:y}}",
        );
        check("a::before { content: \"a  ; b\"; }", "a::before{content:\"a  ; b\"}");
        check(
            "a { font: 1rem / 1.5 var(--sans), \"Segoe UI\" , x; }",
            "a{font:1rem / 1.5 var(--sans),\"Segoe UI\",x}",
        );
        check("a { color: red !important; }", "a{color:red!important}");
        check("ul + li ~ li > a { x: y }", "ul + li ~ li>a{x:y}");
        check("a { content: '", "a{content:'");
    }

    #[test]
    fn a_script_loses_indentation_and_comments_unless_a_text_runs_over_lines() {
        assert_eq!(script("// why\n  let a = 1;\n\n".to_owned()), "let a = 1;\n");
        let long = "let a = `\n  // text\n`;\n";
        assert_eq!(script(long.to_owned()), long);
    }
}
