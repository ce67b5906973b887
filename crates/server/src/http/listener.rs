//! The accept loop: a cap on connections, beyond which they are told to come again, a deadline for headers, a deadline for the end. `axum::serve`
//! has none of these.

use super::refusing::Refusing;
use crate::wire::Answer;
use http::header::{CONNECTION, HeaderValue, TRANSFER_ENCODING};
use http_body_util::Full;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// Bounds of the listener.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Connections at once; more are answered with 503.
    pub connections: usize,
    /// How long open requests may go on after the signal to stop.
    pub drain: Duration,
}

/// How long a head may take, and how long a kept connection may be silent.
const HEADERS: Duration = Duration::from_secs(10);
/// The longest head, in bytes; beyond it 431.
const LONGEST_HEAD: usize = 40 * 1024;

/// The connection on which a longer answer was written ends, and the memory that hyper keeps for the next one with it.
const LARGE: usize = 256 * 1024;

/// So long a kept connection is still there after the signal to stop, or for half of all the time there is: a request that is on its way to it is answered, as its last, where an end in its
/// face would leave whoever sent it in doubt (RFC 9112 section 9.5).
const LAST_CALL: Duration = Duration::from_secs(1);

/// How many are being turned away at once: whoever comes beyond these, too, is cut off.
const TURNED_AWAY: usize = 1_000;
/// How long one that is turned away may take to ask and to read.
const PATIENCE: Duration = Duration::from_secs(1);
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\ncache-control: no-store\r\n\
    retry-after: 1\r\nconnection: close\r\ncontent-length: 39\r\n\r\nToo many connections; come again soon.\n";

/// What answers a request that came from there.
pub trait App: Send + Sync + 'static {
    /// Never fails: what is wrong is said in the answer.
    fn answer(&self, peer: SocketAddr, request: Request<Incoming>) -> impl Future<Output = Answer> + Send;
}

/// Accepts until `shutdown`, then drains.
pub async fn run(listener: TcpListener, app: Arc<impl App>, bounds: Bounds, shutdown: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(bounds.connections));
    let turned_away = Arc::new(Semaphore::new(TURNED_AWAY));
    let (stop, stopped) = watch::channel(());
    let last_call = LAST_CALL.min(bounds.drain / 2);
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let place = |all: &Arc<Semaphore>| all.clone().try_acquire_owned();
                if let Ok(place) = place(&places) {
                    let (app, stopped) = (Arc::clone(&app), stopped.clone());
                    tokio::spawn(async move {
                        serve(stream, peer, app, stopped, last_call).await;
                        drop(place);
                    });
                } else if let Ok(place) = place(&turned_away) {
                    tokio::spawn(async move {
                        let _ = tokio::time::timeout(PATIENCE, turn_away(stream)).await;
                        drop(place);
                    });
                }
            }
            // Out of file descriptors: what is open has to end first.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    drop(stopped);
    let _ = stop.send(());
    if tokio::time::timeout(bounds.drain, stop.closed()).await.is_err() {
        tracing::warn!("some requests did not end in time and are cut off");
    }
}

/// Says that there is no room. What is asked is read first, and what comes behind it, too: closing a connection with bytes unread takes the answer
/// away from its reader (RFC 9112 section 9.6).
async fn turn_away(mut stream: TcpStream) -> io::Result<()> {
    let mut asked = [0; 4096];
    if stream.read(&mut asked).await? > 0 {
        stream.write_all(FULL).await?;
        stream.shutdown().await?;
        while stream.read(&mut asked).await? > 0 {}
    }
    Ok(())
}

