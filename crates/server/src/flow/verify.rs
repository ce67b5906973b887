//! The gateway's question: may this request pass? For nginx `auth_request`, Traefik ForwardAuth and Envoy ext_authz.

use super::{Answer, Call, Failure, api};
use dialect::incoming::Incoming;
use engine::access::{self, Live};
use engine::scope::ScopeSet;
use engine::secret::Plain;
use http::header::{CACHE_CONTROL, HeaderName, HeaderValue};

/// Headers in which proxies hand on the original URI, nginx by our snippet, Kubernetes' ingress-nginx, Traefik and Envoy by themselves.
const FORWARDED_URI: [&str; 4] = ["x-original-uri", "x-original-url", "x-forwarded-uri", "x-envoy-original-path"];

/// Answers for any mount of the realm, in the accent of the mount that issued the token.
pub async fn answer(call: &Call<'_>) -> Answer {
    match run(call).await {
        Ok(answer) => answer,
        Err((mount, failure)) => Call { mount, ..*call }.bar(failure),
    }
}

type Refused<'a> = (&'a crate::realm::Mount, Failure);

async fn run<'a>(call: &Call<'a>) -> Result<Answer, Refused<'a>> {
    let candidates = candidates(call).map_err(|failure| (call.mount, failure))?;
    let presented = api::look_up_own(call, &candidates).await.map_err(|failure| (call.mount, failure))?;
    let issuer = presented.token.as_ref().and_then(|token| call.realm.mount(token.mount)).unwrap_or(call.mount);
    let fail = |failure| (issuer, failure);
    let live = presented.live(call, None).map_err(fail)?;
    let demanded = demanded(call, issuer);
    access::opens(&live, &demanded, &issuer.dialect.policy.scopes).map_err(|refused| fail(refused.into()))?;
    api::note_use(call, &live);
    Ok(pass(&live, &issuer.dialect.scope_text(&ScopeSet::parse(&live.token.scope))))
}

/// The token as any of the realm's dialects carries it, this mount's first; its query is the original request's where a proxy handed it on.
fn candidates(call: &Call<'_>) -> Result<Vec<Plain>, Failure> {
    let forwarded = FORWARDED_URI.iter().find_map(|name| call.incoming.headers.get(*name)?.to_str().ok());
    let query = forwarded.and_then(|uri| uri.split_once('?').map(|(_, query)| query)).or(call.incoming.query);
    let original = Incoming { query, ..*call.incoming };
    let others = call.realm.mounts.iter().filter(|mount| mount.key != call.mount.key);
    for mount in std::iter::once(call.mount).chain(others) {
        let found = mount.dialect.decode_bearer(&original)?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// The scopes that the gateway demands: `?scope=` of its own question, once or several times, each a list.
fn demanded(call: &Call<'_>, mount: &crate::realm::Mount) -> Vec<String> {
    let query = call.incoming.query.unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "scope");
    let fields: Vec<String> = asked.map(|(_, value)| value.into_owned()).collect();
    mount.dialect.decode_narrowing(&fields)
}

fn pass(live: &Live<'_>, scope: &str) -> Answer {
    let mut answer = Answer::new(bytes::Bytes::new());
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let mut say = |name: &'static str, value: &str| {
        // A name with other characters than HTTP allows is told as UTF-8 bytes, as proxies pass them on.
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    if let Some(account) = live.account {
        say("x-grantor-account", &account.id);
        say("x-grantor-username", &account.username);
    }
    say("x-grantor-app", &live.app.client_id);
    say("x-grantor-scope", scope);
    answer
}
