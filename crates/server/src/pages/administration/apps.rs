//! Finding apps.

use super::place::Place;
use super::said::{Way, asked, at, code, empty, last, named};
use super::sheet::{Badge, Mood, SearchForm, Sheet, Table, columns};
use crate::pages::frame::Frame;
use crate::pages::html::Html;
use crate::pages::parts::{Field, Kind};
use crate::pages::words::Words;
use engine::model::{App, Review};
use store::office::AppUse;

/// Apps of a realm.
#[derive(Clone, Debug)]
pub struct AdminApps {
    /// Where they are.
    pub place: Place,
    /// What was searched for.
    pub query: String,
    /// How they stand: `draft`, `in-review`, `live`, `suspended`, or empty.
    pub standing: String,
    /// Those of this page, each with when it was last used, in seconds since 1970, and its own page.
    pub apps: Vec<(AppUse, String)>,
    /// Through the list.
    pub way: Way,
}

/// How an app stands.
pub(super) fn standing(words: &'static Words, app: &App) -> Badge {
    let own = &words.administration.apps;
    let text = match (app.suspended_at, app.review) {
        (Some(_), _) => own.suspended,
        (None, Review::Draft) => own.draft,
        (None, Review::InReview) => own.in_review,
        (None, Review::Live) => own.live,
    };
    Badge { text, mood: if app.suspended_at.is_some() { Mood::Bad } else { Mood::Plain } }
}

impl AdminApps {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let (own, common) = (&words.administration.apps, &words.administration.common);
        let standings = vec![
            ("", common.all),
            ("in-review", own.in_review),
            ("live", own.live),
            ("draft", own.draft),
            ("suspended", own.suspended),
        ];
        let fields = vec![
            Field::new("q", own.query, Kind::Optional, &self.query),
            Field::new("standing", common.standing, Kind::OneOf(standings), &self.standing),
        ];
        let action = self.place.to("/apps");
        let search = SearchForm { action: &action, fields, button: common.search };
        let list = if self.apps.is_empty() { empty(own.nothing, own.nothing_what) } else { self.table(frame) };
        let sheet = Sheet {
            title: own.title,
            about: asked([&self.query, &self.standing]),
            heading: Html::plain(own.title),
            crumbs: self.place.crumbs(None),
            blocks: vec![Html::drawn(&search), list, self.way.pager(words)],
            ..Sheet::default()
        };
        sheet.render(frame)
    }

    fn table(&self, frame: &Frame) -> Html {
        let words = frame.words();
        let (own, common) = (&words.administration.apps, &words.administration.common);
        let cells = |((app, used), href): &(AppUse, String)| {
            let standing = Html::drawn(&standing(words, app));
            let (made, used) = (at(frame, app.created_at), last(frame, *used));
            vec![named(href, &app.name), code(&app.client_id), standing, made, used]
        };
        let heads = [(own.app, ""), (own.client_id, ""), (common.standing, ""), (common.made, ""), (common.used, "")];
        Html::drawn(&Table {
            columns: columns(&heads),
            rows: self.apps.iter().map(cells).collect(),
            ..Table::default()
        })
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        Self {
            place: Place::sample(text),
            query: text.to_owned(),
            standing: "live".to_owned(),
            apps: vec![((super::app::sample(text), Some(1_795_300_000)), "/admin/realms/standard/apps/x".to_owned())],
            way: Way { first: None, next: Some("/n".to_owned()) },
        }
    }
}
