//! `grantor app`.

use super::app_errors::errors;
use super::app_tokens::{self as tokens, Origin};
use super::args::{AppArgs, AppCommand, DescribeArgs, Form, NewAppArgs, OneApp, Standing, Target};
use super::office::Office;
use super::outcome::{Outcome, tell};
use super::table::{facts, table, time};
use super::{app_parts as parts, pages, secret, start};
use crate::desk::apps::Wish;
use crate::desk::facts::AppEdit;
use crate::desk::secrets::OldSecret;
use crate::desk::{Declined, Desk};
use crate::views::{self, AppWithSecret};
use engine::model::{App, Introspects, Review};
use store::office::{AppSearch, AppStanding};

/// An app that a command is about.
pub(super) struct Case {
    office: Office,
    /// As it was before the command.
    pub(super) app: App,
    /// How the answer is written.
    pub(super) form: Form,
}

impl Case {
    /// Opens it.
    pub(super) async fn open(one: &OneApp, form: Form) -> Outcome<Self> {
        let office = Office::open(&one.target).await?;
        let app = office.desk().app(&one.client_id).await?;
        Ok(Self { office, app, form })
    }

    /// The desk of its realm.
    pub(super) fn desk(&self) -> Desk<'_> {
        self.office.desk()
    }

    /// The app's client id.
    pub(super) fn id(&self) -> &str {
        &self.app.client_id
    }
}

/// Changes an app and says so; programs read the app as it is now.
pub(super) async fn change(
    (one, form): (&OneApp, Form),
    words: &str,
    work: impl AsyncFnOnce(&Case) -> Result<(), Declined>,
) -> Outcome {
    let case = Case::open(one, form).await?;
    work(&case).await?;
    let now = case.desk().app(case.id()).await?;
    tell(form, &views::App::from(&now), |_| words.to_owned())
}

pub(super) fn run(args: AppArgs) -> Outcome {
    let form = args.readers.form();
    start::block_on(async {
        match args.command {
            AppCommand::Create(args) => create(args, form).await,
            AppCommand::List { target, search, standing } => list((target, form), search, standing).await,
            AppCommand::Show(app) => show(&Case::open(&app, form).await?),
            AppCommand::RotateSecret { app, name, keep_old, own } => {
                let old = if keep_old { OldSecret::Stays } else { OldSecret::Ends };
                let origin = if own { Origin::Asked } else { Origin::Made };
                tokens::rotate_secret(&Case::open(&app, form).await?, (name, old), origin).await
            }
            AppCommand::Secrets(app) => tokens::secrets(&Case::open(&app, form).await?).await,
            AppCommand::RevokeSecret { app, secret } => {
                change((&app, form), "revoked", async |case| case.desk().revoke_secret(&case.app, &secret).await).await
            }
            AppCommand::TestToken(app) => tokens::make_test_token(&Case::open(&app, form).await?).await,
            AppCommand::EndTestToken(app) => tokens::end_test_token(&Case::open(&app, form).await?).await,
            AppCommand::RevokeTokens(app) => tokens::revoke_all(&Case::open(&app, form).await?).await,
            AppCommand::Usage(app) => tokens::usage(&Case::open(&app, form).await?).await,
            AppCommand::Errors(app) => errors(&Case::open(&app, form).await?).await,
            AppCommand::Redirect(command) => parts::redirect(command, form).await,
            AppCommand::Owner(command) => parts::owner(command, form).await,
            AppCommand::Limit { app, limit } => {
                let bound = |most| format!("at most {most} live access tokens");
                let words = limit.0.map_or_else(|| "no limit".to_owned(), bound);
                change((&app, form), &words, async |case| case.desk().limit(case.id(), limit.0).await).await
            }
            AppCommand::Describe(args) => describe(args, form).await,
            AppCommand::Scopes { app, scopes } => {
                change((&app, form), "changed", async |case| case.desk().set_scopes(case.id(), scopes).await).await
            }
            AppCommand::AskReview(app) => {
                change((&app, form), "asked for", async |case| case.desk().ask_review(case.id()).await).await
            }
            AppCommand::WithdrawReview(app) => {
                change((&app, form), "taken back", async |case| case.desk().withdraw_review(case.id()).await).await
            }
            AppCommand::Approve { app, seen } => {
                change((&app, form), "approved", async |case| case.desk().approve(case.id(), seen.as_deref()).await)
                    .await
            }
            AppCommand::SendBack { app, reason } => {
                change((&app, form), "sent back", async |case| case.desk().send_back(case.id(), &reason).await).await
            }
            AppCommand::Suspend { app, reason } => {
                change((&app, form), "suspended", async |case| case.desk().suspend(case.id(), &reason).await).await
            }
            AppCommand::Resume(app) => {
                change((&app, form), "resumed", async |case| case.desk().resume(case.id()).await).await
            }
            AppCommand::Delete(app) => {
                let case = Case::open(&app, form).await?;
                case.desk().delete_app(case.id()).await?;
                tell(form, &views::App::from(&case.app), |_| "deleted".to_owned())
            }
        }
    })
}

