//! A way to the server on which answers can be lost.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};

/// The simple query that commits, on the wire
/// (<https://www.postgresql.org/docs/current/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-QUERY>).
const COMMIT: &[u8] = b"Q\0\0\0\x0bcommit\0";

/// What gets lost next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// The word that what begins so is done (CommandComplete), and the connection with it.
    Done(&'static str),
    /// The commit itself: to whoever sent it the connection is cut, while the server waits on.
    Commit,
}

#[derive(Default)]
struct State {
    next: Mutex<Option<Loss>>,
    lost: AtomicUsize,
    /// So many connections are not taken.
    refused: AtomicUsize,
}

/// It ends with the runtime.
pub(super) struct Way {
    state: Arc<State>,
    /// The database's address, by this way.
    pub(super) url: String,
}

impl Way {
    /// To a database at that address.
    pub(super) async fn to(url: &str) -> Self {
        let (host, name) = url.strip_prefix("postgres://grantor@").unwrap().split_once('/').unwrap();
        let socket = PathBuf::from(host.replace("%2F", "/")).join(".s.PGSQL.5432");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("postgres://grantor@{}/{name}?sslmode=disable", listener.local_addr().unwrap());
        let state = Arc::new(State::default());
        let own = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let refuses = |left: usize| left.checked_sub(1);
                if own.refused.fetch_update(Ordering::Relaxed, Ordering::Relaxed, refuses).is_err() {
                    let server = UnixStream::connect(&socket).await.unwrap();
                    tokio::spawn(carry(Arc::clone(&own), client, server));
                }
            }
        });
        Self { state, url }
    }

    /// Loses that, once.
    pub(super) fn loses(&self, loss: Loss) {
        *self.state.next.lock().unwrap() = Some(loss);
    }

    /// Does not take the next so many connections.
    pub(super) fn refuses(&self, connections: usize) {
        self.state.refused.store(connections, Ordering::Relaxed);
    }

    /// How often something was lost.
    pub(super) fn lost(&self) -> usize {
        self.state.lost.load(Ordering::Relaxed)
    }
}

impl State {
    fn loses(&self, is_it: impl FnOnce(Loss) -> bool) -> bool {
        let mut next = self.next.lock().unwrap();
        let loses = next.is_some_and(is_it);
        if loses {
            *next = None;
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        loses
    }
}

/// Carries what either side says, until something is lost or one of them ends.
async fn carry(state: Arc<State>, mut client: TcpStream, mut server: UnixStream) {
    let (mut said, mut answered) = (Vec::new(), Vec::new());
    loop {
        tokio::select! {
            read = client.read_buf(&mut said) => {
                if read.unwrap_or(0) == 0 {
                    return;
                }
                if said.ends_with(COMMIT) && state.loses(|loss| loss == Loss::Commit) {
                    drop(client);
                    // Until it gives up.
                    while server.read_buf(&mut answered).await.unwrap_or(0) > 0 {}
                    return;
                }
                server.write_all(&said).await.unwrap();
                said.clear();
            }
            read = server.read_buf(&mut answered) => {
                if read.unwrap_or(0) == 0 {
                    return;
                }
                while let Some(length) = message(&answered) {
                    let message: Vec<u8> = answered.drain(..length).collect();
                    let done = |loss| matches!(loss, Loss::Done(what) if message[0] == b'C' && message[5..].starts_with(what.as_bytes()));
                    if state.loses(done) || client.write_all(&message).await.is_err() {
                        return;
                    }
                }
            }
        }
    }
}

/// The length of the server's next message, if it is there: a letter and a length that counts itself.
fn message(bytes: &[u8]) -> Option<usize> {
    let length = bytes.get(1..5)?;
    let whole = 1 + u32::from_be_bytes(length.try_into().ok()?) as usize;
    (bytes.len() >= whole).then_some(whole)
}
