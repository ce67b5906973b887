//! JSON for people: a line for each member, in the order in which it came.

/// The text with its members on lines of their own. What is no JSON comes back much as it was.
pub(super) fn indented(json: &str) -> String {
    let mut writer = Writer { out: String::with_capacity(json.len() * 2), depth: 0 };
    let mut rest = json.chars().peekable();
    let (mut within, mut escaped) = (false, false);
    while let Some(c) = rest.next() {
        if within {
            writer.out.push(c);
            within = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '{' | '[' => {
                while rest.next_if(|next| next.is_ascii_whitespace()).is_some() {}
                match rest.next_if(|next| matches!(next, '}' | ']')) {
                    Some(close) => writer.out.extend([c, close]),
                    None => writer.open(c),
                }
            }
            '}' | ']' => writer.close(c),
            ',' => {
                writer.out.push(c);
                writer.line();
            }
            ':' => writer.out.push_str(": "),
            c if c.is_ascii_whitespace() => {}
            c => {
                within = c == '"';
                writer.out.push(c);
            }
        }
    }
    writer.out
}

struct Writer {
    out: String,
    depth: usize,
}

impl Writer {
    fn open(&mut self, bracket: char) {
        self.out.push(bracket);
        self.depth += 1;
        self.line();
    }

    fn close(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        self.line();
        self.out.push(bracket);
    }

    fn line(&mut self) {
        self.out.push('\n');
        self.out.push_str(&"  ".repeat(self.depth));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_and_texts_their_blanks() {
        let json = r#"{"b":1, "a": {"x":[],"y":{ },"z":["1, {2}","\"q\\"]}}"#;
        let lines = indented(json);
        assert_eq!(lines.lines().count(), 11, "{lines}");
        assert!(lines.starts_with("{\n  \"b\": 1,\n  \"a\": {\n    \"x\": [],\n    \"y\": {},"), "{lines}");
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&lines), read(json));
    }
}
