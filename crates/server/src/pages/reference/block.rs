//! What chapters are made of.

use super::super::html::{Html, Part};

/// A chapter: words, and beside them what runs.
pub(super) struct Chapter {
    /// Its anchor.
    pub(super) id: String,
    pub(super) title: String,
    /// Whether the title is a name from the dialect's file.
    pub(super) named: Named,
    pub(super) blocks: Vec<Block>,
    pub(super) samples: Vec<Sample>,
}

/// Whose words a title has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// Ours.
    Ours,
    /// The file's.
    Theirs,
}

/// A piece of a chapter's words.
pub(super) enum Block {
    /// A paragraph.
    Text(Html),
    /// A smaller one.
    Hint(Html),
    /// Methods with their addresses.
    Routes(Vec<(&'static str, String)>),
    /// A title within the chapter, with its anchor where it has one.
    Title(Option<String>, Html),
    /// Sentences, one below the other.
    List(Vec<Html>),
    /// Names with what is to say about them.
    Entries(Vec<Entry>),
    /// The same, folded under this summary.
    Folded(Html, Vec<Entry>),
}

/// A name with what is to say about it.
pub(super) struct Entry {
    /// Its anchor.
    pub(super) id: Option<String>,
    /// As the wire has it.
    pub(super) names: Vec<String>,
    /// Beside the name.
    pub(super) note: Option<Html>,
    pub(super) lines: Vec<Line>,
}

/// A sentence, and smaller ones below it.
pub(super) struct Line {
    pub(super) text: Html,
    /// With their anchors.
    pub(super) more: Vec<(Option<String>, Html)>,
}

/// Something that is typed, or that comes back.
pub(super) struct Sample {
    /// What the copy button takes.
    pub(super) id: String,
    pub(super) label: Html,
    pub(super) text: String,
    /// What one does with it.
    pub(super) does: Does,
}

/// What one does with a sample.
pub(super) enum Does {
    /// Runs it in a shell, so it can be copied.
    Runs,
    /// Opens it in a browser.
    Opens,
    /// Reads it.
    Reads,
}

impl Chapter {
    /// A chapter with words alone.
    pub(super) fn of_words(id: &str, title: &str, blocks: Vec<Block>) -> Self {
        let (id, title) = (id.to_owned(), title.to_owned());
        Self { id, title, named: Named::Ours, blocks, samples: Vec::new() }
    }
}

impl Line {
    /// One sentence.
    pub(super) fn of(text: Html) -> Self {
        Self { text, more: Vec::new() }
    }

    /// One with smaller ones, which nothing leads to.
    pub(super) fn with(text: Html, more: Vec<Html>) -> Self {
        Self { text, more: more.into_iter().map(|own| (None, own)).collect() }
    }
}

impl Sample {
    /// Whether it is a request.
    pub(super) fn is_asked(&self) -> bool {
        !matches!(self.does, Does::Reads)
    }
}

/// Texts of the wire, one after the other.
pub(super) fn codes<T: AsRef<str>>(texts: &[T]) -> Html {
    Html::joined(&texts.iter().map(|text| Part::Code(text.as_ref())).collect::<Vec<_>>(), ", ")
}

/// An anchor's part of what may be any text: letters, digits, `-` and `_` stay, the rest is a number, so that two texts never look alike.
pub(super) fn slug(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    text.chars().map(|c| if plain(c) { c.to_string() } else { format!(".{:x}", u32::from(c)) }).collect()
}
