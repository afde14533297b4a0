//! What every page must be, whatever it shows: well formed, with one heading and one main part.

use std::collections::BTreeSet;

/// The values that follow `prefix` up to the closing quote.
pub fn attributes(page: &str, prefix: &str) -> Vec<String> {
    page.split(prefix).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

/// Every element is closed in order, no attribute is doubled, no id twice, one h1, one main.
pub fn check_html(path: &str, page: &str) {
    const VOID: [&str; 6] = ["meta", "link", "input", "img", "br", "hr"];
    let mut open: Vec<String> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if rest.starts_with('!') {
            continue;
        }
        let end = rest.find('>').unwrap_or_else(|| panic!("{path}: a tag never ends: {rest:.60}"));
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{path}: closed out of order");
            continue;
        }
        let name = tag.split(|c: char| c.is_whitespace()).next().unwrap();
        assert!(name.bytes().all(|b| b.is_ascii_alphanumeric()), "{path}: not a tag: <{tag}>");
        let names = attribute_names(path, &tag[name.len()..]);
        let unique: BTreeSet<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(unique.len(), names.len(), "{path}: an attribute twice in <{tag}>");
        for (attribute, value) in names {
            assert!(!attribute.starts_with("on"), "{path}: a handler in <{tag}>");
            if attribute == "id" {
                assert!(ids.insert(value.clone()), "{path}: the id {value} twice");
            }
        }
        if name == "script" {
            rest = &rest[rest.find("</script>").expect("a script ends")..];
        }
        if !VOID.contains(&name) {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty(), "{path}: never closed: {open:?}");
    assert_eq!(page.matches("<h1").count(), 1, "{path}");
    assert_eq!(page.matches("<main").count(), 1, "{path}");
}

fn attribute_names(path: &str, mut rest: &str) -> Vec<(String, String)> {
    let mut names = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return names;
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let close =
                quoted.find('"').unwrap_or_else(|| panic!("{path}: a value never ends: {quoted:.60}"));
            quoted[..close].clone_into(&mut value);
            rest = &quoted[close + 1..];
        } else {
            assert!(!rest.starts_with('='), "{path}: a value without quotes: {name}{rest:.20}");
        }
        names.push((name, value));
    }
}
