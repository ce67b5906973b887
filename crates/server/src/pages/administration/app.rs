//! One app: what it is, how it stands, and what can be done about that.

use super::apps::standing;
use super::place::Place;
use super::said::{at, code, last, name, named};
use super::sheet::{
    Facts, FormPanel, Lines, Post, PostTo, Sheet, Shown, Table, columns, end_step, more_step, post, row, step,
};
use crate::pages::consent::{Danger, Permission};
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::lasting::grouped;
use crate::pages::parts::{Field, Kind, Summary};
use crate::pages::words::Words;
use crate::pages::words::recorded::reason;
use askama::Template;
use engine::model::{App, Review};

/// More of something than that are not counted.
pub const COUNTED: u32 = 1000;

/// One app.
#[derive(Clone, Debug)]
pub struct AdminApp {
    /// Where it is.
    pub place: Place,
    /// The app.
    pub app: App,
    /// Its page.
    pub here: String,
    /// Its owners: user name and page.
    pub owners: Vec<(String, String)>,
    /// Live access tokens and grants, counted up to [`COUNTED`].
    pub counts: (u32, u32),
    /// When each secret was last used, by handle.
    pub uses: Vec<(String, i64)>,
    /// What it may ask for, in words.
    pub scopes: Vec<Permission>,
    /// Approves it.
    pub approve: PostTo,
    /// Ends its suspension.
    pub resume: PostTo,
    /// The form of its token limit, and what was typed there.
    pub limit: (PostTo, String),
    /// Whether that was no number.
    pub wrong: LimitFault,
}

/// What may be wrong with a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitFault {
    /// Nothing.
    None,
    /// It is no number.
    Odd,
}

/// What it may ask for, as people read it.
#[derive(Template)]
#[template(path = "permission.html")]
struct Said<'a> {
    permission: &'a Permission,
    words: &'static Words,
}

