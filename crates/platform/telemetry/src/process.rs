//! What the system knows of this process: memory, open files, time on the processor.
//!
//! Read from `/proc` when the page is asked for; on other systems there is nothing.

use std::fmt::Write;
use std::fs;

/// Linux tells times of processes in hundredths of a second (`USER_HZ`).
const TICKS_PER_SECOND: f64 = 100.0;

pub(crate) fn push_metrics(page: &mut String) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let open_files = fs::read_dir("/proc/self/fd").ok().map(|files| files.count() as f64);
    let kilobytes = |field| status_number(&status, field).map(|number| number * 1024.0);
    for (name, kind, value) in [
        ("process_resident_memory_bytes", "gauge", kilobytes("VmRSS:")),
        ("process_resident_memory_peak_bytes", "gauge", kilobytes("VmHWM:")),
        ("process_threads", "gauge", status_number(&status, "Threads:")),
        ("process_open_fds", "gauge", open_files),
        ("process_cpu_seconds_total", "counter", cpu_seconds(&stat)),
    ] {
        if let Some(value) = value {
            // Writing to a String cannot fail.
            let _ = write!(page, "# TYPE {name} {kind}\n{name} {value}\n\n");
        }
    }
}

fn status_number(status: &str, field: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    line.split_whitespace().next()?.parse().ok()
}

/// User and system time.
///
/// The program's name comes before them and may hold spaces and brackets.
fn cpu_seconds(stat: &str) -> Option<f64> {
    let (_name, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_does_not_shift_the_times() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 1 0 0 0 150 50 0 0 20 0 1 0 9 1 1";
        assert_eq!(cpu_seconds(stat), Some(2.0));
        assert_eq!(cpu_seconds("rubbish"), None);
    }

    #[test]
    fn this_process_has_memory_and_open_files() {
        let mut page = String::new();
        push_metrics(&mut page);
        for name in ["process_resident_memory_bytes", "process_open_fds", "process_cpu_seconds_total"] {
            let line = page.lines().find(|line| line.starts_with(name)).unwrap();
            assert!(line[name.len()..].trim().parse::<f64>().unwrap() >= 0.0, "{line}");
        }
    }
}
