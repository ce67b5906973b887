//! The report.

use crate::figure::figure;
use crate::load::Slice;
use crate::machine::{Facts, processor};
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::section::{Section, Verdict};
use crate::statistics::{median, quantile};
use crate::works::{By, Goal, Work};
use serde_json::json;
use std::fmt::Write;

/// What the slices of one work say.
pub(crate) struct Figures {
    /// Of CPU time per request, in microseconds.
    pub(crate) cpu: f64,
    /// The same of the database.
    pub(crate) database: f64,
    /// Requests per second.
    pub(crate) rate: f64,
    /// Milliseconds.
    pub(crate) p50: f64,
    /// Milliseconds.
    pub(crate) p99: f64,
}

impl Figures {
    /// Medians over the rounds; latencies in milliseconds over all of them.
    pub(crate) fn of(slices: &[Slice]) -> Self {
        let middle =
            |of: &dyn Fn(&Slice) -> f64| median(slices.iter().filter(|slice| slice.requests > 0).map(of).collect());
        let mut latencies: Vec<u32> = slices.iter().flat_map(|slice| slice.latencies.iter().copied()).collect();
        let [p50, p99] = [0.50, 0.99].map(|share| quantile(&mut latencies, share));
        Self {
            cpu: middle(&each),
            database: middle(&|slice| slice.database_micros as f64 / slice.requests as f64),
            rate: middle(&|slice| slice.requests as f64 / slice.seconds),
            p50,
            p99,
        }
    }
}

