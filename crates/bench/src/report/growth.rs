//! Few live tokens and many: what they cost to make, to look at, and to keep. An app's own tokens, which no index names, and those of people.

use super::Bench;
use crate::cores::Core;
use crate::fill::{self, Tokens};
use crate::grantor::{self, Account, Demo};
use crate::http::once;
use crate::load::{self, Ask, Rotating, Slice, member};
use crate::machine::Surroundings;
use crate::person::Person;
use crate::{Fault, Outcome};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(super) const FEW: u32 = 10_000;
/// Rows that have ended of the oldest among others.
pub(super) const OLDEST: u32 = 600_000;
/// Tokens of people at most: the rows of their indexes lie apart, and more of them take long to fill in.
const MOST_OF_PEOPLE: u32 = 1_000_000;
/// The store is filled in so many steps; after each the server gives out a few tokens, which are asked about later.
const STEPS: u32 = 100;
const OF_A_STEP: u32 = 5;
/// Tokens that the server gave out itself.
pub(super) const GIVEN: u32 = (STEPS + 1) * OF_A_STEP;
const CONNECTIONS: usize = 32;
/// How long tokens are asked about.
const LOOK: Duration = Duration::from_secs(2);
/// How long tokens are asked for: so short that the few stay few.
const MAKE: Duration = Duration::from_millis(500);

/// Whose tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An app's own (client credentials).
    Apps,
    /// Those that people let an app have (authorization code): each with a family and a refresh token, and named by two indexes.
    Peoples,
}

/// A token that the server gave out, and what refreshes it.
struct Given {
    access: String,
    refresh: Option<String>,
}

/// A server with so many tokens.
struct Place {
    folder: PathBuf,
    demo: Demo,
    kind: Kind,
    known: Vec<Given>,
    live: f64,
    bytes: f64,
}

/// What was measured of servers with so many tokens.
#[derive(Default)]
pub(super) struct Side {
    /// How many were live when they were asked about, in each round, and behind the last one that was asked for.
    pub(super) looked_at: Vec<f64>,
    pub(super) left: Vec<f64>,
    /// Bytes of each.
    pub(super) bytes: f64,
    pub(super) made: Vec<Slice>,
    pub(super) looked: Vec<Slice>,
    /// CPU microseconds of each of the oldest that is purged.
    pub(super) purged: Vec<f64>,
}

/// What was measured, of few and of many.
pub(super) struct Grown {
    pub(super) apps: [Side; 2],
    pub(super) peoples: [Side; 2],
    /// The many tokens of apps.
    pub(super) count: u32,
    /// Milliseconds that a server with so many takes to start.
    pub(super) start: f64,
    /// What stood beside.
    pub(super) machine: String,
}

impl Bench<'_> {
    /// Servers with few live tokens and one with many, in turns, for both kinds.
    pub(super) async fn growth(&self) -> Outcome<Grown> {
        let (before, count) = (Surroundings::now(self.data)?, self.args.tokens);
        let (apps, start) = self.grown(Kind::Apps, count).await?;
        let (peoples, _) = self.grown(Kind::Peoples, count.min(MOST_OF_PEOPLE)).await?;
        let machine = Surroundings::told(&before, &Surroundings::now(self.data)?);
        Ok(Grown { apps, peoples, count, start, machine })
    }

    /// The few start anew in each round: those that were made in the last one would make them many. Gives how long the many take to start, too.
    async fn grown(&self, kind: Kind, count: u32) -> Outcome<([Side; 2], f64)> {
        let mut sides = [Side::default(), Side::default()];
        let mut many = self.place("many", kind, count).await?;
        for _ in 0..self.args.rounds {
            let mut few = self.place("few", kind, FEW).await?;
            for (place, side) in [&mut few, &mut many].into_iter().zip(&mut sides) {
                side.bytes = place.bytes;
                side.looked_at.push(place.live);
                side.looked.push(place.looked().await?);
            }
            for (place, side) in [&mut few, &mut many].into_iter().zip(&mut sides) {
                side.made.push(place.made().await?);
                side.left.push(place.live);
            }
            few.gone()?;
        }
        let Place { demo, folder, .. } = many;
        demo.child.end()?;
        if kind == Kind::Apps && count > OLDEST {
            let few = self.place("few", kind, OLDEST + FEW).await?;
            few.demo.child.end()?;
            for (folder, side) in [&few.folder, &folder].into_iter().zip(&mut sides) {
                side.purged = self.oldest_purged(folder).await?;
            }
            std::fs::remove_dir_all(few.folder)?;
        }
        let data = folder.join("grantor");
        let start = grantor::served(self.binary, &data, &data).await?.as_secs_f64() * 1e3;
        std::fs::remove_dir_all(folder)?;
        Ok((sides, start))
    }

    async fn place(&self, name: &str, kind: Kind, count: u32) -> Outcome<Place> {
        let folder = self.data.join(name);
        std::fs::create_dir_all(&folder)?;
        let demo = grantor::start(self.binary, &folder, Core::first())?;
        let (path, client_id) = (folder.join(fill::DATABASE), demo.app("standard")?.client_id);
        // Ten tokens are one person's.
        let accounts = count / 10;
        let people = match kind {
            Kind::Apps => Vec::new(),
            Kind::Peoples => signed_in(&demo, &fill::people(&path, &client_id, accounts)?).await?,
        };
        let mut known = given(&demo, &people).await?;
        let empty = size(&path)?;
        for _ in 0..STEPS {
            match kind {
                Kind::Apps => {
                    fill::tokens(&path, &client_id, Tokens { count: count / STEPS, ended: false })?;
                }
                Kind::Peoples => fill::families(&path, &client_id, (count / STEPS, accounts))?,
            }
            known.extend(given(&demo, &people).await?);
        }
        let bytes = (size(&path)? - empty) / f64::from(count + STEPS * OF_A_STEP);
        Ok(Place { folder, demo, kind, known, live: f64::from(count + GIVEN), bytes })
    }
}

