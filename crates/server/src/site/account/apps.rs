//! The apps that a person has let in.

use super::{Page, Visit, frame, page};
use crate::flow::permissions;
use crate::pages::{AccountApps, AccountItem, GrantedApp};
use engine::model::{App, Grant};
use engine::scope::ScopeSet;

/// The list.
pub(super) async fn list(visit: &Visit<'_>) -> Page {
    let grants = visit.desk().grants(&visit.account().username).await?;
    let apps = grants.iter().rev().map(|(grant, app)| granted(visit, grant, app)).collect();
    let list = AccountApps { apps, first: None, next: None };
    Ok(page(visit, list.render(&frame(visit, AccountItem::Apps))))
}

fn granted(visit: &Visit<'_>, grant: &Grant, app: &App) -> GrantedApp {
    let dialect = &visit.call.mount.dialect;
    GrantedApp {
        app: app.name.clone(),
        client_id: app.client_id.clone(),
        site: app.site.clone(),
        permissions: permissions::of(dialect, &ScopeSet::parse(&grant.scope), &visit.language),
        granted: (grant.created_at, None),
        used: None,
        tokens: None,
        remove: visit.to(&format!("/account/apps/{}/remove", app.client_id)),
    }
}
