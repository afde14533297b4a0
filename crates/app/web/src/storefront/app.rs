//! The shop as an installable app: its manifest in each language, its service worker.

use kernel::{Direction, Locale};
use serde_json::json;

use super::assets::Assets;
use super::visit::Visit;

/// The worker's source with what it keeps filled in.
pub(crate) fn worker(source: &str, assets: &Assets, locales: &[Locale]) -> String {
    let offline: Vec<String> = locales.iter().map(|locale| format!("/{locale}/offline")).collect();
    let files: Vec<&str> = ["shop.css", "browse.css", "shop.js", "icons.svg"]
        .into_iter()
        .filter_map(|name| assets.address(name))
        .collect();
    let shell = json!({ "version": assets.fingerprint(), "files": files, "offline": offline });
    format!("const SHELL = {shell};\n{source}")
}

/// The manifest in one language.
pub(crate) fn manifest(visit: &Visit<'_>) -> String {
    let locale = visit.locale;
    let name = visit.shop_name();
    let rtl = locale.direction() == Direction::Rtl;
    let icon = |size: u32, purpose: &str| {
        let file = if purpose == "maskable" { "mask" } else { "shop" };
        json!({
            "src": format!("/icons/{file}-{size}.png"),
            "sizes": format!("{size}x{size}"),
            "type": "image/png",
            "purpose": purpose,
        })
    };
    json!({
        "id": "/",
        "name": name,
        "short_name": name.chars().take(24).collect::<String>(),
        "description": visit.front.profile().tagline.best(locale),
        "lang": locale.as_str(),
        "dir": if rtl { "rtl" } else { "ltr" },
        "start_url": format!("/{locale}"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#1f5f9e",
        "icons": [
            icon(192, "any"),
            icon(512, "any"),
            icon(512, "maskable"),
            { "src": "/icons/shop.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any" },
        ],
    })
    .to_string()
}
