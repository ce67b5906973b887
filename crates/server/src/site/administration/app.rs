//! One app, and what an administrator does with it.

use super::Page;
use super::room::Room;
use crate::desk::Declined;
use crate::desk::names::reads_like;
use crate::flow::{Answer, permissions};
use crate::pages::{AdminApp, AdminItem, AdminQuestion, COUNTED, Ending, LimitFault};
use crate::site::{Does, Halt, encoded};
use engine::model::App;
use engine::scope::ScopeSet;

/// Answers at an app's page and below it.
pub(super) async fn answer(room: Room<'_>, client_id: &str, path: &[&str], does: Does) -> Page {
    let app = match room.desk().app(client_id).await {
        Err(Declined::NoApp(..)) if room.desk().was_app(client_id).await? => {
            return room.deleted(does, ("/apps", "deleted-app"));
        }
        app => app?,
    };
    let at = At { room, app: &app };
    match (path, does) {
        ([], Does::Look) => at.show(None).await,
        (["approve"], Does::Act) => at.approve().await,
        (["send-back"], Does::Look) => at.ask(Ending::SendBack, None).await,
        (["send-back"], Does::Act) => at.send_back().await,
        (["suspend"], Does::Look) => at.ask(Ending::Suspend, None).await,
        (["suspend"], Does::Act) => at.suspend().await,
        (["resume"], Does::Act) => at.resume().await,
        (["revoke-tokens"], Does::Look) => at.ask(Ending::RevokeTokens, None).await,
        (["revoke-tokens"], Does::Act) => at.revoke_tokens().await,
        (["limit"], Does::Act) => at.limit().await,
        (["delete"], Does::Look) => at.ask(Ending::DeleteApp, None).await,
        (["delete"], Does::Act) => at.delete().await,
        _ => Err(Halt::Absent),
    }
}

struct At<'r> {
    room: Room<'r>,
    app: &'r App,
}

impl At<'_> {
    fn path(&self, path: &str) -> String {
        format!("/apps/{}{path}", encoded(&self.app.client_id))
    }

    /// The page; with what was typed as a limit, where that is none.
    async fn show(&self, typed: Option<String>) -> Page {
        let (room, app) = (self.room, self.app);
        let usage = room.desk().usage(app, COUNTED).await?;
        let owners = room.desk().owners(&app.client_id).await?;
        let owners = owners.into_iter().map(|owner| (owner.username, room.account(&owner.id)));
        let scopes = ScopeSet::parse(&app.scopes.join(" "));
        let said = room.realm.main().map(|mount| permissions::of(&mount.dialect, &scopes, &room.visit.language));
        let wrong = if typed.is_some() { LimitFault::Odd } else { LimitFault::None };
        let now = app.token_limit.map(|limit| limit.to_string()).unwrap_or_default();
        let page = AdminApp {
            place: room.place(),
            here: room.app(&app.client_id),
            app: app.clone(),
            owners: owners.collect(),
            counts: (usage.counts.tokens, usage.counts.grants),
            uses: usage.secrets,
            scopes: said.unwrap_or_default(),
            approve: room.form(&self.path("/approve")),
            resume: room.form(&self.path("/resume")),
            limit: (room.form(&self.path("/limit")), typed.unwrap_or(now)),
            wrong,
        };
        let fault = Some(wrong).filter(|wrong| *wrong != LimitFault::None);
        Ok(room.form_page(fault, AdminItem::Apps, |frame| page.render(frame)))
    }

    async fn ask(&self, what: Ending, typed: Option<String>) -> Page {
        let path = match what {
            Ending::SendBack => "/send-back",
            Ending::Suspend => "/suspend",
            Ending::RevokeTokens => "/revoke-tokens",
            _ => "/delete",
        };
        let fault = typed.as_ref().map(|_| ());
        let question = AdminQuestion {
            what,
            name: self.app.name.clone(),
            app: self.app.name.clone(),
            whose: String::new(),
            features: self.room.desk().has_now(self.app).await?,
            session: None,
            typed,
            to: self.room.form(&self.path(path)),
            back: self.room.app(&self.app.client_id),
        };
        Ok(self.room.form_page(fault, AdminItem::Apps, |frame| question.render(frame)))
    }

    async fn approve(&self) -> Page {
        let fields = self.room.visit.act()?;
        match self.room.desk().approve(&self.app.client_id, Some(fields.one("seen"))).await {
            Err(Declined::ChangedSince) => Ok(self.done("changed-since")),
            done => {
                let word = if self.app.suspended_at.is_some() { "approved-suspended" } else { "approved" };
                Ok(done.map(|()| self.done(word))?)
            }
        }
    }

    async fn send_back(&self) -> Page {
        let fields = self.room.visit.act()?;
        let reason = fields.one("reason");
        match self.room.desk().send_back(&self.app.client_id, reason).await {
            Err(Declined::Reasonless | Declined::Name(_)) => self.ask(Ending::SendBack, Some(reason.to_owned())).await,
            done => Ok(done.map(|()| self.done("sent-back"))?),
        }
    }

    async fn suspend(&self) -> Page {
        let fields = self.room.visit.act()?;
        let reason = fields.one("reason");
        match self.room.desk().suspend(&self.app.client_id, reason).await {
            Err(Declined::Reasonless | Declined::Name(_)) => self.ask(Ending::Suspend, Some(reason.to_owned())).await,
            done => Ok(done.map(|()| self.done("suspended"))?),
        }
    }

    async fn resume(&self) -> Page {
        self.room.visit.act()?;
        self.room.desk().resume(&self.app.client_id).await?;
        Ok(self.done("resumed"))
    }

    async fn limit(&self) -> Page {
        let fields = self.room.visit.act()?;
        let typed = fields.one("limit").trim();
        let limit = match typed {
            "" => None,
            digits => match digits.parse() {
                Ok(limit) => Some(limit),
                Err(_) => return self.show(Some(typed.to_owned())).await,
            },
        };
        self.room.desk().limit(&self.app.client_id, limit).await?;
        Ok(self.done("limited"))
    }

    async fn revoke_tokens(&self) -> Page {
        self.room.visit.act()?;
        self.room.desk().revoke_all(self.app).await?;
        Ok(self.done("tokens-revoked"))
    }

    async fn delete(&self) -> Page {
        let fields = self.room.visit.act()?;
        let typed = fields.one("name").trim();
        if !reads_like(typed, &self.app.name) {
            return self.ask(Ending::DeleteApp, Some(typed.to_owned())).await;
        }
        self.room.desk().delete_app(&self.app.client_id).await?;
        Ok(self.room.done("/apps", "deleted-app"))
    }

    fn done(&self, word: &str) -> Answer {
        self.room.done(&self.path(""), word)
    }
}
