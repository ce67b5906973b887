//! Who looks after an app.

use super::{ConsoleApp, ConsoleItem, Fault};
use crate::pages::chrome::Chrome;
use crate::pages::frame::{Current, Frame};
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Field, Kind, Summary};
use crate::pages::words::Words;
use askama::Template;

/// The page.
#[derive(Clone, Debug)]
pub struct ConsoleOwners {
    /// The app.
    pub app: ConsoleApp,
    /// Its owners.
    pub owners: Vec<ListedOwner>,
    /// What was typed.
    pub typed: String,
    /// What is wrong.
    pub fault: Option<Fault>,
    /// Proof that the form is ours.
    pub csrf: String,
}

/// An owner.
#[derive(Clone, Debug)]
pub struct ListedOwner {
    /// The user name.
    pub name: String,
    /// Whether it is the reader.
    pub you: Current,
    /// The page that asks before they are removed; `None`: the last one stays.
    pub remove: Option<String>,
}

impl ConsoleOwners {
    /// The page.
    pub fn render(&self, frame: Frame, done: Option<&str>) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Owners, done);
        let action = frame.to(&format!("{}{}", self.app.path, ConsoleItem::Owners.path()));
        let fields = [frame.kept(&action, self.field(&frame.chrome))];
        let view =
            View { frame: &frame, chrome: &frame.chrome, words: frame.words(), app: &self.app, page: self, fields };
        view.render().unwrap_or_default()
    }

    fn field(&self, chrome: &Chrome) -> Field<'_> {
        let words = &chrome.words().console.owners;
        Field::new("username", words.username, Kind::Line, &self.typed)
            .hint(chrome.about_realm(words.username_hint))
            .wrong(Fault::at(self.fault.as_ref(), "username", chrome))
    }
}

#[derive(Template)]
#[template(path = "console/owners.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    app: &'a ConsoleApp,
    page: &'a ConsoleOwners,
    fields: [Field<'a>; 1],
}

impl View<'_> {
    fn summary(&self) -> Option<Summary<'_>> {
        Summary::of(self.words, &self.fields)
    }

    fn name(&self, owner: &ListedOwner) -> Html {
        Html::fill("{name}", &[("name", Part::Strong(&owner.name))])
    }

    fn remove_label(&self, owner: &ListedOwner) -> String {
        self.words.console.owners.remove_of.replace("{name}", &owner.name)
    }

    fn action(&self) -> String {
        self.frame.to(&format!("{}{}", self.app.path, ConsoleItem::Owners.path()))
    }
}
