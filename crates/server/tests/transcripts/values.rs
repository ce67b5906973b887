//! Placeholders: filled in what is sent, bound and checked in what comes back.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::BTreeMap;

/// RFC 3986 section 2.3: unreserved characters stay.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What the placeholders stand for by now.
#[derive(Default)]
pub(crate) struct Values {
    known: BTreeMap<String, String>,
    bound: Vec<String>,
}

impl Values {
    /// Tells what a name stands for.
    pub(crate) fn tell(&mut self, name: &str, value: &str) {
        self.known.insert(name.to_owned(), value.to_owned());
    }

    /// The text with every known name in its place; those with a shape stay.
    pub(crate) fn fill(&self, text: &str) -> Result<String, String> {
        let mut done = String::new();
        let mut rest = text.to_owned();
        while let Some((start, end)) = hole(&rest) {
            let inner = &rest[start + 2..end - 2];
            match self.value(inner)? {
                Some(value) => rest.replace_range(start..end, &value),
                None => {
                    done.push_str(&rest[..end]);
                    rest.replace_range(..end, "");
                }
            }
        }
        Ok(done + &rest)
    }

    fn value(&self, inner: &str) -> Result<Option<String>, String> {
        match (inner.split_once(' '), inner.contains('=')) {
            (Some(("base64", text)), _) => Ok(Some(BASE64_STANDARD.encode(text))),
            (Some(("url", text)), _) => Ok(Some(utf8_percent_encode(text, RESERVED).to_string())),
            (_, true) => Ok(None),
            _ => self.known.get(inner).cloned().map(Some).ok_or_else(|| format!("nothing is known of {{{{{inner}}}}}")),
        }
    }

    /// Holds what came against what was expected, and binds what is new.
    pub(crate) fn meet(&mut self, expected: &str, came: &str) -> Result<(), String> {
        let expected = self.fill(expected)?;
        let differs = || format!("expected {expected}\n     got {came}");
        let (rest, found) = begins(&expected, came).ok_or_else(differs)?;
        if !rest.is_empty() {
            return Err(differs());
        }
        self.bind(found)
    }

    /// Finds it somewhere in a page.
    pub(crate) fn find(&mut self, expected: &str, page: &str) -> Result<(), String> {
        let expected = self.fill(expected)?;
        let places = page.char_indices().map(|(at, _)| &page[at..]);
        let found = places.filter_map(|from| begins(&expected, from)).next();
        let (_, found) = found.ok_or_else(|| format!("the page does not hold {expected}\n{page}"))?;
        self.bind(found)
    }

    fn bind(&mut self, found: Vec<(String, String)>) -> Result<(), String> {
        for (name, value) in found.into_iter().filter(|(name, _)| !name.is_empty()) {
            if self.bound.contains(&value) {
                return Err(format!("{{{{{name}}}}} is {value}, which was there before"));
            }
            self.bound.push(value.clone());
            self.known.insert(name, value);
        }
        Ok(())
    }
}

/// The first placeholder that holds no other.
fn hole(text: &str) -> Option<(usize, usize)> {
    text.match_indices("{{").map(|(start, _)| start).find_map(|start| {
        let inner = &text[start + 2..];
        let end = inner.find(['{', '}'])?;
        inner[end..].starts_with("}}").then_some((start, start + 2 + end + 2))
    })
}

/// What follows, and what the shapes stand for, if the text begins as expected.
fn begins<'t>(expected: &str, text: &'t str) -> Option<(&'t str, Vec<(String, String)>)> {
    let (mut expected, mut text, mut found) = (expected, text, Vec::new());
    while let Some((start, end)) = hole(expected) {
        text = text.strip_prefix(&expected[..start])?;
        let (name, shape) = expected[start + 2..end - 2].split_once('=')?;
        expected = &expected[end..];
        let next = &expected[..hole(expected).map_or(expected.len(), |(start, _)| start)];
        let length = length(shape, text, next)?;
        found.push((name.to_owned(), text[..length].to_owned()));
        text = &text[length..];
    }
    Some((text.strip_prefix(expected)?, found))
}

/// How much of the text has this shape.
fn length(shape: &str, text: &str, next: &str) -> Option<usize> {
    let run = |allowed: fn(char) -> bool| text.find(|c| !allowed(c)).unwrap_or(text.len());
    let length = match shape {
        "words" if next.is_empty() => text.len(),
        "words" => text.find(next)?,
        "jwt" => run(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)),
        "uuid" => return uuid(text),
        _ => return counted(shape, text),
    };
    (length > 0 && (shape != "jwt" || text[..length].matches('.').count() == 2)).then_some(length)
}

fn uuid(text: &str) -> Option<usize> {
    let text = text.get(..36)?;
    let fits = |(at, c): (usize, char)| if matches!(at, 8 | 13 | 18 | 23) { c == '-' } else { lower_hex(c) };
    text.char_indices().all(fits).then_some(36)
}

/// `hex:64`, `rt-base62:32`: a literal, an alphabet, a number of characters.
fn counted(shape: &str, text: &str) -> Option<usize> {
    let (alphabet, count) = shape.rsplit_once(':')?;
    let (prefix, alphabet) =
        alphabet.rsplit_once('-').map_or(("", alphabet), |(prefix, rest)| (&shape[..=prefix.len()], rest));
    let allowed: fn(char) -> bool = match alphabet {
        "hex" => lower_hex,
        "base62" => |c| c.is_ascii_alphanumeric(),
        "base64url" => |c| c.is_ascii_alphanumeric() || c == '-' || c == '_',
        "lower" => |c| c.is_ascii_lowercase() || c.is_ascii_digit(),
        "digits" => |c| c.is_ascii_digit(),
        _ => return None,
    };
    let length = prefix.len() + count.parse::<usize>().ok()?;
    let random = text.get(..length)?.strip_prefix(prefix)?;
    random.chars().all(allowed).then_some(length)
}

fn lower_hex(c: char) -> bool {
    c.is_ascii_digit() || ('a'..='f').contains(&c)
}
