//! What an app may ask people for.

use super::{ConsoleApp, ConsoleItem};
use crate::pages::chrome::Chrome;
use crate::pages::consent::{Danger, Permission};
use crate::pages::frame::{Current, Frame};
use crate::pages::words::Words;
use askama::Template;

/// The page.
#[derive(Clone, Debug)]
pub struct ConsoleScopes {
    /// The app.
    pub app: ConsoleApp,
    /// All that can be asked for, and whether the app may.
    pub permissions: Vec<(Permission, Current)>,
    /// Proof that the form is ours.
    pub csrf: String,
}

impl ConsoleScopes {
    /// The page.
    pub fn render(&self, frame: Frame, done: Option<&str>) -> String {
        let frame = self.app.frame(frame, ConsoleItem::Scopes, done);
        View { frame: &frame, chrome: &frame.chrome, words: frame.words(), app: &self.app, page: self }
            .render()
            .unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "console/scopes.html")]
struct View<'a> {
    frame: &'a Frame,
    chrome: &'a Chrome,
    words: &'static Words,
    app: &'a ConsoleApp,
    page: &'a ConsoleScopes,
}

impl View<'_> {
    /// Whether it is ticked: as it was before, if the form was sent.
    fn is_ticked(&self, permission: &Permission, may: &Current) -> bool {
        match self.frame.typed(&self.action()) {
            Some(typed) => typed.iter().any(|(name, scope)| name == "scope" && *scope == permission.scope),
            None => *may == Current::Yes,
        }
    }

    fn action(&self) -> String {
        self.frame.to(&format!("{}{}", self.app.path, ConsoleItem::Scopes.path()))
    }
}
