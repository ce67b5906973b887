//! One realm, seen by an administrator.

use super::{Page, Visit, account, accounts, app, apps, audit, grants};
use crate::config::ADMIN;
use crate::desk::Desk;
use crate::desk::letters::Postroom;
use crate::desk::names::Names;
use crate::flow::{Answer, permissions};
use crate::pages::{AdminItem, AdminMount, AdminRealm, AdminRealms, Area, Frame, Place, PostTo, Way, Whose};
use crate::realm::Realm;
use crate::site::{Does, Halt, encoded, judged};
use engine::scope::ScopeSet;
use http::StatusCode;
use store::ops;

/// Rows of a page.
const ROWS: u32 = 25;

/// A realm, and who looks at it.
#[derive(Clone, Copy)]
pub(super) struct Room<'v> {
    /// The administrator.
    pub(super) visit: &'v Visit<'v>,
    /// The realm.
    pub(super) realm: &'v Realm,
}

impl<'v> Room<'v> {
    /// Answers below the realm's page. Nothing is registered or granted in the administrators' own.
    pub(super) async fn answer(self, path: &[&str], does: Does) -> Page {
        match (path, does) {
            (["accounts"], Does::Look) => accounts::list(self).await,
            (["accounts", "new"], Does::Look) => accounts::new(self),
            (["accounts", "new"], Does::Act) => accounts::create(self).await,
            (["accounts", id, rest @ ..], _) => account::answer(self, id, rest, does).await,
            (["audit"], Does::Look) => audit::list(self).await,
            (["audit", "export"], Does::Act) => audit::export(self).await,
            _ if self.realm.name == ADMIN => Err(Halt::Absent),
            ([], Does::Look) => Ok(self.page(AdminItem::Realm, |frame| one(self).render(frame))),
            (["apps"], Does::Look) => apps::list(self).await,
            (["apps", id, rest @ ..], _) => app::answer(self, id, rest, does).await,
            (["grants"], Does::Look) => grants::find(self).await,
            _ => Err(Halt::Absent),
        }
    }

