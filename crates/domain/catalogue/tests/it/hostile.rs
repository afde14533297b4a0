//! Files made to hurt: each is answered with where and why, the rest goes on, nothing grows.
//!
//! Large ones are streamed, so that no test holds what an import must not hold either.

use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use catalogue::{CatalogueSettings, ImportFormat, ImportOptions, preview_import};
use db::testing::TestDb;

use crate::shop::Shop;

/// Writes a gzip whose content never exists in memory.
fn packed(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> PathBuf {
    let file = std::fs::File::create(path).unwrap();
    let mut packer = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    write(&mut packer).unwrap();
    packer.finish().unwrap();
    path.to_owned()
}

fn repeat(out: &mut dyn Write, part: &[u8], megabytes: usize) -> io::Result<()> {
    let block = part.repeat((1 << 20) / part.len());
    (0..megabytes).try_for_each(|_| out.write_all(&block))
}

async fn import(shop: &Shop<'_>, path: &Path) -> Result<catalogue::ImportReport, catalogue::CatalogueError> {
    catalogue::import_file(shop.db, &shop.settings, &shop.clock, path, ImportOptions::default(), &mut |_| {})
        .await
}

/// What this process holds at most from now on, in megabytes above what it held.
struct Watermark(u64);

impl Watermark {
    fn now() -> Self {
        Self(resident_mb())
    }

    /// Other tests run in processes of their own, so what was added is ours.
    fn added(&self) -> u64 {
        resident_mb().saturating_sub(self.0)
    }
}

fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

#[tokio::test]
async fn an_endless_line_is_refused_and_the_next_one_read() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    let before = Watermark::now();
    let csv = packed(&shop.folder.path().join("line.csv.gz"), |out| {
        out.write_all(b"sku,name\nA1,")?;
        repeat(out, b"x", 12)?;
        out.write_all(b"\nA2,ok\n")
    });
    let report = import(&shop, &csv).await.unwrap();
    assert_eq!((report.refused, report.products.created), (1, 1), "{report:?}");
    assert_eq!(
        (report.problems[0].line, report.problems[0].reason.as_str()),
        (2, "more than 4 MiB in one row")
    );
    let json = packed(&shop.folder.path().join("line.jsonl.gz"), |out| {
        out.write_all(b"{\"sku\":\"A3\",\"brand\":\"")?;
        repeat(out, b"x", 12)?;
        out.write_all(b"\"}\n{\"sku\":\"A4\"}\n")
    });
    let report = import(&shop, &json).await.unwrap();
    assert_eq!((report.refused, report.products.created), (1, 1), "{report:?}");
    assert_eq!(
        (report.problems[0].line, report.problems[0].reason.as_str()),
        (1, "a line of more than 8 MiB")
    );
    assert!(before.added() < 100, "{} MB", before.added());
}

#[tokio::test]
async fn a_million_columns_are_refused_in_header_and_rows() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    let commas = ",".repeat(1_000_000);
    let report = shop.import("wide.csv", format!("sku,name{commas}\nA1,x\n")).await;
    assert_eq!((report.rows, report.products.created), (1, 0));
    assert_eq!(report.problems[0].reason, "more than 2,000 columns in one row");
    let report = shop.import("wide.csv", format!("sku,name\nA1,x{commas}\nA2,ok\n")).await;
    assert_eq!((report.refused, report.products.created, report.problems[0].line), (1, 1, 2));
}

#[tokio::test]
async fn hostile_xml_is_refused_where_it_begins() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    let before = Watermark::now();
    let app = "<App action='A' id='1'><BaseVehicle id='1'/><Part>P1</Part></App>";
    let laughs = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>\n<ACES><App><Part>&b;</Part></App></ACES>";
    let report = shop.import("laughs.xml", laughs).await;
    assert_eq!(report.products.created, 0);
    assert!(report.problems[0].reason.contains("document type"), "{report:?}");
    let file = "<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><ACES/>";
    assert!(shop.import("file.xml", file).await.problems[0].reason.contains("document type"));
    let deep = packed(&shop.folder.path().join("deep.xml.gz"), |out| {
        write!(out, "<ACES>\n{app}\n")?;
        repeat(out, b"<deep> \n", 2)
    });
    let report = import(&shop, &deep).await.unwrap();
    assert_eq!((report.products.created, report.refused), (1, 1), "what came before it stays");
    assert!(report.problems[0].reason.contains("levels"), "{report:?}");
    let giant = packed(&shop.folder.path().join("giant.xml.gz"), |out| {
        out.write_all(b"<ACES><App><Part>")?;
        repeat(out, b"x", 10)
    });
    let report = import(&shop, &giant).await.unwrap();
    assert!(report.problems[0].reason.contains("8 MiB"), "{report:?}");
    assert!(before.added() < 100, "{} MB", before.added());
}

/// A workbook whose last part is written by `fill`.
fn workbook(path: &Path, part: &str, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
             <sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file(part, options).unwrap();
    fill(&mut zip).unwrap();
    zip.finish().unwrap();
}

const SHEET: &[u8] =
    b"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>";

