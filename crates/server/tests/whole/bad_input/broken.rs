//! What is no request at all: hyper refuses it before anybody is asked, and it still gets one plain sentence.

use crate::http::raw;
use crate::world::World;
use std::io::{Read, Write};
use std::net::TcpStream;

/// All that comes back for these bytes, until the server closes.
fn told(world: &World, sent: &[u8]) -> String {
    let mut stream = TcpStream::connect(world.at).unwrap();
    stream.write_all(sent).unwrap();
    let mut got = String::new();
    stream.read_to_string(&mut got).unwrap();
    got
}

#[test]
fn rob_what_http_itself_refuses_is_said_in_one_plain_sentence() {
    let world = World::of(&["standard"]);
    let get = "GET /standard/verify HTTP/1.1\r\nHost: a\r\n";
    let many: String = (0..5_000).map(|n| format!("X-{n}: {n}\r\n")).collect();
    let rows = [
        ("GARBAGE\r\n\r\n".to_owned(), 400),
        ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n".to_owned(), 400),
        ("GET /standard/verify HTTP/9.9\r\nHost: a\r\n\r\n".to_owned(), 400),
        ("GET  /standard/verify HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(), 400),
        ("GET /standard/verify\r\n HTTP/1.1\r\n\r\n".to_owned(), 400),
        (format!("{get}no colon here\r\n\r\n"), 400),
        (format!("{get}Bad Name: x\r\n\r\n"), 400),
        (format!("{get}Content-Length: two\r\n\r\n"), 400),
        (format!("{get}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx"), 400),
        (format!("{get}Transfer-Encoding: gzip\r\n\r\n"), 400),
        (format!("{get}{many}\r\n"), 431),
        (format!("{get}X: {}\r\n\r\n", "a".repeat(100_000)), 431),
        (format!("{get}X: {}\r\n\r\n", "a".repeat(35_000)), 431),
        (format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(9_000)), 414),
        (format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(70_000)), 414),
        (format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(300_000)), 431),
    ];
    for (sent, status) in rows {
        let what: String = sent.chars().take(60).collect();
        let answer = raw(world.at, sent.as_bytes()).unwrap_or_else(|| panic!("nothing for {what:?}"));
        assert!(
            answer.status == status || [414, 431].contains(&status) && [414, 431].contains(&answer.status),
            "{what:?}: {answer:?}"
        );
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8", "{what:?}");
        assert_eq!(answer.header("content-length"), answer.body.len().to_string(), "{what:?}");
        let text = answer.text();
        assert!(text.ends_with(".\n") && text.lines().count() == 1, "{what:?}: {text:?}");
    }
}

/// Behind a request that was answered, on the same connection and even in the same packet.
#[test]
fn rob_a_broken_request_behind_a_good_one() {
    let world = World::of(&["standard"]);
    let good = "GET /standard/verify HTTP/1.1\r\nHost: a\r\n\r\n";
    let both = told(&world, format!("{good}GARBAGE\r\n\r\n").as_bytes());
    assert_eq!(both.matches("HTTP/1.1 4").count(), 2, "{both}");
    assert!(
        both.starts_with("HTTP/1.1 401 ") && both.ends_with("\r\n\r\nThis is no request that HTTP/1.1 knows.\n"),
        "{both}"
    );
    let alone = told(&world, good.replace("Host", "Connection: close\r\nHost").as_bytes());
    assert!(alone.starts_with("HTTP/1.1 401 ") && alone.matches("HTTP/1.1 4").count() == 1, "{alone}");
}
