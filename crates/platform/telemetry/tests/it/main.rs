//! Logs and metrics as a process of its own writes them.

use std::process::Command;

use serde_json::Value;

const CHILD: &str = "DUKKAN_TEST_CHILD_LOGS";

/// What the child process of the test below does; nothing when it runs as a test.
#[test]
fn child_that_logs() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let telemetry = telemetry::init("warn,access=info").unwrap();
    tracing::error!(request_id = "r1", "out of \"paper\"");
    tracing::info!("not wanted");
    assert!(telemetry::access_log_wanted());
    telemetry::write_line(b"{\"path\":\"/parts\"}\n");
    metrics::counter!("parts_sold_total").increment(3);
    metrics::histogram!("answer_seconds").record(0.002);
    let page = telemetry.metrics().render();
    assert!(page.contains("\nparts_sold_total 3\n"), "{page}");
    assert!(page.contains("answer_seconds_bucket{le=\"0.0025\"} 1\n"), "{page}");
    assert!(page.contains("process_resident_memory_bytes "), "{page}");
    assert!(telemetry::init("info").is_err());
    let panicked = std::thread::spawn(|| panic!("no more paper")).join();
    assert!(panicked.is_err());
}

#[test]
fn a_process_logs_json_lines_and_none_is_lost_at_its_end() {
    let program = std::env::current_exe().unwrap();
    let child = Command::new(program)
        .args(["--exact", "child_that_logs", "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let text = String::from_utf8(child.stderr).unwrap();
    assert!(child.status.success(), "{text}");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert_eq!(lines[0]["message"], "out of \"paper\"");
    assert_eq!(lines[0]["level"], "ERROR");
    assert_eq!(lines[0]["request_id"], "r1");
    assert_eq!(lines[0]["timestamp"].as_str().unwrap().len(), "2026-11-20T08:05:09.000123Z".len());
    assert_eq!(lines[1]["path"], "/parts");
    assert_eq!(lines[2]["reason"], "no more paper");
}

#[test]
fn a_level_that_is_none_is_refused_by_name() {
    let refused = telemetry::init("web=loud").unwrap_err();
    assert!(refused.to_string().contains("\"web=loud\""), "{refused}");
}
