//! Letters to a server of the test's own that speaks SMTP.
#![expect(clippy::unwrap_used, reason = "a test that fails says so here")]

use mail::{Letter, MailError, Mailbox, SmtpSettings};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

/// Takes one letter and gives what was said.
async fn take_letter(listener: TcpListener) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let (read, mut write) = stream.split();
    let mut lines = BufReader::new(read).lines();
    let (mut said, mut in_letter) = (String::new(), false);
    write.write_all(b"220 test\r\n").await.unwrap();
    while let Some(line) = lines.next_line().await.unwrap() {
        said.push_str(&line);
        said.push('\n');
        let answer: &[u8] = match line.as_str() {
            "DATA" => {
                in_letter = true;
                b"354 go on\r\n"
            }
            "." => return said,
            _ if in_letter => continue,
            _ => b"250 ok\r\n",
        };
        write.write_all(answer).await.unwrap();
    }
    said
}

fn settings(server: String) -> SmtpSettings {
    SmtpSettings { server, from: "shop@shop.tn".to_owned(), from_name: "Comptoir du Sahel".to_owned() }
}

#[tokio::test]
async fn a_letter_reaches_its_server_and_cannot_bring_headers_along() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mailbox =
        Mailbox::over_smtp(&settings(format!("smtp://{}", listener.local_addr().unwrap()))).unwrap();
    let letter = Letter {
        to: "leila@shop.tn".to_owned(),
        name: "Leïla\r\nBcc: thief@example.org".to_owned(),
        subject: "كلمة السر\r\nX-Evil: 1".to_owned(),
        text: "Bonjour\nhttps://shop.tn/x".to_owned(),
    };
    assert!(!format!("{letter:?}").contains("https://"));
    mailbox.post(letter).unwrap();
    let said = take_letter(listener).await;
    for expected in ["MAIL FROM:<shop@shop.tn>", "RCPT TO:<leila@shop.tn>", "https://shop.tn/x"] {
        assert!(said.contains(expected), "{said}");
    }
    let evil = |line: &str| line.starts_with("Bcc:") || line.starts_with("X-Evil:");
    assert!(!said.lines().any(evil) && !said.contains("RCPT TO:<thief"), "{said}");
}

#[tokio::test]
async fn wrong_settings_are_refused_at_start() {
    assert!(matches!(Mailbox::over_smtp(&settings("http://x".to_owned())), Err(MailError::BadServer(_))));
    let from = SmtpSettings { from: "nobody".to_owned(), ..settings("smtp://localhost".to_owned()) };
    assert!(matches!(Mailbox::over_smtp(&from), Err(MailError::BadSender(_))));
    assert!(!format!("{:?}", settings("smtps://u:secret@h".to_owned())).contains("secret"));
}

#[tokio::test]
async fn who_posts_too_much_is_told_and_never_waits() {
    let (mailbox, _letters) = Mailbox::in_memory();
    let letter =
        Letter { to: String::new(), name: String::new(), subject: String::new(), text: String::new() };
    let refused = (0..300).filter(|_| mailbox.post(letter.clone()).is_err()).count();
    assert_eq!(refused, 300 - 256);
}
