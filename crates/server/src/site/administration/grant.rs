//! What one account lets one app do, and the tokens that live by it.

use super::Page;
use super::room::Room;
use crate::desk::tokens::handle;
use crate::desk::{Declined, Sort};
use crate::flow::permissions;
use crate::pages::{AdminGrant, AdminItem, AdminQuestion, AdminToken, Ending, TokenSort};
use crate::site::{Does, Halt, encoded};
use engine::model::{Account, App};
use engine::scope::ScopeSet;
use engine::token::TokenHash;

/// Answers at a grant's page and below it.
pub(super) async fn answer((room, account): (Room<'_>, &Account), client_id: &str, path: &[&str], does: Does) -> Page {
    if room.place().whose == crate::pages::Whose::Administrators {
        return Err(Halt::Absent);
    }
    let app = match room.desk().app(client_id).await {
        Err(Declined::NoApp(..)) if room.desk().was_granted(account, client_id).await? => {
            return ended((room, account), does);
        }
        app => app?,
    };
    let at = At { room, account, app: &app };
    match (path, does) {
        ([], Does::Look) => at.show().await,
        (["revoke"], Does::Look) => at.ask().await,
        (["revoke"], Does::Act) => at.revoke().await,
        (["tokens", named, "end"], Does::Look) => at.ask_token(named).await,
        (["tokens", named, "end"], Does::Act) => at.end(named).await,
        _ => Err(Halt::Absent),
    }
}

/// Where an access was that has ended: the account's page says so.
fn ended((room, account): (Room<'_>, &Account), does: Does) -> Page {
    if does == Does::Act {
        room.visit.act()?;
    }
    Ok(room.done(&format!("/accounts/{}", encoded(&account.id)), "revoked"))
}

struct At<'r> {
    room: Room<'r>,
    account: &'r Account,
    app: &'r App,
}

impl At<'_> {
    fn path(&self, path: &str) -> String {
        format!("/accounts/{}/grants/{}{path}", encoded(&self.account.id), encoded(&self.app.client_id))
    }

    fn token(&self, handle: &str) -> String {
        self.path(&format!("/tokens/{}/end", encoded(handle)))
    }

    async fn show(&self) -> Page {
        let (room, account, app) = (self.room, self.account, self.app);
        let grant = match room.desk().authorization(account, app).await {
            Err(Declined::NoGrant(..)) if room.desk().was_granted(account, &app.client_id).await? => {
                return ended((room, account), Does::Look);
            }
            grant => grant?,
        };
        let tokens = room.desk().tokens(&account.username, &app.client_id).await?;
        let token = |hash: &TokenHash, sort, issued_at, ends_at| {
            let handle = handle(hash);
            let end = room.to(&self.token(&handle));
            AdminToken { handle, sort, issued_at, ends_at, end }
        };
        let access = tokens.access.iter().map(|own| token(&own.hash, TokenSort::Access, own.issued_at, own.ends_at));
        let refresh = tokens.refresh.iter().map(|own| token(&own.hash, TokenSort::Refresh, own.issued_at, own.ends_at));
        let scope = ScopeSet::parse(&grant.grant.scope);
        let said = room.realm.main().map(|mount| permissions::of(&mount.dialect, &scope, &room.visit.language));
        let page = AdminGrant {
            place: room.place(),
            account: (account.username.clone(), room.account(&account.id)),
            app: (app.name.clone(), room.app(&app.client_id)),
            permissions: said.unwrap_or_default(),
            granted: (grant.grant.created_at, grant.origin.address),
            used: grant.used,
            tokens: access.chain(refresh).collect(),
            revoke: room.to(&self.path("/revoke")),
        };
        Ok(room.page(AdminItem::Grants, |frame| page.render(frame)))
    }

    async fn ask(&self) -> Page {
        let (room, account, app) = (self.room, self.account, self.app);
        match room.desk().authorized_app(account, &app.client_id).await {
            Err(Declined::NoGrant(..)) if room.desk().was_granted(account, &app.client_id).await? => {
                return ended((room, account), Does::Look);
            }
            app => app?,
        };
        let question = AdminQuestion {
            what: Ending::Revoke,
            name: self.account.username.clone(),
            app: self.app.name.clone(),
            whose: String::new(),
            features: Vec::new(),
            session: None,
            typed: None,
            to: self.room.form(&self.path("/revoke")),
            back: self.room.to(&self.path("")),
        };
        Ok(self.room.page(AdminItem::Grants, |frame| question.render(frame)))
    }

    async fn revoke(&self) -> Page {
        self.room.visit.act()?;
        match self.room.desk().revoke_grant(&self.account.username, &self.app.client_id).await {
            // The form was made while it was there; where it has ended since, that is done.
            Ok(()) | Err(Declined::NoGrant(..)) => {}
            Err(declined) => return Err(declined.into()),
        }
        Ok(self.room.done(&format!("/accounts/{}", encoded(&self.account.id)), "revoked"))
    }

    async fn ask_token(&self, named: &str) -> Page {
        let tokens = self.room.desk().tokens(&self.account.username, &self.app.client_id).await?;
        let what = match () {
            () if tokens.access.iter().any(|own| handle(&own.hash) == named) => Ending::AccessToken,
            () if tokens.refresh.iter().any(|own| handle(&own.hash) == named) => Ending::RefreshToken,
            // Who comes back to the question after it was answered sees what is left.
            () => return Ok(self.room.visit.lead_on(&self.room.path(&self.path("")))),
        };
        let question = AdminQuestion {
            what,
            name: named.to_owned(),
            app: self.app.name.clone(),
            whose: self.account.username.clone(),
            features: Vec::new(),
            session: None,
            typed: None,
            to: self.room.form(&self.token(named)),
            back: self.room.to(&self.path("")),
        };
        Ok(self.room.page(AdminItem::Grants, |frame| question.render(frame)))
    }

    async fn end(&self, named: &str) -> Page {
        self.room.visit.act()?;
        match self.room.desk().end_token(&self.account.username, &self.app.client_id, named).await {
            // The form was made while it was live; where it has ended since, that is done.
            Ok(()) => Ok(self.room.done(&self.path(""), "token")),
            Err(declined) if declined.sort() == Sort::Absent => Ok(self.room.done(&self.path(""), "token")),
            Err(declined) => Err(declined.into()),
        }
    }
}
