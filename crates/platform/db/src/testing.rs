//! A database of its own for each test, copied from a migrated template.
//!
//! For tests only (feature `testing`). Templates are made once for each test
//! program and set of migrations; nothing is shared between two tests.

mod postgres;
mod sqlite;

use std::ops::Deref;

use sea_orm_migration::MigrationTrait;

use crate::Db;

#[doc(inline)]
pub use crate::on_both_databases;

/// The list of migrations of the domains under test.
pub type Migrations = fn() -> Vec<Box<dyn MigrationTrait>>;

/// The variable that names a PostgreSQL server whose user may create databases.
pub const POSTGRES_VARIABLE: &str = "DUKKAN_TEST_POSTGRES";

/// An open, migrated, empty database that is dropped with this value.
#[derive(Debug)]
pub struct TestDb {
    db: Db,
    url: String,
    // Last, so that it goes when the connections have.
    _cleanup: Cleanup,
}

#[derive(Debug)]
enum Cleanup {
    Sqlite(#[expect(dead_code, reason = "removes the folder when dropped")] tempfile::TempDir),
    Postgres(#[expect(dead_code, reason = "drops the database when dropped")] postgres::Database),
}

impl TestDb {
    /// A SQLite file in a folder of its own.
    ///
    /// # Panics
    /// If it cannot be made.
    pub async fn sqlite(migrations: Migrations) -> Self {
        let (url, folder) = sqlite::copy_template(migrations).await;
        Self { db: connect(&url).await, url, _cleanup: Cleanup::Sqlite(folder) }
    }

    /// A PostgreSQL database on the server that [`POSTGRES_VARIABLE`] names.
    ///
    /// # Panics
    /// If no server is named, or it refuses.
    pub async fn postgres(migrations: Migrations) -> Self {
        let (url, database) = postgres::copy_template(migrations).await;
        Self { db: connect(&url).await, url, _cleanup: Cleanup::Postgres(database) }
    }

    /// The open database.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Its address, for a second process or a second [`Db`].
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

async fn connect(url: &str) -> Db {
    Db::connect(url).await.unwrap_or_else(|error| panic!("cannot open {url}: {error:?}"))
}

/// Names a template. Those of earlier builds of the same program are thrown away.
struct TemplateKey {
    program: String,
    build: String,
    migrations: String,
}

impl TemplateKey {
    fn new(migrations: Migrations) -> Self {
        let program = std::env::current_exe().expect("the test program's path");
        let built = program.metadata().and_then(|file| file.modified()).expect("the test program's age");
        let names: String = migrations().iter().map(|migration| migration.name().to_owned() + "\n").collect();
        let short = |bytes: &[u8]| blake3::hash(bytes).to_hex()[..10].to_owned();
        Self {
            program: short(program.as_os_str().as_encoded_bytes()),
            build: short(format!("{built:?}").as_bytes()),
            migrations: short(names.as_bytes()),
        }
    }
}

/// Runs each of the named test bodies once on SQLite and once on PostgreSQL.
///
/// This makes the tests `a_change_is_read::on_sqlite` and `::on_postgres`:
/// ```
/// use db::testing::TestDb;
///
/// async fn a_change_is_read(db: TestDb) {
///     let tx = db.begin_write().await.unwrap();
///     tx.commit().await.unwrap();
/// }
///
/// db::testing::on_both_databases!(Vec::new => a_change_is_read);
/// ```
#[macro_export]
macro_rules! on_both_databases {
    ($migrations:expr => $($name:ident),+ $(,)?) => {$(
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "the list of migrations may be a path")]
            use super::*;

            #[tokio::test]
            async fn on_sqlite() {
                super::$name($crate::testing::TestDb::sqlite($migrations).await).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                super::$name($crate::testing::TestDb::postgres($migrations).await).await;
            }
        }
    )+};
}
