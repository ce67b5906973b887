//! Who calls, and what they may: nobody gets to a realm's desk without naming the right that it takes.

use super::problem::Problem;
use super::{Context, PREFIX};
use crate::desk::Desk;
use crate::desk::letters::Postroom;
use crate::desk::names::Names;
use crate::desk::rights::{Right, Rights};
use crate::server::Server;
use axum::extract::FromRequestParts;
use engine::secret::Plain;
use http::header::{AUTHORIZATION, HeaderMap};
use http::request::Parts;
use std::sync::Arc;
use store::office::ApiKey;

/// The holder of a live key.
pub(super) struct Caller {
    /// The server.
    pub(super) server: Arc<Server>,
    /// What the key may do.
    pub(super) rights: Rights,
    actor: String,
    context: Context,
}

impl FromRequestParts<Arc<Server>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Arc<Server>) -> Result<Self, Problem> {
        let context = parts.extensions.get::<Context>().cloned().unwrap_or_default();
        let key = holder(server, &parts.headers, &context).await?;
        let (rights, actor) = (Rights::read(&key.rights), format!("key:{}", key.id));
        Ok(Self { server: server.clone(), rights, actor, context })
    }
}

/// Whether the request has a live key with that right.
pub async fn may(server: &Server, headers: &HeaderMap, right: Right) -> bool {
    let held = holder(server, headers, &Context::default()).await;
    held.is_ok_and(|key| Rights::read(&key.rights).hold(right))
}

/// The live key of a request.
async fn holder(server: &Server, headers: &HeaderMap, context: &Context) -> Result<ApiKey, Problem> {
    let missing = || {
        let keys = "administrators make keys at /admin/keys, and a key with the right `keys:write` by POST";
        Problem::unknown_key(format!("send a key as `Authorization: Bearer gk_…`; {keys} {PREFIX}/keys"))
    };
    let header = headers.get(AUTHORIZATION).ok_or_else(missing)?;
    let (scheme, text) = header.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(missing());
    }
    let desk = desk(server, &server.realms.admin, "server", context);
    let found = desk.key_of(&Plain::new(text.trim())).await?;
    found.ok_or_else(|| Problem::unknown_key("this key is unknown, or it has ended"))
}

impl Caller {
    /// The desk of that realm, for work that takes this right.
    pub(super) fn desk(&self, realm: &str, right: Right) -> Result<Desk<'_>, Problem> {
        self.demand(right, realm)?;
        let found = self.server.realms.exactly(realm);
        let found = found.ok_or_else(|| Problem::absent(format!("there is no realm `{realm}`")))?;
        Ok(desk(&self.server, found, &self.actor, &self.context))
    }

    /// The desk that looks after keys.
    pub(super) fn keys(&self, right: Right) -> Result<Desk<'_>, Problem> {
        self.demand(right, "")?;
        Ok(desk(&self.server, &self.server.realms.admin, &self.actor, &self.context))
    }

    /// Names behind the audit of that desk's realm; those of administrators for a key that may read about them.
    pub(super) fn names<'a>(&'a self, own: Desk<'a>) -> Names<'a> {
        let admin = &self.server.realms.admin;
        let told = self.rights.open(Right::AuditRead, &admin.name);
        Names::new(own, told.then(|| desk(&self.server, admin, &self.actor, &self.context)))
    }

    /// Where letters to the people of that desk's realm are written.
    pub(super) fn postroom<'a>(&'a self, desk: &Desk<'a>) -> Result<Postroom<'a>, Problem> {
        let none = || Problem::declined("there is no mail server; `[mail]` in the configuration names one");
        self.server.postroom(desk.realm).ok_or_else(none)
    }

    /// Says no unless the key has the right.
    pub(super) fn demand(&self, right: Right, realm: &str) -> Result<(), Problem> {
        match (self.rights.hold(right), self.rights.open(right, realm)) {
            (_, true) => Ok(()),
            (true, false) => Err(lacks(Right::Administrators)),
            (false, _) => Err(lacks(right)),
        }
    }
}

fn lacks(right: Right) -> Problem {
    Problem::no_right(format!("this takes a key with the right `{right}`"))
}

fn desk<'a>(server: &'a Server, realm: &'a crate::realm::Realm, actor: &'a str, context: &'a Context) -> Desk<'a> {
    server.desk(realm, actor, &context.address)
}
