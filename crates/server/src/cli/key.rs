//! `grantor key`.

use super::args::{Form, KeyArgs, KeyCommand, Place};
use super::office::Office;
use super::outcome::{Outcome, tell};
use super::table::{facts, table, time};
use super::{pages, start};
use crate::desk::keys::{Giver, KeyWish};
use crate::views::{Key, MadeKey};

pub(super) fn run(args: KeyArgs) -> Outcome {
    let form = args.readers.form();
    start::block_on(async {
        match args.command {
            KeyCommand::Create { place, name, right, days } => {
                create(&place, KeyWish { name, rights: right, days }, form).await
            }
            KeyCommand::List(place) => list(&place, form).await,
            KeyCommand::End { place, id } => {
                let office = Office::open_admin(&place).await?;
                office.desk().end_key(&id).await?;
                tell(form, &Key::from(&office.desk().key_of_id(&id).await?), |_| "ended".to_owned())
            }
        }
    })
}

async fn create(place: &Place, wish: KeyWish, form: Form) -> Outcome {
    let office = Office::open_admin(place).await?;
    let (key, text) = office.desk().create_key(wish, Giver::Administrator).await?;
    tell(form, &MadeKey::new(&key, &text), |MadeKey { key, text }| {
        let shown = format!("{text}  (shown this once)");
        let ends = key.ends_at.map(time).unwrap_or_default();
        facts(vec![("id", key.id.clone()), ("key", shown), ("rights", key.rights.join(" ")), ("ends", ends)])
    })
}

async fn list(place: &Place, form: Form) -> Outcome {
    let office = Office::open_admin(place).await?;
    let (now, desk) = (office.desk().now.secs(), office.desk());
    let keys: Vec<Key> = pages::all(|page| desk.newest_keys(page)).await?.iter().map(Key::from).collect();
    tell(form, &keys, |keys| {
        let rows = keys.iter().map(|key| row(key, now)).collect();
        table(&["ID", "NAME", "RIGHTS", "ENDS", "LAST USED", "STANDING"], rows)
    })
}

fn row(key: &Key, now: i64) -> Vec<String> {
    let over = key.ended_at.is_some() || key.ends_at.is_some_and(|end| end <= now);
    let standing = if over { "ended" } else { "live" };
    let (ends, used) = (key.ends_at.map(time).unwrap_or_default(), key.used_at.map(time).unwrap_or_default());
    vec![key.id.clone(), key.name.clone(), key.rights.join(" "), ends, used, standing.to_owned()]
}
