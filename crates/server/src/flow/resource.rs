//! Resources that the server itself answers: whoami and its like.

use super::session::account_audit;
use super::{Answer, Call, Failure, api};
use crate::memory::cache::KnownApp;
use crate::wire::routes::Captures;
use dialect::encode::Facts;
use dialect::model::{Endpoint, Resource, ResourceAction, Shape};
use engine::access::{self, Live};
use engine::model::{Account, App, EndReason};
use engine::refusal::Refusal;
use engine::scope::ScopeSet;
use percent_encoding::percent_decode_str;
use std::sync::Arc;
use store::ops::{Audit, EndGrant, Page};

/// Grants that one answer lists at the most.
const MOST_GRANTS: u32 = 1000;

/// Answers a request for the resource of that index.
pub async fn answer(call: &Call<'_>, index: usize, captures: &Captures) -> Answer {
    match run(call, index, captures).await {
        Ok(answer) => answer,
        Err(failure) => call.fail(Endpoint::Resource(index), failure),
    }
}

async fn run(call: &Call<'_>, index: usize, captures: &Captures) -> Result<Answer, Failure> {
    let dialect = &call.mount.dialect;
    let resource = dialect.resources.get(index).ok_or(Refusal::TokenUnknown)?;
    let selected = dialect.decode_selected(resource, call.incoming)?;
    let presented = api::look_up_own(call, &dialect.decode_bearer(call.incoming)?).await?;
    let live = presented.live(call, Some(call.mount.key))?;
    access::opens(&live, resource.scope.as_slice(), &dialect.policy.scopes)?;
    api::note_use(call, &live);
    if resource.action == ResourceAction::EndGrant {
        end_grant(call, &live, captures).await?;
    }
    let grants = grants(call, resource, &live).await?;
    let scope = ScopeSet::parse(&live.token.scope);
    let facts = Facts { grants: &grants, ..presented.facts(call, &live, &scope) };
    Ok(dialect.encode_resource(index, &facts, selected.as_deref()))
}

type Listed = Vec<(String, String, ScopeSet)>;

async fn grants(call: &Call<'_>, resource: &Resource, live: &Live<'_>) -> Result<Listed, Failure> {
    let (true, Some(account)) = (resource.body.node.lists_grants(), live.account) else { return Ok(Vec::new()) };
    let page = Page { after: None, limit: MOST_GRANTS };
    let revision = call.server.store.revision(call.realm.key).await?;
    let mut listed = Vec::new();
    for grant in call.server.store.grants(call.realm.key, account.key, page).await? {
        let app = call.realm.cache.app(call.at(revision), grant.app).await?;
        if let Some(app) = app.filter(|app| app.deleted_at.is_none()) {
            listed.push((app.client_id.clone(), app.name.clone(), ScopeSet::parse(&grant.scope)));
        }
    }
    Ok(listed)
}

async fn end_grant(call: &Call<'_>, live: &Live<'_>, captures: &Captures) -> Result<(), Failure> {
    let Some(account) = live.account else { return Err(Refusal::TokenUnknown.into()) };
    let named =
        captures.iter().find(|(name, _)| name == "app").map(|(_, id)| percent_decode_str(id).decode_utf8_lossy());
    let client_id = named.as_deref().unwrap_or(&live.app.client_id);
    // What is not there has no access, which is all that was asked for.
    let Some(app) = app_called(call, client_id).await? else { return Ok(()) };
    let write = ended_by_app(call, live.app, account, &app);
    call.server.store.end_grant(write).await?;
    Ok(())
}

/// The app of that id. Where ids are UUIDs, capitals are the same one (RFC 9562 section 4).
async fn app_called(call: &Call<'_>, client_id: &str) -> Result<Option<Arc<KnownApp>>, Failure> {
    let revision = call.server.store.revision(call.realm.key).await?;
    let cache = &call.realm.cache;
    match cache.app_by_client_id(call.at(revision), client_id).await? {
        None if call.mount.dialect.shapes.client_id == Shape::Uuid => {
            Ok(cache.app_by_client_id(call.at(revision), &client_id.to_ascii_lowercase()).await?)
        }
        found => Ok(found),
    }
}

/// An app ends what its person granted, to itself or to another one: the audit names the app, the row is about the person.
fn ended_by_app(call: &Call<'_>, by: &App, account: &Account, app: &App) -> EndGrant {
    EndGrant {
        realm: call.realm.key,
        account: account.key,
        app: app.key,
        reason: EndReason::Withdrawn,
        tombstone: call.mount.dialect.policy.lifetimes.tombstone,
        audit: Audit {
            actor: format!("app:{}", by.client_id),
            app: Some(app.key),
            ..account_audit(call, account, "grant.revoke", format!("app {}", app.client_id))
        },
        now: call.now.secs(),
    }
}
