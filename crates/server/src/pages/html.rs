//! Sentences with names in them. Names come from strangers: escaped, and isolated so that they cannot turn the line.

use askama::filters::{Escaper, HtmlSafe};
use std::fmt;

/// Text that is HTML already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Html(String);

/// What stands in a slot of a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'a> {
    /// A name that somebody chose.
    Name(&'a str),
    /// The same, in bold.
    Strong(&'a str),
    /// Text of ours: a number, a duration.
    Text(&'a str),
    /// Something to type or to copy.
    Code(&'a str),
    /// A sentence of ours, filled before.
    Html(&'a Html),
}

impl Html {
    /// Puts `parts` into the `{slots}` of a sentence from the catalogue. A slot without a part stays as it is.
    pub(super) fn fill(sentence: &str, parts: &[(&str, Part)]) -> Self {
        let mut out = Self::default();
        let mut rest = sentence;
        while let Some((before, slot, after)) = next_slot(rest) {
            out.text(before);
            match parts.iter().find(|(name, _)| *name == slot) {
                Some((_, part)) => out.part(*part),
                None => out.text(&format!("{{{slot}}}")),
            }
            rest = after;
        }
        out.text(rest);
        out
    }

    /// Text of ours, as it is.
    pub(super) fn plain(text: &str) -> Self {
        Self::fill("{text}", &[("text", Part::Text(text))])
    }

    /// A sentence of the code's documentation, which is English whatever the page is.
    pub(super) fn english(text: &str) -> Self {
        Self(format!("<span lang=\"en\">{}</span>", Self::documented(text)))
    }

    /// The same within something English: as it is written there, with names between backticks.
    pub(super) fn documented(text: &str) -> Self {
        let mut out = Self::default();
        for (at, part) in text.split('`').enumerate() {
            match at % 2 {
                0 => out.text(&part.replace('\'', "’")),
                _ => out.part(Part::Code(part)),
            }
        }
        out
    }

    /// One part after the other.
    pub(super) fn joined(parts: &[Part], between: &str) -> Self {
        let mut out = Self::default();
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                out.text(between);
            }
            out.part(*part);
        }
        out
    }

    /// A link to a page of ours.
    pub(super) fn link(href: &str, text: &str) -> Self {
        let mut out = Self::default();
        out.within("<a href=\"", href, "\">");
        out.within("", text, "</a>");
        out
    }

    /// A link to a page of somebody else's.
    pub(super) fn outward(href: &str, text: &str) -> Self {
        let mut out = Self::default();
        out.within("<a target=\"_blank\" rel=\"noopener noreferrer nofollow\" href=\"", href, "\">");
        out.within("", text, "</a>");
        out
    }

    /// A link to a page of ours around something.
    pub(super) fn anchor(href: &str, inner: &Self) -> Self {
        let mut out = Self::default();
        out.within("<a href=\"", href, "\">");
        out.0.push_str(&inner.0);
        out.0.push_str("</a>");
        out
    }

    /// What a small template draws.
    pub(super) fn drawn(template: &impl askama::Template) -> Self {
        Self(template.render().unwrap_or_default())
    }

    /// Names one after the other; `None` where there are none.
    pub(super) fn list(names: &[String]) -> Option<Self> {
        let all: Vec<String> =
            names.iter().map(|name| Self::fill("{name}", &[("name", Part::Strong(name))]).0).collect();
        (!all.is_empty()).then(|| Self(all.join(", ")))
    }

    /// An instant; `stamp` is what ISO 8601 calls it.
    pub(super) fn time(stamp: &str, whole: &Self, near: &Self) -> Self {
        Self(format!("<time datetime=\"{stamp}\" title=\"{whole}\">{near}</time>"))
    }

    fn part(&mut self, part: Part) {
        match part {
            Part::Name(name) => self.within("<bdi>", name, "</bdi>"),
            Part::Strong(name) => self.within("<strong><bdi>", name, "</bdi></strong>"),
            Part::Text(text) => self.text(text),
            Part::Code(text) => self.within("<code>", text, "</code>"),
            Part::Html(html) => self.0.push_str(&html.0),
        }
    }

    fn within(&mut self, open: &str, text: &str, close: &str) {
        self.0.push_str(open);
        self.text(text);
        self.0.push_str(close);
    }

    fn text(&mut self, text: &str) {
        // Writing to a String cannot fail.
        let _ = askama::filters::Html.write_escaped_str(&mut self.0, text);
    }
}

/// The same for plain text. The parts are taken as they are.
pub(super) fn fill_text(sentence: &str, parts: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = sentence;
    while let Some((before, slot, after)) = next_slot(rest) {
        out.push_str(before);
        out.push_str(parts.iter().find(|(name, _)| *name == slot).map_or("", |(_, text)| text));
        rest = after;
    }
    out + rest
}

fn next_slot(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (slot, after) = rest.split_once('}')?;
    Some((before, slot, after))
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_and_isolated() {
        let html = Html::fill("{app} wants <this>.", &[("app", Part::Strong("<b>x</b>"))]);
        assert_eq!(html.to_string(), "<strong><bdi>&#60;b&#62;x&#60;/b&#62;</bdi></strong> wants &#60;this&#62;.");
    }

    #[test]
    fn a_name_is_no_sentence() {
        let html = Html::fill("{a} {b}", &[("a", Part::Name("{b}")), ("b", Part::Text("2"))]);
        assert_eq!(html.to_string(), "<bdi>{b}</bdi> 2");
    }

    #[test]
    fn an_unknown_slot_stays() {
        assert_eq!(Html::fill("{x} and {", &[]).to_string(), "{x} and {");
    }
}