/// The share of the other work's speed, if both were measured: the median of what each round says.
fn share(works: &[Work<'_>], work: &Work<'_>) -> Option<f64> {
    let goal = work.goal?;
    let other = works.iter().find(|other| other.name == goal.of)?;
    let rounds = other.slices.iter().zip(&work.slices).filter(|(other, own)| other.requests > 0 && own.requests > 0);
    let speed = |slice: &Slice| match goal.by {
        By::Cpu => 1.0 / each(slice),
        By::Rate => slice.requests as f64 / slice.seconds,
    };
    Some(median(rounds.map(|(other, own)| speed(own) / speed(other)).collect()))
}

/// CPU microseconds per request.
pub(crate) fn each(slice: &Slice) -> f64 {
    slice.cpu_micros as f64 / slice.requests as f64
}

/// One Markdown table with what it was measured on.
pub(crate) fn markdown(works: &[Work<'_>], facts: &Facts<'_>) -> String {
    let mut out = String::from(
        "| work | CPU µs | database's | per core | req/s | p50 ms | p99 ms | of | ratio | must |\n|---|---:|---:|---:|---:|---:|---:|---|---:|---:|\n",
    );
    for work in works {
        let own = Figures::of(&work.slices);
        let database = work.database.map_or_else(String::new, |_| format!("{:.1}", own.database));
        let held = work.goal.map(|goal| (goal, share(works, work)));
        let (of, ratio, must) = match held {
            None => (String::new(), String::new(), String::new()),
            Some((goal, None)) => (goal.of.to_owned(), "not measured".to_owned(), must(goal)),
            Some((goal, Some(share))) => {
                let verdict = if share >= goal.must { "" } else { " missed" };
                (goal.of.to_owned(), format!("{share:.2}{verdict}"), must(goal))
            }
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "| {} | {:.1} | {database} | {:.0} | {:.0} | {:.2} | {:.2} | {of} | {ratio} | {must} |",
            work.title,
            own.cpu,
            1e6 / own.cpu,
            own.rate,
            own.p50,
            own.p99
        );
    }
    let (args, memory) = (facts.args, facts.memory.map_or_else(|| "unknown".to_owned(), |mib| format!("{mib:.0} MiB")));
    let _ = write!(
        out,
        "\n{}; cores {} (servers, load); {} connections, {} rounds of {} s; one write with fdatasync {} µs; load average {} before, {} after; peak memory of the server {memory}.",
        processor(),
        args.cores,
        args.connections,
        args.rounds,
        args.slice().as_secs_f64(),
        facts.sync,
        facts.before.0,
        facts.after.0
    );
    out
}

/// Which run a section of the report is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// Everything, with the usual number of connections.
    Usual,
    /// What waits for the disk, with many.
    Crowded,
}

/// The same for the report.
pub(crate) fn section(works: &[Work<'_>], facts: &Facts<'_>, which: Which) -> Section {
    let head = ["work", "CPU µs", "database's", "per core", "req/s", "p50 ms", "p99 ms", "of", "ratio"];
    let (mut rows, mut bars, mut verdicts) = (Vec::new(), Vec::new(), Vec::new());
    for work in works {
        let own = Figures::of(&work.slices);
        let (of, share) = work.goal.map_or(("", None), |goal| (goal.of, share(works, work)));
        rows.push(vec![
            work.title.to_owned(),
            figure(own.cpu),
            work.database.map_or_else(String::new, |_| figure(own.database)),
            figure(1e6 / own.cpu),
            figure(own.rate),
            figure(own.p50),
            figure(own.p99),
            of.to_owned(),
            share.map_or_else(String::new, figure),
        ]);
        let side = if work.title.starts_with("ceiling") { Of::Other } else { Of::Ours };
        bars.push(Bar { label: work.name.to_owned(), value: own.cpu + own.database, of: side });
        verdicts.extend(verdict(which, work, &own, share));
    }
    let connections = facts.args.connections;
    Section {
        name: if which == Which::Usual { "cost" } else { "cost-crowded" },
        title: if which == Which::Usual { "What a request costs" } else { "Durable tokens, many in flight" },
        head: head.map(str::to_owned).to_vec(),
        rows,
        note: format!(
            "\"ceiling\" is a bare axum server that does only that one thing; a ratio is the median of the rounds' ratios of CPU time (on PostgreSQL: of \
             SQLite's requests per second). PostgreSQL runs on the core of whoever asks. {connections} connections, {} rounds of {} s; one write with \
             fdatasync {} µs; load average {} before, {} after.",
            facts.args.rounds,
            facts.args.slice().as_secs_f64(),
            facts.sync,
            facts.before.0,
            facts.after.0
        ),
        plot: Plot {
            title: format!("CPU µs per request, the database's included, {connections} connections"),
            scale: Scale::Linear,
            groups: vec![Group { title: String::new(), bars }],
        },
        verdicts,
    }
}

fn verdict(which: Which, work: &Work<'_>, own: &Figures, share: Option<f64>) -> Vec<Verdict> {
    let held = work.goal.zip(share);
    let held = held.map(|(goal, share)| Verdict::at_least(goal.label, work.title, share, goal.must, ""));
    match (which, work.name) {
        // Of two ratios on PostgreSQL the one with many in flight is the goal.
        (Which::Usual, "pg-token") => Vec::new(),
        (Which::Usual, _) => held.into_iter().collect(),
        (Which::Crowded, "token") => vec![Verdict::at_least(
            "G10",
            "durable tokens of one core, 128 connections, fsync at most 1 ms",
            own.rate,
            8000.0,
            "/s",
        )],
        (Which::Crowded, "pg-token") => {
            let database = "PostgreSQL's CPU per token at 128 in flight";
            held.into_iter().chain([Verdict::at_most("G22", database, own.database, 30.0, " µs")]).collect()
        }
        (Which::Crowded, _) => Vec::new(),
    }
}

fn must(goal: Goal) -> String {
    format!("{} {:.2}", goal.label, goal.must)
}

/// The same as one JSON object.
pub(crate) fn json(works: &[Work<'_>], facts: &Facts<'_>) -> String {
    let rows: Vec<_> = works
        .iter()
        .map(|work| {
            let own = Figures::of(&work.slices);
            let share = share(works, work);
            json!({
                "work": work.name,
                "cpu_us": own.cpu,
                "database_cpu_us": work.database.map(|_| own.database),
                "requests_per_second": own.rate,
                "p50_ms": own.p50,
                "p99_ms": own.p99,
                "of": work.goal.map(|goal| goal.of),
                "ratio": share,
                "must": work.goal.map(|goal| goal.must),
            })
        })
        .collect();
    json!({
        "works": rows,
        "processor": processor(),
        "connections": facts.args.connections,
        "rounds": facts.args.rounds,
        "seconds": facts.args.slice().as_secs_f64(),
        "fdatasync_us": facts.sync,
        "load_average": [facts.before.0, facts.after.0],
        "peak_memory_mib": facts.memory,
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_per_request_and_a_round_of_noise_does_not_move_them() {
        let slice = |cpu_micros| Slice {
            requests: 100,
            seconds: 0.5,
            cpu_micros,
            database_micros: 0,
            latencies: vec![1000; 100],
        };
        let figures = Figures::of(&[slice(1_000), slice(1_000), slice(90_000)]);
        assert_eq!((figures.cpu, figures.rate, figures.p50, figures.p99), (10.0, 200.0, 1.0, 1.0));
    }
}
