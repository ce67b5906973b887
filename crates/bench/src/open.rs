//! Open loop: requests leave on a schedule, whether or not those before them were answered. A latency counts from the moment that the schedule
//! names, so that a server that stalls cannot hide it by slowing down whoever asks.

use crate::Outcome;
use crate::http::Connection;
use crate::statistics::quantile;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// How long answers are waited for behind the last request.
const PATIENCE: Duration = Duration::from_secs(5);

/// When to ask.
#[derive(Clone, Copy)]
pub(crate) struct Schedule {
    /// Requests per second, evenly spaced.
    pub(crate) rate: f64,
    /// For so long.
    pub(crate) time: Duration,
    /// Requests in flight at most, each on a connection of its own; whoever finds as many is not sent.
    pub(crate) most: usize,
    /// Connections that are open before the first request; more are opened as they are needed.
    pub(crate) ready: usize,
    /// They come from so many addresses of the loopback network.
    pub(crate) sources: u8,
}

impl Schedule {
    /// What a server keeps up with: few are in flight at a time.
    pub(crate) fn usual(rate: f64, time: Duration) -> Self {
        Self { rate, time, most: 1000, ready: 0, sources: 1 }
    }
}

/// What came of it.
#[derive(Default)]
pub(crate) struct Outcomes {
    /// Microseconds of each answer that is a success.
    pub(crate) good: Vec<u32>,
    /// Of each refusal with 429 or 503 and `Retry-After`, from the moment at which the request left: how soon the server says so.
    pub(crate) refused: Vec<u32>,
    /// By how much each request left behind its time: that is whoever asks, not the server.
    pub(crate) late: Vec<u32>,
    /// Answers of any other kind, and requests without one.
    pub(crate) failed: u64,
    /// Requests for which there was no connection left.
    pub(crate) unsent: u64,
    /// Seconds until the last answer.
    pub(crate) lasted: f64,
}

impl Outcomes {
    /// Requests that were not answered with a success.
    pub(crate) fn lost(&self) -> u64 {
        self.failed + self.unsent + self.refused.len() as u64
    }

    /// What no more than one of a hundred exceeds, in milliseconds: whoever got no good answer waited for ever.
    pub(crate) fn p99(&self) -> f64 {
        let mut all = self.good.clone();
        all.resize(all.len() + self.lost() as usize, u32::MAX);
        quantile(&mut all, 0.99)
    }

    /// Another run of the same.
    pub(crate) fn add(&mut self, more: Self) {
        self.good.extend(more.good);
        self.refused.extend(more.refused);
        self.late.extend(more.late);
        self.failed += more.failed;
        self.unsent += more.unsent;
        self.lasted += more.lasted;
    }
}

