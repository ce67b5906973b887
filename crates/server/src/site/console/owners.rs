//! Who looks after an app.

use super::app::Own;
use crate::pages::{ConsoleItem, ConsoleOwners, Current, Fault, ListedOwner};
use crate::site::Page;
use store::ops::canonical;

/// The page.
pub(super) async fn show(own: &Own<'_>) -> Page {
    page(own, "", None).await
}

async fn page(own: &Own<'_>, typed: &str, fault: Option<Fault>) -> Page {
    let owners = own.desk().owners_of(&own.app).await?;
    let several = owners.len() > 1;
    let listed = owners.iter().map(|owner| ListedOwner {
        name: owner.username.clone(),
        you: Current::when(owner.key == own.visit.account().key),
        remove: several.then(|| own.to(&format!("/owners/{}/remove", owner.id))),
    });
    let page = ConsoleOwners {
        app: own.shown()?,
        owners: listed.collect(),
        typed: typed.to_owned(),
        fault: fault.clone(),
        csrf: own.csrf("/owners"),
    };
    Ok(own.page(fault.as_ref(), page.render(own.frame(), own.done().as_deref())))
}

/// Adds one.
pub(super) async fn add(own: &Own<'_>) -> Page {
    let fields = own.visit.act()?;
    let typed = fields.one("username");
    if typed.trim().is_empty() {
        return page(own, typed, Some(Fault::OwnerMissing)).await;
    }
    let owners = own.desk().owners_of(&own.app).await?;
    let is_there = owners.iter().any(|owner| canonical(&owner.username) == canonical(typed));
    match own.desk().invite_owner(&own.app.client_id, typed).await {
        Ok(()) => Ok(own.lead(ConsoleItem::Owners, if is_there { "owner-there" } else { "owner-added" })),
        Err(declined) => {
            let fault = super::faults::of(own.visit, &own.app.kind, declined)?;
            page(own, typed, Some(fault)).await
        }
    }
}
