//! SQLite templates: a file beside the test program, copied for each test.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Migrations, connect, template_key};

pub(super) async fn copy_template(migrations: Migrations) -> (String, TempDir) {
    let template = template_file(migrations).await;
    let folder = TempDir::with_prefix("dukkan-test-").expect("a folder for the test");
    let file = folder.path().join("shop.db");
    std::fs::copy(&template, &file).expect("a copy of the template");
    (url_of(&file), folder)
}

/// Made under another name and then moved, so that tests that start together do not meet half a file.
async fn template_file(migrations: Migrations) -> PathBuf {
    let program = std::env::current_exe().expect("the test program's path");
    let folder = program.with_file_name("test-templates");
    let template = folder.join(format!("{}.db", template_key(migrations)));
    if !template.exists() {
        std::fs::create_dir_all(&folder).expect("a folder for templates");
        let workshop = TempDir::new_in(&folder).expect("a folder to make the template in");
        let draft = workshop.path().join("draft.db");
        let db = connect(&url_of(&draft)).await;
        crate::migrate(&db, migrations).await.expect("the migrations run on SQLite");
        db.close().await;
        std::fs::rename(&draft, &template).expect("the template moves to its place");
    }
    template
}

fn url_of(file: &Path) -> String {
    format!("sqlite:{}", file.to_str().expect("a path in UTF-8"))
}
