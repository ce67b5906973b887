//! The report.

use crate::load::Slice;
use crate::machine::{Facts, processor};
use crate::works::{By, Goal, Work};
use serde_json::json;
use std::fmt::Write;

/// What the slices of one work say.
struct Figures {
    /// Of CPU time per request, in microseconds.
    cpu: f64,
    /// The same of the database.
    database: f64,
    rate: f64,
    p50: f64,
    p99: f64,
}

impl Figures {
    /// Medians over the rounds; latencies in milliseconds over all of them.
    fn of(slices: &[Slice]) -> Self {
        let middle =
            |of: &dyn Fn(&Slice) -> f64| median(slices.iter().filter(|slice| slice.requests > 0).map(of).collect());
        let mut latencies: Vec<u32> = slices.iter().flat_map(|slice| slice.latencies.iter().copied()).collect();
        latencies.sort_unstable();
        let at = |share: f64| {
            let place = (latencies.len() as f64 * share) as usize;
            latencies.get(place).map_or(f64::NAN, |micros| f64::from(*micros) / 1000.0)
        };
        Self {
            cpu: middle(&each),
            database: middle(&|slice| slice.database_micros as f64 / slice.requests as f64),
            rate: middle(&|slice| slice.requests as f64 / slice.seconds),
            p50: at(0.50),
            p99: at(0.99),
        }
    }
}

/// The middle one, or what lies between the two middle ones.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.get(middle), values.len() % 2, middle.checked_sub(1).and_then(|below| values.get(below))) {
        (Some(upper), 0, Some(lower)) => f64::midpoint(*lower, *upper),
        (Some(middle), ..) => *middle,
        _ => f64::NAN,
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
fn each(slice: &Slice) -> f64 {
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
    fn medians_are_the_middle_or_between_the_two_middles() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(Vec::new()).is_nan());
    }

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
