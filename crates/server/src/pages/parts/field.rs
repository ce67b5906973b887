//! Fields of forms, and the summary above them.

use super::super::html::Html;
use super::super::words::Words;
use askama::Template;
use askama::filters::HtmlSafe;

/// A label with its field, a hint, and what is wrong with what was typed.
#[derive(Template)]
#[template(path = "part/field.html")]
pub(in crate::pages) struct Field<'a> {
    /// Its name in the form, and its id.
    pub(in crate::pages) name: &'static str,
    /// What it asks for.
    pub(in crate::pages) label: Html,
    /// What is typed into it.
    pub(in crate::pages) kind: Kind<'a>,
    /// What stands in it.
    pub(in crate::pages) value: &'a str,
    /// What helps to fill it in.
    pub(in crate::pages) hint: Option<Html>,
    /// What is wrong.
    pub(in crate::pages) error: Option<Html>,
    /// HTML's `autocomplete`.
    pub(in crate::pages) autocomplete: &'static str,
}

/// What is typed into a field.
#[derive(Clone, Debug)]
pub(in crate::pages) enum Kind<'a> {
    /// A line that may be empty.
    Optional,
    /// A line.
    Line,
    /// An address for mail.
    Email,
    /// A password; what was typed never comes back.
    Password,
    /// The same, where the form may go without one.
    OptionalPassword,
    /// A day, or none.
    Day,
    /// Several lines.
    Lines,
    /// Several lines, or none.
    OptionalLines,
    /// One of these: value and words.
    OneOf(Vec<(&'a str, &'a str)>),
}

impl<'a> Field<'a> {
    /// A plain one.
    pub(in crate::pages) fn new(name: &'static str, label: &str, kind: Kind<'a>, value: &'a str) -> Self {
        Self { name, label: Html::plain(label), kind, value, hint: None, error: None, autocomplete: "off" }
    }

    /// With a hint.
    pub(in crate::pages) fn hint(self, hint: Html) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// With what is wrong, if anything is.
    pub(in crate::pages) fn wrong(self, error: Option<Html>) -> Self {
        Self { error, ..self }
    }

    /// With what the browser may fill in.
    pub(in crate::pages) fn filled_in_as(self, autocomplete: &'static str) -> Self {
        Self { autocomplete, ..self }
    }

    /// Whether the form may go without it.
    fn is_needed(&self) -> bool {
        !matches!(self.kind, Kind::Optional | Kind::OptionalLines | Kind::OptionalPassword | Kind::Day)
    }

    /// Whether what is typed into it is hidden.
    pub(in crate::pages) fn is_password(&self) -> bool {
        matches!(self.kind, Kind::Password | Kind::OptionalPassword)
    }

    fn input_type(&self) -> &'static str {
        match self.kind {
            Kind::Email => "email",
            Kind::Day => "date",
            Kind::Password | Kind::OptionalPassword => "password",
            _ => "text",
        }
    }

    /// What describes it: ids of hint and error.
    fn described_by(&self) -> Option<String> {
        let ids = [(self.hint.is_some(), "hint"), (self.error.is_some(), "error")];
        let ids: Vec<String> =
            ids.iter().filter(|(there, _)| *there).map(|(_, what)| format!("{}-{what}", self.name)).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

impl HtmlSafe for Field<'_> {}

/// All that is wrong with a form, each linked to its field.
#[derive(Template)]
#[template(path = "part/summary.html")]
pub(in crate::pages) struct Summary<'a> {
    words: &'static Words,
    wrong: Vec<(&'static str, &'a Html)>,
}

impl<'a> Summary<'a> {
    /// Of these fields; `None` where nothing is wrong.
    pub(in crate::pages) fn of<'f: 'a>(
        words: &'static Words,
        fields: impl IntoIterator<Item = &'a Field<'f>>,
    ) -> Option<Self> {
        let wrong: Vec<_> = fields.into_iter().filter_map(|field| Some((field.name, field.error.as_ref()?))).collect();
        (!wrong.is_empty()).then_some(Self { words, wrong })
    }
}

impl HtmlSafe for Summary<'_> {}
