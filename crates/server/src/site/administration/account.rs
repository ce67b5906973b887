//! One account, and what an administrator does with it.

use super::Page;
use super::grant;
use super::room::Room;
use crate::config::ADMIN;
use crate::desk::account::handle;
use crate::desk::letters::{Notice, Postroom};
use crate::desk::names::reads_like;
use crate::desk::{Declined, Unfit};
use crate::flow::pages::see_other;
use crate::flow::{Answer, Failure};
use crate::pages::{
    AdminAccount, AdminGrantRow, AdminItem, AdminLink, AdminPassword, AdminQuestion, AdminSession, Current, Ending,
    LinkFault, Refused,
};
use crate::site::{Does, Halt, encoded};
use engine::model::{Account, App};
use engine::secret::Plain;
use store::ops::{Authorized, Session};

/// Answers at an account's page and below it.
pub(super) async fn answer(room: Room<'_>, id: &str, path: &[&str], does: Does) -> Page {
    let account = match room.desk().account_of_typed_id(id).await {
        Err(Declined::NoAccount(..)) if room.desk().account_of_id_ever(id).await?.is_some() => {
            return room.deleted(does, ("/accounts", "deleted-account"));
        }
        account => account?,
    };
    let at = At { room, account: &account };
    match (path, does) {
        ([], Does::Look) => at.show(Refused::No).await,
        (["sessions", "end"], Does::Look) => Ok(at.ask(Ending::SignOut, "/sessions/end", None)),
        (["sessions", "end"], Does::Act) => at.end_sessions().await,
        (["sessions", named, "end"], Does::Look) => at.ask_session(named).await,
        (["sessions", named, "end"], Does::Act) => at.end_session(named).await,
        (["password"], _) if room.desk().has_passwords().is_err() => Err(Halt::Absent),
        (["password"], Does::Look) => Ok(at.ask_password(None)),
        (["password"], Does::Act) => at.set_password().await,
        (["letter"], Does::Act) => at.send_link().await,
        (["login"], _) if room.realm.name == ADMIN => Err(Halt::Absent),
        (["login"], Does::Look) => Ok(at.ask_link("", None)),
        (["login"], Does::Act) => at.link().await,
        (["login", "end"], Does::Act) => at.unlink().await,
        (["disable"], Does::Look) => Ok(at.ask(Ending::Disable, "/disable", None)),
        (["disable"], Does::Act) => at.disable().await,
        (["enable"], Does::Act) => at.enable().await,
        (["delete"], Does::Look) => Ok(at.ask(at.deletion(), "/delete", None)),
        (["delete"], Does::Act) => at.delete().await,
        (["grants", client_id, rest @ ..], _) => grant::answer((room, &account), client_id, rest, does).await,
        _ => Err(Halt::Absent),
    }
}

struct At<'r> {
    room: Room<'r>,
    account: &'r Account,
}

/// The page of an app that an account lets in.
pub(super) fn row(
    room: Room<'_>,
    (row, name): (&Authorized, &str),
    (account, client_id): (&str, &str),
) -> AdminGrantRow {
    AdminGrantRow {
        name: name.to_owned(),
        href: format!("{}/grants/{}", room.account(account), encoded(client_id)),
        granted: (row.grant.created_at, row.origin.address.clone()),
        used: row.used.clone(),
        tokens: row.tokens,
    }
}

