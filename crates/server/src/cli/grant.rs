//! `grantor grant`.

use super::args::{GrantArgs, GrantCommand, Listing, OneGrant};
use super::office::Office;
use super::outcome::{Outcome, print};
use super::table::{table, time};
use super::{pages, start};
use crate::views::{AppGrant, Grant, Token, TokenKind};
use serde_json::json;

pub(super) fn run(args: GrantArgs) -> Outcome {
    start::block_on(async {
        match args.command {
            GrantCommand::List { list, account: Some(account), .. } => of_account(list, &account).await,
            GrantCommand::List { list, app, .. } => of_app(list, &app.unwrap_or_default()).await,
            GrantCommand::Tokens { grant, json } => tokens(grant, json).await,
            GrantCommand::RevokeToken { grant, token } => {
                let office = Office::open(&grant.target).await?;
                office.desk().end_token(&grant.account, &grant.app, &token).await?;
                print("revoked")
            }
            GrantCommand::Revoke(grant) => {
                Office::open(&grant.target).await?.desk().revoke_grant(&grant.account, &grant.app).await?;
                print("revoked; its codes and tokens have ended")
            }
        }
    })
}

async fn of_account(list: Listing, account: &str) -> Outcome {
    let office = Office::open(&list.target).await?;
    let desk = office.desk();
    let found = pages::all(|page| desk.authorized(account, page)).await?;
    let grants: Vec<Grant> = found.iter().map(|(own, app)| Grant::new(own, app)).collect();
    if list.json {
        return print(json!(grants));
    }
    let row = |grant: &Grant| vec![grant.client_id.clone(), grant.name.clone(), grant.scopes.join(" ")];
    print(table(&["CLIENT ID", "NAME", "SCOPES"], grants.iter().map(row).collect()))
}

async fn of_app(list: Listing, app: &str) -> Outcome {
    let office = Office::open(&list.target).await?;
    let desk = office.desk();
    let found = pages::all(|page| desk.grants_of_app(app, page)).await?;
    let grants: Vec<AppGrant> = found.iter().map(|(own, account)| AppGrant::new(own, account)).collect();
    if list.json {
        return print(json!(grants));
    }
    let row = |grant: &AppGrant| vec![grant.account.clone(), grant.scopes.join(" "), grant.tokens.to_string()];
    print(table(&["USERNAME", "SCOPES", "TOKENS"], grants.iter().map(row).collect()))
}

async fn tokens(grant: OneGrant, as_json: bool) -> Outcome {
    let found = Office::open(&grant.target).await?.desk().tokens(&grant.account, &grant.app).await?;
    let access = found.access.iter().map(Token::from);
    let tokens: Vec<Token> = access.chain(found.refresh.iter().map(Token::from)).collect();
    if as_json {
        return print(json!(tokens));
    }
    let row = |token: &Token| {
        let kind = match token.kind {
            TokenKind::Access => "access",
            TokenKind::Refresh => "refresh",
        };
        let ends = token.ends_at.map_or_else(|| "never".to_owned(), time);
        vec![token.id.clone(), kind.to_owned(), token.scopes.join(" "), time(token.issued_at), ends]
    };
    print(table(&["ID", "KIND", "SCOPES", "ISSUED", "ENDS"], tokens.iter().map(row).collect()))
}
