//! One table of a report: what it says, its plot, and what it says of the goals.

use crate::figure::figure;
use crate::plot::Plot;
use std::fmt::Write;

/// A table with what belongs to it.
pub(crate) struct Section {
    /// The name of its plot's file.
    pub(crate) name: &'static str,
    /// Its heading.
    pub(crate) title: &'static str,
    /// The columns.
    pub(crate) head: Vec<String>,
    /// As wide as the head.
    pub(crate) rows: Vec<Vec<String>>,
    /// What has to be known to read it.
    pub(crate) note: String,
    /// Its picture.
    pub(crate) plot: Plot,
    /// What it says of the goals.
    pub(crate) verdicts: Vec<Verdict>,
}

/// A goal and what was reached.
pub(crate) struct Verdict {
    /// Its number in the list of goals.
    pub(crate) goal: &'static str,
    /// What is measured.
    pub(crate) what: String,
    /// What holds at once, as people write it.
    pub(crate) must: String,
    /// What was reached; nothing where it could not be measured.
    pub(crate) reached: Option<Reached>,
}

/// What was reached.
pub(crate) struct Reached {
    /// As people write it.
    pub(crate) text: String,
    /// Whether that is what must be.
    pub(crate) met: bool,
}

impl Verdict {
    /// More is better: `unit` stands behind both figures.
    pub(crate) fn at_least(goal: &'static str, what: impl Into<String>, reached: f64, must: f64, unit: &str) -> Self {
        Self::held(goal, what.into(), (reached, must, unit), reached >= must)
    }

    /// Less is better.
    pub(crate) fn at_most(goal: &'static str, what: impl Into<String>, reached: f64, must: f64, unit: &str) -> Self {
        Self::held(goal, what.into(), (reached, must, unit), reached <= must)
    }

    /// One that this run says nothing about, and why.
    pub(crate) fn unknown(goal: &'static str, what: impl Into<String>, must: impl Into<String>) -> Self {
        Self { goal, what: what.into(), must: must.into(), reached: None }
    }

    fn held(goal: &'static str, what: String, (reached, must, unit): (f64, f64, &str), met: bool) -> Self {
        let told = |value: f64| format!("{}{unit}", figure(value));
        Self { goal, what, must: told(must), reached: Some(Reached { text: told(reached), met }) }
    }
}

impl Section {
    /// Heading, table and note.
    pub(crate) fn markdown(&self) -> String {
        format!("### {}\n\n{}\n{}\n", self.title, table(&self.head, &self.rows), self.note)
    }
}

/// A Markdown table. Figures stand at the right.
pub(crate) fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let mut out = String::new();
    let is_figures = |column: usize| {
        let mut cells = rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty()).peekable();
        cells.peek().is_some()
            && cells.all(|cell| cell.starts_with(|first: char| first.is_ascii_digit() || first == '–'))
    };
    let rule = (0..head.len()).map(|column| if is_figures(column) { "---:" } else { "---" }.to_owned());
    for row in [head.to_vec(), rule.collect()].iter().chain(rows) {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_met_at_its_bound_and_missed_beyond() {
        let met = |verdict: Verdict| verdict.reached.is_some_and(|reached| reached.met);
        assert!(met(Verdict::at_least("G1", "", 0.7, 0.7, "")));
        assert!(!met(Verdict::at_least("G1", "", 0.69, 0.7, "")));
        assert!(met(Verdict::at_most("G9", "", 40.0, 40.0, " MiB")));
        assert!(!met(Verdict::at_most("G9", "", 41.0, 40.0, " MiB")));
    }
}
