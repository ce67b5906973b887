//! The error page: what happened, who can mend it, and the technical part folded away.

use super::chrome::Chrome;
use super::html::{Html, Part};
use super::trouble::{Mender, Said};
use super::words::Words;
use crate::desk::features::Feature;
use askama::Template;

/// Says that something went wrong.
#[derive(Clone, Debug, Default)]
pub struct ErrorPage {
    /// The refusal's name, or one of the server's own: `form_expired`, `form_foreign`, `form_used`, `not_found`,
    /// `method_not_allowed`, `broken`.
    pub refusal: &'static str,
    /// The app that sent the person here, once it is known.
    pub app: Option<String>,
    /// What that has or can have.
    pub features: Vec<Feature>,
    /// The parameter that it is about, as the wire calls it.
    pub parameter: Option<String>,
    /// What was sent in it, if that is no secret.
    pub sent: Option<String>,
    /// Where whoever can mend it begins, such as the address of the app's settings.
    pub mend_at: Option<String>,
    /// Where what was interrupted begins again.
    pub again: Option<String>,
    /// For how many seconds to wait.
    pub wait: Option<u64>,
    /// By what the operator finds it in the log.
    pub request_id: String,
}

impl ErrorPage {
    /// The page.
    pub fn render(&self, chrome: &Chrome) -> String {
        let words = chrome.words();
        let (mender, said) = words.trouble.find(self.refusal, &self.features);
        View { chrome, words, page: self, mender, said }.render().unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self {
            refusal: "redirect_uri_strange",
            app: Some("Notes".to_owned()),
            features: Vec::new(),
            parameter: Some("redirect_uri".to_owned()),
            sent: Some("https://notes.example/callbacks".to_owned()),
            mend_at: None,
            again: None,
            wait: None,
            request_id: "01JD3V8W5Q".to_owned(),
        }
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct View<'a> {
    chrome: &'a Chrome,
    words: &'static Words,
    page: &'a ErrorPage,
    mender: Mender,
    said: Said,
}

impl View<'_> {
    fn filled(&self, sentence: &str) -> Html {
        let app = self.page.app.as_deref().map(|app| Html::fill(" {app}", &[("app", Part::Strong(app))]));
        let app = app.unwrap_or_default();
        let settings = Html::plain(self.words.error.settings);
        let linked = self.page.mend_at.as_deref().map(|address| Html::link(address, address));
        let place = Part::Html(linked.as_ref().unwrap_or(&settings));
        let wait = super::lasting::duration(&self.words.units, self.page.wait.unwrap_or(60));
        let parts = [
            ("named", Part::Html(&app)),
            ("realm", Part::Name(&self.chrome.realm_title)),
            ("place", place),
            ("wait", Part::Text(&wait)),
        ];
        Html::fill(sentence, &parts)
    }

    fn who(&self) -> Html {
        let words = &self.words.error;
        match self.mender {
            Mender::You => Html::plain(words.you),
            Mender::Developer => self.filled(words.developer),
            Mender::Operator => self.chrome.helper(words.operator),
            Mender::Both => self.filled(words.both),
        }
    }
}
