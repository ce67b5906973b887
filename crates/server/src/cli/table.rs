//! Lists for people: columns under a heading. What somebody typed moves no cursor, colours no terminal and begins no line of its own.

use crate::desk::facts::is_odd;

/// Lines with aligned columns, without the last line's end.
pub(super) fn table(heading: &[&str], rows: Vec<Vec<String>>) -> String {
    let heading: Vec<String> = heading.iter().map(|word| (*word).to_owned()).collect();
    let rows = rows.iter().map(|row| row.iter().map(|cell| visible(cell)).collect());
    let rows: Vec<Vec<String>> = std::iter::once(heading).chain(rows).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A time as people read it, in UTC.
pub(super) fn time(seconds: i64) -> String {
    let at = jiff::Timestamp::from_second(seconds).unwrap_or_default();
    at.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

/// Facts about one thing: names and values in two columns. The lines of a value stand under each other in the second.
pub(super) fn facts(pairs: Vec<(&str, String)>) -> String {
    let width = pairs.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let below = format!("\n{:width$}  ", "");
    let value = |text: &str| text.lines().map(visible).collect::<Vec<_>>().join(&below);
    let lines = pairs.iter().filter(|(_, text)| !text.is_empty());
    lines.map(|(name, text)| format!("{name:<width$}  {}", value(text))).collect::<Vec<_>>().join("\n")
}

/// The text with escapes in the place of what a terminal obeys or does not show.
pub(super) fn visible(text: &str) -> String {
    text.chars().flat_map(|c| if is_odd(c) { c.escape_default().collect() } else { vec![c] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let rows = vec![vec!["a".to_owned(), "one".to_owned()], vec!["longer".to_owned(), String::new()]];
        assert_eq!(table(&["ID", "NAME"], rows), "ID      NAME\na       one\nlonger");
        assert_eq!(
            facts(vec![("id", "7".to_owned()), ("secret", String::new()), ("name", "x\ny".to_owned())]),
            "id      7\nname    x\n        y"
        );
    }

    #[test]
    fn log_02_what_somebody_typed_is_no_line_of_its_own_and_tells_a_terminal_nothing() {
        let typed = "spam\r\n2026-11-28 root\u{1b}[31m\u{202e}\0\u{9b}".to_owned();
        let shown = "spam\\r\\n2026-11-28 root\\u{1b}[31m\\u{202e}\\u{0}\\u{9b}";
        assert_eq!(table(&["MORE"], vec![vec![typed.clone()]]), format!("MORE\n{shown}"));
        let below = shown.replace("\\r\\n", "\n        ");
        assert_eq!(facts(vec![("reason", typed)]), format!("reason  {below}"));
    }
}
