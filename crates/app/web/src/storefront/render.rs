//! Templates: one minijinja environment a language, embedded files or the theme folder's in their place.

mod constant;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fluent_bundle::{FluentArgs, FluentValue};
use include_dir::{Dir, include_dir};
use kernel::Direction;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use constant::Expression;

use super::StorefrontError;
use super::assets::Assets;
use super::texts::Texts;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Whose templates and icons.
#[derive(Debug, Clone, Copy)]
pub struct Face {
    /// The templates, in folders one deep.
    pub templates: &'static Dir<'static>,
    /// What their names begin with, here and in a theme's folder: "desk/".
    pub prefix: &'static str,
    /// The asset whose symbols are the icons.
    pub icons: &'static str,
}

impl Face {
    /// The storefront's.
    pub(crate) const SHOP: Self = Self { templates: &TEMPLATES, prefix: "", icons: "icons.svg" };

    /// Names and sources.
    fn templates(self) -> impl Iterator<Item = (String, &'static str)> {
        let folders = self.templates.dirs().flat_map(Dir::files);
        let files = self.templates.files().chain(folders);
        files.filter_map(move |file| {
            Some((format!("{}{}", self.prefix, file.path().to_str()?), file.contents_utf8()?))
        })
    }
}

/// The templates in one language.
pub struct Pages {
    environment: Environment<'static>,
}

impl Pages {
    /// Compiles all templates; a theme's broken template is an error now, not at the first visitor.
    pub fn open(
        face: Face,
        texts: &Arc<Texts>,
        assets: &Arc<Assets>,
        theme: Option<&Path>,
        shop: Value,
    ) -> Result<Self, StorefrontError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(write_escaped);
        environment.set_syntax(
            SyntaxConfig::builder()
                .trim_blocks(true)
                .lstrip_blocks(true)
                .build()
                .map_err(|source| StorefrontError::Template { name: "syntax".to_owned(), source })?,
        );
        environment.add_global("locale", texts.locale().as_str());
        environment.add_global("direction", direction(texts));
        environment.add_global("shop", shop);
        let words = Arc::clone(texts);
        environment.add_function("t", move |key: &str, arguments: Kwargs| text_of(&words, key, &arguments));
        let files = Arc::clone(assets);
        environment.add_function("asset", move |name: &str| {
            files.address(name).map(str::to_owned).ok_or_else(|| {
                Error::new(ErrorKind::InvalidOperation, format!("no asset is called {name:?}"))
            })
        });
        let files = Arc::clone(assets);
        environment.add_function("icon", move |name: &str, arguments: Kwargs| {
            let points: Option<bool> = arguments.get("points")?;
            Ok::<_, Error>(Value::from_safe_string(icon(&files, face, name, points.unwrap_or(false))))
        });
        for (name, embedded) in face.templates() {
            let source = theme_file(theme, &name)?;
            let source = constant::write_out(source.as_deref().unwrap_or(embedded), |expression| {
                constant_text(texts, assets, face, expression)
            });
            environment
                .add_template_owned(name.clone(), source)
                .map_err(|source| StorefrontError::Template { name, source })?;
        }
        Ok(Self { environment })
    }

    /// Writes a page.
    pub fn render(&self, name: &str, context: Value) -> Result<String, Error> {
        self.environment.get_template(name)?.render(context)
    }

    /// Adds the sources of all templates to a hash.
    pub(crate) fn hash_into(&self, hasher: &mut blake3::Hasher) {
        for (name, template) in self.environment.templates() {
            hasher.update(name.as_bytes());
            hasher.update(template.source().as_bytes());
        }
    }
}

/// The theme's own version of a template, if it has one.
fn theme_file(theme: Option<&Path>, name: &str) -> Result<Option<String>, StorefrontError> {
    let Some(path) = theme.map(|folder| folder.join("templates").join(name)) else { return Ok(None) };
    read_if_there(path)
}

fn read_if_there(path: PathBuf) -> Result<Option<String>, StorefrontError> {
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StorefrontError::Theme { path, source }),
    }
}

fn direction(texts: &Texts) -> &'static str {
    if texts.locale().direction() == Direction::Rtl { "rtl" } else { "ltr" }
}

/// An icon of the sprite; one that points somewhere is mirrored in Arabic.
fn icon(assets: &Assets, face: Face, name: &str, points: bool) -> String {
    let class = if points { "icon icon-points" } else { "icon" };
    let file = assets.address(face.icons).unwrap_or_default();
    format!(
        "<svg class=\"{class}\" width=\"20\" height=\"20\" aria-hidden=\"true\"><use href=\"{file}#{name}\"></use></svg>"
    )
}

/// What an expression says on every page of this language; `None` when that is for the page to say.
fn constant_text(texts: &Texts, assets: &Assets, face: Face, expression: &Expression<'_>) -> Option<String> {
    Some(match *expression {
        Expression::Name("locale") => texts.locale().as_str().to_owned(),
        Expression::Name("direction") => direction(texts).to_owned(),
        Expression::Call("t", key) => escaped(texts.fixed(key)?),
        Expression::Call("asset", name) => assets.address(name)?.to_owned(),
        Expression::Call("icon", name) => icon(assets, face, name, false),
        Expression::Flagged("icon", name, "points") => icon(assets, face, name, true),
        _ => return None,
    })
}

fn text_of(texts: &Texts, key: &str, arguments: &Kwargs) -> Result<Value, Error> {
    if !texts.knows(key) {
        return Err(Error::new(ErrorKind::InvalidOperation, format!("no text has the key {key:?}")));
    }
    let mut given = FluentArgs::new();
    let mut any = false;
    for name in arguments.args().map(str::to_owned).collect::<Vec<_>>() {
        let value: Value = arguments.get(&name)?;
        any = true;
        let value: FluentValue<'_> = match value.as_i64() {
            Some(number) if value.is_integer() => FluentValue::from(number),
            _ => FluentValue::from(value.to_string()),
        };
        given.set(name, value);
    }
    Ok(if any { Value::from(texts.format(key, &given)) } else { texts.value(key) })
}

/// Writes a value with the five characters of HTML escaped; what is marked safe, as it is.
fn write_escaped(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_none() {
        return Ok(());
    }
    match value.as_str() {
        Some(text) if value.is_safe() => out.write_str(text)?,
        Some(text) => escape_into(text, |piece| out.write_str(piece))?,
        None if value.is_number() => write!(out, "{value}")?,
        None => escape_into(&value.to_string(), |piece| out.write_str(piece))?,
    }
    Ok(())
}

/// Hands `text` on in pieces, with `& < > " '` as entities.
fn escape_into<E>(text: &str, mut write: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    // Looked at as a whole, without stopping, because that is done many bytes at a time.
    if !text.bytes().fold(false, |found, byte| found | entity(byte).is_some()) {
        return write(text);
    }
    let mut start = 0;
    for (index, byte) in text.bytes().enumerate() {
        let Some(entity) = entity(byte) else { continue };
        write(&text[start..index])?;
        write(entity)?;
        start = index + 1;
    }
    write(&text[start..])
}

const fn entity(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#39;",
        _ => return None,
    })
}

/// `text` as it may stand in an element or an attribute.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let Ok(()) = escape_into(text, |piece| {
        safe.push_str(piece);
        Ok::<_, std::convert::Infallible>(())
    });
    safe
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}
