//! Two texts with what differs marked in each.

use askama::filters::HtmlSafe;
use std::fmt;

/// A text in three pieces: alike, different, alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marked<'a> {
    before: &'a str,
    middle: &'a str,
    after: &'a str,
}

impl<'a> Marked<'a> {
    /// Both texts against each other.
    pub(super) fn both(one: &'a str, other: &'a str) -> (Self, Self) {
        let begin = alike(one.char_indices().map(|(at, c)| (at + c.len_utf8(), c)), other.chars());
        let (_, one_rest) = one.split_at(begin);
        let (_, other_rest) = other.split_at(begin);
        let end =
            alike(one_rest.char_indices().rev().map(|(at, c)| (one_rest.len() - at, c)), other_rest.chars().rev());
        (Self::cut(one, begin, end), Self::cut(other, begin, end))
    }

    fn cut(text: &'a str, begin: usize, end: usize) -> Self {
        let (before, rest) = text.split_at(begin);
        let (middle, after) = rest.split_at(rest.len() - end);
        Self { before, middle, after }
    }
}

/// How many bytes are alike: `one` with the length so far behind each character.
fn alike(one: impl Iterator<Item = (usize, char)>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|((_, a), b)| a == b).last().map_or(0, |((length, _), _)| length)
}

impl fmt::Display for Marked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use askama::filters::{Escaper, Html};
        Html.write_escaped_str(&mut *f, self.before)?;
        if !self.middle.is_empty() {
            f.write_str("<mark>")?;
            Html.write_escaped_str(&mut *f, self.middle)?;
            f.write_str("</mark>")?;
        }
        Html.write_escaped_str(&mut *f, self.after)
    }
}

impl HtmlSafe for Marked<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_marked_and_all_of_it_is_text() {
        for (one, other, first, second) in [
            ("https://a/cb/", "https://a/cb", "https://a/cb<mark>/</mark>", "https://a/cb"),
            ("http://a/cb", "https://a/cb", "http://a/cb", "http<mark>s</mark>://a/cb"),
            ("äb", "äüb", "äb", "ä<mark>ü</mark>b"),
            ("aa", "a", "a<mark>a</mark>", "a"),
            ("", "x", "", "<mark>x</mark>"),
            ("<b>1", "<b>2", "&#60;b&#62;<mark>1</mark>", "&#60;b&#62;<mark>2</mark>"),
            ("same", "same", "same", "same"),
        ] {
            let (a, b) = Marked::both(one, other);
            assert_eq!((a.to_string().as_str(), b.to_string().as_str()), (first, second));
        }
    }
}
