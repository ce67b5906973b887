//! The table.

use super::{FEW, Measured};
use crate::args::ListArgs;
use crate::machine::{Load, processor};
use crate::statistics::median;
use std::fmt::Write;

/// One Markdown table with what it was measured on.
pub(super) fn markdown(measured: &[Measured], args: &ListArgs, (before, after): (&Load, &Load)) -> String {
    let mut out = format!(
        "| list | {FEW} rows: first page ms | many rows: first page ms | ratio | {FEW} rows: next page ms | many rows: page in the middle ms | ratio |\n\
         |---|---:|---:|---:|---:|---:|---:|\n"
    );
    for own in measured {
        let (few, many) = (median(own.few.clone()), median(own.many.clone()));
        let on = match own.middle.is_empty() {
            true => " | | ".to_owned(),
            false => {
                let (few, many) = (median(own.few_on.clone()), median(own.middle.clone()));
                format!("{few:.2} | {many:.2} | {:.2}", many / few)
            }
        };
        // Writing to a String cannot fail.
        let _ = writeln!(out, "| {} | {few:.2} | {many:.2} | {:.2} | {on} |", own.listing.title, many / few);
    }
    let _ = write!(
        out,
        "\nMany rows: {} apps of one owner with as many grants of theirs, {} accounts with a grant of one app, a token and an audit row each; a filter finds \
         60 rows, the last ones that a search would come to. Medians of {} rounds, each page asked for over one connection in turn; {}; load average {} \
         before, {} after.",
        args.apps,
        args.grants,
        args.rounds,
        processor(),
        before.0,
        after.0
    );
    out
}
