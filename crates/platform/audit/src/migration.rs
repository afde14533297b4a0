//! The trail's tables, the same on SQLite and PostgreSQL, and what keeps them from being changed.

use sea_orm_migration::prelude::*;

/// The trail's migrations; `db::migrate` sorts all crates' lists into one.
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Trail)]
}

struct Trail;

impl MigrationName for Trail {
    fn name(&self) -> &'static str {
        "m20261121_000001_audit_trail"
    }
}

/// `{uuid}` and `{bytes}` differ between the two databases.
const TABLES: [&str; 6] = [
    "CREATE TABLE audit_entry (
        number BIGINT NOT NULL PRIMARY KEY,
        at_us BIGINT NOT NULL,
        who_kind TEXT NOT NULL,
        who_id {uuid},
        who_part TEXT,
        origin {bytes},
        action TEXT NOT NULL,
        subject_kind TEXT NOT NULL,
        subject_id TEXT NOT NULL,
        before_json TEXT,
        after_json TEXT,
        person_id {uuid},
        personal {bytes},
        hash {bytes} NOT NULL
    )",
    "CREATE INDEX audit_entry_subject ON audit_entry (subject_kind, subject_id, number)",
    "CREATE INDEX audit_entry_who ON audit_entry (who_id, number)",
    "CREATE TABLE audit_head (
        number BIGINT NOT NULL,
        hash {bytes} NOT NULL
    )",
    "INSERT INTO audit_head (number, hash) VALUES (0, {root})",
    "CREATE TABLE audit_person (
        id {uuid} NOT NULL PRIMARY KEY,
        key {bytes},
        erased_at_us BIGINT
    )",
];

/// Nobody changes an entry by mistake, not even at the database's own prompt.
const SQLITE_GUARDS: &str = "
CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit trail is not edited'); END;
CREATE TRIGGER audit_entry_fixed BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit trail is not edited'); END;
";
const POSTGRES_GUARDS: &str = "
CREATE FUNCTION refuse_audit_edit() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is not edited'; END $$;
CREATE TRIGGER audit_entry_fixed BEFORE UPDATE OR DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION refuse_audit_edit();
CREATE TRIGGER audit_entry_kept BEFORE TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_edit();
";

#[expect(elided_lifetimes_in_paths, reason = "the trait's own signatures leave them out")]
#[async_trait::async_trait]
impl MigrationTrait for Trail {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = manager.get_database_backend() == sea_orm::DbBackend::Sqlite;
        let (uuid, bytes, guards) =
            if sqlite { ("BLOB", "BLOB", SQLITE_GUARDS) } else { ("UUID", "BYTEA", POSTGRES_GUARDS) };
        let zeros = "00".repeat(32);
        let root = if sqlite { format!("x'{zeros}'") } else { format!("'\\x{zeros}'") };
        for table in TABLES {
            let sql = table.replace("{uuid}", uuid).replace("{bytes}", bytes).replace("{root}", &root);
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        manager.get_connection().execute_unprepared(guards).await?;
        Ok(())
    }
}