/// Some of the people, each in a browser.
async fn signed_in(demo: &Demo, names: &[String]) -> Outcome<Vec<(Account, String)>> {
    let mut people = Vec::new();
    for username in names.iter().take(OF_A_STEP as usize) {
        let account = Account { username: username.clone(), password: demo.account.password.clone() };
        let jar = Person::new(demo.at, &account).signed_in("/standard/apps").await?;
        people.push((account, jar));
    }
    Ok(people)
}

/// Tokens that the server gives out: one to each of the people, or to the app where there are none. Their ids are the time, and behind a pause none of those
/// that were filled in.
async fn given(demo: &Demo, people: &[(Account, String)]) -> Outcome<Vec<Given>> {
    tokio::time::sleep(Duration::from_millis(2)).await;
    let mut given = Vec::new();
    for (account, jar) in people {
        let (app, mut person) = (demo.app("standard")?, Person::with(demo.at, account, jar));
        let (access, refresh) = person.tokens("/standard/oauth2/authorize", "/standard/oauth2/token", &app).await?;
        given.push(Given { access, refresh: Some(refresh) });
    }
    if people.is_empty() {
        given.extend(own(demo).await?.into_iter().map(|access| Given { access, refresh: None }));
    }
    Ok(given)
}

/// Tokens of the app's own.
pub(super) async fn own(demo: &Demo) -> Outcome<Vec<String>> {
    let (request, mut own) = (demo.token_request()?, Vec::new());
    for _ in 0..OF_A_STEP {
        own.push(once(demo.at, &request, |answer| member(answer.fine()?.body, "access_token")).await?);
    }
    Ok(own)
}

impl Place {
    /// The app's own are asked for, those of people are refreshed.
    async fn made(&mut self) -> Outcome<Slice> {
        let asks = match self.kind {
            Kind::Apps => {
                let request = self.demo.token_request()?;
                (0..CONNECTIONS).map(|_| Ask::Same(request.clone())).collect()
            }
            Kind::Peoples => self.chains()?,
        };
        let (asks, slice) = self.slice(asks, MAKE).await?;
        self.live += slice.requests as f64;
        for ask in asks {
            if let Ask::Refresh(Rotating { token, .. }) = ask {
                self.known.push(Given { access: String::new(), refresh: Some(token) });
            }
        }
        Ok(slice)
    }

    /// The last ones that were given out.
    fn chains(&mut self) -> Outcome<Vec<Ask>> {
        let app = self.demo.app("standard")?;
        let client = (app.client_id, app.client_secret.ok_or("an app without a secret")?);
        let last = self.known.split_off(self.known.len().saturating_sub(CONNECTIONS));
        let chain = |token| {
            let target = "/standard/oauth2/token".to_owned();
            Ask::Refresh(Rotating { at: self.demo.at, target, client: client.clone(), token })
        };
        Ok(last.into_iter().filter_map(|given| given.refresh).map(chain).collect())
    }

    /// All but those that are refreshed.
    async fn looked(&self) -> Outcome<Slice> {
        let known = self.known.iter().take(self.known.len().saturating_sub(CONNECTIONS));
        let ask = |given: &Given| self.demo.asking("/standard/oauth2/introspect", &[("token", &given.access)]);
        let asks: Vec<Vec<u8>> = known.map(ask).collect::<Outcome<_>>()?;
        let begin = |nth: usize| Ask::Active(asks.clone(), nth * asks.len() / CONNECTIONS);
        Ok(self.slice((0..CONNECTIONS).map(begin).collect(), LOOK).await?.1)
    }

    async fn slice(&self, asks: Vec<Ask>, time: Duration) -> Outcome<(Vec<Ask>, Slice)> {
        load::slice(asks, self.demo.at, (self.demo.child.family(), None), time).await
    }

    /// Ends it and takes away what it kept.
    fn gone(self) -> Outcome<()> {
        let Self { folder, demo, .. } = self;
        drop(demo);
        Ok(std::fs::remove_dir_all(folder)?)
    }
}

/// Bytes of a database, what is still in its log put where it belongs.
fn size(path: &Path) -> Outcome<f64> {
    fill::settle(path)?;
    Ok(std::fs::metadata(path).map_err(Fault::from)?.len() as f64)
}
