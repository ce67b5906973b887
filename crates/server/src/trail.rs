//! The audit as text that other programs read.

use crate::desk::Declined;
use crate::desk::data::instant;
use crate::desk::names::Names;
use crate::views::Event;
use std::fmt::Write;
use store::ops::{Audit, Audited};

/// What stands above the columns of a CSV file.
const HEADING: &str = "id,at,actor,actor_name,action,object,app_name,detail,address,account_name\r\n";

/// Rows with the names of whoever and whatever they are about.
pub async fn named(names: &mut Names<'_>, rows: &[Audited]) -> Result<Vec<Event>, Declined> {
    let mut events = Vec::new();
    for row in rows {
        let actor_name = names.actor(&row.audit.actor).await?.username().map(str::to_owned);
        let [account_name, app_name] =
            [names.account(row).await?, names.app(row).await?].map(|of| of.map(|of| of.name));
        let Audit { at, actor, action, object, detail, address, .. } = row.audit.clone();
        let id = row.id.to_string();
        events.push(Event { id, at, actor, actor_name, action, object, app_name, detail, address, account_name });
    }
    Ok(events)
}

/// A JSON object a line.
pub fn json_lines(rows: &[Event]) -> String {
    rows.iter().filter_map(|row| serde_json::to_string(row).ok()).map(|line| line + "\n").collect()
}

/// Comma-separated (RFC 4180), with a heading.
pub fn csv(rows: &[Event]) -> String {
    rows.iter().fold(HEADING.to_owned(), |text, row| text + &csv_line(row))
}

/// One row of a CSV file; its time is RFC 3339, which spreadsheets read.
pub fn csv_line(row: &Event) -> String {
    let mut line = format!("{},{}", row.id, instant(row.at).unwrap_or_default());
    let name = |name: &Option<String>| name.clone().unwrap_or_default();
    let [by, app, account] = [&row.actor_name, &row.app_name, &row.account_name].map(name);
    for text in [&row.actor, &by, &row.action, &row.object, &app, &row.detail, &row.address, &account] {
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
            id: "1".to_owned(),
            at: 2,
            actor: "account:7".to_owned(),
            actor_name: Some("=alice".to_owned()),
            action: "app.send-back".to_owned(),
            object: "app x,y".to_owned(),
            app_name: Some("Notes".to_owned()),
            detail: "=HYPERLINK(\"http://evil\")\nno".to_owned(),
            address: String::new(),
            account_name: Some("bob".to_owned()),
        };
        assert_eq!(
            csv(std::slice::from_ref(&row)),
            "id,at,actor,actor_name,action,object,app_name,detail,address,account_name\r\n\
             1,1970-01-01T00:00:02Z,account:7,'=alice,app.send-back,\"app x,y\",Notes,\"'=HYPERLINK(\"\"http://evil\"\")\nno\",,bob\r\n"
        );
        assert_eq!(json_lines(&[row.clone(), row]).lines().count(), 2);
    }
}
