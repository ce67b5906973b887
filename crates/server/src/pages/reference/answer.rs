//! What an operation gives, in words.

use super::super::html::{Html, Part};
use super::super::words::reference::said;
use super::Teller;
use super::block::{Block, Entry, Line, codes};
use dialect::model::{CodeIn, Slot};
use dialect::reference::{AnswerShape, Delivery, Member, Presence, Says, Way};

impl Teller<'_> {
    pub(super) fn answer(&self, own: &AnswerShape) -> Vec<Block> {
        let labels = &self.own.labels;
        let title = match &own.way {
            Way::Yes(_, CodeIn::Query) => Html::plain(labels.in_query),
            Way::Yes(_, CodeIn::Fragment) => Html::plain(labels.in_fragment),
            Way::No => Html::plain(labels.after_no),
            Way::Screen => {
                let [all, some] = labels.on_screen;
                Html::plain(if self.page.reference.delivery == Delivery::Screen { all } else { some })
            }
            Way::Body(status, media) => {
                let title = Html::fill(labels.answer, &[("status", Part::Text(&status.to_string()))]);
                match media {
                    Some(media) => {
                        Html::fill("{title}, {media}", &[("title", Part::Html(&title)), ("media", Part::Code(media))])
                    }
                    None => title,
                }
            }
        };
        let rest = match own.members.as_slice() {
            [] if own.way == Way::Screen => Block::Text(Html::plain(labels.screen_shows)),
            [] => Block::Text(Html::plain(labels.no_body)),
            members => Block::Entries(self.members(members)),
        };
        let types = codes(&own.accept);
        let accept = Html::fill(labels.accept, &[("types", Part::Html(&types))]);
        let accept = (!own.accept.is_empty()).then_some(Block::Hint(accept));
        [Block::Title(None, title), rest].into_iter().chain(accept).collect()
    }

    pub(super) fn members(&self, members: &[Member]) -> Vec<Entry> {
        members.iter().map(|own| self.member(own)).collect()
    }

    fn member(&self, own: &Member) -> Entry {
        let labels = &self.own.labels;
        let text = match &own.says {
            Says::Slot(Slot::Attribute(name)) => Html::fill(labels.attribute, &[("name", Part::Code(name))]),
            Says::Slot(slot) => Html::plain(said(self.own.slots, &slot.word())),
            Says::Fixed(value) => Html::fill(labels.always, &[("value", Part::Code(value))]),
            Says::FixedLife(value) => {
                let lifetimes = Html::link("#lifetimes", self.own.lifetimes.heading);
                let parts = [("value", Part::Code(value)), ("link", Part::Html(&lifetimes))];
                Html::fill(labels.always_whatever_the_life, &parts)
            }
            Says::Pattern(pattern) => Html::fill(labels.composed, &[("pattern", Part::Code(pattern))]),
        };
        let note = match &own.presence {
            Presence::Always => None,
            Presence::WhenKnown => Some(Html::plain(labels.when_known)),
            Presence::Else(value) => Some(Html::fill(labels.when_unknown, &[("value", Part::Code(value))])),
            Presence::WithScope(scope) => Some(Html::fill(labels.with_scope, &[("scope", Part::Code(scope))])),
        };
        let (names, note) = match own.path.as_str() {
            "" => (Vec::new(), Some(note.unwrap_or_else(|| Html::plain(labels.whole_body)))),
            path => (vec![path.to_owned()], note),
        };
        Entry { id: None, names, note, lines: vec![Line::of(text)] }
    }
}
