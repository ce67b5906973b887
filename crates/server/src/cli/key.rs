//! `grantor key`.

use super::args::{KeyArgs, KeyCommand};
use super::office::Office;
use super::outcome::{Outcome, print};
use super::table::{facts, table, time};
use super::{pages, start};
use crate::desk::keys::{Giver, KeyWish};
use crate::views::Key;
use serde_json::json;

pub(super) fn run(args: KeyArgs) -> Outcome {
    start::block_on(async {
        match args.command {
            KeyCommand::Create { place, name, right, days, json } => {
                let office = Office::open_admin(&place).await?;
                let wish = KeyWish { name, rights: right, days };
                let (key, text) = office.desk().create_key(wish, Giver::Administrator).await?;
                if json {
                    return print(json!({ "key": Key::from(&key), "text": text.expose() }));
                }
                let shown = format!("{}  (shown this once)", text.expose());
                let ends = key.ends_at.map(time).unwrap_or_default();
                print(facts(vec![("id", key.id), ("key", shown), ("rights", key.rights.join(" ")), ("ends", ends)]))
            }
            KeyCommand::List { place, json } => {
                let office = Office::open_admin(&place).await?;
                let (now, desk) = (office.desk().now.secs(), office.desk());
                let keys: Vec<Key> = pages::all(|page| desk.keys(page)).await?.iter().map(Key::from).collect();
                if json {
                    return print(json!(keys));
                }
                print(table(
                    &["ID", "NAME", "RIGHTS", "ENDS", "LAST USED", ""],
                    keys.iter().map(|key| row(key, now)).collect(),
                ))
            }
            KeyCommand::End { place, id } => {
                Office::open_admin(&place).await?.desk().end_key(&id).await?;
                print("ended")
            }
        }
    })
}

fn row(key: &Key, now: i64) -> Vec<String> {
    let over = key.ended_at.is_some() || key.ends_at.is_some_and(|end| end <= now);
    let standing = if over { "ended" } else { "" };
    let (ends, used) = (key.ends_at.map(time).unwrap_or_default(), key.used_at.map(time).unwrap_or_default());
    vec![key.id.clone(), key.name.clone(), key.rights.join(" "), ends, used, standing.to_owned()]
}
