//! PostgreSQL templates: a database of the server, copied by the server for each test.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::{Migrations, POSTGRES_VARIABLE, TemplateKey, connect};

/// Held while a template is made.
const LOCK: i64 = 0x0064_756b_6b61_6e74;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A database that is dropped with this value.
#[derive(Debug)]
pub(super) struct Database {
    server: String,
    name: String,
}

pub(super) async fn copy_template(migrations: Migrations) -> (String, Database) {
    let server = server_url();
    let mut admin = open(&server).await;
    let key = TemplateKey::new(migrations);
    let template = format!("dukkan_template_{}_{}_{}", key.program, key.build, key.migrations);
    if !exists(&mut admin, &template).await {
        make_template(&mut admin, &server, &key, &template, migrations).await;
    }
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("dukkan_test_{}_{number}", std::process::id());
    run(&mut admin, &format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")).await;
    admin.close().await.expect("the connection ends");
    (url_of(&server, &name), Database { server, name })
}

fn server_url() -> String {
    #[expect(clippy::disallowed_methods, reason = "tests have no configuration of their own")]
    std::env::var(POSTGRES_VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{POSTGRES_VARIABLE} names no PostgreSQL server: run the tests with script/test, \
             or start one with `script/services start DIR`"
        )
    })
}

/// One process makes it, the others wait; it gets its name when it is whole.
async fn make_template(
    admin: &mut PgConnection,
    server: &str,
    key: &TemplateKey,
    template: &str,
    migrations: Migrations,
) {
    run(admin, &format!("SELECT pg_advisory_lock({LOCK})")).await;
    if !exists(admin, template).await {
        drop_leftovers(admin, key).await;
        let draft = format!("{template}_draft");
        run(admin, &format!("CREATE DATABASE {draft} TEMPLATE template0")).await;
        let db = connect(&url_of(server, &draft)).await;
        crate::migrate(&db, migrations).await.expect("the migrations run on PostgreSQL");
        db.close().await;
        run(admin, &format!("ALTER DATABASE {draft} RENAME TO {template}")).await;
    }
    run(admin, &format!("SELECT pg_advisory_unlock({LOCK})")).await;
}

/// Drops templates of earlier builds of this program and halves of templates,
/// and databases of tests that were killed.
async fn drop_leftovers(admin: &mut PgConnection, key: &TemplateKey) {
    let names: Vec<String> =
        sqlx::query_scalar("SELECT datname FROM pg_database WHERE datname LIKE 'dukkan\\_t%'")
            .fetch_all(&mut *admin)
            .await
            .expect("the server's databases");
    let of_program = format!("dukkan_template_{}_", key.program);
    for name in names {
        let earlier = name
            .strip_prefix(&of_program)
            .is_some_and(|rest| !rest.starts_with(&key.build) || rest.ends_with("_draft"));
        let owner = name.strip_prefix("dukkan_test_").and_then(|rest| rest.split('_').next());
        let killed = owner.is_some_and(|pid| !Path::new("/proc").join(pid).exists());
        if earlier || killed {
            run(admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }
}

async fn exists(admin: &mut PgConnection, name: &str) -> bool {
    sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(name)
        .fetch_one(admin)
        .await
        .expect("the server's databases")
}

async fn open(server: &str) -> PgConnection {
    let options: PgConnectOptions = server.parse().expect("an address of PostgreSQL");
    options
        .disable_statement_logging()
        .connect()
        .await
        .unwrap_or_else(|error| panic!("{POSTGRES_VARIABLE}={server} does not answer: {error}"))
}

async fn run(admin: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(admin).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn url_of(server: &str, database: &str) -> String {
    let options: PgConnectOptions = server.parse().expect("an address of PostgreSQL");
    options.database(database).to_url_lossy().to_string()
}

impl Drop for Database {
    /// On a thread of its own, because a destructor cannot wait for a future.
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime to drop the database in").block_on(async {
                let mut admin = open(&server).await;
                run(&mut admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            });
        });
        // A test that fails has its own reason; this one must not hide it.
        let _outcome = dropped.join();
    }
}
