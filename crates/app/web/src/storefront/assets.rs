//! Styles, scripts, icons and drawings: gathered at start, addressed by the hash of what they hold.
//!
//! No build step: style sheets and modules are small files, joined here in the
//! order of their names. A theme folder's file stands in for the embedded one.
//! `css/` is what every page needs, `css/browse/` what the product's page does without.

mod shorten;

use std::path::Path;

use bytes::Bytes;
use include_dir::{Dir, include_dir};
use rustc_hash::FxHashMap;

use super::StorefrontError;

static ASSETS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// Colours of a drawing shown as a picture, where the page's own do not reach.
const DRAWING_STYLE: &str =
    "<style>svg{color:#41577c}@media(prefers-color-scheme:dark){svg{color:#b4c4e0}}</style>";

/// A file with its ready bytes.
#[derive(Debug)]
pub(crate) struct Asset {
    /// Its media type.
    pub(crate) content_type: &'static str,
    /// As it is.
    pub(crate) plain: Bytes,
    /// The same, compressed with brotli.
    pub(crate) brotli: Bytes,
    /// The same, compressed with gzip.
    pub(crate) gzip: Bytes,
}

/// All files that pages refer to.
#[derive(Debug, Default)]
pub struct Assets {
    by_address: FxHashMap<String, Asset>,
    addresses: FxHashMap<String, String>,
}

impl Assets {
    /// Gathers them, with the theme's in place of ours.
    pub(crate) fn open(theme: Option<&Path>) -> Result<Self, StorefrontError> {
        let mut assets = Self::default();
        let browse = read_folder(theme, "css/browse")?;
        assets.add("shop.css", "text/css; charset=utf-8", shorten::css(&styles(theme)?));
        assets.add("browse.css", "text/css; charset=utf-8", shorten::css(&joined(browse)));
        assets.add("shop.js", "text/javascript; charset=utf-8", scripts(theme, "js")?);
        assets.add("icons.svg", "image/svg+xml", sprite(theme, "icons")?);
        assets.add("desk.css", "text/css; charset=utf-8", shorten::css(&desk_styles(theme)?));
        assets.add("desk.js", "text/javascript; charset=utf-8", scripts(theme, "desk/js")?);
        assets.add("desk-icons.svg", "image/svg+xml", sprite(theme, "desk/icons")?);
        for (name, source) in read_folder(theme, "drawings")? {
            let drawing = source.replacen('>', &format!(">{DRAWING_STYLE}"), 1);
            assets.add(&format!("drawings/{name}"), "image/svg+xml", drawing);
        }
        Ok(assets)
    }

    /// The address of a file by its plain name.
    pub(crate) fn address(&self, name: &str) -> Option<&str> {
        self.addresses.get(name).map(String::as_str)
    }

    /// The address of a drawing; an unknown one gives that of any part.
    pub(crate) fn drawing(&self, name: Option<&str>) -> &str {
        name.and_then(|name| self.address(&format!("drawings/{name}.svg")))
            .or_else(|| self.address("drawings/part.svg"))
            .unwrap_or("")
    }

    /// The file at an address.
    pub(crate) fn find(&self, address: &str) -> Option<&Asset> {
        self.by_address.get(address)
    }

    /// A hash over all of them: another one means that something changed.
    pub(crate) fn fingerprint(&self) -> String {
        let mut all: Vec<&str> = self.by_address.keys().map(String::as_str).collect();
        all.sort_unstable();
        short_hash(all.join("\n").as_bytes())
    }

    fn add(&mut self, name: &str, content_type: &'static str, text: String) {
        let hash = short_hash(text.as_bytes());
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let address = format!("/assets/{stem}.{hash}.{extension}");
        let asset = Asset {
            content_type,
            brotli: compress_brotli(text.as_bytes()),
            gzip: compress_gzip(text.as_bytes()),
            plain: Bytes::from(text),
        };
        self.addresses.insert(name.to_owned(), address.clone());
        self.by_address.insert(address, asset);
    }
}

fn short_hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..12].to_owned()
}

/// The files of a folder by name, in order; the theme's replace ours and may add to them.
fn read_folder(theme: Option<&Path>, folder: &str) -> Result<Vec<(String, String)>, StorefrontError> {
    let embedded = ASSETS.get_dir(folder).into_iter().flat_map(Dir::files);
    let mut files: Vec<(String, String)> = embedded
        .filter_map(|file| {
            let name = file.path().file_name()?.to_str()?;
            Some((name.to_owned(), file.contents_utf8()?.to_owned()))
        })
        .collect();
    for (name, text) in theme_files(theme, folder)? {
        match files.iter_mut().find(|(known, _)| *known == name) {
            Some(file) => file.1 = text,
            None => files.push((name, text)),
        }
    }
    files.sort_unstable();
    Ok(files)
}

