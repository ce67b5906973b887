//! The audit as text that other programs read.

use crate::views::Event;
use std::fmt::Write;

/// What stands above the columns of a CSV file.
const HEADING: &str = "id,at,actor,action,object,detail,address\r\n";

/// A JSON object a line.
pub fn json_lines(rows: &[Event]) -> String {
    rows.iter().filter_map(|row| serde_json::to_string(row).ok()).map(|line| line + "\n").collect()
}

/// Comma-separated (RFC 4180), with a heading.
pub fn csv(rows: &[Event]) -> String {
    rows.iter().fold(HEADING.to_owned(), |text, row| text + &csv_line(row))
}

/// One row of a CSV file.
pub fn csv_line(row: &Event) -> String {
    let mut line = format!("{},{}", row.id, row.at);
    for text in [&row.actor, &row.action, &row.object, &row.detail, &row.address] {
        let _ = write!(line, ",{}", cell(text));
    }
    line + "\r\n"
}

/// In quotation marks where it has to be. Spreadsheets take what begins so for a formula: an apostrophe in front makes it a text.
fn cell(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    match guarded.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", guarded.replace('"', "\"\"")),
        false => guarded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_breaks_no_line_and_is_no_formula() {
        let row = Event {
            id: 1,
            at: 2,
            actor: "key:a".to_owned(),
            action: "app.send-back".to_owned(),
            object: "app x,y".to_owned(),
            detail: "=HYPERLINK(\"http://evil\")\nno".to_owned(),
            address: String::new(),
        };
        assert_eq!(
            csv(std::slice::from_ref(&row)),
            "id,at,actor,action,object,detail,address\r\n\
             1,2,key:a,app.send-back,\"app x,y\",\"'=HYPERLINK(\"\"http://evil\"\")\nno\",\r\n"
        );
        assert_eq!(json_lines(&[row.clone(), row]).lines().count(), 2);
    }
}
