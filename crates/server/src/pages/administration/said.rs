//! Values as people read them, on several pages.

use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::lasting;
use crate::pages::parts::{Empty, Pager, time};
use crate::pages::words::Words;

/// Where a list begins and goes on.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// Where it begins, on any page but the first.
    pub first: Option<String>,
    /// Where it goes on.
    pub next: Option<String>,
}

impl Way {
    /// Where the list begins, if nothing stands behind the place that was asked for: what stood there is gone, or has moved to the top.
    pub fn behind_the_end<T>(&self, rows: &[T]) -> Option<&str> {
        self.first.as_deref().filter(|_| rows.is_empty())
    }

    pub(super) fn pager(&self, words: &'static Words) -> Html {
        Html::drawn(&Pager { words, first: self.first.clone(), next: self.next.clone() })
    }
}

/// What was looked for, for the tab.
pub(super) fn asked<const N: usize>(texts: [&String; N]) -> Vec<String> {
    texts.into_iter().filter(|text| !text.is_empty()).cloned().collect()
}

/// An empty list.
pub(super) fn empty(nothing: &'static str, what: &'static str) -> Html {
    Html::drawn(&Empty { nothing, what: Html::plain(what), step: None })
}

/// A name that somebody chose.
pub(super) fn name(text: &str) -> Html {
    Html::fill("{name}", &[("name", Part::Name(text))])
}

/// The same as a link.
pub(super) fn named(href: &str, text: &str) -> Html {
    Html::anchor(href, &name(text))
}

/// Something to copy.
pub(super) fn code(text: &str) -> Html {
    if text.is_empty() { Html::default() } else { Html::fill("{code}", &[("code", Part::Code(text))]) }
}

/// A sentence about somebody or something.
pub(super) fn about(sentence: &str, slot: &str, text: &str) -> Html {
    Html::fill(sentence, &[(slot, Part::Strong(text))])
}

/// An instant.
pub(super) fn at(frame: &Frame, instant: i64) -> Html {
    time(frame.words(), frame.now, instant)
}

/// When something was last used, if ever.
pub(super) fn last(frame: &Frame, used: Option<i64>) -> Html {
    let never = || Html::plain(frame.words().administration.common.never);
    used.map_or_else(never, |used| at(frame, used))
}

/// An instant, and from where where that is known.
pub(super) fn seen(frame: &Frame, instant: i64, address: &str) -> Html {
    let time = at(frame, instant);
    match address {
        "" => time,
        from => {
            let parts = [("time", Part::Html(&time)), ("address", Part::Name(from))];
            Html::fill(frame.words().administration.common.from, &parts)
        }
    }
}

/// A number.
pub(super) fn number(words: &'static Words, count: u64) -> Html {
    Html::plain(&lasting::grouped(count, words.units.thousands))
}
