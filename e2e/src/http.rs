//! HTTP/1.1 as it goes over the wire, a connection for each request.

use rustix::net;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// A request, written out.
#[derive(Clone, Debug)]
pub struct Request {
    start: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Request {
    /// `target` is path and query.
    pub fn new(method: &str, target: &str) -> Self {
        Self { start: format!("{method} {target} HTTP/1.1"), headers: Vec::new(), body: String::new() }
    }

    /// GET of an absolute URL: only its path and query count.
    pub fn get(url: &str) -> Self {
        Self::new("GET", target(url))
    }

    /// One more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a body of that type.
    pub fn body(mut self, kind: &str, body: &str) -> Self {
        self.body = body.to_owned();
        self.header("Content-Type", kind)
    }

    /// With a form as its body.
    pub fn form(self, pairs: &[(&str, &str)]) -> Self {
        self.body("application/x-www-form-urlencoded", &encoded(pairs))
    }

    /// The text that goes out; `Host` is the server's address unless the request names another.
    pub fn text(&self, to: SocketAddr) -> String {
        let mut text = format!("{}\r\n", self.start);
        let said = |name: &str| self.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        if !said("host") {
            text += &format!("Host: {to}\r\n");
        }
        for (name, value) in &self.headers {
            text += &format!("{name}: {value}\r\n");
        }
        if !self.start.starts_with("GET") && !said("content-length") {
            text += &format!("Content-Length: {}\r\n", self.body.len());
        }
        text + "Connection: close\r\n\r\n" + &self.body
    }

    /// Sends it. An error: the connection was refused or broke off before the whole answer came.
    pub fn send(&self, to: SocketAddr) -> io::Result<Answer> {
        exchange(to, &self.text(to))
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// All headers in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Answer {
    /// The first header of that name; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.all(name).first().copied().unwrap_or_default()
    }

    /// All headers of that name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let named = self.headers.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// A text member of a JSON object.
    pub fn member(&self, name: &str) -> Option<String> {
        let value: serde_json::Value = serde_json::from_str(&self.body).ok()?;
        Some(value.get(name)?.as_str()?.to_owned())
    }

    /// A text member that has to be there.
    pub fn need(&self, name: &str) -> String {
        self.member(name).unwrap_or_else(|| panic!("no {name} in {self:?}"))
    }
}

/// Sends a text and reads the whole answer.
pub fn exchange(to: SocketAddr, text: &str) -> io::Result<Answer> {
    answered(TcpStream::connect(to)?, text)
}

/// The same from an address of this machine's: all that begin with 127 are.
pub fn exchange_from(from: Ipv4Addr, to: SocketAddr, text: &str) -> io::Result<Answer> {
    let socket = net::socket(net::AddressFamily::INET, net::SocketType::STREAM, None)?;
    net::bind(&socket, &SocketAddr::from((from, 0)))?;
    net::connect(&socket, &to)?;
    answered(socket.into(), text)
}

fn answered(mut stream: TcpStream, text: &str) -> io::Result<Answer> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    stream.write_all(text.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    read(&bytes).ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "half an answer"))
}

fn read(bytes: &[u8]) -> Option<Answer> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let (start, rest) = head.split_once("\r\n").unwrap_or((head, ""));
    let headers = rest.lines().filter_map(|line| line.split_once(": "));
    let answer = Answer {
        status: start.split(' ').nth(1)?.parse().ok()?,
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        body: body.to_owned(),
    };
    let whole = answer.header("content-length").parse().is_ok_and(|length: usize| length <= body.len());
    // RFC 1945 section 7.2.2: it may end with the connection.
    (whole || start.starts_with("HTTP/1.0 ") || answer.status == 204 || !answer.header("transfer-encoding").is_empty())
        .then_some(answer)
}

/// `name=value&…`, as a form or a query.
pub fn encoded(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Path and query of a URL, or of what is that already.
pub fn target(url: &str) -> &str {
    let Some((_, rest)) = url.split_once("://").filter(|_| !url.starts_with('/')) else { return url };
    rest.find('/').map_or("/", |slash| &rest[slash..])
}

/// A parameter of a URL, in its query or its fragment.
pub fn parameter(url: &str, name: &str) -> Option<String> {
    let (_, rest) = url.split_once(['?', '#'])?;
    let all = rest.replace('#', "&");
    form_urlencoded::parse(all.as_bytes()).find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
}
