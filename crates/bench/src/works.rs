//! What is measured, and what it is held against.

use crate::Outcome;
use crate::args::Args;
use crate::ceiling::{self, Bare};
use crate::family::Family;
use crate::grantor::{App, Demo, SIGNED};
use crate::http::{get, once, post};
use crate::load::{Ask, Rotating, Slice, member};
use crate::person::Person;
use crate::process::Server;
use crate::tokeninfo::Tokeninfo;
use std::net::SocketAddr;

/// One thing that a server does.
pub(crate) struct Work<'a> {
    /// Its name on the command line.
    pub(crate) name: &'static str,
    /// Its name in the table.
    pub(crate) title: &'static str,
    /// The work that it is held against, and the share of its speed that is the goal.
    pub(crate) goal: Option<Goal>,
    /// Where it is asked.
    pub(crate) at: SocketAddr,
    /// Whose CPU time counts.
    pub(crate) server: &'a Server,
    /// And, beside it, its database's.
    pub(crate) database: Option<Family>,
    /// One per connection.
    pub(crate) asks: Vec<Ask>,
    /// What was measured.
    pub(crate) slices: Vec<Slice>,
}

/// A share of another work's speed.
#[derive(Clone, Copy)]
pub(crate) struct Goal {
    /// The other work.
    pub(crate) of: &'static str,
    /// Its number in the list of goals.
    pub(crate) label: &'static str,
    /// What holds at once.
    pub(crate) must: f64,
    /// Of what.
    pub(crate) by: By,
}

/// What is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// CPU time of the server.
    Cpu,
    /// Requests per second.
    Rate,
}

const METADATA: Goal = Goal { of: "get", label: "G1", must: 0.70, by: By::Cpu };
const TOKEN: Goal = Goal { of: "row", label: "G2", must: 0.35, by: By::Cpu };
const SIGNED_TOKEN: Goal = Goal { of: "es256-row", label: "G3", must: 0.40, by: By::Cpu };
const LOOK_UP: Goal = Goal { of: "read", label: "G4", must: 0.40, by: By::Cpu };
const ON_POSTGRES: Goal = Goal { of: "token", label: "G24", must: 0.70, by: By::Rate };
const REFRESH: Goal = Goal { of: "token", label: "G6", must: 0.60, by: By::Cpu };

/// The turns of a round: what is compared stands side by side, since a shared machine is faster in one minute than in the next.
const TURNS: [&str; 15] = [
    "get",
    "metadata",
    "jwks",
    "form",
    "read",
    "introspection",
    "tokeninfo",
    "pg-introspection",
    "row",
    "token",
    "pg-token",
    "es256-row",
    "es256",
    "refresh",
    "pg-refresh",
];

/// All that were asked for, each ceiling before what is held against it.
pub(crate) async fn all<'a>(
    bare: &'a Bare,
    demo: &'a Demo,
    postgres: Option<(&'a Demo, Family)>,
    args: &Args,
) -> Outcome<Vec<Work<'a>>> {
    let mut works = ceilings(bare, args);
    works.extend(ours(demo, args.connections).await?);
    if let Some((demo, database)) = postgres {
        works.extend(ours(demo, args.connections).await?.into_iter().filter_map(|work| on_postgres(work, database)));
    }
    works.retain(|work| args.wants(work.name));
    works.sort_by_key(|work| TURNS.iter().position(|turn| *turn == work.name));
    match unknown(&args.only, &works) {
        Some(name) => {
            Err(format!("--only {name}: there is no such work, or not without --postgres; see --help").into())
        }
        None => Ok(works),
    }
}