impl AdminApp {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let own = &words.administration.apps;
        let wrong = (self.wrong == LimitFault::Odd).then(|| Html::plain(own.limit_wrong));
        let field = Field::new("limit", own.limit, Kind::Optional, &self.limit.1).hint(Html::plain(own.limit_hint));
        let fields = [frame.kept(&self.limit.0.action, field.wrong(wrong))];
        let (title, to, button) = (Some(own.limit_title), &self.limit.0, words.administration.common.save);
        let limit = FormPanel { title, id: "token-limit", to, fields: &fields, more: None, button };
        let waits = match self.app.suspended_at {
            Some(_) => words.console.overview.also_in_review,
            None => own.waits,
        };
        let lists = [self.redirects(words), self.scopes(words), self.secrets(frame), Html::drawn(&limit)];
        let sheet = Sheet {
            title: own.app,
            about: vec![self.app.name.clone()],
            heading: name(&self.app.name),
            crumbs: self.place.crumbs(Some(("/apps", own.title))),
            badges: vec![standing(words, &self.app)],
            lead: (self.app.review == Review::InReview).then(|| Html::plain(waits)),
            error: Summary::of(words, &fields).map(|summary| Html::drawn(&summary)),
            blocks: [self.steps(words), self.facts(frame)].into_iter().chain(lists).collect(),
            shown: Shown::Always,
        };
        sheet.render(frame)
    }

    fn steps(&self, words: &'static Words) -> Html {
        let own = &words.administration.apps;
        let to = |path: &str| format!("{}{path}", self.here);
        let mut steps = Vec::new();
        if self.app.review != Review::Live {
            let hidden = [("seen", self.app.fingerprint())];
            let (to, text) = (&self.approve, own.approve);
            let class = if self.app.review == Review::InReview { "primary" } else { "secondary" };
            steps.push(Html::drawn(&Post { to, hidden: &hidden, text, whole: None, class }));
        }
        if self.app.review == Review::InReview {
            steps.push(step(&to("/send-back"), own.send_back));
        }
        steps.push(match self.app.suspended_at {
            Some(_) => post(&self.resume, own.resume),
            None => step(&to("/suspend"), own.suspend),
        });
        let who = format!("{}?app={}", self.place.to("/grants"), self.app.client_id);
        let events = format!("{}?app={}", self.place.to("/audit"), self.app.client_id);
        steps.push(end_step(&to("/revoke-tokens"), words.console.end.revoke_all));
        steps.push(end_step(&to("/delete"), own.delete));
        steps.push(more_step(&who, own.who));
        steps.push(more_step(&events, words.administration.accounts.events));
        row(steps)
    }

    fn facts(&self, frame: &Frame) -> Html {
        let words = frame.words();
        let (own, common) = (&words.administration.apps, &words.administration.common);
        let app = &self.app;
        let owners: Vec<Html> = self.owners.iter().map(|(owner, href)| named(href, owner)).collect();
        let owners: Vec<Part<'_>> = owners.iter().map(Part::Html).collect();
        let none = || Html::plain(own.owners_none);
        let limited = |count: Html| match app.token_limit {
            Some(limit) => {
                let limit = grouped(u64::from(limit), words.units.thousands);
                Html::fill(own.limited, &[("count", Part::Html(&count)), ("limit", Part::Text(&limit))])
            }
            None => Html::fill(own.of_users, &[("count", Part::Html(&count))]),
        };
        let mounts: Vec<Part<'_>> = app.mounts.iter().map(|mount| Part::Code(mount)).collect();
        let rows = [
            (own.suspended_why, app.suspend_reason.as_deref().map(|why| name(reason(why, words)))),
            (own.suspended_since, app.suspended_at.map(|since| at(frame, since))),
            (own.description, Some(&app.description).filter(|text| !text.is_empty()).map(|text| name(text))),
            (own.client_id, Some(code(&app.client_id))),
            (own.kind, Some(code(&app.kind))),
            (own.site, app.site.as_deref().map(name)),
            (own.support, app.support.as_deref().map(name)),
            (own.owners, Some(if owners.is_empty() { none() } else { Html::joined(&owners, ", ") })),
            (own.tokens, Some(limited(self.counted(words, self.counts.0)))),
            (own.grants, Some(self.counted(words, self.counts.1))),
            (own.mounts, (!mounts.is_empty()).then(|| Html::joined(&mounts, ", "))),
            (common.made, Some(at(frame, app.created_at))),
        ];
        let rows = rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        Html::drawn(&Facts { title: Some(own.facts), rows })
    }

    fn counted(&self, words: &'static Words, count: u32) -> Html {
        let text = grouped(u64::from(count.min(COUNTED)), words.units.thousands);
        let sentence = if count > COUNTED { words.administration.apps.more } else { "{count}" };
        Html::fill(sentence, &[("count", Part::Text(&text))])
    }

    fn redirects(&self, words: &'static Words) -> Html {
        let own = &words.administration.apps;
        let lines = self.app.redirect_uris.iter().map(|uri| code(uri)).collect();
        Html::drawn(&Lines { title: own.redirects, lines, none: own.redirects_none })
    }

    fn scopes(&self, words: &'static Words) -> Html {
        let own = &words.administration.apps;
        let line = |scope: &Permission| {
            let said = Html::drawn(&Said { permission: scope, words });
            Html::joined(&[Part::Html(&said), Part::Html(&code(&scope.scope))], " ")
        };
        Html::drawn(&Lines { title: own.scopes, lines: self.scopes.iter().map(line).collect(), none: own.scopes_none })
    }

    fn secrets(&self, frame: &Frame) -> Html {
        let words = frame.words();
        let (own, common) = (&words.administration.apps, &words.administration.common);
        let rows = self.app.secrets.iter().map(|secret| {
            let handle = secret.handle();
            let used = last(frame, self.uses.iter().find(|(own, _)| *own == handle).map(|(_, used)| *used));
            let called = if secret.name.is_empty() { words.console.secrets.unnamed } else { &secret.name };
            vec![code(&handle), name(called), at(frame, secret.created_at), used]
        });
        Html::drawn(&Table {
            title: Some(own.secrets),
            columns: columns(&[(own.handle, ""), (common.name, ""), (common.made, ""), (common.used, "")]),
            rows: rows.collect(),
            none: own.secrets_none,
            note: None,
        })
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let scope = Permission { scope: text.to_owned(), words: text.to_owned(), danger: Danger::No };
        Self {
            place: Place::sample(text),
            app: sample(text),
            here: "/admin/realms/standard/apps/x".to_owned(),
            owners: vec![(text.to_owned(), "/admin/realms/standard/accounts/x".to_owned())],
            counts: (12, 1001),
            uses: Vec::new(),
            scopes: vec![scope],
            approve: PostTo::default(),
            resume: PostTo::default(),
            limit: (PostTo::default(), text.to_owned()),
            wrong: LimitFault::None,
        }
    }
}

#[cfg(test)]
pub(super) fn sample(text: &str) -> App {
    use engine::model::{AppKey, AppSecret, Introspects};
    let own = || text.to_owned();
    App {
        key: AppKey(1),
        client_id: "6d8a4f2e".to_owned(),
        name: own(),
        description: own(),
        site: Some(own()),
        kind: own(),
        secrets: vec![AppSecret { stored: "s".to_owned(), created_at: 1_795_000_000, name: own() }],
        redirect_uris: vec![own()],
        scopes: vec![own()],
        owners: Vec::new(),
        color: None,
        support: Some(own()),
        review: Review::InReview,
        mounts: vec![own()],
        introspects: Introspects::Own,
        token_limit: Some(1000),
        suspended_at: None,
        suspend_reason: Some(own()),
        deleted_at: None,
        valid_from: 0,
        created_at: 1_795_000_000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::frame::Area;
    use engine::model::AppSecret;

    #[test]
    fn a_reviewer_reads_what_is_far_reaching_and_which_secret_has_no_name() {
        let nameless = AppSecret { stored: "s".to_owned(), created_at: 1_795_000_000, name: String::new() };
        let app = App { secrets: vec![nameless], ..sample("Notes") };
        let scope = Permission { scope: "all".to_owned(), words: "Everything".to_owned(), danger: Danger::Marked };
        let page = AdminApp { app, scopes: vec![scope], ..AdminApp::sample("Notes") };
        for (language, far, unnamed) in
            [("en", "Far-reaching:", "Without a name"), ("de", "Weitreichend:", "Ohne Namen")]
        {
            let html = page.render(&Frame { area: Area::Administration, ..Frame::sample(language, "Notes") });
            assert!(html.contains(&format!("<strong>{far}</strong>")) && html.contains(unnamed), "{html}");
        }
    }
}
