//! An app's secrets and its test token.

use super::app::Own;
use super::{faults, new};
use crate::desk::Declined;
use crate::desk::secrets::MOST;
use crate::flow::pages::see_other;
use crate::pages::{ConsoleItem, ConsoleSecrets, ConsoleTestToken, Fault, ListedSecret, ShownSecret};
use crate::site::{Halt, Page};
use dialect::client::ClientApp;
use engine::model::AccessToken;
use engine::policy::HasSecret;
use engine::secret::Plain;
use store::ops::LiveTestToken;

/// The secrets.
pub(super) async fn secrets(own: &Own<'_>) -> Page {
    secrets_page(own, "", None).await
}

/// The app's secrets as pages show them.
pub(super) async fn listed(own: &Own<'_>) -> Result<Vec<ListedSecret>, Declined> {
    let desk = own.desk();
    let secrets = desk.secrets(&own.app).await?.into_iter().map(|(secret, used_at)| ListedSecret {
        name: secret.name.clone(),
        handle: secret.handle(),
        made: secret.created_at,
        used_at,
        revoke: own.to(&format!("/secrets/{}/revoke", secret.handle())),
    });
    Ok(secrets.collect())
}

async fn secrets_page(own: &Own<'_>, typed: &str, fault: Option<Fault>) -> Page {
    let desk = own.desk();
    let keeps = desk.kind(Some(&own.app.kind))?.secret == HasSecret::Yes;
    let secrets = listed(own).await?;
    let page = ConsoleSecrets {
        app: own.shown()?,
        secrets: keeps.then_some(secrets),
        kind: own.app.kind.clone(),
        at_most: MOST,
        typed: typed.to_owned(),
        fault: fault.clone(),
        csrf: own.csrf("/secrets"),
    };
    Ok(own.page(fault.as_ref(), page.render(own.frame(), own.done().as_deref())))
}

/// Makes one more, which is shown this once.
pub(super) async fn add_secret(own: &Own<'_>) -> Page {
    let (fields, dice) = own.visit.act_once()?;
    let typed = fields.one("secret_name");
    let secret = match own.visit.desk_with(&dice).add_secret(&own.app, typed).await {
        Ok(secret) => secret,
        Err(Declined::MadeBefore) => return Ok(own.lead(ConsoleItem::Secrets, "made-before")),
        Err(declined) => {
            let fault = faults::of(own.visit, &own.app.kind, declined)?;
            return secrets_page(own, typed, Some(fault)).await;
        }
    };
    let shown = ShownSecret {
        app: own.shown()?,
        item: ConsoleItem::Secrets,
        example: Some(new::configuration(own, &secret)),
        value: Some(secret.expose().to_owned()),
    };
    Ok(own.page(None, shown.render(own.frame())))
}

/// The test token.
pub(super) async fn test_token(own: &Own<'_>) -> Page {
    let shown = own.shown()?;
    if !shown.items.contains(&ConsoleItem::TestToken) {
        return Err(Halt::Absent);
    }
    let token = own.desk().live_test_token(&own.app).await?;
    let speaks_for = match &token {
        Some(token) => speaks_for(own, token).await?,
        None => None,
    };
    let page = ConsoleTestToken {
        app: shown,
        made: token.as_ref().map(|token| token.issued_at),
        used_at: token.as_ref().and_then(|token| token.used_at),
        speaks_for: speaks_for.unwrap_or_default(),
        csrf: own.csrf("/test-token"),
    };
    Ok(own.page(None, page.render(own.frame(), own.done().as_deref())))
}

/// The user name of whom a test token speaks for.
pub(super) async fn speaks_for(own: &Own<'_>, token: &AccessToken) -> Result<Option<String>, Declined> {
    let owners = own.desk().owners_of(&own.app).await?;
    let named = owners.into_iter().find(|owner| Some(owner.key) == token.account);
    Ok(named.map(|owner| owner.username))
}

/// Makes one. It is shown this once, with a command that tries it. Where one lives that has to stay, it asks first.
pub(super) async fn make_test_token(own: &Own<'_>, live: LiveTestToken) -> Page {
    let (_, dice) = own.visit.act_once()?;
    let token = match own.visit.desk_with(&dice).make_test_token(&own.app, own.visit.account(), live).await {
        Err(Declined::MadeBefore) => return Ok(own.lead(ConsoleItem::TestToken, "made-before")),
        Err(Declined::TestTokenLives) => return Ok(see_other(&own.to("/test-token/reset"))),
        made => made?,
    };
    let shown = ShownSecret {
        app: own.shown()?,
        item: ConsoleItem::TestToken,
        example: Some(example(own, &token)?),
        value: Some(token.expose().to_owned()),
    };
    Ok(own.page(None, shown.render(own.frame())))
}

/// A request that the token opens: whoami where the dialect has it, else the gateway's question.
fn example(own: &Own<'_>, token: &Plain) -> Result<String, Declined> {
    let desk = own.desk();
    // A test token is the main mount's.
    let mount = desk.main()?;
    let app = ClientApp { base: &mount.issuer, client_id: &own.app.client_id, client_secret: None, redirect_uri: None };
    let asks = mount.dialect.client_resource(&app, 0, token.expose());
    Ok(asks.unwrap_or_else(|| mount.dialect.client_call(&app, "/verify", token.expose())).curl())
}
