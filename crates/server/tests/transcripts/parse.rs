//! Reads a transcript; `dialects/README.md` says how one is written.

use std::iter::Peekable;
use std::str::Lines;

/// One story.
pub(crate) struct Transcript {
    pub(crate) steps: Vec<Step>,
}

/// Something happens, and what comes back.
pub(crate) struct Step {
    pub(crate) line: usize,
    pub(crate) cites: Vec<Cite>,
    pub(crate) act: Act,
    pub(crate) answer: Option<Answer>,
}

pub(crate) enum Act {
    /// The app, or the person's browser, sends this.
    Send(Request),
    /// A person, an administrator or the clock does this.
    Direct(String),
}

pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

#[derive(Default)]
pub(crate) struct Answer {
    /// Such as `200 OK`.
    pub(crate) status: Option<String>,
    /// `None`: there is no such header.
    pub(crate) headers: Vec<(String, Option<String>)>,
    /// Compared whole.
    pub(crate) body: Option<String>,
    /// Texts that the page holds.
    pub(crate) holds: Vec<String>,
}

/// A quote from the provider's document, with the lines where it stands.
pub(crate) struct Cite {
    pub(crate) line: usize,
    pub(crate) lines: (usize, usize),
    pub(crate) quote: String,
}

type Numbered<'a> = Peekable<std::iter::Enumerate<Lines<'a>>>;

pub(crate) fn transcript(text: &str) -> Result<Transcript, String> {
    let mut lines = text.lines().enumerate().peekable();
    let (mut steps, mut cites) = (Vec::new(), Vec::new());
    while let Some((index, line)) = lines.next() {
        let number = index + 1;
        let act = match line.split_at_checked(1) {
            None => continue,
            Some(("#", rest)) => {
                cites.extend(cite(number, rest, &mut lines)?);
                continue;
            }
            Some((">", rest)) => {
                Act::Send(request(rest, block(&mut lines, '>')).ok_or(format!("line {number}: not a request line"))?)
            }
            Some(("!", rest)) => Act::Direct(rest.trim().to_owned()),
            Some(_) => return Err(format!("line {number}: an answer to nothing, or no transcript at all: {line}")),
        };
        let answer = answer(block(&mut lines, '<'), block(&mut lines, '~'));
        steps.push(Step { line: number, cites: std::mem::take(&mut cites), act, answer });
    }
    Ok(Transcript { steps })
}

/// The lines that begin with this character, without it and the blank after it.
fn block<'a>(lines: &mut Numbered<'a>, mark: char) -> Vec<&'a str> {
    let mut block = Vec::new();
    while let Some(line) = lines.peek().and_then(|(_, line)| line.strip_prefix(mark)) {
        block.push(line.strip_prefix(' ').unwrap_or(line));
        lines.next();
    }
    block
}

fn request(first: &str, rest: Vec<&str>) -> Option<Request> {
    let mut words = first.trim().strip_suffix(" HTTP/1.1")?.splitn(2, ' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (head, body) = split(&rest);
    let headers =
        head.iter().map(|line| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned())));
    Some(Request { method, target, headers: headers.collect::<Option<_>>()?, body: body.unwrap_or_default() })
}

/// Headers, and what follows the empty line.
fn split<'a>(lines: &[&'a str]) -> (Vec<&'a str>, Option<String>) {
    match lines.iter().position(|line| line.is_empty()) {
        Some(at) => (lines[..at].to_vec(), Some(lines[at + 1..].join("\n"))),
        None => (lines.to_vec(), None),
    }
}

fn answer(lines: Vec<&str>, holds: Vec<&str>) -> Option<Answer> {
    let holds: Vec<String> = holds.into_iter().map(str::to_owned).collect();
    let Some(first) = lines.first() else {
        return (!holds.is_empty()).then(|| Answer { holds, ..Answer::default() });
    };
    let Some(status) = first.strip_prefix("HTTP/1.1 ") else {
        let (head, body) = if first.starts_with('{') { (Vec::new(), Some(lines.join("\n"))) } else { split(&lines) };
        return Some(Answer { headers: head.into_iter().map(header).collect(), body, holds, status: None });
    };
    let (head, body) = split(&lines[1..]);
    Some(Answer { status: Some(status.to_owned()), headers: head.into_iter().map(header).collect(), body, holds })
}

fn header(line: &str) -> (String, Option<String>) {
    match (line.strip_prefix("no "), line.split_once(": ")) {
        (Some(name), None) => (name.to_owned(), None),
        (_, Some((name, value))) => (name.to_owned(), Some(value.to_owned())),
        _ => (line.to_owned(), Some(String::new())),
    }
}

/// `# doc 12-14: "…"`, carried on by lines that begin with `#` and three blanks.
fn cite(line: usize, first: &str, lines: &mut Numbered<'_>) -> Result<Option<Cite>, String> {
    let mut text = first.to_owned();
    while let Some(more) = lines.peek().and_then(|(_, line)| line.strip_prefix("#   ")) {
        text.push('\n');
        text.push_str(more);
        lines.next();
    }
    let Some(doc) = text.strip_prefix(" doc ") else { return Ok(None) };
    let broken = || format!("line {line}: a citation is written `# doc LINE: \"quote\"`");
    let (place, quote) = doc.split_once(": ").ok_or_else(broken)?;
    let (from, to) = place.split_once('-').unwrap_or((place, place));
    let quote = quote.trim().strip_prefix('"').and_then(|quote| quote.strip_suffix('"')).ok_or_else(broken)?;
    let lines = (from.parse().map_err(|_| broken())?, to.parse().map_err(|_| broken())?);
    Ok(Some(Cite { line, lines, quote: quote.to_owned() }))
}
