//! What an app may ask people for.

use super::app::Own;
use crate::flow::permissions;
use crate::pages::{ConsoleItem, ConsoleScopes, Current};
use crate::site::Page;
use engine::scope::ScopeSet;

/// The page.
pub(super) fn show(own: &Own<'_>) -> Page {
    let desk = own.desk();
    let dialect = &desk.main()?.dialect;
    let all: Vec<&str> = dialect.policy.scopes.scopes.iter().map(|scope| scope.name.as_str()).collect();
    let permissions = permissions::of(dialect, &ScopeSet::parse(&all.join(" ")), &own.visit.language);
    let may = |scope: &str| Current::when(own.app.scopes.iter().any(|own| own == scope));
    let permissions = permissions.into_iter().map(|permission| {
        let may = may(&permission.scope);
        (permission, may)
    });
    let page = ConsoleScopes { app: own.shown()?, permissions: permissions.collect(), csrf: own.csrf("/permissions") };
    Ok(own.page(None, page.render(own.frame(), own.done().as_deref())))
}

/// Saves what was ticked.
pub(super) async fn save(own: &Own<'_>) -> Page {
    let fields = own.visit.act()?;
    let ticked = fields.all("scope");
    let done = if ticked.is_empty() { "permissions-none" } else { "permissions" };
    own.desk().set_scopes(&own.app.client_id, ticked).await?;
    own.changed(ConsoleItem::Scopes, done).await
}
