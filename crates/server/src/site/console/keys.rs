//! An app's secrets and its test token.

use super::app::Own;
use super::{faults, new};
use crate::desk::Declined;
use crate::desk::secrets::MOST;
use crate::pages::{ConsoleItem, ConsoleSecrets, ConsoleTestToken, Fault, ListedSecret, ShownSecret};
use crate::site::Page;
use dialect::client::ClientApp;
use engine::policy::HasSecret;
use engine::secret::Plain;

/// The secrets.
pub(super) async fn secrets(own: &Own<'_>) -> Page {
    secrets_page(own, "", None).await
}

async fn secrets_page(own: &Own<'_>, typed: &str, fault: Option<Fault>) -> Page {
    let desk = own.desk();
    let keeps = desk.kind(Some(&own.app.kind))?.secret == HasSecret::Yes;
    let secrets = desk.secrets(&own.app).await?.into_iter().map(|(secret, used_at)| ListedSecret {
        name: secret.name.clone(),
        handle: secret.handle(),
        made: secret.created_at,
        used_at,
        revoke: own.to(&format!("/secrets/{}/revoke", secret.handle())),
    });
    let page = ConsoleSecrets {
        app: own.shown()?,
        secrets: keeps.then(|| secrets.collect()),
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
    let desk = own.desk();
    let shown = own.shown()?;
    if !shown.items.contains(&ConsoleItem::TestToken) {
        return Err(crate::site::Halt::Absent);
    }
    let token = desk.live_test_token(&own.app).await?;
    let owners = desk.owners_of(&own.app).await?;
    let account = token.as_ref().and_then(|token| token.account);
    let speaks_for = owners.iter().find(|owner| Some(owner.key) == account).map(|owner| owner.username.clone());
    let page = ConsoleTestToken {
        app: shown,
        made: token.as_ref().map(|token| token.issued_at),
        used_at: token.as_ref().and_then(|token| token.used_at),
        speaks_for: speaks_for.unwrap_or_default(),
        csrf: own.csrf("/test-token"),
    };
    Ok(own.page(None, page.render(own.frame(), own.done().as_deref())))
}

/// Makes one in the place of the old one. It is shown this once, with a command that tries it.
pub(super) async fn make_test_token(own: &Own<'_>) -> Page {
    let (_, dice) = own.visit.act_once()?;
    let token = match own.visit.desk_with(&dice).make_test_token(&own.app, own.visit.account()).await {
        Err(Declined::MadeBefore) => return Ok(own.lead(ConsoleItem::TestToken, "made-before")),
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
