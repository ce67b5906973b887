//! Finding accounts, and making one.

use super::Page;
use super::room::Room;
use crate::config::ADMIN;
use crate::desk::Declined;
use crate::desk::accounts::Person;
use crate::flow::Failure;
use crate::flow::pages::see_other;
use crate::pages::{AccountFault, AdminAccounts, AdminItem, AdminNewAccount, First};
use crate::site::Halt;
use crate::wire::fields::Fields;
use engine::secret::Plain;

const NEW: &str = "/accounts/new";
const TYPED: [&str; 5] = ["username", "email", "first_name", "last_name", "roles"];

/// The list.
pub(super) async fn list(room: Room<'_>) -> Page {
    let query = room.asked("q");
    let found = match query.trim() {
        "" => room.desk().accounts_by_use(room.rows()).await?,
        name => room.desk().find_accounts(name, room.rows()).await?,
    };
    let way = room.way("/accounts", &[("q", &query)], found.next);
    if let Some(beginning) = way.behind_the_end(&found.rows) {
        return Ok(see_other(beginning));
    }
    let accounts = found.rows.into_iter().map(|account| {
        let href = room.account(&account.id);
        (account, href)
    });
    let new = room.desk().has_passwords().is_ok().then(|| room.to(NEW));
    let list = AdminAccounts { place: room.place(), query, accounts: accounts.collect(), way, new };
    Ok(room.page(AdminItem::Accounts, |frame| list.render(frame)))
}

/// The form of a new one.
pub(super) fn new(room: Room<'_>) -> Page {
    room.desk().has_passwords()?;
    let letter = room.postroom().map(|_| First::Letter);
    form(room, (Default::default(), letter), Vec::new())
}

fn form(room: Room<'_>, (typed, letter): ([String; 5], Option<First>), faults: Vec<AccountFault>) -> Page {
    let fault = faults.first().map(|_| ());
    // Administrators have no scopes.
    let desk = room.desk();
    let roles = if room.realm.name == ADMIN { Default::default() } else { desk.roles()? };
    let roles = roles.into_iter().map(str::to_owned).collect();
    let form = AdminNewAccount { place: room.place(), to: room.form(NEW), typed, roles, letter, faults };
    Ok(room.form_page(fault, AdminItem::Accounts, |frame| form.render(frame)))
}

/// Makes it: with a password that stands in the form, or with a link by which its person chooses one.
pub(super) async fn create(room: Room<'_>) -> Page {
    let fields = room.visit.act()?;
    let by_letter = room.postroom().filter(|_| fields.one("how") == "letter");
    let made = match by_letter {
        Some(postroom) => room.desk().invite(person(&fields)).await.map(|(account, link)| {
            postroom.send_link(&account, &account.email, &link, Some(&room.visit.language));
            (account, "invited")
        }),
        None => {
            let password = Plain::new(fields.one("password"));
            room.desk().create_account(person(&fields), &password).await.map(|account| (account, "created"))
        }
    };
    let faults = match made {
        Ok((account, done)) => {
            let path =
                if room.realm.name == ADMIN { "/accounts".to_owned() } else { format!("/accounts/{}", account.id) };
            return Ok(room.done(&path, done));
        }
        Err(Declined::Busy) => return Err(Halt::from(Failure::Busy)),
        Err(declined) => AccountFault::all_of(declined)?,
    };
    let first = if fields.one("how") == "letter" { First::Letter } else { First::Typed };
    let letter = room.postroom().map(|_| first);
    form(room, (TYPED.map(|name| fields.one(name).to_owned()), letter), faults)
}

fn person(fields: &Fields) -> Person {
    let [username, email, first_name, last_name, roles] = TYPED.map(|name| fields.one(name).trim().to_owned());
    let roles = roles.split_whitespace().map(str::to_owned).collect();
    Person { username, email, first_name, last_name, roles, ..Person::default() }
}
