//! How far the demo's clock was moved, kept in the data folder: commands beside the server and a later start go by the same time.

use std::path::Path;

const FILE: &str = "clock";

/// Seconds ahead; 0 where nothing is kept.
pub fn kept(data: &Path) -> i64 {
    let text = std::fs::read_to_string(data.join(FILE)).unwrap_or_default();
    text.trim().parse().unwrap_or_default()
}

/// Keeps how many seconds the clock is ahead.
pub fn keep(data: &Path, seconds: i64) -> std::io::Result<()> {
    std::fs::write(data.join(FILE), format!("{seconds}\n"))
}