async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    app: Arc<impl App>,
    mut stopped: watch::Receiver<()>,
    last_call: Duration,
) {
    let _ = stream.set_nodelay(true);
    let app = app.as_ref();
    let ending = stopped.clone();
    let is_ending = &ending;
    let service = hyper::service::service_fn(move |request: Request<Incoming>| async move {
        // Where a body ends that comes in chunks is known to hyper alone: what followed it on this connection could not be looked at.
        let last = request.headers().contains_key(TRANSFER_ENCODING);
        let mut answer = app.answer(peer, request).await;
        if last || answer.body().len() > LARGE || is_ending.has_changed().unwrap_or(true) {
            answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        Ok::<_, Infallible>(answer.map(Full::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(Refusing::new(stream)), service);
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = no_further(&mut stopped, last_call) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Returns when no further request is waited for.
async fn no_further(stopped: &mut watch::Receiver<()>, last_call: Duration) {
    let _ = stopped.changed().await;
    tokio::time::sleep(last_call).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;
    use tokio::sync::oneshot;

    /// Says the same to everybody.
    struct Here;

    impl App for Here {
        async fn answer(&self, _: SocketAddr, _: Request<Incoming>) -> Answer {
            Answer::new("here".into())
        }
    }

    /// Says so much to everybody.
    struct Long(usize);

    impl App for Long {
        async fn answer(&self, _: SocketAddr, _: Request<Incoming>) -> Answer {
            Answer::new(vec![b'x'; self.0].into())
        }
    }

    #[tokio::test]
    async fn a_large_answer_is_the_last_of_its_connection() {
        for (length, closes) in [(LARGE, false), (LARGE + 1, true)] {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let at = listener.local_addr().unwrap();
            let bounds = Bounds { connections: 1, drain: Duration::ZERO };
            tokio::spawn(run(listener, Arc::new(Long(length)), bounds, std::future::pending()));
            let mut stream = TcpStream::connect(at).await.unwrap();
            let head = asked(&mut stream).await;
            assert_eq!(head.contains("\r\nconnection: close\r\n"), closes, "{length}");
            assert!(head.contains(&format!("content-length: {length}\r\n")), "{length}");
        }
    }

    async fn asked(stream: &mut TcpStream) -> String {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        let mut answer = vec![0; 4096];
        let count = stream.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..count]).into_owned()
    }

    #[tokio::test]
    async fn a_request_that_is_on_its_way_when_the_server_ends_is_answered() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let bounds = Bounds { connections: 2, drain: Duration::from_secs(60) };
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = tokio::spawn(run(listener, Arc::new(Here), bounds, async { drop(stopped.await) }));
        let (mut used, mut silent) = (TcpStream::connect(at).await.unwrap(), TcpStream::connect(at).await.unwrap());
        assert!(!asked(&mut used).await.contains("connection: close"));
        asked(&mut silent).await;
        stop.send(()).unwrap();
        while TcpStream::connect(at).await.is_ok() {}
        tokio::time::sleep(LAST_CALL / 5).await;
        let last = asked(&mut used).await;
        assert!(last.starts_with("HTTP/1.1 200") && last.contains("\r\nconnection: close\r\n"), "{last}");
        assert_eq!(used.read(&mut [0]).await.unwrap(), 0);
        let begun = Instant::now();
        ended.await.unwrap();
        assert!(begun.elapsed() < 30 * LAST_CALL, "who says nothing more keeps nobody");
        assert_eq!(silent.read(&mut [0]).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn whoever_finds_no_place_is_told_at_once_to_come_again_and_finds_one_then() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let bounds = Bounds { connections: 1, drain: Duration::ZERO };
        tokio::spawn(run(listener, Arc::new(Here), bounds, std::future::pending()));
        let mut first = TcpStream::connect(at).await.unwrap();
        assert!(asked(&mut first).await.starts_with("HTTP/1.1 200"));
        let mut second = TcpStream::connect(at).await.unwrap();
        let refused = asked(&mut second).await;
        assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("\r\nretry-after: 1\r\n"), "{refused}");
        let (head, body) = refused.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("content-length: {}", body.len())) && head.contains("connection: close"));
        assert!(asked(&mut first).await.starts_with("HTTP/1.1 200"), "whoever has a place keeps it");
        drop(first);
        loop {
            let mut third = TcpStream::connect(at).await.unwrap();
            match asked(&mut third).await {
                answer if answer.starts_with("HTTP/1.1 200") => break,
                answer => assert!(answer.starts_with("HTTP/1.1 503"), "{answer}"),
            }
        }
    }
}