struct Line {
    at: SocketAddr,
    sources: u8,
    opened: AtomicUsize,
    idle: Mutex<Vec<Connection>>,
    outcomes: Mutex<Outcomes>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Line {
    async fn open(&self) -> Outcome<Connection> {
        let number = self.opened.fetch_add(1, Ordering::Relaxed) % usize::from(self.sources);
        Connection::open_from(u8::try_from(number + 1)?, self.at).await
    }
}

/// Asks by the schedule; `request` gives what is asked the n-th time.
pub(crate) async fn run(
    at: SocketAddr,
    schedule: Schedule,
    mut request: impl FnMut(u64) -> Arc<[u8]>,
) -> Outcome<Outcomes> {
    let (idle, outcomes, opened) = (Mutex::default(), Mutex::default(), AtomicUsize::new(0));
    let line = Arc::new(Line { at, sources: schedule.sources, opened, idle, outcomes });
    for _ in 0..schedule.ready {
        let connection = line.open().await?;
        locked(&line.idle).push(connection);
    }
    let (mut running, start, mut number) = (JoinSet::new(), Instant::now(), 0_u64);
    loop {
        let due = Duration::from_secs_f64(number as f64 / schedule.rate);
        if due >= schedule.time {
            break;
        }
        until(start + due).await?;
        while running.try_join_next().is_some() {}
        if running.len() < schedule.most {
            running.spawn(ask(Arc::clone(&line), request(number), start + due));
        } else {
            locked(&line.outcomes).unsent += 1;
        }
        number += 1;
    }
    let all = async { while running.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(PATIENCE, all).await;
    let lasted = start.elapsed().as_secs_f64();
    let late = running.len() as u64;
    running.shutdown().await;
    let mut outcomes = std::mem::take(&mut *locked(&line.outcomes));
    outcomes.failed += late;
    outcomes.lasted = lasted;
    Ok(outcomes)
}

/// In a thread that sleeps: timers of the runtime are whole milliseconds, and whoever looked at the clock instead would keep the core from the threads
/// of the system that complete a server's writes.
async fn until(due: Instant) -> Outcome<()> {
    let left = due.saturating_duration_since(Instant::now());
    if !left.is_zero() {
        tokio::task::spawn_blocking(move || std::thread::sleep(left)).await?;
    }
    Ok(())
}

async fn ask(line: Arc<Line>, request: Arc<[u8]>, due: Instant) {
    let left = Instant::now();
    let told = answered(&line, &request).await;
    let mut outcomes = locked(&line.outcomes);
    outcomes.late.push(micros(left.duration_since(due)));
    match told {
        Ok(Told::Good) => outcomes.good.push(micros(due.elapsed())),
        Ok(Told::Refused) => outcomes.refused.push(micros(left.elapsed())),
        Ok(Told::Other) | Err(_) => outcomes.failed += 1,
    }
}

fn micros(time: Duration) -> u32 {
    u32::try_from(time.as_micros()).unwrap_or(u32::MAX)
}

enum Told {
    Good,
    Refused,
    Other,
}

async fn answered(line: &Line, request: &[u8]) -> Outcome<Told> {
    let idle = locked(&line.idle).pop();
    let mut connection = match idle {
        Some(connection) => connection,
        None => line.open().await?,
    };
    let answer = connection.ask(request).await?;
    let told = match answer.status {
        200..400 => Told::Good,
        429 | 503 if answer.headers("retry-after").next().is_some() => Told::Refused,
        _ => Told::Other,
    };
    let closes = answer.headers("connection").any(|value| value.eq_ignore_ascii_case("close"));
    if !closes {
        locked(&line.idle).push(connection);
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::get;
    use std::collections::HashSet;
    use std::net::IpAddr;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    #[test]
    fn whoever_is_not_answered_has_waited_for_ever() {
        let of = |failed| Outcomes { good: vec![1000; 995], failed, ..Outcomes::default() }.p99();
        assert_eq!(of(5), 1.0);
        assert!(of(15) > 1e6, "more than one of a hundred");
    }

    type Seen = Arc<Mutex<Vec<IpAddr>>>;

    async fn answer(mut stream: TcpStream, answer: &'static str) {
        let mut asked = [0; 1024];
        while stream.read(&mut asked).await.is_ok_and(|read| read > 0) {
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    }

    /// A server that always says the same, and from where it was connected to.
    async fn saying(text: &'static str) -> (SocketAddr, Seen) {
        let (listener, seen) = (TcpListener::bind("127.0.0.1:0").await.unwrap(), Seen::default());
        let (at, from) = (listener.local_addr().unwrap(), Arc::clone(&seen));
        tokio::spawn(async move {
            while let Ok((stream, peer)) = listener.accept().await {
                locked(&from).push(peer.ip());
                tokio::spawn(answer(stream, text));
            }
        });
        (at, seen)
    }

    async fn asked(text: &'static str) -> (Outcomes, Vec<IpAddr>) {
        let (at, seen) = saying(text).await;
        let request: Arc<[u8]> = get(at, "/", "").into();
        let usual = Schedule::usual(200.0, Duration::from_millis(100));
        let outcomes = run(at, Schedule { most: 40, ready: 40, sources: 8, ..usual }, |_| Arc::clone(&request)).await;
        let seen = locked(&seen).clone();
        (outcomes.unwrap(), seen)
    }

    #[tokio::test]
    async fn what_is_ready_is_open_before_and_comes_from_as_many_addresses() {
        let (outcomes, seen) = asked("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
        assert_eq!((outcomes.good.len(), outcomes.late.len(), outcomes.lost()), (20, 20, 0));
        assert_eq!((seen.len(), seen.iter().collect::<HashSet<_>>().len()), (40, 8));
    }

    #[tokio::test]
    async fn only_what_says_when_to_come_again_is_a_refusal() {
        let told = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";
        let (refused, _) = asked(told).await;
        assert_eq!((refused.good.len(), refused.refused.len(), refused.failed), (0, 20, 0));
        let (failed, _) = asked("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n").await;
        assert_eq!((failed.good.len(), failed.refused.len(), failed.failed), (0, 0, 20));
    }
}
