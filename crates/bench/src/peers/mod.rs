//! Other servers of the same kind, and Grantor among them: the same client asks all of them the same things in turns.
//!
//! - `place`: folders, installation, start; `recipes`: how that goes with each. Their own files lie in `crates/bench/peers`.
//! - `contest`: the rounds; `told`, `paced`: what came of them.

mod contest;
mod paced;
mod place;
mod recipes;
mod told;

use crate::Outcome;
use crate::args::{PeerArgs, PeerName};
use crate::ceiling;
use crate::cores::Core;
use crate::grantor::{self, Demo};
use crate::http::{get, once, post};
use crate::load::{Ask, active, member};
use crate::machine::Surroundings;
use crate::process::{Folder, Server};
use crate::section::Section;
use contest::Series;
use place::Place;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

/// As it stands among the others.
const OURS: &str = "Grantor";
/// The app of every peer.
const CLIENT: &str = "bench";
/// Its secret: as long as those that servers make.
const SECRET: &str = "BzvU8acziTvJkAXB6zIp7UA2SNbpp2TsVMDkKjOMWZO";

/// What is asked of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The token that they give by themselves, unless that is a JWT that a key pair signed.
    Token,
    /// A JWT that a key pair signed.
    Jwt,
    Introspection,
    Metadata,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Token, Self::Jwt, Self::Introspection, Self::Metadata];
}

/// Where what is asked.
struct Paths {
    token: &'static str,
    /// What has to be said there beside the grant type.
    scope: Option<&'static str>,
    /// How a JWT is had, if there are any.
    jwt: Option<Jwt>,
    introspection: &'static str,
    metadata: &'static str,
    /// What answers as soon as the server does.
    ready: &'static str,
}

/// A request for a JWT.
enum Jwt {
    /// The same one, which names this resource.
    Resource(&'static str),
    /// Another one.
    Request(Vec<u8>),
    /// The same one: it gives no other tokens.
    Itself,
}

/// What is asked, of whoever it is.
struct Service {
    at: SocketAddr,
    paths: Paths,
    client: (String, String),
}

impl Service {
    /// Which of them the token is that it gives by itself.
    fn given(&self) -> Kind {
        if matches!(self.paths.jwt, Some(Jwt::Itself)) { Kind::Jwt } else { Kind::Token }
    }

    /// One ask per connection. Tokens to ask about are made now: one peer forgets them soon.
    async fn asks(&self, kind: Kind, connections: u32) -> Outcome<Option<Vec<Ask>>> {
        let mut grant = vec![("grant_type", "client_credentials")];
        grant.extend(self.paths.scope.map(|scope| ("scope", scope)));
        let same = |request: Vec<u8>| (0..connections).map(|_| Ask::Same(request.clone())).collect();
        Ok(Some(match (kind, &self.paths.jwt) {
            (Kind::Token, Some(Jwt::Itself)) | (Kind::Jwt, None) => return Ok(None),
            (Kind::Token, _) | (Kind::Jwt, Some(Jwt::Itself)) => same(self.post(self.paths.token, &grant)),
            (Kind::Jwt, Some(Jwt::Request(request))) => same(request.clone()),
            (Kind::Jwt, Some(Jwt::Resource(resource))) => {
                same(self.post(self.paths.token, &[&grant[..], &[("resource", resource)]].concat()))
            }
            (Kind::Metadata, _) => same(get(self.at, self.paths.metadata, "")),
            (Kind::Introspection, _) => {
                let mut asks = Vec::new();
                for _ in 0..connections {
                    let token = self.post(self.paths.token, &grant);
                    let token = once(self.at, &token, |answer| member(answer.fine()?.body, "access_token")).await?;
                    let ask = self.post(self.paths.introspection, &[("token", &token)]);
                    once(self.at, &ask, |answer| active(answer.fine()?.body)).await?;
                    asks.push(Ask::Active(vec![ask], 0));
                }
                asks
            }
        }))
    }

    fn post(&self, target: &str, fields: &[(&str, &str)]) -> Vec<u8> {
        let own = [("client_id", self.client.0.as_str()), ("client_secret", self.client.1.as_str())];
        post(self.at, target, &[fields, &own].concat(), "")
    }
}

/// What stands beside the figures of a server.
struct Facts {
    /// Who; ours is none of them.
    peer: Option<PeerName>,
    version: String,
    /// Which tokens it gives and where it keeps them.
    keeps: &'static str,
    start: Duration,
    /// Bytes on the disk.
    installed: u64,
    /// MiB before it was asked for anything.
    idle: Option<f64>,
}

impl Facts {
    fn name(&self) -> &'static str {
        self.peer.map_or(OURS, PeerName::title)
    }
}

