//! Imports files into a new SQLite shop (or the one at `--db URL`) and prints what came of it, how fast, and the peak of memory.
//!
//! `import_rate [--db URL] [--no-vehicles] [--locale en] [--vcdb MAX] FILE...`, or `import_rate --generate N FILE` for a file of N products.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a program for a person to read")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use catalogue::{CatalogueSettings, ImportOptions, import_file};
use db::Db;
use kernel::Clock;

#[tokio::main]
async fn main() {
    let (mut db_url, mut files) = (None, Vec::new());
    let (mut settings, mut options) = (CatalogueSettings::default(), ImportOptions::default());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--db" => db_url = arguments.next(),
            "--no-vehicles" => settings.vehicles = false,
            "--dry-run" => options.dry_run = true,
            "--locale" => options.locale = arguments.next().and_then(|code| code.parse().ok()),
            "--vcdb" => options.vcdb_base_vehicles = Some(1..=arguments.next().unwrap().parse().unwrap()),
            "--problems" => options.problems_csv = arguments.next().map(PathBuf::from),
            "--generate" => {
                let count = arguments.next().unwrap().parse().unwrap();
                return generate(Path::new(&arguments.next().unwrap()), count);
            }
            file => files.push(PathBuf::from(file)),
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let url = db_url.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("shop.db").display()));
    let db = Db::connect(&url).await.unwrap();
    db::migrate(&db, catalogue::migrations).await.unwrap();
    for file in files {
        let start = Instant::now();
        let report =
            import_file(&db, &settings, &Clock::system(), &file, options.clone(), &mut |_| {}).await.unwrap();
        let seconds = start.elapsed().as_secs_f64();
        println!("{}", file.display());
        for problem in report.problems.iter().take(8) {
            println!("  {problem:?}");
        }
        println!("  {:?}", catalogue::ImportReport { problems: Vec::new(), ..report.clone() });
        println!(
            "  {:.1} s, {:.0} rows/s, peak memory {} MB",
            seconds,
            report.rows as f64 / seconds,
            peak_memory_mb()
        );
    }
}

/// A file of vehicles' names, OE numbers, specifications and three fitments a product.
fn generate(path: &Path, count: u32) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    for number in 0..count {
        let mut product = serde_json::json!({
            "sku": format!("GEN-{number:07}"),
            "names": {"fr": format!("Plaquettes de frein avant {number} Bosch"), "ar": format!("بلاكات فران {number}")},
            "descriptions": {"fr": "Jeu de quatre plaquettes avec témoin d'usure, garantie 12 mois, livraison dans toute la Tunisie."},
            "brand": format!("Marque {}", number % 60),
            "category": format!("Freinage > Rayon {}", number % 40),
            "priceMinor": 10_000 + i64::from(number % 90_000),
            "stockQuantity": number % 50,
            "oeNumbers": [format!("{:04} {:03} {:03} R", number % 9_999, number / 1_000, number % 1_000), format!("77 01 {number:06}")],
            "specifications": [
                {"key": "largeur-mm", "value": 100 + number % 80}, {"key": "hauteur-mm", "value": 50.5},
                {"key": "epaisseur-mm", "value": 17}, {"key": "position", "value": "avant"}, {"key": "temoin", "value": true}
            ],
        });
        let vehicles: Vec<serde_json::Value> = (0..3)
            .map(|n| serde_json::json!({"vehicle": format!("marque-{}-modele-{}", (number + n) % 20, (number * 7 + n) % 25)}))
            .collect();
        product["fitments"] = vehicles.into();
        serde_json::to_writer(&mut file, &product).unwrap();
        file.write_all(b"\n").unwrap();
    }
    let mut vehicles = std::fs::File::create(path.with_extension("vehicles.csv")).unwrap();
    writeln!(vehicles, "make,model").unwrap();
    for (make, model) in (0..20).flat_map(|make| (0..25).map(move |model| (make, model))) {
        writeln!(vehicles, "Marque {make},Modele {model}").unwrap();
    }
}

fn peak_memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
