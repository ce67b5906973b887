//! What a document prints for programs: bodies, requests, headers, addresses.

use crate::parse::{Act, Request, Step};

/// Headers that documents show.
const HEADERS: &[&str] = &["Authorization", "Content-Length", "Content-Type", "Host", "SerbleAuth"];

#[derive(Debug)]
pub(crate) enum Printed {
    /// A JSON body.
    Json(String),
    /// `POST /oauth2/token`, perhaps with a query.
    RequestLine(String),
    /// `201 Created`
    Status(String),
    /// `Name: value`
    Header(String),
    /// An absolute address.
    Url(String),
    /// A query alone.
    Query(String),
}

impl Printed {
    /// As the document has it.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Json(text) | Self::RequestLine(text) | Self::Status(text) => text,
            Self::Header(text) | Self::Url(text) | Self::Query(text) => text,
        }
    }

    /// Whether the exchange sends or answers just this, but for placeholders.
    pub(crate) fn agrees(&self, step: &Step) -> bool {
        let Act::Send(request) = &step.act else { return false };
        let answer = step.answer.as_ref();
        match self {
            Self::Json(text) => {
                let came = answer.and_then(|answer| answer.body.as_ref());
                [Some(&request.body), came].into_iter().flatten().any(|body| alike(&words(text), &words(body)))
            }
            Self::RequestLine(text) => line(request, text),
            Self::Status(text) => answer.and_then(|answer| answer.status.as_ref()) == Some(text),
            Self::Header(text) => {
                request.headers.iter().any(|(name, value)| alike(&words(text), &words(&format!("{name}: {value}"))))
            }
            Self::Url(text) => url(request, text),
            Self::Query(text) => {
                request.target.split_once('?').is_some_and(|(_, query)| alike(&pairs(text), &pairs(query)))
            }
        }
    }
}

/// All of it, in order of kind.
pub(crate) fn printed(text: &str) -> Vec<Printed> {
    // GitShare's page breaks its address in two.
    let mut text = text.replace("<domain>/ oauth2", "<domain>/oauth2");
    let mut all = Vec::new();
    while let Some((start, end)) = object(&text) {
        all.push(Printed::Json(text[start..end].to_owned()));
        text.replace_range(start..end, "\n");
    }
    for line in text.lines() {
        let mut words = line.trim().split(' ');
        match (words.next(), words.next()) {
            (Some(method @ ("GET" | "POST" | "DELETE")), Some(path)) if path.starts_with('/') => {
                all.push(Printed::RequestLine(format!("{method} {path}")));
            }
            (Some("HTTP/1.1"), Some(_)) => all.push(Printed::Status(line.trim()["HTTP/1.1 ".len()..].to_owned())),
            _ => all.extend(loose(line)),
        }
    }
    all
}

/// Headers, addresses and queries within a line.
fn loose(line: &str) -> Vec<Printed> {
    let header = HEADERS.iter().find_map(|name| {
        let at = line.find(&format!("{name}: "))?;
        (at == 0 || line[..at].ends_with('\'')).then(|| line[at..].split('\'').next().unwrap_or_default().to_owned())
    });
    let tokens = line.split_whitespace().map(|token| token.trim_matches(['"', '|', ',']));
    let addresses = tokens.filter_map(|token| match token.starts_with("https://") {
        true => Some(Printed::Url(token.to_owned())),
        false => (token.contains('=') && token.contains('&')).then(|| Printed::Query(token.to_owned())),
    });
    header.map(Printed::Header).into_iter().chain(addresses).collect()
}

/// The first thing that begins like a JSON object with members.
fn object(text: &str) -> Option<(usize, usize)> {
    let start = text.match_indices('{').map(|(at, _)| at).find(|at| text[at + 1..].trim_start().starts_with('"'))?;
    let end = text[start..].find('}')?;
    Some((start, start + end + 1))
}

fn line(request: &Request, text: &str) -> bool {
    let Some((method, target)) = text.split_once(' ') else { return false };
    method == request.method && same_target(target, &request.target)
}

fn url(request: &Request, text: &str) -> bool {
    let Some((host, target)) = text.trim_start_matches("https://").split_once('/') else { return false };
    let named = request.headers.iter().any(|(name, value)| name == "Host" && value == host);
    (named || wild(host)) && same_target(&format!("/{target}"), &request.target)
}

/// Paths alike; queries too where the document shows one.
fn same_target(shown: &str, sent: &str) -> bool {
    let (shown_path, shown_query) = shown.split_once('?').unwrap_or((shown, ""));
    let (sent_path, sent_query) = sent.split_once('?').unwrap_or((sent, ""));
    let segments = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    alike(&segments(shown_path), &segments(sent_path))
        && (shown_query.is_empty() || alike(&pairs(shown_query), &pairs(sent_query)))
}

fn pairs(query: &str) -> Vec<String> {
    query.split(['&', '=']).map(str::to_owned).collect()
}

/// The same words in the same order, where neither is a placeholder.
fn alike(shown: &[String], sent: &[String]) -> bool {
    let same = |(shown, sent): (&String, &String)| shown == sent || wild(shown) || sent.contains("{{");
    shown.len() == sent.len() && shown.iter().zip(sent).all(same)
}

/// How documents write what differs from call to call.
fn wild(word: &str) -> bool {
    let capitals = word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    capitals
        || word == "..."
        || (word.starts_with('<') && word.ends_with('>'))
        || (word.starts_with('{') && word.ends_with('}'))
}

/// Texts, literals and marks of a JSON body or a header, without blanks and comments.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            '<' => rest.find('>').map_or(rest.len(), |end| end + 1),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '{' if rest[1..].starts_with(|c: char| c.is_ascii_lowercase()) => {
                rest.find('}').map_or(rest.len(), |end| end + 1)
            }
            '{' if rest.starts_with("{{") => rest.find("}}").map_or(rest.len(), |end| end + 2),
            '{' | '}' | '[' | ']' | ',' | ':' => 1,
            _ => rest.find(|c: char| c.is_whitespace() || ",:}]".contains(c)).unwrap_or(rest.len()),
        };
        if !rest.starts_with("//") {
            words.push(rest[..length].trim_matches('"').to_owned());
        }
        rest = rest[length..].trim_start();
    }
    words
}
