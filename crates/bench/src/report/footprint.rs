//! What the program takes: memory, time to start, room.

use super::Bench;
use crate::cores::Core;
use crate::figure::figure;
use crate::grantor;
use crate::load::{self, Ask};
use crate::machine::Surroundings;
use crate::person::Person;
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::section::{Section, Verdict};
use crate::statistics::median;
use crate::{Fault, Outcome};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const TIME: Duration = Duration::from_secs(3);
/// After so long a server that nobody asks is idle: what its start took has gone back by then.
const IDLE: Duration = Duration::from_secs(10);

impl Bench<'_> {
    /// Memory idle and under load, first start, and size.
    pub(super) fn footprint(&self) -> Outcome<Vec<Section>> {
        let before = Surroundings::now(self.data)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let demo = grantor::start(self.binary, self.data, Core::first())?;
        let mut starts = Vec::new();
        for start in ["first", "second", "third"] {
            let folder = self.data.join(start);
            std::fs::create_dir_all(&folder)?;
            let served = runtime.block_on(grantor::served(self.binary, &self.data.join("grantor"), &folder))?;
            starts.push(served.as_secs_f64() * 1e3);
        }
        let first = median(starts);
        std::thread::sleep(IDLE);
        let idle = demo.child.family().memory_now().unwrap_or(f64::NAN);
        runtime.block_on(async {
            let sign_in = Person::new(demo.at, &demo.account).sign_in("/standard/apps").await?;
            let (token, family) = (demo.token_request()?, demo.child.family());
            for (request, connections) in [(token, 128), (sign_in, 4)] {
                let asks = (0..connections).map(|_| Ask::Same(request.clone())).collect();
                load::slice(asks, demo.at, (family, None), TIME).await?;
            }
            Ok::<_, Fault>(())
        })?;
        let peak = demo.child.family().peak_memory().unwrap_or(f64::NAN);
        let (handed_out, built) = handed_out(self.binary);
        let stripped = self.data.join("stripped");
        let done = Command::new("strip").arg("-o").arg(&stripped).arg(&handed_out).status();
        done.map_err(|error| format!("strip (Debian: binutils): {error}"))?;
        let size = std::fs::metadata(&stripped)?.len() as f64 / 1e6;
        let machine = Surroundings::told(&before, &Surroundings::now(self.data)?);
        Ok(vec![section([idle, peak, first, size], built, &machine)])
    }
}

/// The binary of `cargo build --profile dist`, if it is there and no older than the one that is measured; else that one. And how it was built.
fn handed_out(measured: &Path) -> (PathBuf, &'static str) {
    let made = |path: &Path| std::fs::metadata(path).and_then(|found| found.modified()).ok();
    let beside = measured.parent().and_then(Path::parent).map(|target| target.join("dist/grantor"));
    match beside.filter(|dist| made(dist).is_some_and(|dist| made(measured).is_none_or(|own| dist >= own))) {
        Some(dist) => (dist, "as it is handed out (`--profile dist`)"),
        None => (measured.to_owned(), "as it was measured: `cargo build --profile dist` makes a smaller one"),
    }
}

fn section([idle, peak, first, size]: [f64; 4], built: &str, machine: &str) -> Section {
    let row = |what: &str, value: f64| vec![what.to_owned(), figure(value)];
    let bar = |label: &str, value, of| Bar { label: label.to_owned(), value, of };
    Section {
        name: "footprint",
        title: "What it takes",
        head: ["", ""].map(str::to_owned).to_vec(),
        rows: vec![
            row("memory idle, PSS MiB", idle),
            row("memory at most, RSS MiB", peak),
            row("first start, ms", first),
            row("binary, stripped, MB", size),
        ],
        note: format!(
            "Idle: {} s after the start. At most: behind 128 connections that asked for tokens and 4 that signed in. First start: `serve` with keys and a \
             database to make, until its first answer, the median of three. The binary holds everything but the C library; it is {built}. {machine}",
            IDLE.as_secs()
        ),
        plot: Plot {
            title: "Memory, MiB".to_owned(),
            scale: Scale::Linear,
            groups: vec![Group {
                title: String::new(),
                bars: vec![bar("idle", idle, Of::Ours), bar("at most", peak, Of::Ours)],
            }],
        },
        verdicts: vec![
            Verdict::at_most("G9", "memory idle, PSS", idle, 40.0, " MiB"),
            Verdict::at_most("G9", "memory at most under load", peak, 80.0, " MiB"),
            Verdict::at_most("G11", "first start, with keys to make", first, 500.0, " ms"),
            Verdict::at_most("G12", "binary, stripped", size, 25.0, " MB"),
        ],
    }
}
