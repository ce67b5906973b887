//! Many connections, each asking again as soon as it is answered.

use crate::family::Family;
use crate::http::{Answer, Connection, PATIENCE, post, within};
use crate::{Fault, Outcome};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// What one connection asks.
pub(crate) enum Ask {
    /// The same every time.
    Same(Vec<u8>),
    /// One of these after the other, and again.
    Each(Vec<Vec<u8>>, usize),
    /// The same, and each answer has to say that the token is good: to say that it is not costs less.
    Active(Vec<Vec<u8>>, usize),
    /// The refresh token of the answer before.
    Refresh(Rotating),
}

impl Ask {
    /// Asks and waits for a good answer.
    pub(crate) async fn once(&mut self, connection: &mut Connection) -> Outcome<()> {
        match self {
            Self::Same(request) => {
                connection.ask(request).await?.taken()?;
            }
            Self::Each(requests, next) => {
                connection.ask(of_all(requests, next)?).await?.taken()?;
            }
            Self::Active(requests, next) => {
                active(connection.ask(of_all(requests, next)?).await?.fine()?.body)?;
            }
            Self::Refresh(chain) => {
                let answer = connection.ask(&chain.request()).await?.fine()?;
                chain.seen(&answer)?;
            }
        }
        Ok(())
    }
}

fn of_all<'a>(requests: &'a [Vec<u8>], next: &mut usize) -> Outcome<&'a [u8]> {
    let place = next.checked_rem(requests.len()).ok_or("nothing to ask")?;
    *next += 1;
    Ok(requests.get(place).ok_or("nothing to ask")?)
}

/// Whether the answer to an introspection says yes (RFC 7662 section 2.2).
pub(crate) fn active(body: &[u8]) -> Outcome<()> {
    let name = b"\"active\"";
    let behind = body.windows(name.len()).position(|own| own == name).and_then(|place| body.get(place + name.len()..));
    let value = behind
        .map(|rest| rest.trim_ascii_start())
        .and_then(|rest| rest.strip_prefix(b":"))
        .map(<[u8]>::trim_ascii_start);
    match value.is_some_and(|value| value.starts_with(b"true")) {
        true => Ok(()),
        false => Err(format!("a token that was given is not active: {}", String::from_utf8_lossy(body)).into()),
    }
}

/// A chain of refreshes.
pub(crate) struct Rotating {
    /// Where.
    pub(crate) at: SocketAddr,
    /// The path.
    pub(crate) target: String,
    /// The app's id and secret.
    pub(crate) client: (String, String),
    /// The token that comes next.
    pub(crate) token: String,
}

impl Rotating {
    fn request(&self) -> Vec<u8> {
        let fields = [
            ("grant_type", "refresh_token"),
            ("refresh_token", &self.token),
            ("client_id", &self.client.0),
            ("client_secret", &self.client.1),
        ];
        post(self.at, &self.target, &fields, "")
    }

    fn seen(&mut self, answer: &Answer<'_>) -> Outcome<()> {
        self.token = member(answer.body, "refresh_token")?;
        Ok(())
    }
}

/// A text member of a JSON object.
pub(crate) fn member(body: &[u8], name: &str) -> Outcome<String> {
    let object: serde_json::Value = serde_json::from_slice(body)?;
    let text = object.get(name).and_then(serde_json::Value::as_str);
    text.map(str::to_owned).ok_or_else(|| Fault::from(format!("no {name} in {object}")))
}

/// What a slice of time gave.
pub(crate) struct Slice {
    /// Answers.
    pub(crate) requests: u64,
    /// How long it took.
    pub(crate) seconds: f64,
    /// CPU time of the server.
    pub(crate) cpu_micros: u64,
    /// And of its database's, where that has its own.
    pub(crate) database_micros: u64,
    /// Of each answer, in microseconds.
    pub(crate) latencies: Vec<u32>,
}

/// A server, and its database where that is a process of its own.
type Families = (Family, Option<Family>);

/// Asks for that long. The asks come back as they stand, for the next slice. One that is never answered is an error.
pub(crate) async fn slice(
    asks: Vec<Ask>,
    at: SocketAddr,
    families: Families,
    time: Duration,
) -> Outcome<(Vec<Ask>, Slice)> {
    within(time + PATIENCE, at, asked(asks, at, families, time)).await
}

async fn asked(
    asks: Vec<Ask>,
    at: SocketAddr,
    (server, database): Families,
    time: Duration,
) -> Outcome<(Vec<Ask>, Slice)> {
    let mut connections = Vec::with_capacity(asks.len());
    for ask in asks {
        connections.push((Connection::open(at).await?, ask));
    }
    let kept = || database.map_or(Ok(0), Family::cpu_micros);
    let (cpu, kept_before, start) = (server.cpu_micros()?, kept()?, Instant::now());
    let mut running = JoinSet::new();
    for (connection, ask) in connections {
        running.spawn(until(start + time, connection, ask));
    }
    let (mut asks, mut latencies) = (Vec::new(), Vec::new());
    while let Some(ended) = running.join_next().await {
        let (ask, own) = ended??;
        asks.push(ask);
        latencies.extend(own);
    }
    let seconds = start.elapsed().as_secs_f64();
    let cpu_micros = server.cpu_since(cpu)?;
    // A database's processes come and go with connections.
    let database_micros = kept()?.saturating_sub(kept_before);
    Ok((asks, Slice { requests: latencies.len() as u64, seconds, cpu_micros, database_micros, latencies }))
}

async fn until(end: Instant, mut connection: Connection, mut ask: Ask) -> Outcome<(Ask, Vec<u32>)> {
    let mut latencies = Vec::with_capacity(8 * 1024);
    loop {
        let begin = Instant::now();
        if begin >= end {
            return Ok((ask, latencies));
        }
        ask.once(&mut connection).await?;
        latencies.push(u32::try_from(begin.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::get;

    #[test]
    fn an_introspection_that_says_no_is_no_good_answer() {
        assert!(active(br#"{"active":true,"scope":"read"}"#).is_ok());
        assert!(active(br#"{"scope": "read", "active": true}"#).is_ok());
        for told in [&br#"{"active":false}"#[..], br#"{"scope":"true"}"#, b"", br#"{"active""#] {
            assert!(active(told).is_err(), "{}", String::from_utf8_lossy(told));
        }
    }

    #[tokio::test]
    async fn a_server_that_never_answers_is_not_waited_for_for_ever() {
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let at = silent.local_addr().unwrap();
        let own = Family(std::process::id());
        let (time, begun) = (Duration::from_millis(10), Instant::now());
        let asked = within(10 * time, at, asked(vec![Ask::Same(get(at, "/", ""))], at, (own, None), time)).await;
        let told = asked.err().unwrap().to_string();
        assert_eq!(told, format!("the server at {at} did not answer within 0.1 s"));
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
}