fn theme_files(theme: Option<&Path>, folder: &str) -> Result<Vec<(String, String)>, StorefrontError> {
    let Some(path) = theme.map(|theme| theme.join("assets").join(folder)).filter(|path| path.is_dir()) else {
        return Ok(Vec::new());
    };
    let failed = |source| StorefrontError::Theme { path: path.clone(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.path().is_dir() {
            continue;
        }
        if let Ok(name) = entry.file_name().into_string() {
            files.push((name, std::fs::read_to_string(entry.path()).map_err(failed)?));
        }
    }
    Ok(files)
}

/// What every page needs: the tokens, then the elements and the components.
fn styles(theme: Option<&Path>) -> Result<String, StorefrontError> {
    Ok([tokens(theme)?, joined(read_folder(theme, "css")?)].join("\n"))
}

/// The desk's style sheet: the tokens in either theme, the elements, then its own components.
fn desk_styles(theme: Option<&Path>) -> Result<String, StorefrontError> {
    let shared = ["base.css", "button.css"];
    let mut sheets = read_folder(theme, "css")?;
    sheets.retain(|(name, _)| shared.contains(&name.as_str()));
    sheets.extend(read_folder(theme, "desk/css")?);
    Ok([choosable(&tokens(theme)?), joined(sheets)].join("\n"))
}

/// The tokens so that `data-theme` on the page overrules the device; paper is light in any case.
fn choosable(tokens: &str) -> String {
    let Some((light, rest)) = tokens.split_once("@media (prefers-color-scheme: dark) {") else {
        return tokens.to_owned();
    };
    let dark = rest.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map_or("", |(dark, _)| dark);
    format!(
        "{light}:root[data-theme=light]{{color-scheme:light}}\n\
         @media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}\n\
         @media screen and (prefers-color-scheme: dark){{:root:not([data-theme=light]){{{dark}}}}}\n\
         @media print{{:root{{color-scheme:light}}}}\n"
    )
}

fn tokens(theme: Option<&Path>) -> Result<String, StorefrontError> {
    let tokens = ASSETS.get_file("tokens.css").and_then(|file| file.contents_utf8()).unwrap_or_default();
    match theme.map(|theme| theme.join("assets/tokens.css")).filter(|path| path.is_file()) {
        Some(path) => {
            std::fs::read_to_string(&path).map_err(|source| StorefrontError::Theme { path, source })
        }
        None => Ok(tokens.to_owned()),
    }
}

fn joined(sheets: Vec<(String, String)>) -> String {
    sheets.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n")
}

/// Each script of a folder in a block of its own, so that their names do not meet.
fn scripts(theme: Option<&Path>, folder: &str) -> Result<String, StorefrontError> {
    let files = read_folder(theme, folder)?.into_iter().filter(|(name, _)| name != "worker.js");
    Ok(files.flat_map(|(_, text)| ["{\n".to_owned(), shorten::script(text), "}\n".to_owned()]).collect())
}

/// The service worker's source.
pub(crate) fn worker_source(theme: Option<&Path>) -> Result<String, StorefrontError> {
    let files = read_folder(theme, "js")?;
    Ok(files.into_iter().find(|(name, _)| name == "worker.js").map(|(_, text)| text).unwrap_or_default())
}

/// All icons as one file of symbols.
fn sprite(theme: Option<&Path>, folder: &str) -> Result<String, StorefrontError> {
    let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">");
    for (name, source) in read_folder(theme, folder)? {
        let name = name.trim_end_matches(".svg");
        let inner = source
            .split_once('>')
            .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
            .map_or("", |(inner, _)| inner.trim());
        sprite.push_str("<symbol id=\"");
        sprite.push_str(name);
        sprite.push_str(
            "\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.75\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\">",
        );
        sprite.push_str(inner);
        sprite.push_str("</symbol>");
    }
    sprite.push_str("</svg>");
    Ok(sprite)
}

fn compress_brotli(bytes: &[u8]) -> Bytes {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 6, lgwin: 18, ..Default::default() };
    // Writing to memory cannot fail; an empty body is never served because `plain` is there.
    let _ = brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters);
    Bytes::from(out)
}

fn compress_gzip(bytes: &[u8]) -> Bytes {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    let _ = encoder.write_all(bytes);
    Bytes::from(encoder.finish().unwrap_or_default())
}
