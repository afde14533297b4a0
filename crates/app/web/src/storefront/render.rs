//! Templates: one minijinja environment a language, embedded files or the theme folder's in their place.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fluent_bundle::{FluentArgs, FluentValue};
use include_dir::{Dir, include_dir};
use kernel::Direction;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use super::StorefrontError;
use super::assets::Assets;
use super::texts::Texts;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The templates in one language.
pub(crate) struct Pages {
    environment: Environment<'static>,
}

impl Pages {
    /// Compiles all templates; a theme's broken template is an error now, not at the first visitor.
    pub(crate) fn open(
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
        let locale = texts.locale();
        environment.add_global("locale", locale.as_str());
        environment.add_global("direction", if locale.direction() == Direction::Rtl { "rtl" } else { "ltr" });
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
        environment.add_function("drawing", move |name: Option<&str>| files.drawing(name).to_owned());
        let components = TEMPLATES.dirs().flat_map(Dir::files);
        for file in TEMPLATES.files().chain(components) {
            let (Some(name), Some(embedded)) = (file.path().to_str(), file.contents_utf8()) else { continue };
            let source = theme_file(theme, name)?.unwrap_or_else(|| embedded.to_owned());
            environment
                .add_template_owned(name.to_owned(), source)
                .map_err(|source| StorefrontError::Template { name: name.to_owned(), source })?;
        }
        Ok(Self { environment })
    }

    /// Writes a page.
    pub(crate) fn render(&self, name: &str, context: Value) -> Result<String, Error> {
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
pub(crate) fn escape_into<E>(text: &str, mut write: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut start = 0;
    for (index, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        write(&text[start..index])?;
        write(entity)?;
        start = index + 1;
    }
    write(&text[start..])
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}