#[tokio::test]
async fn workbooks_that_unpack_to_a_bomb_are_refused_before_they_are_opened() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    let before = Watermark::now();
    let path = shop.folder.path().join("bomb.xlsx");
    workbook(&path, "xl/styles.xml", |out| repeat(out, b"<row/>", 20));
    let error = import(&shop, &path).await.unwrap_err().to_string();
    assert!(error.contains("xl/styles.xml unpacks to more than 16 MiB"), "{error}");
    workbook(&path, "xl/worksheets/sheet1.xml", |out| {
        out.write_all(SHEET)?;
        out.write_all(b"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>")?;
        repeat(out, b"x", 4)
    });
    let error = import(&shop, &path).await.unwrap_err().to_string();
    assert!(error.contains("more than 1 MiB"), "{error}");
    workbook(&path, "xl/worksheets/sheet1.xml", |out| {
        out.write_all(b"<!DOCTYPE a [<!ENTITY b \"c\">]>")?;
        out.write_all(SHEET)
    });
    let error = import(&shop, &path).await.unwrap_err().to_string();
    assert!(error.contains("document type"), "{error}");
    assert!(before.added() < 100, "{} MB", before.added());
}

#[tokio::test]
async fn a_workbook_that_lies_about_its_size_is_refused() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    let path = shop.folder.path().join("liar.xlsx");
    workbook(&path, "xl/worksheets/sheet1.xml", |out| {
        out.write_all(SHEET)?;
        repeat(out, b"<row/>", 2)
    });
    // The sheet's unpacked size in the central directory: 24 bytes into its entry.
    let mut bytes = std::fs::read(&path).unwrap();
    let entry = bytes.windows(4).rposition(|magic| magic == b"PK\x01\x02").unwrap();
    bytes[entry + 24..entry + 28].copy_from_slice(&100_u32.to_le_bytes());
    std::fs::write(&path, bytes).unwrap();
    let report = import(&shop, &path).await;
    assert!(report.is_err() || report.unwrap().products.created == 0);
}

#[tokio::test]
async fn a_cell_far_to_the_right_of_a_workbook_is_refused_with_its_row() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    let path = shop.folder.path().join("wide.xlsx");
    workbook(&path, "xl/worksheets/sheet1.xml", |out| {
        out.write_all(SHEET)?;
        let cell =
            |place: &str, text: &str| format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
        write!(out, "<row r=\"1\">{}{}</row>", cell("A1", "sku"), cell("B1", "name"))?;
        write!(out, "<row r=\"2\">{}{}</row>", cell("A2", "A1"), cell("XFD2", "far"))?;
        write!(out, "<row r=\"3\">{}{}</row></sheetData></worksheet>", cell("A3", "A2"), cell("B3", "ok"))
    });
    let report = import(&shop, &path).await.unwrap();
    assert_eq!((report.refused, report.products.created, report.problems[0].line), (1, 1, 2), "{report:?}");
}

#[test]
fn whatever_the_bytes_a_reader_answers() {
    let settings = CatalogueSettings::default();
    let samples: [&[u8]; 10] = [
        b"",
        b"\xff\xfe",
        b"\x00\x01\x02",
        b"PK\x03\x04 not a zip",
        b"\x1f\x8b",
        b"{",
        b"<",
        b"sku",
        b"\"sku\",\"never closed",
        b"\n\n\n",
    ];
    for sample in samples {
        for format in [
            None,
            Some(ImportFormat::Csv),
            Some(ImportFormat::JsonLines),
            Some(ImportFormat::Xlsx),
            Some(ImportFormat::Aces),
            Some(ImportFormat::Pies),
        ] {
            let options = ImportOptions { format, ..ImportOptions::default() };
            // An error is an answer too.
            let _answer = preview_import(sample.to_vec(), &settings, &options);
        }
    }
}

#[tokio::test]
async fn the_wrong_encoding_is_named() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    let options =
        |label: &str| ImportOptions { encoding: Some(label.to_owned()), ..ImportOptions::default() };
    let latin = b"sku,name\nA1,\xc9trier\nA2,ok\n";
    let report = shop.import_with("x.csv", latin, options("utf-8")).await.unwrap();
    assert_eq!((report.refused, report.products.created), (1, 1));
    assert!(report.problems[0].reason.contains("encoding"), "{report:?}");
    let error = shop.import_with("x.csv", latin, options("klingon")).await.unwrap_err();
    assert!(error.to_string().contains("klingon"));
}

#[tokio::test]
async fn one_bad_byte_in_json_spoils_one_row_and_no_accent_of_the_others() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    let file = [
        r#"{"sku":"A","names":{"fr":"Étrier"}}"#.as_bytes(),
        b"\n{\"sku\":\"B\",\"names\":{\"fr\":\"\xc9trier\"}}\n",
    ]
    .concat();
    let report = shop.import_with("x.jsonl", &file, ImportOptions::default()).await.unwrap();
    assert_eq!((report.refused, report.products.created), (1, 1));
    assert_eq!(report.problems[0].line, 2);
    assert!(report.problems[0].reason.contains("encoding"), "{report:?}");
    assert_eq!(shop.products().await[0].names.fr.as_deref(), Some("Étrier"));
}

#[tokio::test]
async fn a_packed_file_that_breaks_off_keeps_what_it_gave() {
    let db = TestDb::sqlite(catalogue::migrations).await;
    let shop = Shop::new(&db);
    let path = packed(&shop.folder.path().join("half.csv.gz"), |out| {
        out.write_all(b"sku,name\n")?;
        (0..20_000).try_for_each(|number| writeln!(out, "A{number},Part {}", number * 7_919 % 10_007))
    });
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    let length = file.seek(SeekFrom::End(0)).unwrap();
    file.set_len(length / 2).unwrap();
    drop(file);
    let report = import(&shop, &path).await.unwrap();
    assert!(report.products.created > 1_000, "{report:?}");
    assert_eq!((report.refused, report.problems[0].column.as_str()), (1, "file"));
}
