//! SQLite templates: a file beside the test program, copied for each test.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Migrations, TemplateKey, connect};

pub(super) async fn copy_template(migrations: Migrations) -> (String, TempDir) {
    let template = template_file(migrations).await;
    let folder = TempDir::with_prefix("dukkan-test-").expect("a folder for the test");
    let file = folder.path().join("shop.db");
    std::fs::copy(&template, &file).expect("a copy of the template");
    (url_of(&file), folder)
}

/// Made under another name and then moved: no test meets half a file.
async fn template_file(migrations: Migrations) -> PathBuf {
    let program = std::env::current_exe().expect("the test program's path");
    let key = TemplateKey::new(migrations);
    let of_program = program.with_file_name("test-templates").join(&key.program);
    let of_build = of_program.join(&key.build);
    let template = of_build.join(format!("{}.db", key.migrations));
    if !template.exists() {
        drop_earlier(&of_program, &of_build);
        std::fs::create_dir_all(&of_build).expect("a folder for templates");
        let workshop = TempDir::new_in(&of_build).expect("a folder to make the template in");
        let draft = workshop.path().join("draft.db");
        let db = connect(&url_of(&draft)).await;
        crate::migrate(&db, migrations).await.expect("the migrations run on SQLite");
        db.close().await;
        std::fs::rename(&draft, &template).expect("the template moves to its place");
    }
    template
}

fn drop_earlier(of_program: &Path, of_build: &Path) {
    for earlier in std::fs::read_dir(of_program).into_iter().flatten().flatten() {
        if earlier.path() != of_build {
            // Another test that starts now may have been faster.
            let _outcome = std::fs::remove_dir_all(earlier.path());
        }
    }
}

fn url_of(file: &Path) -> String {
    format!("sqlite:{}", file.to_str().expect("a path in UTF-8"))
}
