//! `grantor store keys`.

use super::args::{Form, Place, RingArgs, RingCommand};
use super::outcome::{Failure, Outcome, configuration, tell};
use super::table::{table, time};
use super::{office, start, store};
use crate::config::Config;
use crate::dice::SystemDice;
use crate::keys::keyring::Unopened;
use crate::keys::reseal::reseal;
use crate::keys::ring::{PUBLISHED, Purpose, Turn};
use crate::keys::rotate::{LEAD, Old, Which, rotate};
use crate::keys::{Keys, OLD_ROOT_KEY_VARIABLE};
use crate::realm;
use ::store::keyring::SealedKey;
use engine::model::name_key;
use serde::Serialize;
use serde_json::{Value, json};

pub(super) fn run(args: RingArgs) -> Outcome {
    let form = args.readers.form();
    start::block_on(async {
        match args.command {
            RingCommand::List(place) => list(&configured(&place)?, form).await,
            RingCommand::Rotate { place, end_old } => {
                let server = start::open(configured(&place)?).await?;
                let old = if end_old { Old::Ends } else { Old::Overlaps };
                let count = rotate(&server, Which::All, old, "command-line").await?;
                let (published, later) = match old {
                    Old::Overlaps => (PUBLISHED, format!(", those of the key set in {} minutes", PUBLISHED / 60)),
                    Old::Ends => (LEAD, ", and what the old ones made ends then".to_owned()),
                };
                let words = |_: &Value| format!("{count} new keys; they sign in {LEAD} seconds{later}");
                tell(form, &json!({ "keys": count, "seconds": LEAD, "published_seconds": published }), words)
            }
            RingCommand::Reseal(place) => sealed_anew(&configured(&place)?, form).await,
        }
    })
}

fn configured(place: &Place) -> Outcome<Config> {
    configuration(&office::file(place.config.as_ref(), place.data.as_ref()))
}

async fn sealed_anew(config: &Config, form: Form) -> Outcome {
    let Some(old) = Keys::from_environment(OLD_ROOT_KEY_VARIABLE)? else {
        return Err(Failure::of(format!("{OLD_ROOT_KEY_VARIABLE} is not set: the root key of before")));
    };
    let new = Keys::find(&config.data)?.ok_or_else(|| Failure::of(Unopened::NoRoot))?;
    let store = store::opened(config).await?;
    let count = reseal(&old, &new, store.as_ref(), &SystemDice).await?;
    tell(form, &json!({ "keys": count }), |_| match count {
        0 => "all keys are sealed under this root key already".to_owned(),
        _ => format!("{count} keys are sealed anew; start every server with the new root key"),
    })
}

/// A key as its operator sees it.
#[derive(Serialize)]
struct Row {
    realm: String,
    purpose: String,
    id: i64,
    algorithm: String,
    state: &'static str,
    made_at: i64,
    active_from: i64,
    retires_at: Option<i64>,
    ends_at: Option<i64>,
}

async fn list(config: &Config, form: Form) -> Outcome {
    let (now, names) = (start::clock(config).now().secs(), realm::names(config));
    let keys = store::opened(config).await?.keyring().await?;
    let of_use = keys.into_iter().filter(|key| !key.purpose.is_empty());
    let rows: Vec<Row> = of_use.map(|key| Row::new(key, &names, now)).collect();
    tell(form, &rows, |rows| {
        let heading = ["REALM", "FOR", "NUMBER", "ALGORITHM", "STATE", "SIGNS FROM", "SIGNS UNTIL", "ENDS"];
        table(&heading, rows.iter().map(Row::cells).collect())
    })
}

impl Row {
    fn new(key: SealedKey, names: &[&str], now: i64) -> Self {
        let state = state(&key, now);
        let name = names.iter().find(|name| name_key(name) == key.realm.0);
        // A realm that the configuration has no more.
        let realm = name.map_or_else(|| format!("({})", key.realm.0), |name| (*name).to_owned());
        let SealedKey { purpose, id, algorithm, made_at, active_from, retires_at, ends_at, .. } = key;
        // What has ended signs nothing, whenever it would have retired.
        let retires_at = retires_at.map(|at| ends_at.map_or(at, |end| at.min(end)));
        Self { realm, purpose, id, algorithm, state, made_at, active_from, retires_at, ends_at }
    }

    fn cells(&self) -> Vec<String> {
        let until = |at: Option<i64>| at.map(time).unwrap_or_default();
        let named = [&self.realm, &self.purpose, &self.id.to_string(), &self.algorithm, self.state].map(str::to_owned);
        let times = [time(self.active_from), until(self.retires_at), until(self.ends_at)];
        [named.as_slice(), &times].concat()
    }
}

fn state(key: &SealedKey, now: i64) -> &'static str {
    let stays = Purpose::of(&key.purpose).is_some_and(|purpose| purpose.turn() == Turn::Stays);
    match key {
        key if key.ends_at.is_some_and(|end| end <= now) => "ended",
        key if key.active_from > now => "published",
        key if key.retires_at.is_some_and(|retires| retires <= now) => "verifies",
        _ if stays => "stays",
        _ => "signs",
    }
}