async fn create(args: NewAppArgs, form: Form) -> Outcome {
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
    let shown = made.secret.as_ref().filter(|_| !args.own_secret);
    tell(form, &AppWithSecret::new(&made.app, shown), |made| {
        let secret = made.client_secret.as_ref().map(|secret| format!("{secret}  (shown this once)"));
        facts(vec![("client id", made.app.client_id.clone()), ("client secret", secret.unwrap_or_default())])
    })
}

async fn list((target, form): (Target, Form), text: String, standing: Standing) -> Outcome {
    let standing = match standing {
        Standing::Any => AppStanding::Any,
        Standing::Draft => AppStanding::Draft,
        Standing::InReview => AppStanding::InReview,
        Standing::Live => AppStanding::Live,
        Standing::Suspended => AppStanding::Suspended,
    };
    let office = Office::open(&target).await?;
    let desk = office.desk();
    let search = AppSearch { text, standing };
    let apps = pages::all(|page| desk.find_apps(search.clone(), page)).await?;
    tell(form, &apps.iter().map(views::App::from).collect::<Vec<_>>(), |apps| {
        let row = |app: &views::App| {
            vec![app.client_id.clone(), app.kind.clone(), app.name.clone(), self::standing(app).to_owned()]
        };
        table(&["CLIENT ID", "KIND", "NAME", "STANDING"], apps.iter().map(row).collect())
    })
}

async fn describe(args: DescribeArgs, form: Form) -> Outcome {
    let case = Case::open(&args.app, form).await?;
    let DescribeArgs { name, description, kind, .. } = args;
    let (site, support) = (args.site.map(Some), args.support.map(Some));
    let edit = AppEdit { name, description, site, support, color: args.color.map(|color| color.0), kind };
    let made = case.desk().edit_app(case.id(), edit).await?;
    let now = case.desk().app(case.id()).await?;
    tell(form, &AppWithSecret::new(&now, made.as_ref()), |now| match &now.client_secret {
        Some(secret) => format!("changed; its new secret, shown this once: {secret}"),
        None => "changed".to_owned(),
    })
}

fn show(case: &Case) -> Outcome {
    tell(case.form, &views::App::from(&case.app), |app| {
        let introspects = if app.introspects == Introspects::Realm { "all of the realm" } else { "its own" };
        facts(vec![
            ("client id", app.client_id.clone()),
            ("name", app.name.clone()),
            ("kind", app.kind.clone()),
            ("description", app.description.clone()),
            ("site", app.site.clone().unwrap_or_default()),
            ("secrets", app.secrets.len().to_string()),
            ("redirect URIs", app.redirect_uris.join("\n")),
            ("scopes", app.scopes.join(" ")),
            ("mounts", app.mounts.join(" ")),
            ("token limit", app.token_limit.map(|limit| limit.to_string()).unwrap_or_default()),
            ("introspects", introspects.to_owned()),
            ("standing", standing(app).to_owned()),
            ("suspended at", app.suspended_at.map(time).unwrap_or_default()),
            ("reason", app.suspend_reason.clone().filter(|_| app.suspended_at.is_some()).unwrap_or_default()),
            ("fingerprint", app.fingerprint.clone()),
        ])
    })
}

fn standing(app: &views::App) -> &'static str {
    match (app.suspended_at, app.review) {
        (Some(_), _) => "suspended",
        (None, Review::Draft) => "draft",
        (None, Review::InReview) => "in review",
        (None, Review::Live) => "live",
    }
}
