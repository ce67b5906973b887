//! `grantor app`.

use super::args::{
    AppArgs, AppCommand, DescribeArgs, Listing, NewAppArgs, OneApp, OwnerCommand, RedirectCommand, Standing,
};
use super::office::Office;
use super::outcome::{Outcome, print};
use super::table::{facts, table};
use super::{app_tokens as tokens, pages, secret, start};
use crate::desk::apps::Wish;
use crate::desk::facts::AppEdit;
use crate::desk::secrets::{OldSecret, Rotation};
use crate::views;
use engine::model::{App, Introspects, Review};
use engine::secret::Plain;
use serde_json::json;
use store::office::{AppSearch, AppStanding};

pub(super) fn run(args: AppArgs) -> Outcome {
    start::block_on(async {
        match args.command {
            AppCommand::Create(args) => create(args).await,
            AppCommand::List { list, search, standing } => self::list(list, search, standing).await,
            AppCommand::Show { app, json } => show(app, json).await,
            AppCommand::RotateSecret { app, name, keep_old, own } => {
                let chosen = if own { Some(secret::asked("New secret")?) } else { None };
                let old = if keep_old { OldSecret::Stays } else { OldSecret::Ends };
                let rotation = Rotation { chosen, name, old };
                let made = Office::open(&app.target).await?.desk().rotate_secret(&app.client_id, rotation).await?;
                print(if own { "done" } else { made.expose() })
            }
            AppCommand::Secrets { app, json } => tokens::secrets(app, json).await,
            AppCommand::RevokeSecret { app, secret } => tokens::revoke_secret(app, &secret).await,
            AppCommand::TestToken(app) => {
                let token = Office::open(&app.target).await?.desk().test_token(&app.client_id).await?;
                print(token.expose())
            }
            AppCommand::EndTestToken(app) => tokens::end_test_token(app).await,
            AppCommand::RevokeTokens(app) => tokens::revoke_all(app).await,
            AppCommand::Usage { app, json } => tokens::usage(app, json).await,
            AppCommand::Errors { app, json } => tokens::errors(app, json).await,
            AppCommand::Redirect(command) => redirect(command).await,
            AppCommand::Limit { app, limit } => {
                Office::open(&app.target).await?.desk().limit(&app.client_id, limit.0).await?;
                print(
                    limit.0.map_or_else(|| "no limit".to_owned(), |most| format!("at most {most} live access tokens")),
                )
            }
            AppCommand::Describe(args) => describe(args).await,
            AppCommand::Scopes { app, scopes } => {
                Office::open(&app.target).await?.desk().set_scopes(&app.client_id, scopes).await?;
                print("changed")
            }
            AppCommand::Owner(command) => owner(command).await,
            AppCommand::Approve { app, seen } => {
                Office::open(&app.target).await?.desk().approve(&app.client_id, seen.as_deref()).await?;
                print("approved")
            }
            AppCommand::SendBack { app, reason } => {
                Office::open(&app.target).await?.desk().send_back(&app.client_id, &reason).await?;
                print("sent back")
            }
            AppCommand::Suspend { app, reason } => {
                Office::open(&app.target).await?.desk().suspend(&app.client_id, &reason).await?;
                print("suspended")
            }
            AppCommand::Resume(app) => {
                Office::open(&app.target).await?.desk().resume(&app.client_id).await?;
                print("resumed")
            }
            AppCommand::Delete(app) => {
                Office::open(&app.target).await?.desk().delete_app(&app.client_id).await?;
                print("deleted")
            }
        }
    })
}

async fn create(args: NewAppArgs) -> Outcome {
    let secret = if args.own_secret { Some(secret::asked("Secret")?) } else { None };
    let office = Office::open(&args.target).await?;
    let wish = Wish {
        name: args.name,
        description: args.description,
        site: args.site,
        kind: args.kind,
        redirect_uris: args.redirect_uri,
        scopes: (!args.scope.is_empty()).then_some(args.scope),
        owner: args.owner,
        mounts: args.mount,
        introspects: if args.resource_server { Introspects::Realm } else { Introspects::Own },
        secret,
        review: Review::Live,
    };
    let made = office.desk().create_app(wish).await?;
    // A secret that a person chose is known to them.
    let shown = made.secret.as_ref().filter(|_| !args.own_secret).map(Plain::expose);
    if args.json {
        let mut value = json!(views::App::from(&made.app));
        value["client_secret"] = shown.into();
        return print(value);
    }
    let secret = shown.map(|secret| format!("{secret}  (shown this once)")).unwrap_or_default();
    print(facts(vec![("client id", made.app.client_id.clone()), ("client secret", secret)]))
}

