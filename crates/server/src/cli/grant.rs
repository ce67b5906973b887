//! `grantor grant`.

use super::args::{GrantArgs, GrantCommand};
use super::office::Office;
use super::outcome::{Outcome, print};
use super::start;
use super::table::table;
use engine::model::{App, Grant};
use serde_json::{Value, json};

pub(super) fn run(args: GrantArgs) -> Outcome {
    start::block_on(async {
        match args.command {
            GrantCommand::List { list, account } => {
                let grants = Office::open(&list.target)?.desk().grants(&account).await?;
                if list.json {
                    print(Value::from(grants.iter().map(json).collect::<Vec<_>>()))
                } else {
                    print(rows(&grants))
                }
            }
            GrantCommand::Revoke { target, account, app } => {
                Office::open(&target)?.desk().revoke_grant(&account, &app).await?;
                print("revoked; its codes and tokens have ended")
            }
        }
    })
}

fn rows(grants: &[(Grant, App)]) -> String {
    let row = |(grant, app): &(Grant, App)| vec![app.client_id.clone(), app.name.clone(), grant.scope.clone()];
    table(&["CLIENT ID", "NAME", "SCOPES"], grants.iter().map(row).collect())
}

fn json((grant, app): &(Grant, App)) -> Value {
    let scopes: Vec<&str> = grant.scope.split_whitespace().collect();
    json!({ "client_id": app.client_id, "name": app.name, "scopes": scopes, "created_at": grant.created_at })
}
