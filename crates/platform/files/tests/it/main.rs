//! Files in a real folder.
#![expect(clippy::unwrap_used, reason = "a test may")]

use bytes::Bytes;
use files::{FileName, Files, FilesError};

fn open(folder: &tempfile::TempDir) -> Files {
    Files::open(&format!("file:{}", folder.path().join("a folder/of files").display())).unwrap()
}

fn name(text: &str) -> FileName {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_file_is_put_replaced_listed_and_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let files = open(&folder);
    let brake = name("images/brakes/7701208265.svg");
    files.put(&brake, Bytes::from_static(b"<svg/>")).await.unwrap();
    files.put(&brake, Bytes::from_static(b"<svg></svg>")).await.unwrap();
    files.put(&name("images/a.svg"), Bytes::new()).await.unwrap();
    files.put(&name("reports/a.pdf"), Bytes::new()).await.unwrap();
    assert_eq!(files.get(&brake).await.unwrap(), b"<svg></svg>".as_slice());
    let listed = files.list(&name("images")).await.unwrap();
    let listed: Vec<_> = listed.iter().map(|file| (file.name.as_str(), file.bytes)).collect();
    assert_eq!(listed, [("images/a.svg", 0), ("images/brakes/7701208265.svg", 11)]);
    files.delete(&brake).await.unwrap();
    assert!(matches!(files.get(&brake).await, Err(FilesError::NotFound(_))));
    assert!(matches!(files.delete(&brake).await, Err(FilesError::NotFound(_))));
    assert_eq!(files.list(&name("nothing")).await.unwrap(), []);
}

#[tokio::test]
async fn a_reader_sees_the_old_file_or_the_new_one_whole() {
    let folder = tempfile::tempdir().unwrap();
    let files = open(&folder);
    let list = name("list.csv");
    let version = |byte: u8| Bytes::from(vec![byte; 1_000_000]);
    files.put(&list, version(b'0')).await.unwrap();
    let writer = {
        let (files, list) = (files.clone(), list.clone());
        tokio::spawn(async move {
            for byte in b'1'..=b'9' {
                files.put(&list, version(byte)).await.unwrap();
            }
        })
    };
    while !writer.is_finished() {
        let seen = files.get(&list).await.unwrap();
        assert_eq!(seen, version(seen[0]));
    }
    writer.await.unwrap();
    assert_eq!(files.get(&list).await.unwrap(), version(b'9'));
}

#[test]
fn an_address_that_is_none_is_refused_by_name() {
    for address in ["", "file:", "s3://bucket", "/srv/files"] {
        let refused = Files::open(address).unwrap_err();
        assert!(matches!(refused, FilesError::UnknownScheme(_)), "{address}: {refused}");
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::NamedTempFile::new().unwrap();
    let refused = Files::open(&format!("file:{}/inside", folder.path().display())).unwrap_err();
    assert!(matches!(refused, FilesError::NoFolder { .. }), "{refused}");
}
