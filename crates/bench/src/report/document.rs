//! The report as a file, and its plots as files beside it.

use super::Facts;
use crate::Outcome;
use crate::args::ReportArgs;
use crate::figure::figure;
use crate::section::{Section, Verdict, table};
use std::fmt::Write;
use std::path::Path;

const INTRO: &str = "\
Written by `cargo run --release -p bench -- report`; the [last lines](#the-run) say where and how. \"CPU µs\" is the CPU time of all processes of a server \
per request, and \"per core\" what a core does in a second at that price: both survive a noisy neighbour, requests per second and latencies do not.
";

/// Writes `benchmarks.md` and `benchmarks/NAME.svg` into that folder.
pub(super) fn write(folder: &Path, sections: &[Section], facts: &Facts, args: &ReportArgs) -> Outcome<()> {
    let plots = folder.join("benchmarks");
    std::fs::create_dir_all(&plots)?;
    for section in sections {
        std::fs::write(plots.join(format!("{}.svg", section.name)), section.plot.svg())?;
    }
    let report = folder.join("benchmarks.md");
    std::fs::write(&report, markdown(sections, facts, args))?;
    eprintln!("{} is written", report.display());
    Ok(())
}

fn markdown(sections: &[Section], facts: &Facts, args: &ReportArgs) -> String {
    let mut out = format!("# Benchmarks\n\n{INTRO}\n## Goals\n\n{}\n", goals(sections));
    for section in sections {
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "## {}\n\n![{}](benchmarks/{}.svg)\n\n{}\n{}\n\n",
            section.title,
            section.plot.title,
            section.name,
            table(&section.head, &section.rows),
            section.note
        );
    }
    let without: String = args.without.iter().map(|part| format!(" --without {}", part.name())).collect();
    let keycloak = if args.keycloak { " --keycloak" } else { "" };
    let _ = write!(
        out,
        "## The run\n\n{}: {}. {}; {:.0} GiB of memory; Linux {}; databases on {}. Load average {} before, {} after; one write of 4 KiB with fdatasync {} µs. Servers on the first core, \
         whoever asks them on the second, over loopback, without TLS. {:.0} minutes:\n\n```sh\ncargo run --release -p bench -- report --rounds {} --seconds {} \
         --tokens {}{keycloak}{without}\n```\n",
        facts.time,
        facts.program,
        facts.processor,
        facts.memory_mib / 1024.0,
        facts.kernel,
        facts.file_system,
        facts.before.0,
        facts.after.0,
        facts.sync,
        facts.minutes,
        args.rounds,
        args.seconds,
        args.tokens,
    );
    out
}

fn goals(sections: &[Section]) -> String {
    let mut verdicts: Vec<&Verdict> = sections.iter().flat_map(|section| &section.verdicts).collect();
    verdicts.sort_by_key(|verdict| order(verdict.goal));
    let told = |verdict: &&Verdict| match &verdict.reached {
        Some(reached) if reached.met => (reached.text.clone(), "met"),
        Some(reached) => (reached.text.clone(), "**missed**"),
        None => ("–".to_owned(), "not measured"),
    };
    let rows = verdicts.iter().map(|verdict| {
        let (reached, word) = told(verdict);
        vec![verdict.goal.to_owned(), verdict.what.clone(), verdict.must.clone(), reached, word.to_owned()]
    });
    let count = |word| verdicts.iter().filter(|verdict| told(verdict).1 == word).count() as f64;
    let head = ["goal", "what", "must be", "is", ""].map(str::to_owned);
    format!(
        "{} met, {} missed, {} not measured.\n\n{}",
        figure(count("met")),
        figure(count("**missed**")),
        figure(count("not measured")),
        table(&head, &rows.collect::<Vec<_>>())
    )
}

/// G before V, and by number.
fn order(goal: &str) -> (char, u32) {
    let mut letters = goal.chars();
    (letters.next().unwrap_or('Z'), letters.as_str().parse().unwrap_or(u32::MAX))
}
