//! A small API, or any other HTTP server that a test needs: one closure.

use crate::http::Answer;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What came in.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Headers in order.
    pub headers: Vec<(String, String)>,
}

impl Asked {
    /// The first header of that name; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }
}

/// A server on a free port; it ends with the test's process.
pub struct Stub {
    /// Where it listens.
    pub at: SocketAddr,
    seen: Arc<Mutex<Vec<Asked>>>,
}

impl Stub {
    /// Starts it.
    pub fn start(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let at = listener.local_addr().expect("its address");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (noted, answer) = (seen.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (noted, answer) = (noted.clone(), answer.clone());
                std::thread::spawn(move || serve(stream, &noted, answer.as_ref()));
            }
        });
        Self { at, seen }
    }

    /// All that came in since the last time, oldest first.
    pub fn seen(&self) -> Vec<Asked> {
        std::mem::take(&mut self.seen.lock().expect("nobody panicked"))
    }
}

/// An answer with a body of that type.
pub fn answer(status: u16, kind: &str, body: &str) -> Answer {
    Answer { status, headers: vec![("Content-Type".to_owned(), kind.to_owned())], body: body.to_owned() }
}

fn serve(mut stream: TcpStream, noted: &Mutex<Vec<Asked>>, answer: &dyn Fn(&Asked) -> Answer) {
    let Some(asked) = read(&stream) else { return };
    noted.lock().expect("nobody panicked").push(asked.clone());
    let Answer { status, headers, body } = answer(&asked);
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("HTTP/1.1 {status} -\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = stream.write_all((head + &body).as_bytes());
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end() {
            "" => break,
            text => lines.push(text.to_owned()),
        }
    }
    let mut words = lines.first()?.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let headers = lines.iter().skip(1).filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let asked = Asked { method, target, headers };
    let length = asked.header("content-length").parse().unwrap_or(0);
    reader.take(length).read_to_end(&mut Vec::new()).ok()?;
    Some(asked)
}