impl At<'_> {
    fn path(&self, path: &str) -> String {
        format!("/accounts/{}{path}", encoded(&self.account.id))
    }

    async fn show(&self, last: Refused) -> Page {
        let (room, account) = (self.room, self.account);
        let sessions = room.desk().sessions_of(account).await?;
        let found = room.desk().authorized_by_use(account, room.rows()).await?;
        let way = room.way(&self.path(""), &[], found.next);
        if let Some(beginning) = way.behind_the_end(&found.rows) {
            return Ok(see_other(beginning));
        }
        let granted = |(grant, app): &(Authorized, App)| row(room, (grant, &app.name), (&account.id, &app.client_id));
        let passwords = room.desk().has_passwords().is_ok();
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("account", &account.username).finish();
        let page = AdminAccount {
            place: room.place(),
            account: account.clone(),
            sessions: sessions.iter().map(|session| self.session(session)).collect(),
            end_all: room.to(&self.path("/sessions/end")),
            grants: found.rows.iter().map(granted).collect(),
            way,
            events: format!("{}?{query}", room.to("/audit")),
            password: passwords.then(|| room.to(&self.path("/password"))),
            letter: self.postroom().map(|_| room.form(&self.path("/letter"))),
            errand: room.desk().errand_of(account).await?,
            link: self.is_known_elsewhere().then(|| room.to(&self.path("/login"))),
            enable: room.form(&self.path("/enable")),
            disable: room.to(&self.path("/disable")),
            delete: room.to(&self.path("/delete")),
            last,
        };
        let fault = Some(last).filter(|last| *last != Refused::No);
        Ok(room.form_page(fault, AdminItem::Accounts, |frame| page.render(frame)))
    }

    /// Whether it is of use to say who it is at the owner's login: where there is one, or was when somebody said so.
    fn is_known_elsewhere(&self) -> bool {
        self.room.realm.hand_off.is_some() || self.account.upstream.is_some()
    }

    fn session(&self, session: &Session) -> AdminSession {
        AdminSession {
            device: session.origin.device.clone(),
            address: session.origin.address.clone(),
            signed_in_at: session.signed_in_at,
            seen_at: self.room.visit.call.server.sessions.seen_at(session),
            this: Current::when(session.hash == *self.room.visit.session()),
            end: self.room.to(&self.path(&format!("/sessions/{}/end", handle(&session.hash)))),
        }
    }

    async fn ask_session(&self, named: &str) -> Page {
        let sessions = self.room.desk().sessions_of(self.account).await?;
        let found = sessions.into_iter().find(|session| handle(&session.hash) == named);
        // Who comes back to the question after it was answered sees what is left.
        let Some(session) = found else { return Ok(self.room.visit.lead_on(&self.room.path(&self.path("")))) };
        let path = format!("/sessions/{}/end", encoded(named));
        let question = self.question(Ending::Session, &path, None);
        let session = Some(self.session(&session));
        let question = AdminQuestion { session, whose: named.to_owned(), ..question };
        Ok(self.room.page(AdminItem::Accounts, |frame| question.render(frame)))
    }

    fn ask(&self, what: Ending, path: &str, typed: Option<String>) -> Answer {
        let fault = typed.as_ref().map(|_| ());
        let question = self.question(what, path, typed);
        self.room.form_page(fault, AdminItem::Accounts, |frame| question.render(frame))
    }

    fn question(&self, what: Ending, path: &str, typed: Option<String>) -> AdminQuestion {
        AdminQuestion {
            what,
            name: self.account.username.clone(),
            app: String::new(),
            whose: String::new(),
            features: Vec::new(),
            session: None,
            typed,
            to: self.room.form(&self.path(path)),
            back: self.room.account(&self.account.id),
        }
    }

    fn ask_password(&self, error: Option<Unfit>) -> Answer {
        let account = (self.account.username.clone(), self.room.account(&self.account.id));
        let to = self.room.form(&self.path("/password"));
        let page = AdminPassword { place: self.room.place(), account, to, error };
        self.room.form_page(error, AdminItem::Accounts, |frame| page.render(frame))
    }

    fn ask_link(&self, typed: &str, wrong: Option<LinkFault>) -> Answer {
        let page = AdminLink {
            place: self.room.place(),
            account: (self.account.username.clone(), self.room.account(&self.account.id)),
            upstream: self.account.upstream.clone(),
            typed: typed.to_owned(),
            link: self.room.form(&self.path("/login")),
            unlink: self.room.form(&self.path("/login/end")),
            wrong,
        };
        self.room.form_page(wrong, AdminItem::Accounts, |frame| page.render(frame))
    }

    async fn link(&self) -> Page {
        let fields = self.room.visit.act()?;
        let typed = fields.one("id").trim();
        match self.room.desk().link_account(&self.account.username, typed).await {
            Err(Declined::Misnamed(_)) => Ok(self.ask_link(typed, Some(LinkFault::Odd))),
            Err(Declined::UpstreamTaken(_)) => Ok(self.ask_link(typed, Some(LinkFault::Taken))),
            // Somebody was faster: the page says which id it has by now.
            Err(Declined::Linked(_)) => Ok(self.room.done(&self.path("/login"), "")),
            done => Ok(done.map(|()| self.done("linked"))?),
        }
    }

    async fn unlink(&self) -> Page {
        self.room.visit.act()?;
        self.room.desk().unlink_account(&self.account.username).await?;
        Ok(self.done("unlinked"))
    }

    async fn end_session(&self, named: &str) -> Page {
        self.room.visit.act()?;
        match self.room.desk().end_session_of(self.account, named).await {
            // The form was made while it was there; where it has ended since, that is done.
            Ok(()) | Err(Declined::NoSession) => Ok(self.done("signed-out")),
            Err(declined) => Err(declined.into()),
        }
    }

    async fn end_sessions(&self) -> Page {
        self.room.visit.act()?;
        self.room.desk().end_sessions(&self.account.username).await?;
        Ok(self.done("signed-out-all"))
    }

    async fn set_password(&self) -> Page {
        let fields = self.room.visit.act()?;
        match self.room.desk().set_password(&self.account.username, &Plain::new(fields.one("password"))).await {
            Err(Declined::Password(unfit)) => return Ok(self.ask_password(Some(unfit))),
            Err(Declined::Busy) => return Err(Failure::Busy.into()),
            set => set?,
        }
        if let Some(postroom) = self.room.postroom() {
            postroom.tell(self.account, Notice::PasswordSet, Some(&self.room.visit.language));
        }
        Ok(self.done("password"))
    }

    /// Where a link for a new password is written: to nobody who could not use it.
    fn postroom(&self) -> Option<Postroom<'_>> {
        self.room.postroom().filter(|_| self.room.desk().is_reached(self.account).is_ok())
    }

    async fn send_link(&self) -> Page {
        self.room.visit.act()?;
        let postroom = self.postroom().ok_or(Halt::Absent)?;
        let errand = self.room.desk().errand_of(self.account).await?;
        let link = self.room.desk().make_link(errand, self.account, &self.account.email).await?;
        postroom.send_link(self.account, &self.account.email, &link, Some(&self.room.visit.language));
        Ok(self.done("letter"))
    }

    async fn disable(&self) -> Page {
        self.room.visit.act()?;
        match self.room.desk().disable(&self.account.username).await {
            Err(Declined::LastAdministrator) => self.show(Refused::Last).await,
            done => Ok(done.map(|()| self.done("disabled"))?),
        }
    }

    async fn enable(&self) -> Page {
        self.room.visit.act()?;
        self.room.desk().enable(&self.account.username).await?;
        Ok(self.done("enabled"))
    }

    fn deletion(&self) -> Ending {
        if self.room.realm.name == ADMIN { Ending::DeleteAdministrator } else { Ending::DeleteAccount }
    }

    async fn delete(&self) -> Page {
        let fields = self.room.visit.act()?;
        let typed = fields.one("name").trim();
        if !reads_like(typed, &self.account.username) {
            return Ok(self.ask(self.deletion(), "/delete", Some(typed.to_owned())));
        }
        match self.room.desk().delete_account(&self.account.username).await {
            Err(Declined::LastAdministrator) => self.show(Refused::Last).await,
            done => Ok(done.map(|()| self.room.done("/accounts", "deleted-account"))?),
        }
    }

    fn done(&self, word: &str) -> Answer {
        self.room.done(&self.path(""), word)
    }
}
