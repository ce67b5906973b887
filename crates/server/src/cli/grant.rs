//! `grantor grant`.

use super::args::{Form, GrantArgs, GrantCommand, OneGrant, Target};
use super::office::Office;
use super::outcome::{Outcome, tell};
use super::table::{table, time};
use super::{pages, start};
use crate::views::{AppGrant, Grant, Token, TokenKind};

pub(super) fn run(args: GrantArgs) -> Outcome {
    let form = args.readers.form();
    start::block_on(async {
        match args.command {
            GrantCommand::List { target, account: Some(account), .. } => of_account(&target, &account, form).await,
            GrantCommand::List { target, app, .. } => of_app(&target, &app.unwrap_or_default(), form).await,
            GrantCommand::Tokens(grant) => {
                tell(form, &tokens(&Office::open(&grant.target).await?, &grant).await?, |tokens| listed(tokens))
            }
            GrantCommand::RevokeToken { grant, token } => {
                let office = Office::open(&grant.target).await?;
                office.desk().end_token(&grant.account, &grant.app, &token).await?;
                tell(form, &tokens(&office, &grant).await?, |_| "revoked".to_owned())
            }
            GrantCommand::Revoke(grant) => revoke(&grant, form).await,
        }
    })
}

async fn of_account(target: &Target, account: &str, form: Form) -> Outcome {
    let office = Office::open(target).await?;
    let desk = office.desk();
    let account = desk.account_called(account).await?;
    let found = pages::all(|page| desk.authorized_by_use(&account, page)).await?;
    tell(form, &found.iter().map(|(own, app)| Grant::new(own, app)).collect::<Vec<_>>(), |grants| {
        let row = |grant: &Grant| {
            let (client_id, name, scopes) = (grant.client_id.clone(), grant.name.clone(), grant.scopes.join(" "));
            vec![client_id, name, scopes, time(grant.created_at), last_use(grant.used_at)]
        };
        table(&["CLIENT ID", "NAME", "SCOPES", "ALLOWED", "LAST USED"], grants.iter().map(row).collect())
    })
}

async fn of_app(target: &Target, app: &str, form: Form) -> Outcome {
    let office = Office::open(target).await?;
    let desk = office.desk();
    let found = pages::all(|page| desk.grants_of_app_by_use(app, page)).await?;
    tell(form, &found.iter().map(|(own, account)| AppGrant::new(own, account)).collect::<Vec<_>>(), |grants| {
        let row = |grant: &AppGrant| {
            let (account, scopes, tokens) = (grant.account.clone(), grant.scopes.join(" "), grant.tokens.to_string());
            vec![account, scopes, tokens, time(grant.created_at), last_use(grant.used_at)]
        };
        table(&["USERNAME", "SCOPES", "TOKENS", "ALLOWED", "LAST USED"], grants.iter().map(row).collect())
    })
}

fn last_use(at: Option<i64>) -> String {
    at.map_or_else(|| "never".to_owned(), time)
}

/// Programs read the grant as it was.
async fn revoke(grant: &OneGrant, form: Form) -> Outcome {
    let office = Office::open(&grant.target).await?;
    let desk = office.desk();
    let (account, app) = (desk.account(&grant.account).await?, desk.app(&grant.app).await?);
    let ended = Grant::new(&desk.authorization(&account, &app).await?, &app);
    desk.revoke_grant(&grant.account, &grant.app).await?;
    tell(form, &ended, |_| "revoked; its codes and tokens have ended".to_owned())
}

async fn tokens(office: &Office, grant: &OneGrant) -> Outcome<Vec<Token>> {
    let found = office.desk().tokens(&grant.account, &grant.app).await?;
    let access = found.access.iter().map(Token::from);
    Ok(access.chain(found.refresh.iter().map(Token::from)).collect())
}

fn listed(tokens: &[Token]) -> String {
    let row = |token: &Token| {
        let kind = match token.kind {
            TokenKind::Access => "access",
            TokenKind::Refresh => "refresh",
        };
        let ends = token.ends_at.map_or_else(|| "never".to_owned(), time);
        vec![token.id.clone(), kind.to_owned(), token.scopes.join(" "), time(token.issued_at), ends]
    };
    table(&["ID", "KIND", "SCOPES", "ISSUED", "ENDS"], tokens.iter().map(row).collect())
}
