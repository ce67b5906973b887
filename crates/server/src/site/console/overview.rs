//! An app's first page.

use super::app::Own;
use crate::desk::own::COUNTED;
use crate::pages::{ConsoleOverview, Number};
use crate::site::Page;
use engine::policy::HasSecret;

/// The page.
pub(super) async fn show(own: &Own<'_>) -> Page {
    let counts = own.desk().counts(&own.app).await?;
    let counted = |count| Number { count, at_most: COUNTED };
    let keeps = own.desk().kind(Some(&own.app.kind))?.secret == HasSecret::Yes;
    let page = ConsoleOverview {
        app: own.shown()?,
        sent_back: own.desk().sent_back_because(&own.app).await?,
        description: own.app.description.clone(),
        kind: own.app.kind.clone(),
        made: own.app.created_at,
        secrets: keeps.then_some(own.app.secrets.len()),
        without_redirects: own.app.redirect_uris.is_empty().then(|| own.without_redirects()),
        users: counted(counts.grants),
        tokens: counted(counts.tokens),
        token_limit: own.app.token_limit,
        used_at: counts.used_at,
        reference: Some(own.to("/docs")),
    };
    Ok(own.page(None, page.render(own.frame(), own.done().as_deref())))
}
