//! Raw HTTP/1.1, one connection a request: what is sent and what comes back is seen byte for byte.

use std::fmt;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What came back.
#[derive(Clone)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    /// The first header of that name, empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    /// All headers of that name.
    pub fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A text member of a JSON answer, found by a JSON pointer such as `/access_token`.
    pub fn member(&self, pointer: &str) -> String {
        let json: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        let value = json.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {self:?}"));
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} {}", self.status, self.header("location"), self.text().chars().take(300).collect::<String>())
    }
}

/// A request in the making.
pub struct Request {
    head: String,
    body: Vec<u8>,
}

impl Request {
    /// `target` is path and query as they go on the wire.
    pub fn new(method: &str, target: &str) -> Self {
        Self { head: format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n"), body: Vec::new() }
    }

    /// One more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.head += &format!("{name}: {value}\r\n");
        self
    }

    /// A body of that type (empty: without Content-Type).
    pub fn body(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        if !kind.is_empty() {
            self.head += &format!("Content-Type: {kind}\r\n");
        }
        self.head += &format!("Content-Length: {}\r\n", self.body.len());
        self
    }

    /// A form body.
    pub fn form(self, pairs: &[(&str, &str)]) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.body("application/x-www-form-urlencoded", body)
    }

    /// Sends it; adds `Host` unless there is one.
    pub fn send(self, to: SocketAddr) -> Response {
        let host = if self.head.contains("\r\nHost:") { String::new() } else { format!("Host: {to}\r\n") };
        let length = if self.head.contains("Content-Length") || self.head.starts_with("GET") {
            ""
        } else {
            "Content-Length: 0\r\n"
        };
        let mut bytes = format!("{}{host}{length}\r\n", self.head).into_bytes();
        bytes.extend(&self.body);
        raw(to, &bytes).expect("an answer")
    }
}

/// Sends bytes as they are; `None` if the server just closes the connection.
pub fn raw(to: SocketAddr, bytes: &[u8]) -> Option<Response> {
    let mut stream = TcpStream::connect(to).expect("the server accepts");
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // An answer may overtake a body that is refused: what could not be sent does not matter.
    let _ = stream.write_all(bytes);
    let mut got = Vec::new();
    let _ = stream.read_to_end(&mut got);
    parse(&got)
}

fn parse(bytes: &[u8]) -> Option<Response> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers =
        lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_owned(), value.to_owned()));
    Some(Response { status, headers: headers.collect(), body: bytes[end + 4..].to_vec() })
}

/// Percent-encodes all but the unreserved characters.
pub fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}
