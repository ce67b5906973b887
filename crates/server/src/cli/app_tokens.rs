//! `grantor app`: secrets and tokens, and what the app did with them.

use super::args::OneApp;
use super::office::Office;
use super::outcome::{Outcome, print};
use super::pages;
use super::table::{facts, table, time};
use crate::views::{Refusal, Usage, UsedSecret};
use serde_json::json;

pub(super) async fn secrets(one: OneApp, as_json: bool) -> Outcome {
    let office = Office::open(&one.target).await?;
    let desk = office.desk();
    let app = desk.app(&one.client_id).await?;
    let secrets = desk.secrets(&app).await?.into_iter().map(|(secret, used_at)| UsedSecret::new(secret, used_at));
    let secrets: Vec<UsedSecret> = secrets.collect();
    if as_json {
        return print(json!(secrets));
    }
    let row = |own: &UsedSecret| {
        vec![own.id.clone(), own.name.clone(), time(own.created_at), own.used_at.map(time).unwrap_or_default()]
    };
    print(table(&["ID", "NAME", "MADE", "LAST USED"], secrets.iter().map(row).collect()))
}

pub(super) async fn revoke_secret(one: OneApp, secret: &str) -> Outcome {
    let office = Office::open(&one.target).await?;
    let app = office.desk().app(&one.client_id).await?;
    office.desk().revoke_secret(&app, secret).await?;
    print("revoked")
}

pub(super) async fn end_test_token(one: OneApp) -> Outcome {
    let office = Office::open(&one.target).await?;
    let app = office.desk().app(&one.client_id).await?;
    office.desk().end_test_token(&app).await?;
    print("ended")
}

pub(super) async fn revoke_all(one: OneApp) -> Outcome {
    let office = Office::open(&one.target).await?;
    let app = office.desk().app(&one.client_id).await?;
    office.desk().revoke_all(&app).await?;
    print("revoked; codes and tokens of its users have ended")
}

pub(super) async fn usage(one: OneApp, as_json: bool) -> Outcome {
    let office = Office::open(&one.target).await?;
    let desk = office.desk();
    let app = desk.app(&one.client_id).await?;
    let (counts, token) = (desk.counts(&app).await?, desk.live_test_token(&app).await?);
    let usage = Usage::new(&counts, token.as_ref(), &desk.owners_of(&app).await?);
    if as_json {
        return print(json!(usage));
    }
    let speaks_for = usage.test_token.and_then(|token| token.account);
    print(facts(vec![
        ("live tokens", usage.tokens.to_string()),
        ("accounts", usage.grants.to_string()),
        ("last used", usage.used_at.map(time).unwrap_or_default()),
        ("test token of", speaks_for.unwrap_or_default()),
    ]))
}

pub(super) async fn errors(one: OneApp, as_json: bool) -> Outcome {
    let office = Office::open(&one.target).await?;
    let desk = office.desk();
    let app = desk.app(&one.client_id).await?;
    let found = pages::all(|page| desk.refused(&app, page)).await?;
    let refusals: Vec<Refusal> = found.iter().map(Refusal::from).collect();
    if as_json {
        return print(json!(refusals));
    }
    let row = |own: &Refusal| vec![time(own.at), own.endpoint.clone(), own.reason.clone(), own.request_id.clone()];
    print(table(&["WHEN", "ENDPOINT", "REASON", "REQUEST"], refusals.iter().map(row).collect()))
}
