//! `grantor app`: secrets and tokens, and how much they are used.

use super::app::Case;
use super::outcome::{Outcome, tell};
use super::secret;
use super::table::{facts, table, time};
use crate::desk::secrets::{OldSecret, Rotation};
use crate::views::{AppWithSecret, NewTestToken, Usage, UsedSecret};

/// Where a new secret comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is made, and shown.
    Made,
    /// A person chose it, and knows it.
    Asked,
}

pub(super) async fn rotate_secret(case: &Case, (name, old): (String, OldSecret), origin: Origin) -> Outcome {
    let chosen = if origin == Origin::Asked { Some(secret::asked("New secret")?) } else { None };
    let made = case.desk().rotate_secret(case.id(), Rotation { chosen, name, old }).await?;
    let now = case.desk().app(case.id()).await?;
    let shown = Some(&made).filter(|_| origin == Origin::Made);
    tell(case.form, &AppWithSecret::new(&now, shown), |now| {
        now.client_secret.clone().unwrap_or_else(|| "done".to_owned())
    })
}

pub(super) async fn secrets(case: &Case) -> Outcome {
    let secrets = case.desk().secrets(&case.app).await?.into_iter();
    let secrets: Vec<UsedSecret> = secrets.map(|(secret, used_at)| UsedSecret::new(secret, used_at)).collect();
    tell(case.form, &secrets, |secrets| {
        let row = |own: &UsedSecret| {
            vec![own.id.clone(), own.name.clone(), time(own.created_at), own.used_at.map(time).unwrap_or_default()]
        };
        table(&["ID", "NAME", "MADE", "LAST USED"], secrets.iter().map(row).collect())
    })
}

pub(super) async fn make_test_token(case: &Case) -> Outcome {
    let made = case.desk().test_token(case.id()).await?;
    tell(case.form, &NewTestToken::from(&made), |made| made.test_token.clone())
}

pub(super) async fn end_test_token(case: &Case) -> Outcome {
    case.desk().end_test_token(&case.app).await?;
    tell(case.form, &used(case).await?, |_| "ended".to_owned())
}

pub(super) async fn revoke_all(case: &Case) -> Outcome {
    case.desk().revoke_all(&case.app).await?;
    tell(case.form, &used(case).await?, |_| {
        "revoked; codes and tokens have ended, those of its users and its own".to_owned()
    })
}

pub(super) async fn usage(case: &Case) -> Outcome {
    // Nobody counts what the app got for itself until there is a limit.
    let live = if case.app.token_limit.is_some() { "live tokens" } else { "live tokens of its users" };
    tell(case.form, &used(case).await?, |usage| {
        let speaks_for = usage.test_token.as_ref().and_then(|token| token.account.clone());
        facts(vec![
            (live, usage.tokens.to_string()),
            ("accounts", usage.grants.to_string()),
            ("last used", usage.used_at.map(time).unwrap_or_default()),
            ("test token of", speaks_for.unwrap_or_default()),
        ])
    })
}

/// How much it is used now: what "revoke all" ended counts no more, so the app is read anew.
async fn used(case: &Case) -> Outcome<Usage> {
    let desk = case.desk();
    let app = desk.app(case.id()).await?;
    let (counts, token) = (desk.counts(&app).await?, desk.live_test_token(&app).await?);
    Ok(Usage::new(&counts, token.as_ref(), &desk.owners_of(&app).await?))
}
