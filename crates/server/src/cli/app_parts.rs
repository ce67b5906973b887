//! `grantor app redirect` and `grantor app owner`.

use super::app::{Case, change};
use super::args::{Form, OwnerCommand, RedirectCommand};
use super::outcome::{Outcome, tell};
use crate::views::Owner;

pub(super) async fn redirect(command: RedirectCommand, form: Form) -> Outcome {
    match command {
        RedirectCommand::Add { app, uri } => {
            change((&app, form), "registered", async |case| case.desk().add_redirect(case.id(), &uri).await).await
        }
        RedirectCommand::Remove { app, uri } => {
            change((&app, form), "removed", async |case| case.desk().remove_redirect(case.id(), &uri).await).await
        }
        RedirectCommand::List(app) => {
            tell(form, &Case::open(&app, form).await?.app.redirect_uris, |uris| uris.join("\n"))
        }
    }
}

pub(super) async fn owner(command: OwnerCommand, form: Form) -> Outcome {
    match command {
        OwnerCommand::Add { app, username } => {
            let case = Case::open(&app, form).await?;
            case.desk().add_owner(case.id(), &username).await?;
            owners(&case, |_| "added".to_owned()).await
        }
        OwnerCommand::Remove { app, username } => {
            let case = Case::open(&app, form).await?;
            case.desk().remove_owner(case.id(), &username).await?;
            owners(&case, |_| "removed".to_owned()).await
        }
        OwnerCommand::List(app) => {
            let names =
                |owners: &[Owner]| owners.iter().map(|own| own.username.as_str()).collect::<Vec<_>>().join("\n");
            owners(&Case::open(&app, form).await?, names).await
        }
    }
}

/// Tells of the owners as they are now.
async fn owners(case: &Case, words: impl FnOnce(&[Owner]) -> String) -> Outcome {
    let owners = case.desk().owners(case.id()).await?;
    tell(case.form, &owners.iter().map(Owner::from).collect::<Vec<_>>(), |owners| words(owners))
}
