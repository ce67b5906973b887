//! Few live tokens and many: what they cost to make, to look at, and to keep.

use super::Bench;
use crate::fill::{self, Tokens};
use crate::grantor::{self, Demo};
use crate::http::once;
use crate::load::{self, Ask, Slice, member};
use crate::machine::Surroundings;
use crate::plot::{Bar, Group, Of, Plot, Scale};
use crate::process::Core;
use crate::section::{Section, Verdict, figure};
use crate::statistics::median;
use crate::table::each;
use crate::{Fault, Outcome};
use std::path::Path;
use std::time::Duration;

const FEW: u32 = 10_000;
/// The store is filled in so many steps; after each the server gives out a few tokens, which are asked about later.
const STEPS: u32 = 100;
const OF_A_STEP: u32 = 5;
const CONNECTIONS: usize = 32;
const TIME: Duration = Duration::from_secs(2);

/// A server with so many tokens.
struct Place {
    demo: Demo,
    known: Vec<String>,
    bytes: f64,
    made: Vec<Slice>,
    looked: Vec<Slice>,
}

impl Bench<'_> {
    /// A server with few live tokens and one with many, in turns.
    pub(super) async fn growth(&self) -> Outcome<Section> {
        let (before, count) = (Surroundings::now(self.data)?, self.args.tokens);
        let mut places = [self.place("few", FEW).await?, self.place("many", count).await?];
        for _ in 0..self.args.rounds {
            for place in &mut places {
                let made = place.made().await?;
                place.made.push(made);
            }
            for place in &mut places {
                let looked = place.looked().await?;
                place.looked.push(looked);
            }
        }
        let after = Surroundings::now(self.data)?;
        let [few, many] = places;
        let Place { demo, bytes, made, looked, .. } = many;
        drop(demo);
        let data = self.data.join("many/grantor");
        let start = grantor::served(self.binary, &data, &data).await?.as_secs_f64() * 1e3;
        let sides = [
            Side { count: FEW, bytes: few.bytes, made: few.made, looked: few.looked },
            Side { count, bytes, made, looked },
        ];
        Ok(section(&sides, start, &Surroundings::told(&before, &after)))
    }

    async fn place(&self, name: &str, count: u32) -> Outcome<Place> {
        let folder = self.data.join(name);
        std::fs::create_dir_all(&folder)?;
        let demo = grantor::start(self.binary, &folder, Core::first())?;
        let (path, client_id) = (folder.join(fill::DATABASE), demo.app("standard")?.client_id);
        let mut known = given(&demo).await?;
        let empty = size(&path)?;
        for _ in 0..STEPS {
            fill::tokens(&path, &client_id, Tokens { count: count / STEPS, ended: false })?;
            known.extend(given(&demo).await?);
        }
        let bytes = (size(&path)? - empty) / f64::from(count + STEPS * OF_A_STEP);
        Ok(Place { demo, known, bytes, made: Vec::new(), looked: Vec::new() })
    }
}

/// What was measured of a server.
struct Side {
    count: u32,
    bytes: f64,
    made: Vec<Slice>,
    looked: Vec<Slice>,
}

fn cost(slices: &[Slice]) -> f64 {
    median(slices.iter().map(each).collect())
}

/// How many times as much it costs, round by round.
fn times(few: &[Slice], many: &[Slice]) -> f64 {
    median(few.iter().zip(many).map(|(few, many)| each(many) / each(few)).collect())
}

fn section([few, many]: &[Side; 2], start: f64, machine: &str) -> Section {
    let (made, looked) = (times(&few.made, &many.made), times(&few.looked, &many.looked));
    let row = |what: &str, few: f64, many: f64, ratio: String| vec![what.to_owned(), figure(few), figure(many), ratio];
    let group = |title: &str, of: fn(&Side) -> &[Slice]| {
        let bar = |side: &Side| Bar { label: figure(f64::from(side.count)), value: cost(of(side)), of: Of::Ours };
        Group { title: title.to_owned(), bars: vec![bar(few), bar(many)] }
    };
    let count = figure(f64::from(many.count));
    Section {
        name: "growth",
        title: "Many live tokens",
        head: ["", "few", "many", "ratio"].map(str::to_owned).to_vec(),
        rows: vec![
            row("live tokens at first", f64::from(few.count), f64::from(many.count), String::new()),
            row("CPU µs to issue one", cost(&few.made), cost(&many.made), figure(made)),
            row("CPU µs of an introspection", cost(&few.looked), cost(&many.looked), figure(looked)),
            row("bytes of a token on the disk, indexes included", few.bytes, many.bytes, String::new()),
            vec!["ms of a start".to_owned(), String::new(), figure(start), String::new()],
        ],
        note: format!(
            "Copies of a row that the server wrote, with {} tokens that it gave out spread among them: these are what is asked about. Both servers in turns; \
             ratios are medians of the rounds' ratios. {machine}",
            STEPS * OF_A_STEP,
        ),
        plot: Plot {
            title: "CPU µs, by live tokens".to_owned(),
            scale: Scale::Linear,
            groups: vec![group("to issue one", |side| &side.made), group("an introspection", |side| &side.looked)],
        },
        verdicts: vec![
            Verdict::at_most("G11", format!("start with {count} tokens"), start, 150.0, " ms"),
            Verdict::at_most("G13", "bytes of a live opaque token, indexes included", many.bytes, 115.0, ""),
            Verdict::at_most("G14", format!("issuance, {count} tokens of 10,000"), made, 1.15, "x"),
            Verdict::at_most("G14", format!("introspection, {count} tokens of 10,000"), looked, 1.4, "x"),
        ],
    }
}

impl Place {
    async fn made(&self) -> Outcome<Slice> {
        let request = self.demo.token_request()?;
        self.slice((0..CONNECTIONS).map(|_| Ask::Same(request.clone())).collect()).await
    }

    async fn looked(&self) -> Outcome<Slice> {
        let ask = |text: &String| self.demo.asking("/standard/oauth2/introspect", &[("token", text)]);
        let asks: Vec<Vec<u8>> = self.known.iter().map(ask).collect::<Outcome<_>>()?;
        let begin = |nth: usize| Ask::Active(asks.clone(), nth * asks.len() / CONNECTIONS);
        self.slice((0..CONNECTIONS).map(begin).collect()).await
    }

    async fn slice(&self, asks: Vec<Ask>) -> Outcome<Slice> {
        Ok(load::slice(asks, self.demo.at, (self.demo.child.family(), None), TIME).await?.1)
    }
}

/// Tokens that the server gives out. Their ids are the time, and behind a pause none of those that were filled in.
pub(super) async fn given(demo: &Demo) -> Outcome<Vec<String>> {
    let (request, mut given) = (demo.token_request()?, Vec::new());
    tokio::time::sleep(Duration::from_millis(2)).await;
    for _ in 0..OF_A_STEP {
        given.push(once(demo.at, &request, |answer| member(answer.fine()?.body, "access_token")).await?);
    }
    Ok(given)
}

/// Bytes of a database, what is still in its log put where it belongs.
fn size(path: &Path) -> Outcome<f64> {
    fill::settle(path)?;
    Ok(std::fs::metadata(path).map_err(Fault::from)?.len() as f64)
}
