//! The shops that are imported into, on both databases, and what is compared of them.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

const KINDS: [&str; 3] = ["categories", "vehicles", "products"];
const PRICES: &str = "SELECT p.sku || ' ' || c.ordinal || ' ' || COALESCE(c.price_minor, -1) || ' ' || c.currency \
     || ' ' || c.who || ' ' || c.why FROM price_change c JOIN product p ON p.number = c.product_number";
const OLD: &str = "old.jsonl";
/// The first line of it.
pub(super) const ONE_OLD: &str = "one-old.jsonl";

/// Makes the files of an import out of a demo shop: one with its products, and one with half of them as they
/// were before, at other prices. Gives the first.
pub(super) fn make_files(binary: &Path, folder: &Path, products: u32) -> Result<PathBuf> {
    let demo = folder.join("demo");
    let count = products.to_string();
    dukkan(binary, &["demo", "--no-serve", "--products", &count, "--data"], &demo)?;
    for name in KINDS {
        let file = folder.join(format!("{name}.jsonl"));
        let file = file.to_str().context("the folder's name is no text")?;
        dukkan(binary, &["export", "--kind", name, file, "--data"], &demo)?;
    }
    let file = folder.join("products.jsonl");
    let text = fs::read_to_string(&file)?;
    let mut old = String::new();
    for line in text.lines().step_by(2) {
        let mut product: Value = serde_json::from_str(line)?;
        if let Some(price) = product.get("priceMinor").and_then(Value::as_i64) {
            product["priceMinor"] = Value::from(price + 1_000);
        }
        old.push_str(&product.to_string());
        old.push('\n');
    }
    fs::write(folder.join(ONE_OLD), old.lines().next().unwrap_or_default())?;
    fs::write(folder.join(OLD), old)?;
    Ok(file)
}

fn dukkan(binary: &Path, words: &[&str], last: &Path) -> Result<()> {
    let mut command = Command::new(binary);
    let status = command.args(words).arg(last).args(["--log", "error"]).stdout(Stdio::null()).status();
    let status = status.with_context(|| format!("cannot run {}", binary.display()))?;
    ensure!(status.success(), "dukkan {} fails", words.join(" "));
    Ok(())
}

/// A database and how its shops are made.
#[derive(Debug)]
pub(super) enum Backend {
    Sqlite { folder: PathBuf },
    Postgres { server: String, folder: PathBuf },
}

/// One shop on it.
#[derive(Debug)]
pub(super) enum Shop {
    Sqlite { file: PathBuf },
    Postgres { url: String, folder: PathBuf },
}

impl fmt::Display for Backend {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres { .. } => "PostgreSQL",
        })
    }
}

impl Backend {
    pub(super) fn sqlite(folder: &Path) -> Self {
        Self::Sqlite { folder: folder.to_owned() }
    }

    pub(super) fn postgres(server: &str, folder: &Path) -> Self {
        Self::Postgres { server: server.to_owned(), folder: folder.join("files") }
    }

    /// Makes the shop that each import begins with.
    pub(super) async fn make_base(&self, binary: &Path, folder: &Path) -> Result<()> {
        if let Self::Postgres { server, .. } = self {
            let mut admin = PgConnection::connect(server).await?;
            run(&mut admin, "DROP DATABASE IF EXISTS dukkan_kill_base WITH (FORCE)").await?;
            run(&mut admin, "CREATE DATABASE dukkan_kill_base").await?;
        }
        let base = self.shop("base");
        for name in ["categories.jsonl", "vehicles.jsonl", OLD] {
            let kind = name.strip_suffix(".jsonl").filter(|_| name != OLD).unwrap_or("products");
            let options = base.options();
            let words: Vec<&str> =
                ["import", "--kind", kind].into_iter().chain(options.iter().map(String::as_str)).collect();
            dukkan(binary, &words, &folder.join(name))?;
        }
        Ok(())
    }

    /// A fresh copy of it, over the one before.
    pub(super) async fn copy_base(&self) -> Result<Shop> {
        let shop = self.shop("shop");
        match self {
            Self::Sqlite { folder } => {
                let target = folder.join("shop");
                if target.exists() {
                    fs::remove_dir_all(&target)?;
                }
                fs::create_dir(&target)?;
                fs::copy(folder.join("base/dukkan.sqlite"), target.join("dukkan.sqlite"))?;
            }
            Self::Postgres { server, .. } => {
                let mut admin = PgConnection::connect(server).await?;
                run(&mut admin, "DROP DATABASE IF EXISTS dukkan_kill_shop WITH (FORCE)").await?;
                run(
                    &mut admin,
                    "CREATE DATABASE dukkan_kill_shop TEMPLATE dukkan_kill_base STRATEGY FILE_COPY",
                )
                .await?;
            }
        }
        Ok(shop)
    }

