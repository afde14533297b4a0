//! What is the same on every page of a language is written into the templates once, at start.
//!
//! `{{ t('home') }}`, `{{ icon('name') }}`, `{{ asset('file') }}` and the language
//! itself become the text that they stand for; a call with anything that only
//! the page knows is left to it.

/// `source` with each expression for which `text_of` has a text replaced by it.
pub(super) fn write_out(source: &str, text_of: impl Fn(&Expression<'_>) -> Option<String>) -> String {
    let mut written = String::with_capacity(source.len() * 2);
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("{{") {
        written.push_str(before);
        let Some((inner, behind)) = after.split_once("}}") else {
            written.push_str("{{");
            rest = after;
            continue;
        };
        let text = Expression::read(inner).and_then(|expression| text_of(&expression));
        // What looks like a template itself must not be read as one.
        match text.filter(|text| !text.contains(['{', '}'])) {
            Some(text) => written.push_str(&text),
            None => written.extend(["{{", inner, "}}"]),
        }
        rest = behind;
    }
    written.push_str(rest);
    written
}

/// An expression that needs no page to be worked out.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Expression<'a> {
    /// A name alone.
    Name(&'a str),
    /// A function's name and its one argument, a text.
    Call(&'a str, &'a str),
    /// The same with a flag that is set.
    Flagged(&'a str, &'a str, &'a str),
}

impl<'a> Expression<'a> {
    fn read(inner: &'a str) -> Option<Self> {
        let inner = inner.trim_matches(' ');
        let Some((function, rest)) = inner.split_once("('") else {
            return is_name(inner).then_some(Self::Name(inner));
        };
        let (argument, rest) = rest.split_once('\'')?;
        if !is_name(function) {
            return None;
        }
        if rest == ")" {
            return Some(Self::Call(function, argument));
        }
        let flag = rest.strip_prefix(", ")?.strip_suffix("=true)")?;
        is_name(flag).then_some(Self::Flagged(function, argument, flag))
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(source: &str) -> String {
        write_out(source, |expression| match expression {
            Expression::Call("t", key) => Some(format!("<{key}>")),
            Expression::Flagged("icon", name, "points") => Some(format!("<{name} points>")),
            Expression::Name("locale") => Some("fr".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn what_needs_no_page_is_written_out_and_the_rest_left_alone() {
        let check = |source, expected| assert_eq!(written(source), expected);
        check("a {{ t('home') }} b", "a <home> b");
        check("{{t('home')}}{{ locale }}", "<home>fr");
        check("{{ icon('chevron', points=true) }}", "<chevron points>");
        for left in [
            "{{ t('product-count', count=list.total) }}",
            "{{ t('call') if price else t('home') }}",
            "{{ t(key) }}",
            "{{ list.locale }}",
            "{{- locale -}}",
            "{{ unknown }}",
            "{% if locale == 'fr' %}",
            "{{ never ends",
        ] {
            check(left, left);
        }
    }

    #[test]
    fn a_text_is_never_read_as_a_template() {
        assert_eq!(write_out("{{ t('home') }}", |_| Some("{{ evil }}".to_owned())), "{{ t('home') }}");
    }
}
