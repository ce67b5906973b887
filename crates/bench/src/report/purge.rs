//! Tokens that have ended: what it costs to throw them away, and who waits for it.

use super::growth::{OLDEST, own};
use super::{Bench, p99_of_tokens};
use crate::Outcome;
use crate::cores::Core;
use crate::figure::figure;
use crate::fill::{self, Tokens};
use crate::grantor;
use crate::machine::Surroundings;
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::section::{Section, Verdict};
use crate::statistics::{Spread, median};
use std::path::Path;
use std::time::{Duration, Instant};

/// Rows that have ended when the server starts.
const ENDED: u32 = 250_000;
/// How long a server is watched alone.
const ALONE: Duration = Duration::from_secs(6);
/// How long tokens are asked for then: a pause of the disk is a hundredth of it.
const TOKENS: Duration = Duration::from_secs(12);
/// Tokens per second.
const RATE: f64 = 2000.0;
/// How long all of them may take to go.
const LONGEST: Duration = Duration::from_secs(180);
/// How often a server starts with the same ones.
const STARTS: u32 = 3;

/// What was measured.
struct Measured {
    /// CPU microseconds of a row.
    row: f64,
    rows_per_second: f64,
    /// p99 of tokens in milliseconds.
    during: f64,
    afterwards: f64,
}

impl Bench<'_> {
    /// Servers that start with many that have ended, and once more when these are gone, one after the other: a pause of the disk falls into one time or
    /// into the other.
    pub(super) async fn purge(&self) -> Outcome<Section> {
        let before = Surroundings::now(self.data)?;
        let mut rounds = Vec::new();
        for _ in 0..2 * self.args.rounds {
            rounds.push(self.purged().await?);
        }
        Ok(section(&rounds, &Surroundings::told(&before, &Surroundings::now(self.data)?)))
    }

    async fn purged(&self) -> Outcome<Measured> {
        let folder = self.data.join("ended");
        std::fs::create_dir_all(&folder)?;
        let demo = grantor::start(self.binary, &folder, Core::first())?;
        own(&demo).await?;
        let client_id = demo.app("standard")?.client_id;
        demo.child.end()?;
        let filled = fill::tokens(&folder.join(fill::DATABASE), &client_id, Tokens { count: ENDED, ended: true })?;
        let demo = grantor::start(self.binary, &folder, Core::first())?;
        let family = demo.child.family();
        let (begun, cpu, left) = (Instant::now(), family.cpu_micros()?, filled.left()?);
        tokio::time::sleep(ALONE).await;
        let gone = left - filled.left()?;
        let (micros, seconds) = (family.cpu_since(cpu)? as f64, begun.elapsed().as_secs_f64());
        let during = p99_of_tokens(&demo, RATE, TOKENS).await?;
        if filled.left()? == 0.0 {
            return Err("the purge was over before it was measured".into());
        }
        while filled.left()? > 0.0 {
            if begun.elapsed() > LONGEST {
                return Err("the purge has no end".into());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        demo.child.end()?;
        // As long after its start as it was for the one that purged.
        let demo = grantor::start(self.binary, &folder, Core::first())?;
        let family = demo.child.family();
        let cpu = family.cpu_micros()?;
        tokio::time::sleep(ALONE).await;
        let idle = family.cpu_since(cpu)? as f64 / ALONE.as_secs_f64();
        let afterwards = p99_of_tokens(&demo, RATE, TOKENS).await?;
        let row = (micros - idle * seconds) / gone;
        demo.child.end()?;
        std::fs::remove_dir_all(&folder)?;
        Ok(Measured { row, rows_per_second: gone / seconds, during, afterwards })
    }
}

impl Bench<'_> {
    /// CPU microseconds of each row that goes, of the oldest in a store in which the others live on: all that a server takes that has just started.
    pub(super) async fn oldest_purged(&self, folder: &Path) -> Outcome<Vec<f64>> {
        let oldest = fill::end_oldest(&folder.join(fill::DATABASE), OLDEST)?;
        let mut rows = Vec::new();
        for _ in 0..STARTS {
            let demo = grantor::start(self.binary, folder, Core::first())?;
            let family = demo.child.family();
            let (cpu, left) = (family.cpu_micros()?, oldest.left()?);
            tokio::time::sleep(ALONE).await;
            let (micros, now) = (family.cpu_since(cpu)? as f64, oldest.left()?);
            if now == 0.0 || now == left {
                return Err("the purge was over before it was measured, or did not begin".into());
            }
            rows.push(micros / (left - now));
            demo.child.end()?;
        }
        Ok(rows)
    }
}

fn section(rounds: &[Measured], machine: &str) -> Section {
    let middle = |of: fn(&Measured) -> f64| median(rounds.iter().map(of).collect());
    let (row, rows_per_second) = (middle(|round| round.row), middle(|round| round.rows_per_second));
    let (during, afterwards) = (middle(|round| round.during), middle(|round| round.afterwards));
    let times = Spread::of(rounds.iter().map(|round| round.during / round.afterwards));
    let line = |what: &str, value: f64| vec![what.to_owned(), figure(value)];
    let bar = |label: &str, value, of| Bar { label: label.to_owned(), value, of };
    Section {
        name: "purge",
        title: "Purge",
        head: ["", ""].map(str::to_owned).to_vec(),
        rows: vec![
            line("CPU µs per purged row", row),
            line("rows per second", rows_per_second),
            line("p99 of tokens meanwhile, ms", during),
            line("p99 of tokens where nothing has ended, ms", afterwards),
        ],
        note: format!(
            "{} tokens had ended when the server started. CPU time of {} s of purging and nothing else, less what it takes idle; then tokens at {}/s for {} s, open loop. \
             The same where they are gone, as long after a start. Medians of {} pairs; the ratio is that of the pairs' ratios, {} ({}). {machine}",
            figure(f64::from(ENDED)),
            ALONE.as_secs(),
            figure(RATE),
            TOKENS.as_secs(),
            rounds.len(),
            figure(times.middle),
            times.told(),
        ),
        plot: Plot {
            title: "p99 of tokens, milliseconds".to_owned(),
            scale: Scale::Linear,
            groups: vec![Group {
                title: String::new(),
                bars: vec![
                    bar("while rows are purged", during, Of::Ours),
                    bar("where nothing has ended", afterwards, Of::Other),
                ],
            }],
        },
        verdicts: vec![
            Verdict::at_most("G15", "purge: CPU per row", row, 3.0, " µs"),
            Verdict::at_most("G15", "purge: issuance p99 meanwhile", times.middle, 1.5, "x"),
        ],
    }
}