    /// The desk of the realm, at which the administrator works.
    pub(super) fn desk(self) -> Desk<'v> {
        self.visit.desk_of(self.realm)
    }

    /// Names behind its audit.
    pub(super) fn names(self) -> Names<'v> {
        Names::new(self.desk(), Some(self.visit.desk_of(&self.visit.call.server.realms.admin)))
    }

    /// Where letters to the realm's people are written; `None`: there is no mail server.
    pub(super) fn postroom(self) -> Option<Postroom<'v>> {
        self.visit.call.server.postroom(self.realm)
    }

    /// Where something was that is deleted: the list says so.
    pub(super) fn deleted(self, does: Does, (list, done): (&str, &str)) -> Page {
        if does == Does::Act {
            self.visit.act()?;
        }
        Ok(self.done(list, done))
    }

    /// A path below the realm's page, as forms are sealed for it.
    pub(super) fn path(self, path: &str) -> String {
        format!("/realms/{}{path}", self.realm.name)
    }

    /// The same as an address.
    pub(super) fn to(self, path: &str) -> String {
        self.visit.to(&self.path(path))
    }

    /// The page of an app.
    pub(super) fn app(self, client_id: &str) -> String {
        self.to(&format!("/apps/{}", encoded(client_id)))
    }

    /// The page of an account.
    pub(super) fn account(self, id: &str) -> String {
        self.to(&format!("/accounts/{}", encoded(id)))
    }

    /// A form that posts there.
    pub(super) fn form(self, path: &str) -> PostTo {
        let path = self.path(path);
        PostTo { action: self.visit.to(&path), csrf: self.visit.csrf(&path) }
    }

    /// Leads on to a page of the realm.
    pub(super) fn done(self, path: &str, done: &str) -> Answer {
        self.visit.done(&self.path(path), done)
    }

    /// What a query says; empty where it does not.
    pub(super) fn asked(self, name: &str) -> String {
        self.visit.call.parameter(name).unwrap_or_default().trim().to_owned()
    }

    /// The page of a list that was asked for.
    pub(super) fn rows(self) -> ops::Page {
        ops::Page { after: self.visit.call.parameter("after"), limit: ROWS }
    }

    /// The way through a list at that path with these parameters.
    pub(super) fn way(self, path: &str, asked: &[(&str, &str)], next: Option<String>) -> Way {
        let query = |after: Option<&str>| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(asked.iter().filter(|(_, text)| !text.is_empty()));
            query.extend_pairs(after.map(|after| ("after", after)));
            let query = query.finish();
            let mark = if query.is_empty() { "" } else { "?" };
            format!("{}{mark}{query}", self.to(path))
        };
        let begun = self.visit.call.parameter("after").is_some();
        Way { first: begun.then(|| query(None)), next: next.map(|next| query(Some(&next))) }
    }

    /// Where the pages are.
    pub(super) fn place(self) -> Place {
        let whose = if self.realm.name == ADMIN { Whose::Administrators } else { Whose::People };
        Place { title: self.realm.title.clone(), base: self.to(""), whose }
    }

    /// A page.
    pub(super) fn page(self, item: AdminItem, render: impl FnOnce(&Frame) -> String) -> Answer {
        self.answer_with(StatusCode::OK, item, render)
    }

    /// A page with a form: one on which something is wrong is none that went well.
    pub(super) fn form_page<F>(
        self,
        fault: Option<F>,
        item: AdminItem,
        render: impl FnOnce(&Frame) -> String,
    ) -> Answer {
        self.answer_with(judged(fault), item, render)
    }

    /// In the administrators' realm a page stands elsewhere in the list.
    fn answer_with(self, status: StatusCode, item: AdminItem, render: impl FnOnce(&Frame) -> String) -> Answer {
        let item = match item {
            AdminItem::Accounts if self.realm.name == ADMIN => AdminItem::Administrators,
            AdminItem::Audit if self.realm.name == ADMIN => AdminItem::AdministratorsAudit,
            item => item,
        };
        let done = super::super::was_done(self.visit.call);
        let frame = item.frame(self.visit.frame(Area::Administration), Some(&self.place()), done.as_deref());
        self.visit.page(status, render(&frame))
    }
}

/// All realms.
pub(super) fn all(visit: &Visit<'_>) -> Answer {
    let realms = visit.call.server.realms.all.iter();
    let realms = AdminRealms { realms: realms.map(|realm| one(Room { visit, realm })).collect() };
    let frame = AdminItem::Realms.frame(visit.frame(Area::Administration), None, None);
    visit.page(StatusCode::OK, realms.render(&frame))
}

fn one(room: Room<'_>) -> AdminRealm {
    let realm = room.realm;
    let mount = |own: &crate::realm::Mount| AdminMount {
        dialect: own.dialect.name.clone(),
        address: own.issuer.clone(),
        code: own.dialect.policy.lifetimes.code,
        access: own.dialect.policy.lifetimes.access,
        refresh: own.dialect.policy.refresh.life,
    };
    let main = realm.main().map(|mount| &mount.dialect);
    let scopes = main.into_iter().flat_map(|dialect| {
        let all = dialect.policy.scopes.scopes.iter();
        let words = ScopeSet::parse(&all.clone().map(|scope| scope.name.as_str()).collect::<Vec<_>>().join(" "));
        let said = permissions::of(dialect, &words, &room.visit.language);
        let role = |scope: &str| all.clone().find(|own| own.name == scope).and_then(|own| own.role.clone());
        said.into_iter().map(|one| (one.clone(), role(&one.scope))).collect::<Vec<_>>()
    });
    AdminRealm {
        place: room.place(),
        name: realm.name.clone(),
        mounts: realm.mounts.iter().map(mount).collect(),
        sign_up: realm.sign_up,
        review: realm.review,
        apps_per_account: realm.apps_per_account,
        notices: room.postroom().map(|_| realm.notices),
        hand_off: realm.hand_off.as_ref().map(|hand_off| hand_off.page.clone()),
        support: realm.support.clone(),
        kinds: main.into_iter().flat_map(|d| d.policy.kinds.iter().map(|kind| kind.name.clone())).collect(),
        scopes: scopes.collect(),
    }
}
