//! The whole way of an app: authorize, consent, code, token; and passwords, which are slow on purpose.

use super::Bench;
use crate::cores::Core;
use crate::family::Family;
use crate::figure::figure;
use crate::fill;
use crate::grantor::{self, App, Demo};
use crate::load::{self, Ask};
use crate::machine::Surroundings;
use crate::person::Person;
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::section::{Section, Verdict};
use crate::statistics::median;
use crate::table::each;
use crate::{Fault, Outcome};
use argon2::{Argon2, Block, Params};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Browsers at once.
const BROWSERS: usize = 32;
/// Apps that nobody has let in yet: each flow takes one, so that consent is asked.
const APPS: u32 = 30_000;
const TIME: Duration = Duration::from_secs(4);
/// Hashes that are timed in a round, beside sign-ins of so long: a processor is not as fast at all times.
const HASHES: u32 = 60;
const ROUND: Duration = Duration::from_secs(1);
/// Sign-ins at once.
const SIGN_INS: u32 = 4;

/// What was measured.
struct Measured {
    /// CPU microseconds of a flow.
    flow: f64,
    /// In turns.
    rounds: Vec<Round>,
}

struct Round {
    /// CPU microseconds of one hash alone, and of a sign-in.
    hash: f64,
    sign_in: f64,
    /// Sign-ins per second.
    rate: f64,
}

impl Bench<'_> {
    /// Flows and sign-ins; and who waits beside these.
    pub(super) fn flow(&self) -> Outcome<Vec<Section>> {
        let before = Surroundings::now(self.data)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let demo = Arc::new(grantor::start(self.binary, self.data, Core::first())?);
        let app = demo.app("standard")?;
        let apps = fill::apps(&self.data.join(fill::DATABASE), &app.client_id, APPS)?;
        let measured = runtime.block_on(async {
            let flow = flows(&demo, &app, apps).await?;
            let sign_in = Person::new(demo.at, &demo.account).sign_in("/standard/apps").await?;
            let mut rounds = Vec::new();
            for _ in 0..self.args.rounds {
                rounds.push(round(&demo, &sign_in).await?);
            }
            Ok::<_, Fault>(Measured { flow, rounds })
        })?;
        drop(demo);
        Ok(vec![section(&measured, &before, &Surroundings::now(self.data)?), self.beside()?])
    }
}

/// CPU microseconds of a flow, with so many browsers at once that are signed in.
async fn flows(demo: &Arc<Demo>, app: &App, apps: Vec<String>) -> Outcome<f64> {
    let (apps, next) = (Arc::new(apps), Arc::new(AtomicUsize::new(0)));
    let account = Arc::new(demo.account.clone());
    let mut cookies = Vec::new();
    for _ in 0..BROWSERS {
        cookies.push(Person::new(demo.at, &account).signed_in("/standard/apps").await?);
    }
    let (family, at, begun) = (demo.child.family(), demo.at, Instant::now());
    let cpu = family.cpu_micros()?;
    let mut running = JoinSet::new();
    for jar in cookies {
        let (apps, next, account, app) = (Arc::clone(&apps), Arc::clone(&next), Arc::clone(&account), app.clone());
        running.spawn(async move {
            let mut person = Person::with(at, &account, &jar);
            while begun.elapsed() < TIME {
                let own = next.fetch_add(1, Ordering::Relaxed);
                let client_id = apps.get(own).ok_or("there are too few apps")?.clone();
                let app = App { client_id, ..app.clone() };
                person.tokens("/standard/oauth2/authorize", "/standard/oauth2/token", &app).await?;
            }
            Ok::<_, Fault>(())
        });
    }
    while let Some(ended) = running.join_next().await {
        ended??;
    }
    Ok(family.cpu_since(cpu)? as f64 / next.load(Ordering::Relaxed) as f64)
}

async fn round(demo: &Demo, sign_in: &[u8]) -> Outcome<Round> {
    let signing_in = (0..SIGN_INS).map(|_| Ask::Same(sign_in.to_vec())).collect();
    let hash = hash_micros()?;
    let (_, alone) = load::slice(signing_in, demo.at, (demo.child.family(), None), ROUND).await?;
    Ok(Round { hash, sign_in: each(&alone), rate: alone.requests as f64 / alone.seconds })
}

/// CPU microseconds of Argon2id as Grantor has it (19 MiB, two passes), its buffer reused.
fn hash_micros() -> Outcome<f64> {
    let (params, own) = (Params::default(), Family(std::process::id()));
    let (argon, mut buffer, mut out) = (Argon2::default(), vec![Block::default(); params.block_count()], [0; 32]);
    let cpu = own.cpu_micros()?;
    for _ in 0..HASHES {
        argon
            .hash_password_into_with_memory(b"a password", b"sixteen byte salt", &mut out, &mut buffer)
            .map_err(|error| error.to_string())?;
    }
    Ok(own.cpu_since(cpu)? as f64 / f64::from(HASHES))
}

fn section(measured: &Measured, before: &Surroundings, after: &Surroundings) -> Section {
    let flow = measured.flow;
    let middle = |of: fn(&Round) -> f64| median(measured.rounds.iter().map(of).collect());
    let (hash, sign_in, rate) = (middle(|one| one.hash), middle(|one| one.sign_in), middle(|one| one.rate));
    let share = middle(|one| one.hash / one.sign_in);
    let row = |what: &str, value: f64, note: String| vec![what.to_owned(), figure(value), note];
    Section {
        name: "flow",
        title: "Authorize, consent, code, token; and passwords",
        head: ["", "", ""].map(str::to_owned).to_vec(),
        rows: vec![
            row(
                "CPU µs of a flow: authorize, consent, code, token",
                flow,
                format!("{} a second and core", figure(1e6 / flow)),
            ),
            row("CPU µs of Argon2id alone", hash, format!("{} a second and core", figure(1e6 / hash))),
            row("CPU µs of a sign-in", sign_in, format!("{} of that bound; {} a second", figure(share), figure(rate))),
        ],
        note: format!(
            "{BROWSERS} browsers that are signed in, each flow with an app that was never let in. Sign-ins: {SIGN_INS} connections, each asks again at once, {} s at a time and in turns with {HASHES} hashes alone; medians. {}",
            ROUND.as_secs(),
            Surroundings::told(before, after)
        ),
        plot: Plot {
            title: "A second of one core".to_owned(),
            scale: Scale::Logarithmic,
            groups: vec![Group {
                title: String::new(),
                bars: vec![
                    Bar { label: "whole flows".to_owned(), value: 1e6 / flow, of: Of::Ours },
                    Bar { label: "sign-ins".to_owned(), value: 1e6 / sign_in, of: Of::Ours },
                    Bar { label: "Argon2id alone".to_owned(), value: 1e6 / hash, of: Of::Other },
                ],
            }],
        },
        verdicts: vec![
            Verdict::at_least("G7", "flows of one core, without the password's hash", 1e6 / flow, 1500.0, "/s"),
            Verdict::at_least("G8", "sign-ins, of the Argon2id bound", share, 0.85, ""),
        ],
    }
}