/// One that was asked for and is not there.
fn unknown<'a>(only: &'a [String], works: &[Work<'_>]) -> Option<&'a String> {
    only.iter().find(|name| !works.iter().any(|work| work.name == name.as_str()))
}

/// The same work of a server whose database is a process of its own.
fn on_postgres(work: Work<'_>, database: Family) -> Option<Work<'_>> {
    let (name, title, goal) = match work.name {
        "introspection" => ("pg-introspection", "introspection, on PostgreSQL", None),
        "token" => ("pg-token", "opaque token, durable, on PostgreSQL", Some(ON_POSTGRES)),
        "refresh" => ("pg-refresh", "refresh with rotation, durable, on PostgreSQL", None),
        _ => return None,
    };
    Some(Work { name, title, goal, database: Some(database), ..work })
}

fn ceilings<'a>(bare: &'a Bare, args: &Args) -> Vec<Work<'a>> {
    let posted = |target: &str, connection: u32| ceiling::form_of(connection, bare.at, target);
    let work = |name, title, ask: &dyn Fn(u32) -> Vec<u8>| Work {
        name,
        title,
        goal: None,
        at: bare.at,
        server: &bare.server,
        database: None,
        asks: (0..args.connections).map(|connection| Ask::Same(ask(connection))).collect(),
        slices: Vec::new(),
    };
    vec![
        work("get", "ceiling: GET, 300 fixed bytes", &|_| get(bare.at, "/fixed", "")),
        work("form", "ceiling: POST, form parsed, 300 fixed bytes", &|connection| posted("/form", connection)),
        work("read", "ceiling: + two SHA-256, one SQLite point read", &|connection| posted("/read", connection)),
        work("row", "ceiling: + one durable row, group commit", &|connection| posted("/row", connection)),
        work("es256-row", "ceiling: + an ES256 signature", &|connection| posted("/es256-row", connection)),
    ]
}

/// What the server under test does, over that many connections.
pub(crate) async fn ours<'a>(demo: &'a Demo, connections: u32) -> Outcome<Vec<Work<'a>>> {
    let standard = Client::of(demo, "standard")?;
    let asked = Tokeninfo::known()?;
    let other = Client::of(demo, &asked.realm)?;
    let grant = standard.post("/standard/oauth2/token", &[("grant_type", "client_credentials")]);
    let well_known = "/.well-known/oauth-authorization-server/standard";
    let (mut introspections, mut infos, mut chains) = (Vec::new(), Vec::new(), Vec::new());
    let (mut person, mut neighbour) = (Person::new(demo.at, &demo.account), Person::new(demo.at, &demo.account));
    for _ in 0..connections {
        let token = once(demo.at, &grant, |answer| member(answer.fine()?.body, "access_token")).await?;
        let introspection = standard.post("/standard/oauth2/introspect", &[("token", &token)]);
        introspections.push(Ask::Active(vec![introspection], 0));
        let (access, _) = neighbour.tokens(&asked.authorize, &asked.token, &other.app).await?;
        infos.push(Ask::Same(post(demo.at, &asked.tokeninfo, &[("access_token", &access)], "")));
        let (_, refresh) = person.tokens("/standard/oauth2/authorize", "/standard/oauth2/token", &standard.app).await?;
        chains.push(Ask::Refresh(standard.chain("/standard/oauth2/token", refresh)));
    }
    let same = |request: &[u8]| (0..connections).map(|_| Ask::Same(request.to_vec())).collect();
    let work = |name, title, goal, asks| Work {
        name,
        title,
        goal: Some(goal),
        at: demo.at,
        server: &demo.child,
        database: None,
        asks,
        slices: Vec::new(),
    };
    Ok(vec![
        work("metadata", "metadata (RFC 8414)", METADATA, same(&get(demo.at, well_known, ""))),
        work("jwks", "key set (RFC 7517)", METADATA, same(&get(demo.at, &format!("/{SIGNED}/oauth2/jwks"), ""))),
        work("introspection", "introspection (`standard`)", LOOK_UP, introspections),
        work("tokeninfo", "tokeninfo, another wire format", LOOK_UP, infos),
        work("token", "opaque token, durable (`standard`, client_credentials)", TOKEN, same(&grant)),
        work("es256", "ES256 token, durable (client_credentials)", SIGNED_TOKEN, same(&demo.signed_request()?)),
        work("refresh", "refresh with rotation, durable (`standard`)", REFRESH, chains),
    ])
}

struct Client {
    at: SocketAddr,
    app: App,
    secret: String,
}

impl Client {
    fn of(demo: &Demo, realm: &str) -> Outcome<Self> {
        let app = demo.app(realm)?;
        let secret = app.client_secret.clone().ok_or("an app without a secret")?;
        Ok(Self { at: demo.at, app, secret })
    }

    fn post(&self, target: &str, fields: &[(&str, &str)]) -> Vec<u8> {
        let own = [("client_id", self.app.client_id.as_str()), ("client_secret", self.secret.as_str())];
        post(self.at, target, &[fields, &own].concat(), "")
    }

    fn chain(&self, target: &str, token: String) -> Rotating {
        let client = (self.app.client_id.clone(), self.secret.clone());
        Rotating { at: self.at, target: target.to_owned(), client, token }
    }
}
