//! What HTTP itself refuses gets a sentence. hyper answers a head that it cannot read by itself, without a body and without asking us; this
//! wrapper of the connection puts one behind it, and keeps the connection open until the sender has had the chance to read it.

use super::framing::{END, Framing, Soundness};
use std::future::Future;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

/// No head that hyper writes by itself is longer.
const LONGEST_OWN: usize = 256;
/// How long the sender of a broken head may go on, and how many bytes of it are thrown away.
const PATIENCE: Duration = Duration::from_secs(1);
const MOST_THROWN_AWAY: usize = 1024 * 1024;

/// A connection whose refusals by hyper say why.
pub struct Refusing<S> {
    stream: S,
    framing: Framing,
    /// What is still to be written in the place of hyper's own answer.
    said: Vec<u8>,
    refused: Refused,
    patience: Option<Pin<Box<Sleep>>>,
    thrown_away: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Refused {
    NotYet,
    Yes,
}

impl<S> Refusing<S> {
    /// Wraps a connection.
    pub fn new(stream: S) -> Self {
        Self {
            stream,
            framing: Framing::default(),
            said: Vec::new(),
            refused: Refused::NotYet,
            patience: None,
            thrown_away: 0,
        }
    }
}

/// Where an answer of hyper's own begins in what is about to be written, and what is written instead. Every answer of ours has at least a
/// `Cache-Control`; hyper's has nothing but the three headers that it adds to all.
fn own_answer(written: &[u8]) -> Option<(usize, Vec<u8>)> {
    // Nearly every answer ends with a body.
    if !written.ends_with(b"\r\n\r\n") {
        return None;
    }
    let from = written.len().saturating_sub(LONGEST_OWN);
    let tail = written.get(from..)?;
    let begin = tail.windows(10).rposition(|ten| ten == b"HTTP/1.1 4")?;
    let head = std::str::from_utf8(tail.get(begin..)?).ok()?.strip_suffix("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?;
    let headers: Vec<(&str, &str)> = lines.map(|line| line.split_once(": ")).collect::<Option<_>>()?;
    let added = |(name, value): &(&str, &str)| match *name {
        "content-length" => *value == "0",
        name => matches!(name, "connection" | "date"),
    };
    if !headers.iter().all(added) || !headers.iter().any(|(name, _)| *name == "content-length") {
        return None;
    }
    let sentence = sentence(status.get(9..12)?);
    let date = headers.iter().find(|(name, _)| *name == "date").map(|(_, date)| format!("date: {date}\r\n"));
    let answer = format!(
        "{status}\r\ncontent-type: text/plain; charset=utf-8\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\n\
         connection: close\r\ncontent-length: {}\r\n{}\r\n{sentence}",
        sentence.len(),
        date.unwrap_or_default(),
    );
    Some((from + begin, answer.into_bytes()))
}

fn sentence(status: &str) -> &'static str {
    match status {
        "414" => "The address is longer than 8 KiB.\n",
        "431" => "The headers are too many, or longer than 32 KiB.\n",
        _ => "This is no request that HTTP/1.1 knows.\n",
    }
}

impl<S: AsyncWrite + Unpin> Refusing<S> {
    /// Writes what was put in the place of hyper's answer.
    fn poll_said(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.said.is_empty() {
            let count = ready!(pin!(&mut self.stream).poll_write(cx, &self.said))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.said.drain(..count);
        }
        Poll::Ready(Ok(()))
    }

    /// The whole of `written` is taken over where its end is an answer of hyper's own.
    fn take_over(&mut self, written: &[u8]) -> Option<usize> {
        let (begin, answer) = own_answer(written)?;
        self.said = written.get(..begin)?.to_vec();
        self.said.extend(answer);
        self.refused = Refused::Yes;
        Some(written.len())
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Refusing<S> {
    /// Reads on for a moment: closing a connection with bytes unread takes the answer away from its reader (RFC 9112 section 9.6).
    fn poll_linger(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let patience = self.patience.get_or_insert_with(|| Box::pin(tokio::time::sleep(PATIENCE)));
        if patience.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        let mut buffer = [0; 4096];
        while self.thrown_away < MOST_THROWN_AWAY {
            let mut buffer = ReadBuf::new(&mut buffer);
            match ready!(pin!(&mut self.stream).poll_read(cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => self.thrown_away += buffer.filled().len(),
                _ => break,
            }
        }
        Poll::Ready(())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Refusing<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.framing.soundness() == Soundness::Broken {
            buffer.put_slice(END.get(..buffer.remaining()).unwrap_or(END));
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        ready!(pin!(&mut self.stream).poll_read(cx, buffer))?;
        self.framing.follow(buffer.filled_mut().get_mut(before..).unwrap_or_default());
        Poll::Ready(Ok(()))
    }
}

/// Not vectored: hyper writes head and body in one piece then, which costs the system less than gathering two.
impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Refusing<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_said(cx))?;
        match self.take_over(bytes) {
            Some(count) => Poll::Ready(Ok(count)),
            None => pin!(&mut self.stream).poll_write(cx, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_said(cx))?;
        pin!(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_said(cx))?;
        ready!(pin!(&mut self.stream).poll_shutdown(cx))?;
        if self.refused == Refused::Yes {
            ready!(self.poll_linger(cx));
        }
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    const OWN: &str = "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\ndate: Sun, 22 Nov 2026 12:00:00 GMT\r\n\r\n";

    async fn written(pieces: &[&str]) -> String {
        let (near, mut far) = tokio::io::duplex(64);
        let mut wire = Refusing::new(near);
        let read = tokio::spawn(async move {
            let mut all = String::new();
            far.read_to_string(&mut all).await.unwrap();
            all
        });
        for piece in pieces {
            wire.write_all(piece.as_bytes()).await.unwrap();
        }
        wire.shutdown().await.unwrap();
        drop(wire);
        read.await.unwrap()
    }

    #[tokio::test]
    async fn an_answer_of_hypers_own_gets_its_sentence() {
        let before = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
        let end = "content-length: 40\r\ndate: Sun, 22 Nov 2026 12:00:00 GMT\r\n\r\nThis is no request that HTTP/1.1 knows.\n";
        let alone = written(&[OWN]).await;
        assert!(alone.starts_with("HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain") && alone.ends_with(end));
        assert_eq!(written(&[before, OWN]).await, format!("{before}{alone}"));
        assert_eq!(written(&[&format!("{before}{OWN}")]).await, format!("{before}{alone}"), "in one write");
        let long = OWN.replace("400 Bad Request", "431 Request Header Fields Too Large");
        assert!(written(&[&long]).await.ends_with("The headers are too many, or longer than 32 KiB.\n"));
    }

    #[tokio::test]
    async fn an_answer_of_ours_is_left_alone() {
        let empty = OWN.replace("connection: close", "cache-control: no-store");
        let quoted = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{OWN}x", OWN.len() + 1);
        for answer in [empty, quoted, OWN.replace("400 Bad", "200 Good"), OWN.replace(": 0", ": 5") + "hello"] {
            assert_eq!(written(&[&answer]).await, answer);
        }
    }
}
