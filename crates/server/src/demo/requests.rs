//! What the apps of a fresh demo ask before anybody else does. Error logs and figures hold what this server was really asked, so nothing is put
//! into them: each app sends a browser with a redirect URI that has a slash too many and redeems a code that never was, and those that can take a
//! token of their own and end it.

use super::steps::CODE;
use super::{Began, Shown, ShownRealm};
use crate::desk::Declined;
use crate::http::dispatch::{Entrance, Front};
use crate::server::Server;
use bytes::Bytes;
use dialect::client::{ClientApp, ClientRequest};
use dialect::model::Method;
use engine::model::App;
use engine::policy::GrantKind;
use engine::request::ResponseType;
use engine::secret::Plain;
use http_body_util::Full;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// In the place of a secret that is no longer the demo's.
const UNKNOWN: &str = "unknown";

/// Asks, in the realms whose samples are new.
pub async fn ask(server: &Arc<Server>, shown: &Shown) -> Result<(), Declined> {
    let front = Front::new(server.clone(), Entrance::Main);
    for own in shown.realms.iter().filter(|own| own.samples == Began::Now) {
        asks(&front, (shown, own)).await?;
    }
    server.write_notes().await;
    Ok(())
}

async fn asks(front: &Front, (shown, own): (&Shown, &ShownRealm)) -> Result<(), Declined> {
    let server = front.server.as_ref();
    let Some(realm) = server.realms.named(&own.name) else { return Ok(()) };
    let desk = server.desk(realm, "demo", "");
    let mount = desk.main()?;
    for app in desk.owned(&own.account).await? {
        let (kind, slip) = (desk.kind(Some(&app.kind))?, slip(&app, &shown.callback()));
        let secret = own.apps.iter().find(|shown| shown.app.key == app.key).and_then(|shown| shown.secret.as_ref());
        let client = ClientApp {
            base: &mount.issuer,
            client_id: &app.client_id,
            client_secret: secret.map(Plain::expose).or((!app.secrets.is_empty()).then_some(UNKNOWN)),
            redirect_uri: Some(&slip),
        };
        let response = kind.response_types.first().copied().unwrap_or(ResponseType::Code);
        let url = mount.dialect.client_authorize_url(&client, response, None, None);
        answered(front, ClientRequest { method: Method::Get, url, headers: Vec::new(), body: None }).await;
        let has = |grant| kind.grants.contains(&grant);
        if has(GrantKind::AuthorizationCode)
            && let Some(exchange) = mount.dialect.client_exchange(&client, CODE, None)
        {
            answered(front, exchange).await;
        }
        let takes = secret.is_some() && has(GrantKind::ClientCredentials);
        if takes && let Some(request) = mount.dialect.client_credentials(&client, None) {
            let answer = answered(front, request).await;
            let tokens = mount.dialect.client_read_tokens(GrantKind::ClientCredentials, &answer);
            if let Some(end) = tokens.and_then(|tokens| mount.dialect.client_revoke(&client, &tokens.access_token)) {
                answered(front, end).await;
            }
        }
    }
    Ok(())
}

/// A redirect URI of the app's with a slash too many.
fn slip(app: &App, callback: &str) -> String {
    let web = |uri: &&String| uri.starts_with("http");
    format!("{}/", app.redirect_uris.iter().find(web).map_or(callback, String::as_str))
}

async fn answered(front: &Front, asked: ClientRequest) -> Bytes {
    let mut request = http::Request::builder().method(asked.method.as_str()).uri(asked.url);
    for (name, value) in asked.headers {
        request = request.header(name, value);
    }
    let Ok(request) = request.body(Full::from(asked.body.unwrap_or_default())) else {
        return Bytes::new();
    };
    front.dispatch(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), request).await.into_body()
}
