//! Finding what accounts let apps do.

use super::Page;
use super::account::row;
use super::room::Room;
use crate::desk::{Declined, Slice, Sort};
use crate::flow::pages::see_other;
use crate::pages::{AdminGrants, AdminItem, GrantsFound};
use crate::site::encoded;

/// By account, by app, or both: then the one grant is shown.
pub(super) async fn find(room: Room<'_>) -> Page {
    let (account, app) = (room.asked("account"), room.asked("app"));
    let (found, next) = match (account.as_str(), app.as_str()) {
        ("", "") => (GrantsFound::NotAsked, None),
        (name, "") => of_account(room, name).await?,
        ("", client_id) => of_app(room, client_id).await?,
        (name, client_id) => match exactly(room, name, client_id).await {
            Err(declined) if declined.sort() == Sort::Absent => (GrantsFound::Apps(Vec::new()), None),
            address => return Ok(see_other(&address?)),
        },
    };
    let way = room.way("/grants", &[("account", &account), ("app", &app)], next);
    if let GrantsFound::Apps(rows) | GrantsFound::Accounts(rows) = &found
        && let Some(beginning) = way.behind_the_end(rows)
    {
        return Ok(see_other(beginning));
    }
    let page = AdminGrants { place: room.place(), asked: (account, app), found, way };
    Ok(room.page(AdminItem::Grants, |frame| page.render(frame)))
}

type Found = (GrantsFound, Option<String>);

async fn of_account(room: Room<'_>, name: &str) -> Result<Found, Declined> {
    let account = match room.desk().account_called(name).await {
        Err(Declined::NoAccount(..)) => return Ok((GrantsFound::Apps(Vec::new()), None)),
        account => account?,
    };
    let Slice { rows, next } = room.desk().authorized_by_use(&account, room.rows()).await?;
    let rows = rows.iter().map(|(grant, app)| row(room, (grant, &app.name), (&account.id, &app.client_id)));
    Ok((GrantsFound::Apps(rows.collect()), next))
}

async fn of_app(room: Room<'_>, client_id: &str) -> Result<Found, Declined> {
    let app = match room.desk().app(client_id).await {
        Err(Declined::NoApp(..)) => return Ok((GrantsFound::Accounts(Vec::new()), None)),
        app => app?,
    };
    let Slice { rows, next } = room.desk().grants_of_app_by_use(&app.client_id, room.rows()).await?;
    let rows = rows.iter().map(|(grant, account)| row(room, (grant, &account.username), (&account.id, &app.client_id)));
    Ok((GrantsFound::Accounts(rows.collect()), next))
}

/// Where the one grant is.
async fn exactly(room: Room<'_>, name: &str, client_id: &str) -> Result<String, Declined> {
    let account = room.desk().account_called(name).await?;
    let app = room.desk().authorized_app(&account, client_id).await?;
    Ok(format!("{}/grants/{}", room.account(&account.id), encoded(&app.client_id)))
}
