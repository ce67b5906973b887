//! An app of the developer who is there.

use super::{frame, path, terms};
use crate::desk::features::Feature;
use crate::desk::own::Standing;
use crate::desk::{Declined, Desk};
use crate::flow::Answer;
use crate::pages::{ConsoleApp, ConsoleAsked, ConsoleItem, Fault, Frame, WithoutRedirects};
use crate::site::{Halt, Page, Visit, judged};
use dialect::model::{Endpoint, Name};
use engine::model::{App, Review};
use engine::policy::AbsentRedirect;

/// The app, and whose visit it is.
pub(super) struct Own<'a> {
    /// The visit.
    pub(super) visit: &'a Visit<'a>,
    /// The app.
    pub(super) app: App,
}

impl<'a> Own<'a> {
    /// The app of that id, if it is the visitor's own. Nothing of the console gets an app from anywhere else.
    pub(super) async fn find(visit: &'a Visit<'a>, client_id: &str) -> Result<Own<'a>, Halt> {
        let app = visit.desk().own_app(visit.account().key, client_id).await?;
        Ok(Self { visit, app })
    }

    /// The desk.
    pub(super) fn desk(&self) -> Desk<'_> {
        self.visit.desk()
    }

    /// A path of the app below the mount.
    pub(super) fn path(&self, rest: &str) -> String {
        format!("{}/{}{rest}", path(self.visit), self.app.client_id)
    }

    /// The address of a page of the app.
    pub(super) fn to(&self, rest: &str) -> String {
        self.visit.to(&self.path(rest))
    }

    /// The hidden field of a form that posts to a page of the app.
    pub(super) fn csrf(&self, rest: &str) -> String {
        self.visit.csrf(&self.path(rest))
    }

    /// A question's form, which posts to this very page.
    pub(super) fn asked(&self, back: ConsoleItem) -> ConsoleAsked {
        ConsoleAsked {
            action: self.visit.here(),
            csrf: self.visit.csrf(self.visit.call.path),
            back: self.to(back.path()),
        }
    }

    /// What pages show of the app.
    pub(super) fn shown(&self) -> Result<ConsoleApp, Halt> {
        let features = Feature::of(&self.app, self.visit.call.realm);
        let has = |item: &ConsoleItem| *item != ConsoleItem::TestToken || features.contains(&Feature::TestToken);
        Ok(ConsoleApp {
            name: self.app.name.clone(),
            client_id: self.app.client_id.clone(),
            color: self.app.color,
            standing: Standing::of(&self.app),
            review: self.app.review,
            rule: self.visit.call.realm.review,
            path: self.path(""),
            items: ConsoleItem::ALL.into_iter().filter(has).collect(),
            features,
            terms: terms(self.visit.call, &self.visit.language),
        })
    }

    /// What it does while it has no redirect URI.
    pub(super) fn without_redirects(&self) -> WithoutRedirects {
        match self.visit.call.mount.dialect.policy.redirect.absent {
            AbsentRedirect::SoleOrOnScreen => WithoutRedirects::OnScreen,
            AbsentRedirect::Refuse | AbsentRedirect::Sole | AbsentRedirect::First => WithoutRedirects::Closed,
        }
    }

    /// What the dialect calls a parameter of the authorization request.
    pub(super) fn parameter(&self, name: Name) -> String {
        let names = self.visit.call.mount.dialect.names.of(Endpoint::Authorize, name);
        names.first().cloned().unwrap_or_default()
    }

    /// The frame.
    pub(super) fn frame(&self) -> Frame {
        frame(self.visit)
    }

    /// The word of `?done=`.
    pub(super) fn done(&self) -> Option<String> {
        super::done(self.visit)
    }

    /// A page; one on which something is wrong is none that went well.
    pub(super) fn page(&self, fault: Option<&Fault>, text: String) -> Answer {
        self.visit.page(judged(fault), text)
    }

    /// Leads on to a page of the app.
    pub(super) fn lead(&self, item: ConsoleItem, done: &str) -> Answer {
        self.visit.done(&self.path(item.path()), done)
    }

    /// The same after a change; where that took the app back to its review, it says so.
    pub(super) async fn changed(&self, item: ConsoleItem, done: &str) -> Page {
        let now = self.desk().app(&self.app.client_id).await?.review;
        let went_back = self.app.review == Review::Live && now == Review::InReview;
        Ok(self.lead(item, if went_back { "went-back" } else { done }))
    }

    /// Leads on if it went well; else the page again, with all that was wrong.
    pub(super) async fn settled(
        &self,
        done: Result<(), Declined>,
        (item, word): (ConsoleItem, &str),
        again: impl FnOnce(Vec<Fault>) -> Page,
    ) -> Page {
        match done {
            Ok(()) => self.changed(item, word).await,
            Err(declined) => again(super::faults::all_of(self.visit, &self.app.kind, declined)?),
        }
    }
}
