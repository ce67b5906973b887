//! What is counted: what the table of costs has of ours, and two ways that have no ceiling to stand beside.

use crate::fill;
use crate::grantor::{App, Demo};
use crate::http::{Connection, once, patiently};
use crate::load::{Ask, active, member};
use crate::person::Person;
use crate::works;
use crate::{Fault, Outcome};
use std::net::SocketAddr;
use std::path::Path;

/// One kind of request.
pub(super) struct Operation<'a> {
    /// By which it is recorded.
    pub(super) name: &'static str,
    way: Way<'a>,
}

enum Way<'a> {
    /// One request.
    Asked(Ask),
    /// Tokens of the app's own that are ended (RFC 7009); and what asks about the last of them.
    Revoked(Ask, Vec<u8>),
    /// Authorize, consent, code, token: each with an app that nobody has let in yet, on the browser's own connection.
    Flow(Person<'a>, std::vec::IntoIter<App>),
}

/// Those of the table of costs.
pub(super) async fn of_works(demo: &Demo) -> Outcome<Vec<Operation<'_>>> {
    let mut all = Vec::new();
    for work in works::ours(demo, 1).await? {
        let ask = work.asks.into_iter().next().ok_or("a work without a request")?;
        all.push(Operation { name: work.name, way: Way::Asked(ask) });
    }
    Ok(all)
}

/// So many tokens to end.
pub(super) async fn revocations(demo: &Demo, times: u32) -> Outcome<Operation<'static>> {
    let (grant, mut requests, mut last) = (demo.token_request()?, Vec::new(), String::new());
    for _ in 0..times {
        last = once(demo.at, &grant, |answer| member(answer.fine()?.body, "access_token")).await?;
        requests.push(demo.asking("/standard/oauth2/revoke", &[("token", &last)])?);
    }
    let introspection = demo.asking("/standard/oauth2/introspect", &[("token", &last)])?;
    once(demo.at, &introspection, |answer| active(answer.fine()?.body)).await?;
    Ok(Operation { name: "revocation", way: Way::Revoked(Ask::Each(requests, 0), introspection) })
}

/// So many flows of one person.
pub(super) fn flows<'a>(demo: &'a Demo, folder: &Path, times: u32) -> Outcome<Operation<'a>> {
    let app = demo.app("standard")?;
    let ids = fill::apps(&folder.join(fill::DATABASE), &app.client_id, times)?;
    let apps: Vec<App> = ids.into_iter().map(|client_id| App { client_id, ..app.clone() }).collect();
    Ok(Operation { name: "flow", way: Way::Flow(Person::new(demo.at, &demo.account), apps.into_iter()) })
}

impl Operation<'_> {
    /// One after the other; an answer that is no good one is an error. The connection has to be new: a silent one is closed.
    pub(super) async fn repeat(&mut self, at: SocketAddr, connection: &mut Connection, times: u32) -> Outcome<()> {
        for _ in 0..times {
            match &mut self.way {
                Way::Asked(ask) | Way::Revoked(ask, _) => patiently(at, ask.once(connection)).await?,
                Way::Flow(person, apps) => {
                    let app = apps.next().ok_or("there are too few apps")?;
                    person.tokens("/standard/oauth2/authorize", "/standard/oauth2/token", &app).await?;
                }
            }
        }
        Ok(())
    }

    /// Whether it did what it was asked for: a revocation is answered alike whether or not there was a token (RFC 7009 section 2.2).
    pub(super) async fn done(&self, demo: &Demo) -> Outcome<()> {
        let Way::Revoked(_, introspection) = &self.way else { return Ok(()) };
        once(demo.at, introspection, |answer| match active(answer.fine()?.body) {
            Ok(()) => Err(Fault::from("a token that was revoked is active")),
            Err(_) => Ok(()),
        })
        .await
    }
}
