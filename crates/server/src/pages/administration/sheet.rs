//! What all pages of the administration are made of: a head, and parts below it.

use crate::pages::chrome::Chrome;
use crate::pages::frame::Frame;
use crate::pages::html::Html;
use crate::pages::parts::Field;
use crate::pages::words::Words;
use askama::Template;
use askama::filters::HtmlSafe;

/// Where a form posts to.
#[derive(Clone, Debug, Default)]
pub struct PostTo {
    /// The address.
    pub action: String,
    /// Proof that the form is ours.
    pub csrf: String,
}

/// A page.
#[derive(Default)]
pub(super) struct Sheet {
    /// In the browser's tab.
    pub(super) title: &'static str,
    /// What it is about, in the tab too: what is nearest first.
    pub(super) about: Vec<String>,
    /// Above everything.
    pub(super) heading: Html,
    /// The way here.
    pub(super) crumbs: Vec<Html>,
    /// How the thing stands.
    pub(super) badges: Vec<Badge>,
    /// What the page is about.
    pub(super) lead: Option<Html>,
    /// What went wrong.
    pub(super) error: Option<Html>,
    /// Its parts.
    pub(super) blocks: Vec<Html>,
    /// How often it is shown.
    pub(super) shown: Shown,
}

/// How often a page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// Whenever it is asked for.
    #[default]
    Always,
    /// Whenever it is asked for, with something to copy.
    Copied,
    /// Once, with a secret: it is there to be copied, and no link asks for the page again.
    Once,
}

/// How something stands, in a word.
#[derive(Template)]
#[template(path = "administration/badge.html")]
pub(super) struct Badge {
    /// The word.
    pub(super) text: &'static str,
    /// Whether it is bad news.
    pub(super) mood: Mood,
}

impl HtmlSafe for Badge {}

/// Whether something is bad news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    /// It is not.
    Plain,
    /// It is.
    Bad,
}

impl Sheet {
    /// The page.
    pub(super) fn render(&self, frame: &Frame) -> String {
        View { frame, chrome: &frame.chrome, words: frame.words(), sheet: self }.render().unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "administration/sheet.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    sheet: &'a Sheet,
}

/// Names with values.
#[derive(Template)]
#[template(path = "administration/facts.html")]
pub(super) struct Facts {
    /// What they are about.
    pub(super) title: Option<&'static str>,
    /// In their order.
    pub(super) rows: Vec<(&'static str, Html)>,
}

/// A column of a table; one without a name holds what can be done.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) class: &'static str,
}

/// Columns by name and class of the stylesheet.
pub(super) fn columns(all: &[(&'static str, &'static str)]) -> Vec<Column> {
    all.iter().map(|(name, class)| Column { name, class }).collect()
}

/// Rows under named columns.
#[derive(Template, Default)]
#[template(path = "administration/table.html")]
pub(super) struct Table {
    /// What it is about.
    pub(super) title: Option<&'static str>,
    /// Its columns.
    pub(super) columns: Vec<Column>,
    /// As many cells each as there are columns.
    pub(super) rows: Vec<Vec<Html>>,
    /// What stands there without rows.
    pub(super) none: &'static str,
    /// Below it.
    pub(super) note: Option<&'static str>,
}

impl Table {
    fn cells<'t>(&'t self, row: &'t [Html]) -> Vec<(&'t Column, &'t Html)> {
        self.columns.iter().zip(row).collect()
    }
}

/// A form on a panel of its own.
#[derive(Template)]
#[template(path = "administration/form.html")]
pub(super) struct FormPanel<'a> {
    /// What it is for, where the page's heading does not say it, and the id of that.
    pub(super) title: Option<&'static str>,
    pub(super) id: &'static str,
    /// Where it goes.
    pub(super) to: &'a PostTo,
    /// Its fields.
    pub(super) fields: &'a [Field<'a>],
    /// What stands behind them.
    pub(super) more: Option<Html>,
    /// What the button says.
    pub(super) button: &'static str,
}

/// A form that only asks.
#[derive(Template)]
#[template(path = "administration/search.html")]
pub(super) struct SearchForm<'a> {
    /// The list.
    pub(super) action: &'a str,
    /// Its fields.
    pub(super) fields: Vec<Field<'a>>,
    /// What the button says.
    pub(super) button: &'static str,
}

/// A button that does something at once.
#[derive(Template)]
#[template(path = "administration/post.html")]
pub(super) struct Post<'a> {
    pub(super) to: &'a PostTo,
    pub(super) hidden: &'a [(&'static str, String)],
    /// What it says.
    pub(super) text: &'static str,
    /// The same with its object, for those who do not see the row.
    pub(super) whole: Option<String>,
    /// How it looks.
    pub(super) class: &'static str,
}

/// A button.
pub(super) fn post(to: &PostTo, text: &'static str) -> Html {
    Html::drawn(&Post { to, hidden: &[], text, whole: None, class: "secondary" })
}

/// A link that looks like a button.
#[derive(Template)]
#[template(path = "administration/step.html")]
struct Step<'a> {
    href: &'a str,
    text: &'static str,
    /// The same with its object, for those who do not see the row.
    whole: Option<String>,
    class: &'static str,
}

/// A link to a page with something to fill in.
pub(super) fn step(href: &str, text: &'static str) -> Html {
    Html::drawn(&Step { href, text, whole: None, class: "secondary" })
}

/// The same in a row; `whole` says what it is about.
pub(super) fn step_of(href: &str, text: &'static str, whole: String) -> Html {
    Html::drawn(&Step { href, text, whole: Some(whole), class: "secondary" })
}

/// The same, where it is what people come to the page for.
pub(super) fn main_step(href: &str, text: &'static str) -> Html {
    Html::drawn(&Step { href, text, whole: None, class: "primary" })
}

/// A link to the question before something is gone for good.
pub(super) fn end_step(href: &str, text: &'static str) -> Html {
    Html::drawn(&Step { href, text, whole: None, class: "secondary warned" })
}

/// A link to more about the same, where nothing is done.
pub(super) fn more_step(href: &str, text: &'static str) -> Html {
    Html::drawn(&Step { href, text, whole: None, class: "quiet" })
}

/// Buttons beside each other.
#[derive(Template)]
#[template(path = "administration/row.html")]
struct Row {
    steps: Vec<Html>,
}

/// Buttons beside each other; nothing where there are none.
pub(super) fn row(steps: Vec<Html>) -> Html {
    if steps.is_empty() { Html::default() } else { Html::drawn(&Row { steps }) }
}

/// Lines.
#[derive(Template)]
#[template(path = "administration/list.html")]
pub(super) struct Lines {
    pub(super) title: &'static str,
    pub(super) lines: Vec<Html>,
    pub(super) none: &'static str,
}

/// Several of several.
#[derive(Template)]
#[template(path = "administration/checks.html")]
pub(super) struct Checks<'a> {
    pub(super) name: &'static str,
    pub(super) legend: &'static str,
    pub(super) wrong: Option<&'a Html>,
    pub(super) choices: &'static [(&'static str, &'static str)],
    pub(super) chosen: &'a [String],
}

impl Checks<'_> {
    fn is_chosen(&self, value: &str) -> bool {
        self.chosen.iter().any(|own| own == value)
    }
}

/// Why something was not done.
#[derive(Template)]
#[template(path = "administration/warning.html")]
pub(super) struct Warning {
    pub(super) what: &'static str,
}
