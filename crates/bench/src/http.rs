//! Just enough HTTP/1.1 to ask and be answered with a length.

use crate::{Fault, Outcome};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// How long an answer may take before the run is given up: within valgrind, on a busy machine, a sign-in takes ten seconds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A port that nobody has.
pub(crate) fn free_address() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// A GET request.
pub(crate) fn get(at: SocketAddr, target: &str, cookies: &str) -> Vec<u8> {
    let cookies = if cookies.is_empty() { String::new() } else { format!("Cookie: {cookies}\r\n") };
    format!("GET {target} HTTP/1.1\r\nHost: {at}\r\n{cookies}\r\n").into_bytes()
}

/// A GET request with one header more.
pub(crate) fn with_header(at: SocketAddr, target: &str, header: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nHost: {at}\r\n{header}\r\n\r\n").into_bytes()
}

/// A posted form.
pub(crate) fn post(at: SocketAddr, target: &str, fields: &[(&str, &str)], cookies: &str) -> Vec<u8> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    posted(at, target, ("application/x-www-form-urlencoded", &body), cookies)
}

/// Anything posted: what it is, and its text.
pub(crate) fn posted(at: SocketAddr, target: &str, (kind, body): (&str, &str), cookies: &str) -> Vec<u8> {
    let cookies = if cookies.is_empty() { String::new() } else { format!("Cookie: {cookies}\r\n") };
    let length = body.len();
    format!(
        "POST {target} HTTP/1.1\r\nHost: {at}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{cookies}\r\n{body}"
    )
    .into_bytes()
}

/// An answer.
pub(crate) struct Answer<'a> {
    /// Its status.
    pub(crate) status: u16,
    head: &'a str,
    /// Its body.
    pub(crate) body: &'a [u8],
}

impl Answer<'_> {
    /// All values of a header.
    pub(crate) fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        self.head.lines().skip(1).filter_map(move |line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// The answer, if it is 200.
    pub(crate) fn fine(self) -> Outcome<Self> {
        self.within(200..201)
    }

    /// The answer, if it is no error: a form that was taken leads on by 303.
    pub(crate) fn taken(self) -> Outcome<Self> {
        self.within(200..400)
    }

    /// Whether a form was taken and leads on (303).
    pub(crate) fn sees_other(self) -> Outcome<()> {
        self.within(303..304).map(|_| ())
    }

    fn within(self, statuses: std::ops::Range<u16>) -> Outcome<Self> {
        match self.status {
            status if statuses.contains(&status) => Ok(self),
            other => Err(format!("a request was answered with {other}: {}", String::from_utf8_lossy(self.body)).into()),
        }
    }
}

/// One kept connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub(crate) async fn open(at: SocketAddr) -> Outcome<Self> {
        Self::open_from(1, at).await
    }

    /// Connects from this one of the 254 addresses 127.0.0.1 and on, as other people do.
    pub(crate) async fn open_from(number: u8, at: SocketAddr) -> Outcome<Self> {
        let socket = TcpSocket::new_v4()?;
        // Where no address is asked for, the system picks the port as it connects, and finds more that are free.
        if number > 1 {
            socket.bind((Ipv4Addr::new(127, 0, 0, number), 0).into())?;
        }
        let stream = patiently(at, async { Ok(socket.connect(at).await?) }).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(16 * 1024) })
    }

    /// Asks and waits for the whole answer, for as long as that takes: whoever calls it bounds it, by [`patiently`] or by [`within`].
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Outcome<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let (head, length) = loop {
            if let Some(head) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break (head, length_of(&self.buffer[..head])?);
            }
            self.more().await?;
        };
        let start = head + 4;
        while self.buffer.len() < start + length {
            self.more().await?;
        }
        let text = std::str::from_utf8(&self.buffer[..head])?;
        let status = text.get(9..12).and_then(|word| word.parse().ok()).ok_or("no status")?;
        Ok(Answer { status, head: text, body: &self.buffer[start..start + length] })
    }

    async fn more(&mut self) -> Outcome<()> {
        let read = self.stream.read_buf(&mut self.buffer).await?;
        if read == 0 { Err("a connection was closed before its answer".into()) } else { Ok(()) }
    }
}

fn length_of(head: &[u8]) -> Outcome<usize> {
    let name = b"content-length:";
    let line = head
        .split(|byte| *byte == b'\n')
        .find(|line| line.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name)));
    // 303 and 204 come without a body and without a length.
    let Some(value) = line.and_then(|line| line.get(name.len()..)) else { return Ok(0) };
    Ok(std::str::from_utf8(value)?.trim().parse()?)
}

/// Asks once, on a connection of its own, and hands on what the answer says.
pub(crate) async fn once<T>(at: SocketAddr, request: &[u8], read: impl FnOnce(Answer<'_>) -> Outcome<T>) -> Outcome<T> {
    patiently(at, async {
        let mut connection = Connection::open(at).await?;
        read(connection.ask(request).await?)
    })
    .await
}

/// Gives up when one answer takes too long.
pub(crate) async fn patiently<T>(at: SocketAddr, asked: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    within(PATIENCE, at, asked).await
}

/// Gives up after so long, and says who did not answer.
pub(crate) async fn within<T>(limit: Duration, at: SocketAddr, asked: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    let answered = tokio::time::timeout(limit, asked).await;
    answered.map_err(|_| Fault::from(format!("the server at {at} did not answer within {} s", limit.as_secs_f64())))?
}
