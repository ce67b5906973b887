//! What is written down. A step that is not run keeps what was written of it the last time.

use crate::run::Ran;
use crate::steps::Step;
use std::fmt::Write;

/// Lines of the test harness.
const NOISE: [&str; 4] = ["running ", "test result: ", "ok", "failures:"];
const SLOW: &str = " has been running for over 60 seconds";

const HEAD: &str = "# The long run

`.ci/full` runs what takes longer than a change can wait for, `.ci/full STEP…` some of it. This is what came of each step when it was run last.

| | |
|---|---|
";
const STEPS: &str = "
| step | what has to hold | result | run | program | minutes | load before |
|---|---|---|---|---|---|---|
";

/// The whole report, in the place of the one before.
pub(crate) fn markdown(machine: &[(&str, String)], all: &[(&Step, Option<Ran>)], before: &str) -> String {
    let mut text = HEAD.to_owned();
    for (what, how) in machine {
        let _ = writeln!(text, "| {what} | {how} |");
    }
    text += STEPS;
    for (step, ran) in all {
        text += &ran.as_ref().map_or_else(|| row_before(step, before), |ran| row(step, ran));
    }
    for (step, ran) in all {
        text += &ran.as_ref().map_or_else(|| section_before(step, before), |ran| section(step, ran));
    }
    text
}

fn row(Step { name, promise, .. }: &Step, ran: &Ran) -> String {
    let Ran { fault, at, program, took, load, .. } = ran;
    let (result, minutes) = (fault.as_deref().unwrap_or("holds"), took.as_secs_f32() / 60.0);
    format!("| {name} | {promise} | {result} | {at} | {program} | {minutes:.1} | {load} |\n")
}

fn row_before(Step { name, promise, .. }: &Step, before: &str) -> String {
    let start = format!("| {name} | ");
    let found = before.lines().find(|line| line.starts_with(&start));
    found.map_or_else(|| format!("| {name} | {promise} | not run yet | | | | |\n"), |line| format!("{line}\n"))
}

fn title(step: &Step) -> String {
    format!("\n## {}\n", step.name)
}

fn section(step: &Step, ran: &Ran) -> String {
    let says: String = step.says.iter().map(|(name, value)| format!("{name}={value} ")).collect();
    let figures = figures(&ran.said).join("\n");
    format!("{}\n```\n{says}{}\n```\n\n```\n{figures}\n```\n", title(step), step.words)
}

fn section_before(step: &Step, before: &str) -> String {
    let title = title(step);
    let Some((_, rest)) = before.split_once(&title) else { return String::new() };
    let own = rest.split("\n## ").next().unwrap_or_default();
    title + own
}

/// What tests print, behind their names, without what the harness says around it.
fn figures(said: &[String]) -> Vec<String> {
    let is_noise =
        |line: &str| line.is_empty() || line.ends_with(SLOW) || NOISE.iter().any(|noise| line.starts_with(noise));
    let named = said.iter().filter(|line| !is_noise(line)).filter_map(|line| {
        match line.strip_prefix("test ").and_then(|rest| rest.split_once(" ... ")) {
            Some((_, rest)) if is_noise(rest) => None,
            Some((name, rest)) => Some(format!("{name}: {rest}")),
            None => Some(line.clone()),
        }
    });
    named.collect()
}