/// A running server.
struct Peer {
    facts: Facts,
    server: Server,
    service: Service,
}

impl Peer {
    fn grantor(demo: Demo, binary: &Path) -> Outcome<Self> {
        let app = demo.app("standard")?;
        let secret = app.client_secret.ok_or("an app without a secret")?;
        let paths = Paths {
            token: "/standard/oauth2/token",
            scope: None,
            jwt: Some(Jwt::Request(demo.signed_request()?)),
            introspection: "/standard/oauth2/introspect",
            metadata: "/.well-known/oauth-authorization-server/standard",
            ready: "/livez",
        };
        let facts = Facts {
            peer: None,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            keeps: "SQLite, durable; opaque, or JWT with ES256",
            start: demo.took,
            installed: std::fs::metadata(binary)?.len(),
            idle: demo.child.family().memory_now(),
        };
        let service = Service { at: demo.at, paths, client: (app.client_id, secret) };
        Ok(Self { facts, server: demo.child, service })
    }
}

/// Starts them all; gives those that came, and why others did not. Grantor is the first.
async fn all(args: &PeerArgs, binary: &Path, data: &Path, core: Core) -> Outcome<(Vec<Peer>, Vec<String>)> {
    let (mut peers, mut absent) = (vec![Peer::grantor(grantor::start(binary, data, core)?, binary)?], Vec::new());
    for name in args.names() {
        eprintln!("starting {} …", name.title());
        let place = Place::of(name, data)?;
        let met = match name {
            PeerName::OidcProvider => recipes::oidc_provider(&place, core).await,
            PeerName::DjangoOauthToolkit => recipes::django_oauth_toolkit(&place, core).await,
            PeerName::Glewlwyd => recipes::glewlwyd(&place, core).await,
            PeerName::Keycloak => recipes::keycloak(&place, core).await,
        };
        match met {
            Ok(peer) => peers.push(peer),
            Err(fault) => absent.push(format!("{} could not be had: {fault}", name.title())),
        }
    }
    Ok((peers, absent))
}

/// Measures and prints the tables.
pub(crate) fn run(args: &PeerArgs) -> Outcome<()> {
    let binary = grantor::binary(args.grantor.as_deref())?;
    let folder = Folder::made(args.data.as_deref())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let sections = runtime.block_on(measure(args, &binary, &folder.path))?;
    sections.iter().for_each(|section| println!("{}", section.markdown()));
    Ok(())
}

/// What requests cost, how long answers take, and what the servers take.
pub(crate) async fn measure(args: &PeerArgs, binary: &Path, data: &Path) -> Outcome<Vec<Section>> {
    let core = Core::first();
    Core::of_load((0, 1)).pin(std::process::id())?;
    let before = Surroundings::now(data)?;
    let bare = ceiling::start(data, core).await?;
    let (peers, absent) = all(args, binary, data, core).await?;
    absent.iter().for_each(|why| eprintln!("{why}"));
    let series: Vec<Series> = contest::run(&peers, args).await?;
    let paced = contest::paced(&peers, &bare, &series, args).await?;
    let beside = told::Beside { absent, before, after: Surroundings::now(data)? };
    Ok(vec![
        told::speed(&peers, &series, args, &beside),
        paced::section(&peers, paced, &beside),
        told::size(&peers, &beside),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(jwt: Option<Jwt>) -> Paths {
        Paths { token: "/token", scope: None, jwt, introspection: "/introspection", metadata: "/metadata", ready: "/" }
    }

    async fn asked(jwt: Option<Jwt>) -> (Kind, [bool; 2]) {
        let at = SocketAddr::from(([127, 0, 0, 1], 1));
        let service = Service { at, paths: paths(jwt), client: (String::new(), String::new()) };
        let mut asked = [false; 2];
        for (own, kind) in asked.iter_mut().zip([Kind::Token, Kind::Jwt]) {
            *own = service.asks(kind, 1).await.unwrap().is_some();
        }
        (service.given(), asked)
    }

    #[tokio::test]
    async fn who_gives_nothing_but_jwts_stands_beside_jwts() {
        assert_eq!(asked(Some(Jwt::Itself)).await, (Kind::Jwt, [false, true]));
        assert_eq!(asked(Some(Jwt::Resource("https://api.example"))).await, (Kind::Token, [true, true]));
        assert_eq!(asked(None).await, (Kind::Token, [true, false]));
    }
}
