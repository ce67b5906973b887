//! What the program takes: memory, time to start, room.

use super::Bench;
use crate::grantor;
use crate::load::{self, Ask};
use crate::person::Person;
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::process::Core;
use crate::section::{Section, Verdict, figure};
use crate::table::median;
use crate::{Fault, Outcome};
use std::process::Command;
use std::time::Duration;

const TIME: Duration = Duration::from_secs(3);

impl Bench<'_> {
    /// Memory idle and under load, first start, and size.
    pub(super) fn footprint(&self) -> Outcome<Vec<Section>> {
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
        std::thread::sleep(TIME);
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
        let stripped = self.data.join("stripped");
        let done = Command::new("strip").arg("-o").arg(&stripped).arg(self.binary).status();
        done.map_err(|error| format!("strip (Debian: binutils): {error}"))?;
        let size = std::fs::metadata(&stripped)?.len() as f64 / 1e6;
        Ok(vec![section([idle, peak, first, size])])
    }
}

fn section([idle, peak, first, size]: [f64; 4]) -> Section {
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
        note: "Idle: seconds after the start. At most: behind 128 connections that asked for tokens and 4 that signed in. First start: `serve` with \
               keys and a database to make, until its first answer, the median of three. The binary holds everything but the C library."
            .to_owned(),
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
