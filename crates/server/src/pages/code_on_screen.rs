//! The page that shows a code to somebody who carries it into an app by hand.

use super::chrome::Chrome;
use super::html::{Html, Part};
use super::lasting;
use super::words::Words;
use askama::Template;

/// Shows a code.
#[derive(Clone, Debug)]
pub struct CodeOnScreen {
    /// The app's name.
    pub app: String,
    /// The code.
    pub code: String,
    /// For how many seconds it works.
    pub seconds: u64,
}

impl CodeOnScreen {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        View { chrome, words: chrome.words(), page: self }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self { app: "Notes".to_owned(), code: "k3Jd92nbQ0zVt7LxWm4P".to_owned(), seconds: 300 }
    }
}

#[derive(Template)]
#[template(path = "code_on_screen.html")]
struct View<'a> {
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a CodeOnScreen,
}

// The code stands in one piece in a value, for whoever reads this page by a program; for people it stands in groups.
impl View<'_> {
    fn about_app(&self, sentence: &str) -> Html {
        Html::fill(sentence, &[("app", Part::Name(&self.page.app))])
    }

    /// Its letters by fives where that comes out even, else by fours. The gaps are the stylesheet's, and no copy has them.
    fn groups(&self) -> Vec<String> {
        let letters: Vec<char> = self.page.code.chars().collect();
        let size = if letters.len().is_multiple_of(5) { 5 } else { 4 };
        letters.chunks(size).map(|group| group.iter().collect()).collect()
    }

    fn lasts(&self) -> Html {
        let time = lasting::duration(&self.words.units, self.page.seconds);
        Html::fill(self.words.on_screen.lasts, &[("time", Part::Text(&time))])
    }
}
