//! How what people decide reaches the app: by redirect, or by hand from a page of this server.

use super::Writer;
use engine::policy::{AbsentRedirect, Kind, RedirectForm};

/// The ways that the apps of a reference have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// All are sent back to.
    Redirect,
    /// A page shows the code of all of them.
    Screen,
    /// Some are sent back to, or a page shows the code of some; one app may have both.
    Either,
}

impl Writer<'_> {
    /// That of all who ask people.
    pub(super) fn delivery(&self) -> Delivery {
        let asks = || self.kinds().filter(|kind| !kind.response_types.is_empty());
        match (asks().any(|kind| self.is_sent_back_to(kind)), asks().any(|kind| self.is_shown(kind))) {
            (true, true) => Delivery::Either,
            (false, true) => Delivery::Screen,
            (_, false) => Delivery::Redirect,
        }
    }

    /// Whether a link of such an app may have a redirect URI.
    pub(super) fn names_redirects(&self, kind: &Kind) -> bool {
        match self.reader.app {
            Some(app) if self.shows_without() => !app.redirect_uris.is_empty(),
            _ => !kind.redirects.is_empty(),
        }
    }

    /// Whether that is a word which asks for the code on a page.
    pub(super) fn asks_for_screen(&self, uri: &str) -> bool {
        self.dialect.policy.redirect.on_screen.iter().any(|word| word == uri)
    }

    fn is_sent_back_to(&self, kind: &Kind) -> bool {
        let registered = self.registered();
        match registered.is_empty() {
            true => self.names_redirects(kind) && kind.redirects.iter().any(|form| *form != RedirectForm::OnScreen),
            false => registered.iter().any(|uri| !self.asks_for_screen(uri)),
        }
    }

    fn is_shown(&self, kind: &Kind) -> bool {
        let registered = self.registered();
        match registered.is_empty() {
            true => self.shows_without() || kind.redirects.contains(&RedirectForm::OnScreen),
            false => registered.iter().any(|uri| self.asks_for_screen(uri)),
        }
    }

    /// Those of the app whose reference it is.
    pub(super) fn registered(&self) -> &[String] {
        self.reader.app.map(|app| app.redirect_uris.as_slice()).unwrap_or_default()
    }

    /// Whether an app without a redirect URI has its codes shown.
    fn shows_without(&self) -> bool {
        self.dialect.policy.redirect.absent == AbsentRedirect::SoleOrOnScreen
    }
}
