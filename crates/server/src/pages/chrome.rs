//! What every page has around its content.

use super::html::{Html, Part};
use super::tile::Tile;
use super::words::{self, Words};

/// Around the content: language, realm, stylesheet, the way out of the session.
#[derive(Clone, Debug)]
pub struct Chrome {
    /// A language code. One without a catalogue reads as English.
    pub language: String,
    /// The realm as people call it.
    pub realm_title: String,
    /// Where the stylesheet is served.
    pub style_url: String,
    /// Where the realm's own colours are served; `None`: it has none.
    pub brand_url: Option<String>,
    /// Where the tab's icon is served.
    pub icon_url: String,
    /// Where the realm's logo is served; `None`: its initial stands there.
    pub logo_url: Option<String>,
    /// Who is signed in, and how that ends; `None` where nobody is.
    pub sign_out: Option<SignOut>,
    /// Where the people of the realm get help: an address for mail or of a page; `None`: whoever runs it.
    pub support: Option<String>,
}

/// The form that ends the session.
#[derive(Clone, Debug)]
pub struct SignOut {
    /// Where it posts to.
    pub action: String,
    /// Proof that the form is ours.
    pub csrf: String,
    /// The name under which the person is signed in.
    pub account: String,
}

impl Chrome {
    /// The catalogue of the page's language.
    pub(super) fn words(&self) -> &'static Words {
        words::of(&self.language)
    }

    /// The realm's tile: always in the accent colour.
    pub(super) fn realm_tile(&self) -> Tile {
        Tile::accent(&self.realm_title)
    }

    /// A sentence about the realm.
    pub(super) fn about_realm(&self, sentence: &str) -> Html {
        Html::fill(sentence, &[("realm", Part::Name(&self.realm_title))])
    }

    /// Whom to ask.
    pub(super) fn helper(&self, sentence: &str) -> Html {
        let unnamed = Html::fill(self.words().common.operator, &[("realm", Part::Name(&self.realm_title))]);
        let named = self.support.as_deref().map(|support| match support.strip_prefix("https://") {
            Some(page) => Html::link(support, page),
            None => Html::link(&format!("mailto:{support}"), support),
        });
        let helper = Part::Html(named.as_ref().unwrap_or(&unnamed));
        Html::fill(sentence, &[("support", helper), ("realm", Part::Name(&self.realm_title))])
    }

    /// Who is signed in.
    pub(super) fn signed_in_as(&self, way_out: &SignOut) -> Html {
        Html::fill(self.words().common.signed_in_as, &[("account", Part::Name(&way_out.account))])
    }

    #[cfg(test)]
    pub(super) fn sample(language: &str) -> Self {
        Self {
            language: language.to_owned(),
            realm_title: "Shop".to_owned(),
            style_url: "/static/style.css".to_owned(),
            brand_url: None,
            icon_url: "/static/icon.svg".to_owned(),
            logo_url: None,
            sign_out: None,
            support: None,
        }
    }
}
