//! Who an account is at the owner's own login.

use super::accounts::title_of;
use super::place::Place;
use super::said::{code, named};
use super::sheet::{FormPanel, PostTo, Sheet, post, row};
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::parts::{Field, Kind, Summary};

/// Says it, or takes it back.
#[derive(Clone, Debug)]
pub struct AdminLink {
    /// Where the account is.
    pub place: Place,
    /// Its user name and page.
    pub account: (String, String),
    /// The id that it has.
    pub upstream: Option<String>,
    /// What was typed.
    pub typed: String,
    /// Where the form posts to.
    pub link: PostTo,
    /// Takes it back.
    pub unlink: PostTo,
    /// What was wrong.
    pub wrong: Option<LinkFault>,
}

/// Why an id will not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkFault {
    /// It is none.
    Odd,
    /// Another account has it.
    Taken,
}

impl AdminLink {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let own = &words.administration.accounts;
        let said = self.wrong.map(|wrong| match wrong {
            LinkFault::Odd => own.link_odd,
            LinkFault::Taken => own.link_taken,
        });
        let field = Field::new("id", own.upstream, Kind::Line, &self.typed).hint(Html::plain(own.link_hint));
        let fields = [field.wrong(said.map(Html::plain))];
        let mut crumbs = self.place.crumbs(Some(("/accounts", title_of(words, &self.place))));
        crumbs.push(named(&self.account.1, &self.account.0));
        let account = Part::Strong(&self.account.0);
        let (lead, block) = match &self.upstream {
            Some(id) => {
                let id = code(id);
                let lead = Html::fill(own.linked_lead, &[("account", account), ("id", Part::Html(&id))]);
                (lead, row(vec![post(&self.unlink, own.unlink)]))
            }
            None => {
                let (title, to, button) = (None, &self.link, own.link);
                let panel = FormPanel { title, id: "link", to, fields: &fields, more: None, button };
                (Html::fill(own.link_lead, &[("account", account)]), Html::drawn(&panel))
            }
        };
        let sheet = Sheet {
            title: own.link_title,
            about: vec![self.account.0.clone()],
            heading: Html::plain(own.link_title),
            crumbs,
            lead: Some(lead),
            error: Summary::of(words, &fields).map(|summary| Html::drawn(&summary)),
            blocks: vec![block],
            ..Sheet::default()
        };
        sheet.render(frame)
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        Self {
            place: Place::sample(text),
            account: (text.to_owned(), "/a".to_owned()),
            upstream: None,
            typed: text.to_owned(),
            link: PostTo::default(),
            unlink: PostTo::default(),
            wrong: None,
        }
    }
}
