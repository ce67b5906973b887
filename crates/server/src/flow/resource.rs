//! Resources that the server itself answers: whoami and its like.

use super::{Answer, Call, Failure, api};
use crate::http::routes::Captures;
use dialect::encode::Facts;
use dialect::model::{Endpoint, Resource, ResourceAction};
use engine::access::{self, Live};
use engine::model::{AccountKey, EndReason};
use engine::refusal::Refusal;
use engine::scope::ScopeSet;
use percent_encoding::percent_decode_str;
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
        if let Some(app) = call.realm.cache.app(call.at(revision), grant.app).await? {
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
    let revision = call.server.store.revision(call.realm.key).await?;
    let Some(app) = call.realm.cache.app_by_client_id(call.at(revision), client_id).await? else { return Ok(()) };
    let write = ended_by_account(call, (account.key, &account.id), (app.key, client_id));
    call.server.store.end_grant(write).await?;
    Ok(())
}

fn ended_by_account(
    call: &Call<'_>,
    (account, id): (AccountKey, &str),
    (app, client_id): (engine::model::AppKey, &str),
) -> EndGrant {
    EndGrant {
        realm: call.realm.key,
        account,
        app,
        reason: EndReason::Withdrawn,
        tombstone: call.mount.dialect.policy.lifetimes.tombstone,
        audit: Audit {
            at: call.now.secs(),
            millis: call.now.millis(),
            actor: format!("account:{id}"),
            action: "grant.revoke".to_owned(),
            object: format!("account {id}"),
            detail: format!("app {client_id}"),
            account: Some(account),
            app: Some(app),
            address: call.address.to_string(),
        },
        now: call.now.secs(),
    }
}