async fn list(args: Listing, text: String, standing: Standing) -> Outcome {
    let standing = match standing {
        Standing::Any => AppStanding::Any,
        Standing::Draft => AppStanding::Draft,
        Standing::InReview => AppStanding::InReview,
        Standing::Live => AppStanding::Live,
        Standing::Suspended => AppStanding::Suspended,
    };
    let office = Office::open(&args.target).await?;
    let desk = office.desk();
    let search = AppSearch { text, standing };
    let apps = pages::all(|page| desk.find_apps(search.clone(), page)).await?;
    if args.json {
        return print(json!(apps.iter().map(views::App::from).collect::<Vec<_>>()));
    }
    let row =
        |app: &App| vec![app.client_id.clone(), app.kind.clone(), app.name.clone(), self::standing(app).to_owned()];
    print(table(&["CLIENT ID", "KIND", "NAME", ""], apps.iter().map(row).collect()))
}

async fn describe(args: DescribeArgs) -> Outcome {
    let office = Office::open(&args.app.target).await?;
    let DescribeArgs { name, description, kind, .. } = args;
    let (site, support) = (args.site.map(Some), args.support.map(Some));
    let edit = AppEdit { name, description, site, support, color: args.color.map(|color| color.0), kind };
    match office.desk().edit_app(&args.app.client_id, edit).await? {
        Some(secret) => print(format_args!("changed; its new secret, shown this once: {}", secret.expose())),
        None => print("changed"),
    }
}

async fn owner(command: OwnerCommand) -> Outcome {
    match command {
        OwnerCommand::Add { app, username } => {
            Office::open(&app.target).await?.desk().add_owner(&app.client_id, &username).await?;
            print("added")
        }
        OwnerCommand::Remove { app, username } => {
            Office::open(&app.target).await?.desk().remove_owner(&app.client_id, &username).await?;
            print("removed")
        }
        OwnerCommand::List(app) => {
            let owners = Office::open(&app.target).await?.desk().owners(&app.client_id).await?;
            let names: Vec<&str> = owners.iter().map(|account| account.username.as_str()).collect();
            if names.is_empty() { Ok(()) } else { print(names.join("\n")) }
        }
    }
}

async fn show(one: OneApp, as_json: bool) -> Outcome {
    let app = Office::open(&one.target).await?.desk().app(&one.client_id).await?;
    if as_json {
        return print(json!(views::App::from(&app)));
    }
    print(facts(vec![
        ("client id", app.client_id.clone()),
        ("name", app.name.clone()),
        ("kind", app.kind.clone()),
        ("description", app.description.clone()),
        ("site", app.site.clone().unwrap_or_default()),
        ("secrets", app.secrets.len().to_string()),
        ("redirect URIs", app.redirect_uris.join("\n               ")),
        ("scopes", app.scopes.join(" ")),
        ("mounts", app.mounts.join(" ")),
        ("token limit", app.token_limit.map(|limit| limit.to_string()).unwrap_or_default()),
        ("introspects", if app.introspects == Introspects::Realm { "all of the realm" } else { "its own" }.to_owned()),
        ("standing", standing(&app).to_owned()),
        ("fingerprint", app.fingerprint()),
    ]))
}

async fn redirect(command: RedirectCommand) -> Outcome {
    match command {
        RedirectCommand::Add { app, uri } => {
            Office::open(&app.target).await?.desk().add_redirect(&app.client_id, &uri).await?;
            print("registered")
        }
        RedirectCommand::Remove { app, uri } => {
            Office::open(&app.target).await?.desk().remove_redirect(&app.client_id, &uri).await?;
            print("removed")
        }
        RedirectCommand::List(app) => {
            let found = Office::open(&app.target).await?.desk().app(&app.client_id).await?;
            if found.redirect_uris.is_empty() { Ok(()) } else { print(found.redirect_uris.join("\n")) }
        }
    }
}

fn standing(app: &App) -> &'static str {
    match (app.suspended_at, app.review) {
        (Some(_), _) => "suspended",
        (None, Review::Draft) => "draft",
        (None, Review::InReview) => "in review",
        (None, Review::Live) => "",
    }
}
