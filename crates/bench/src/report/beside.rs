//! Who waits while passwords are hashed: on one core, which the hashes take whole.

use super::{Bench, p99_of};
use crate::ceiling;
use crate::cores::Core;
use crate::family::Family;
use crate::figure::figure;
use crate::grantor;
use crate::http::once;
use crate::load::{self, Ask, member};
use crate::machine::Surroundings;
use crate::person::Person;
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::section::{Section, Verdict};
use crate::statistics::{Spread, median};
use crate::{Fault, Outcome};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

const TIME: Duration = Duration::from_secs(4);
/// Requests per second.
const RATE: f64 = 500.0;
/// Hashes asked for at once, again and again.
const HASHES: u32 = 4;

/// Who waits, and for what.
struct Subject {
    what: &'static str,
    of: Of,
    at: SocketAddr,
    request: Arc<[u8]>,
    /// What has a password hashed.
    hashes: Arc<[u8]>,
    server: Family,
    /// p99 in milliseconds, of each round: nobody has a password hashed, and all the time somebody does.
    idle: Vec<f64>,
    beside: Vec<f64>,
}

impl Bench<'_> {
    /// The bare server's row, our tokens and introspections, in turns.
    pub(super) fn beside(&self) -> Outcome<Section> {
        let before = Surroundings::now(self.data)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let bare = runtime.block_on(ceiling::start(self.data, Core::first()))?;
        let demo = grantor::start(self.binary, self.data, Core::first())?;
        let subjects = runtime.block_on(async {
            let token = demo.token_request()?;
            let text = once(demo.at, &token, |answer| member(answer.fine()?.body, "access_token")).await?;
            let introspection = demo.asking("/standard/oauth2/introspect", &[("token", &text)])?;
            let sign_in = Person::new(demo.at, &demo.account).sign_in("/standard/apps").await?;
            let [row, hash] = ["/row", "/hash"].map(|target| ceiling::form_of(0, bare.at, target));
            let (theirs, ours) = ((bare.at, hash, bare.server.family()), (demo.at, sign_in, demo.child.family()));
            let mut subjects = [
                subject("ceiling: one durable row", Of::Other, row, &theirs),
                subject("opaque token, durable", Of::Ours, token, &ours),
                subject("introspection", Of::Ours, introspection, &ours),
            ];
            for _ in 0..self.args.rounds {
                for subject in &mut subjects {
                    subject.measure().await?;
                }
            }
            Ok::<_, Fault>(subjects)
        })?;
        Ok(section(&subjects, &Surroundings::told(&before, &Surroundings::now(self.data)?)))
    }
}

type Whose = (SocketAddr, Vec<u8>, Family);

fn subject(what: &'static str, of: Of, request: Vec<u8>, (at, hashes, server): &Whose) -> Subject {
    let (request, hashes) = (request.into(), hashes.as_slice().into());
    Subject { what, of, at: *at, request, hashes, server: *server, idle: Vec::new(), beside: Vec::new() }
}

impl Subject {
    async fn measure(&mut self) -> Outcome<()> {
        self.idle.push(p99_of(self.at, &self.request, RATE, TIME).await?);
        let hashing = (0..HASHES).map(|_| Ask::Same(self.hashes.to_vec())).collect();
        let (slice, beside) = tokio::join!(
            load::slice(hashing, self.at, (self.server, None), TIME),
            p99_of(self.at, &self.request, RATE, TIME)
        );
        slice?;
        self.beside.push(beside?);
        Ok(())
    }

    fn times(&self) -> Spread {
        Spread::of_ratios(&self.beside, &self.idle)
    }
}

fn section(subjects: &[Subject; 3], machine: &str) -> Section {
    let rows = subjects.iter().map(|own| {
        let cells = [median(own.idle.clone()), median(own.beside.clone()), own.times().middle].map(figure);
        [vec![own.what.to_owned()], cells.to_vec()].concat()
    });
    let bar = |own: &Subject| Bar { label: own.what.to_owned(), value: median(own.beside.clone()), of: own.of };
    let [bare, token, introspection] = subjects.each_ref().map(Subject::times);
    let what =
        format!("token p99 while sign-ins saturate, of the idle one (the bare server: {}x)", figure(bare.middle));
    Section {
        name: "beside",
        title: "Beside sign-ins",
        head: ["asked", "p99 ms, nobody signs in", "p99 ms, sign-ins saturate", "ratio"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
        note: format!(
            "Open loop, {RATE} a second, {} s at a time and in turns; medians of the rounds, and of their ratios, which lie apart: the bare server's {}, \
             tokens' {}, introspections' {}. {HASHES} connections have a password hashed and ask \
             again at once; the bare server hashes as Grantor does, in a thread like any other. {machine}",
            TIME.as_secs(),
            bare.told(),
            token.told(),
            introspection.told(),
        ),
        plot: Plot {
            title: "p99 beside sign-ins, milliseconds (logarithmic)".to_owned(),
            scale: Scale::Logarithmic,
            groups: vec![Group { title: String::new(), bars: subjects.iter().map(bar).collect() }],
        },
        verdicts: vec![Verdict::at_most("G8", what, token.middle, 3.0, "x")],
    }
}