    fn shop(&self, name: &str) -> Shop {
        match self {
            Self::Sqlite { folder } => Shop::Sqlite { file: folder.join(name).join("dukkan.sqlite") },
            Self::Postgres { server, folder } => {
                let (server, _) = server.rsplit_once('/').unwrap_or((server, ""));
                Shop::Postgres { url: format!("{server}/dukkan_kill_{name}"), folder: folder.clone() }
            }
        }
    }
}

async fn run(connection: &mut PgConnection, sql: &str) -> Result<()> {
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(connection).await?;
    Ok(())
}

impl Shop {
    /// The options that name it to the program.
    pub(super) fn options(&self) -> Vec<String> {
        let data = |folder: &Path| ["--data".to_owned(), folder.display().to_string()];
        match self {
            Self::Sqlite { file } => data(file.parent().unwrap_or(file)).to_vec(),
            Self::Postgres { url, folder } => {
                data(folder).into_iter().chain(["--database".to_owned(), url.clone()]).collect()
            }
        }
    }

    /// Whether somebody holds a transaction that has written.
    pub(super) async fn is_written_to(&self) -> Result<bool> {
        match self {
            Self::Sqlite { file } => {
                if !file.exists() {
                    return Ok(false);
                }
                let mut connection = open_sqlite(file).await?;
                let locked = sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.is_err();
                connection.close().await?;
                Ok(locked)
            }
            Self::Postgres { url, .. } => {
                let mut connection = PgConnection::connect(url).await?;
                let writing = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                               AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()";
                let count: i64 = sqlx::query_scalar(writing).fetch_one(&mut connection).await?;
                connection.close().await?;
                Ok(count > 0)
            }
        }
    }

    /// Whether the file is sound; a server sees to that itself.
    pub(super) async fn check_integrity(&self) -> Result<()> {
        let Self::Sqlite { file } = self else { return Ok(()) };
        let mut connection = open_sqlite(file).await?;
        let answer: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut connection).await?;
        connection.close().await?;
        ensure!(answer == "ok", "the database is damaged: {answer}");
        Ok(())
    }

    /// How many products there are.
    pub(super) async fn products(&self) -> Result<i64> {
        const COUNT: &str = "SELECT count(*) FROM product";
        Ok(match self {
            Self::Sqlite { file } => {
                sqlx::query_scalar(COUNT).fetch_one(&mut open_sqlite(file).await?).await?
            }
            Self::Postgres { url, .. } => {
                sqlx::query_scalar(COUNT).fetch_one(&mut PgConnection::connect(url).await?).await?
            }
        })
    }

    async fn price_changes(&self) -> Result<Vec<String>> {
        Ok(match self {
            Self::Sqlite { file } => {
                let mut connection = open_sqlite(file).await?;
                sqlx::query_scalar(PRICES).fetch_all(&mut connection).await?
            }
            Self::Postgres { url, .. } => {
                let mut connection = PgConnection::connect(url).await?;
                sqlx::query_scalar(PRICES).fetch_all(&mut connection).await?
            }
        })
    }
}

/// Without patience: what is locked is locked.
async fn open_sqlite(file: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(file).busy_timeout(std::time::Duration::ZERO);
    Ok(options.connect().await?)
}

/// All that an import writes, as lines in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct State {
    exports: Vec<Vec<String>>,
    price_changes: Vec<String>,
}

impl State {
    pub(super) async fn of(shop: &Shop, binary: &Path, folder: &Path) -> Result<Self> {
        let file = folder.join("state.jsonl");
        let options = shop.options();
        let mut exports = Vec::new();
        for kind in KINDS {
            let words: Vec<&str> =
                ["export", "--kind", kind].into_iter().chain(options.iter().map(String::as_str)).collect();
            dukkan(binary, &words, &file)?;
            exports.push(sorted(fs::read_to_string(&file)?.lines().map(str::to_owned).collect()));
        }
        Ok(Self { exports, price_changes: sorted(shop.price_changes().await?) })
    }

    pub(super) fn products(&self) -> usize {
        self.exports.last().map_or(0, Vec::len)
    }

    pub(super) fn price_changes(&self) -> usize {
        self.price_changes.len()
    }

    /// The first line that `expected` does not have, in words.
    pub(super) fn difference(&self, expected: &Self) -> String {
        let lists = self.exports.iter().chain([&self.price_changes]);
        let expected = expected.exports.iter().chain([&expected.price_changes]);
        let strange = lists.zip(expected).find_map(|(list, expected)| {
            let strange = list.iter().find(|line| expected.binary_search(line).is_err());
            strange.cloned().or_else(|| (list != expected).then(|| format!("{} lines", list.len())))
        });
        format!("DIFFERENT: {}", strange.unwrap_or_default())
    }
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort_unstable();
    lines
}
