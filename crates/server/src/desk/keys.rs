//! Keys of the administration's API. They belong to the administrators' realm, whose desk does all this.

use super::facts::is_odd;
use super::rights::{Right, Rights};
use super::slice::{Slice, one_more};
use super::{About, Declined, Desk, page};
use engine::secret::Plain;
use store::Broken;
use store::office::ApiKey;
use store::ops::Page;

/// What the text of every key begins with, so that people and scanners know one when they see it.
pub const PREFIX: &str = "gk_";
/// No key lives longer, in days.
pub const LONGEST: u32 = 366;
/// The last use is noted again only when the noted one is older, in seconds.
const FRESH: i64 = 60;

/// A key to make.
#[derive(Clone, Debug)]
pub struct KeyWish {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub rights: Vec<Right>,
    /// How long, in days.
    pub days: u32,
}

/// What may be wrong with a new key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// It has no name, or a long one.
    #[error("a key has a name of 1 to 100 characters that says what it is for, none of them invisible")]
    Name,
    /// It may do nothing.
    #[error("a key needs a right at least")]
    Rights,
    /// It would live too long, or not at all.
    #[error("a key lives 1 to 366 days")]
    Days,
}

/// Who makes a key.
#[derive(Clone, Copy, Debug)]
pub enum Giver<'a> {
    /// An administrator, or whoever has the machine: gives what they like.
    Administrator,
    /// Another key: gives nothing that it has not got.
    Key(&'a Rights),
}

impl Desk<'_> {
    /// Makes a key; its text is shown once, and again by the dice of the form that made it, as long as it lives.
    pub async fn create_key(&self, wish: KeyWish, giver: Giver<'_>) -> Result<(ApiKey, Plain), Declined> {
        let name = wish.name.trim();
        let faults = [
            (name.is_empty() || wish.name.chars().count() > 100 || name.contains(is_odd), KeyFault::Name),
            (wish.rights.is_empty(), KeyFault::Rights),
            (!(1..=LONGEST).contains(&wish.days), KeyFault::Days),
        ];
        Declined::for_any(faults.into_iter().filter(|(is, _)| *is).map(|(_, fault)| fault.into()))?;
        if let Giver::Key(own) = giver
            && let Some(right) = wish.rights.iter().find(|right| !own.hold(**right))
        {
            return Err(Declined::Escalation(*right));
        }
        let dialect = &self.main()?.dialect;
        let random = dialect.mint(&dialect.shapes.client_secret, &self.dice.seed());
        let text = Plain::new(format!("{PREFIX}{}", random.expose()));
        let mut rights = wish.rights;
        rights.sort();
        rights.dedup();
        let key = ApiKey {
            hash: text.hashed(),
            id: format!("{:012x}", self.dice.key() >> 15),
            name: name.to_owned(),
            rights: rights.iter().map(|right| right.word().to_owned()).collect(),
            created_at: self.now.secs(),
            created_by: self.actor.to_owned(),
            ends_at: Some(self.now.secs() + i64::from(wish.days) * 86_400),
            used_at: None,
            ended_at: None,
        };
        let audit = self.audit("key.create", About::Key(&key.id), format!("{}: {}", key.name, key.rights.join(" ")));
        self.store.create_key(self.realm.key, key, audit).await?;
        let kept = self.store.key(self.realm.key, text.hashed()).await?.filter(|kept| kept.ended_at.is_none());
        Ok((kept.ok_or(Declined::MadeBefore)?, text))
    }

    /// All keys, ended ones too, in order of id.
    pub async fn keys(&self, page: Page) -> Result<Slice<ApiKey>, Declined> {
        let rows = self.store.keys(self.realm.key, one_more(&page)).await?;
        Ok(Slice::of(rows, &page, |key| key.id.clone()))
    }

    /// All keys, ended ones too, the newest first: there are few of them.
    pub async fn newest_keys(&self, asked: Page) -> Result<Slice<ApiKey>, Declined> {
        let mut all: Vec<ApiKey> = Vec::new();
        loop {
            let rows = self.store.keys(self.realm.key, page(all.last().map(|key| key.id.clone()))).await?;
            if rows.is_empty() {
                break;
            }
            all.extend(rows);
        }
        all.sort_by(|one, other| (other.created_at, &other.id).cmp(&(one.created_at, &one.id)));
        let behind = |after: &String| all.iter().position(|key| key.id == *after).map_or(all.len(), |nth| nth + 1);
        let begun = asked.after.as_ref().map_or(0, behind);
        Ok(Slice::of(all.split_off(begun), &asked, |key| key.id.clone()))
    }

    /// The key of that id, ended or not.
    pub async fn key_of_id(&self, id: &str) -> Result<ApiKey, Declined> {
        let mut after = None;
        loop {
            let rows = self.store.keys(self.realm.key, page(after)).await?;
            after = rows.last().map(|key| key.id.clone()).filter(|last| last.as_str() < id);
            if let Some(key) = rows.into_iter().find(|key| key.id == id) {
                return Ok(key);
            }
            if after.is_none() {
                return Err(Declined::NoKey(id.to_owned()));
            }
        }
    }

    /// Ends a key: it opens nothing any more.
    pub async fn end_key(&self, id: &str) -> Result<(), Declined> {
        let audit = self.audit("key.end", About::Key(id), "");
        match self.store.end_key(self.realm.key, id, audit).await {
            Err(Broken::Absent(_)) => Err(Declined::NoKey(id.to_owned())),
            done => Ok(done?),
        }
    }

    /// The live key of that text; its use is noted.
    pub async fn key_of(&self, text: &Plain) -> Result<Option<ApiKey>, Declined> {
        let now = self.now.secs();
        let found = self.store.key(self.realm.key, text.hashed()).await?;
        let Some(key) = found.filter(|key| key.ended_at.is_none() && key.ends_at.is_none_or(|end| now < end)) else {
            return Ok(None);
        };
        if key.used_at.is_none_or(|used| now - used >= FRESH) {
            self.store.note_key(self.realm.key, key.hash, now).await?;
        }
        Ok(Some(key))
    }
}
