//! Slow, silent and broken connections: cut in time, and nobody else waits for them.

use crate::http::raw;
use crate::world::World;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// What a connection got, and after how long it was closed.
fn after(world: &World, sent: &[u8], drip: Option<u8>) -> (String, Duration) {
    let begun = Instant::now();
    let mut stream = TcpStream::connect(world.at).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    stream.write_all(sent).unwrap();
    let mut got = Vec::new();
    let mut buffer = [0; 4096];
    while begun.elapsed() < Duration::from_secs(25) {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => got.extend(&buffer[..count]),
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
                if drip.is_some_and(|byte| stream.write_all(&[byte]).is_err()) {
                    break;
                }
            }
            Err(_) => break,
        }
    }
    (String::from_utf8_lossy(&got).into_owned(), begun.elapsed())
}

#[test]
fn rob_slow_and_silent_connections_are_cut_and_hold_nobody_up() {
    let world = World::of(&["standard"]);
    let post = "POST /standard/oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let cases: Vec<(&str, String, Option<u8>, &str)> = vec![
        ("silent", String::new(), None, ""),
        ("half a header", "GET /standard/verify HTTP/1.1\r\nHost: a\r\nX-A".to_owned(), None, ""),
        ("a header byte by byte", "GET /standard/verify HTTP/1.1\r\nHost: a\r\nX-A: ".to_owned(), Some(b'a'), ""),
        ("a body that never comes", format!("{post}Content-Length: 100\r\n\r\ngrant_type="), None, "408"),
        ("a body byte by byte", format!("{post}Content-Length: 60000\r\n\r\ngrant_type="), Some(b'a'), "408"),
        ("chunks that never end", format!("{post}Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n"), None, "408"),
        ("kept and silent", "GET /standard/verify HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(), None, "401"),
    ];
    std::thread::scope(|scope| {
        for (what, sent, drip, status) in &cases {
            let world = &world;
            scope.spawn(move || {
                let (got, took) = after(world, sent.as_bytes(), *drip);
                assert!(took < Duration::from_secs(20), "{what}: {took:?}");
                let wanted = if status.is_empty() { String::new() } else { format!("HTTP/1.1 {status}") };
                assert!(
                    got.starts_with(&wanted)
                        && (!status.is_empty() || got.is_empty() || got.starts_with("HTTP/1.1 408")),
                    "{what}: {got}"
                );
            });
        }
        for _ in 0..20 {
            let begun = Instant::now();
            assert_eq!(world.get("/standard/verify").status, 401);
            assert!(begun.elapsed() < Duration::from_secs(5), "others are served meanwhile");
            std::thread::sleep(Duration::from_millis(20));
        }
    });
}

/// Where the answer does not depend on the body, nobody waits for it.
#[test]
fn a_slow_body_holds_up_no_answer_that_does_not_need_it() {
    let world = World::of(&["standard", "boxc"]);
    for (line, status) in [
        ("POST /nowhere", "404"),
        ("POST /standard/nowhere", "404"),
        ("DELETE /standard/oauth2/token", "405"),
        ("POST /boxc/v1/users/me", "405"),
        ("DELETE /standard/docs", "405"),
        ("POST /livez", "405"),
        ("POST /demo/callback", "405"),
        ("GET /standard/docs", "200"),
    ] {
        let begun = Instant::now();
        let mut stream = TcpStream::connect(world.at).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let head = format!("{line} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut got = [0; 12];
        stream.read_exact(&mut got).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(String::from_utf8_lossy(&got), format!("HTTP/1.1 {status}"), "{line}");
        assert!(begun.elapsed() < Duration::from_secs(2), "{line}: {:?}", begun.elapsed());
    }
}

/// What is no HTTP, or HTTP that two parsers read in two ways, is refused; the server goes on.
#[test]
fn rob_03_ambiguous_requests_are_refused() {
    let world = World::of(&["standard"]);
    let post = "POST /standard/oauth2/token HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
    let broken: Vec<Vec<u8>> = vec![
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"GET /standard/verify HTTP/1.1\r\nHost : a\r\n\r\n".to_vec(),
        b"GET /standard/verify HTTP/1.1\r\nX-\x00: a\r\n\r\n".to_vec(),
        b"GET /standard/verify HTTP/1.1\r\nX: a\x00b\r\n\r\n".to_vec(),
        b"GET /a b HTTP/1.1\r\n\r\n".to_vec(),
        b"GET /\x00 HTTP/1.1\r\n\r\n".to_vec(),
        format!("{post}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef").into_bytes(),
        format!("{post}Content-Length: 5, 6\r\n\r\nabcdef").into_bytes(),
        format!("{post}Content-Length: -1\r\n\r\n").into_bytes(),
        format!("{post}Content-Length: +5\r\n\r\nabcde").into_bytes(),
        format!("{post}Content-Length: 18446744073709551616\r\n\r\n").into_bytes(),
        format!("{post}Transfer-Encoding: chunked\r\n\r\nzz\r\n").into_bytes(),
        format!("{post}Transfer-Encoding: chunked\r\n\r\n-5\r\nabcde\r\n0\r\n\r\n").into_bytes(),
        format!("{post}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n").into_bytes(),
        format!("{post}Transfer-Encoding: xchunked\r\n\r\n").into_bytes(),
        format!("{post}Transfer-Encoding: chunked, identity\r\n\r\n").into_bytes(),
        format!("{post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n").into_bytes(),
        format!("{post}X: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n").into_bytes(),
        format!("{}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", post.replace("1.1", "1.0")).into_bytes(),
    ];
    for bytes in broken {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(answer) = raw(world.at, &bytes) {
            assert!((400..500).contains(&answer.status), "{shown:?}: {answer:?}");
        }
        assert_eq!(world.get("/standard/verify").status, 401, "after {shown:?}");
    }
}

/// RFC 9112 section 6.1: a length and chunks in one head are refused, at once and with a sentence, and nothing behind them is read.
#[test]
fn rob_03_length_and_chunks_together_are_refused() {
    let world = World::of(&["standard"]);
    let inner = "GET /standard/oauth2/authorize HTTP/1.1\r\nHost: a\r\n\r\n";
    let head = "POST /standard/oauth2/token HTTP/1.1\r\nHost: a\r\n";
    let (length, chunks) = (format!("Content-Length: {}\r\n", 5 + inner.len()), "Transfer-Encoding: chunked\r\n");
    let both = format!("{head}{length}{chunks}\r\n0\r\n\r\n");
    for cut in [1, 30, head.len() + 5, head.len() + length.len(), both.find("\r\n\r\n").unwrap() + 2] {
        let begun = Instant::now();
        let mut stream = TcpStream::connect(world.at).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.write_all(&both.as_bytes()[..cut]).unwrap();
        std::thread::sleep(Duration::from_millis(50));
        stream.write_all(&both.as_bytes()[cut..]).unwrap();
        let mut got = String::new();
        stream.read_to_string(&mut got).unwrap();
        assert!(got.starts_with("HTTP/1.1 400 Bad Request\r\n"), "cut at {cut}: {got}");
        assert!(begun.elapsed() < Duration::from_secs(5), "cut at {cut}");
    }
    for both in [format!("{length}{chunks}"), format!("{chunks}{length}"), format!("{chunks}content-length: 5\r\n")] {
        for before in ["", "GET /standard/verify HTTP/1.1\r\nHost: a\r\n\r\n"] {
            let (got, _) = after(&world, format!("{before}{head}{both}\r\n0\r\n\r\n{inner}").as_bytes(), None);
            let statuses: Vec<_> = statuses(&got).collect();
            let expected =
                if before.is_empty() { &["400 Bad Request"][..] } else { &["401 Unauthorized", "400 Bad Request"] };
            assert_eq!(statuses, expected, "{both:?}: {got}");
            assert!(got.ends_with("\r\n\r\nThis is no request that HTTP/1.1 knows.\n"), "{got}");
        }
    }
}

/// A body in chunks is read as it should be; its connection ends with the answer, and what was sent behind it is no second request.
#[test]
fn rob_03_a_body_in_chunks_is_the_last_of_its_connection() {
    let world = World::of(&["standard"]);
    let head = "POST /standard/oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let body = "8\r\nclient_i\r\n8\r\nd=nobody\r\n0\r\n\r\n";
    let inner = "GET /standard/verify HTTP/1.1\r\nHost: a\r\n\r\n";
    let (got, _) = after(&world, format!("{head}Transfer-Encoding: chunked\r\n\r\n{body}{inner}").as_bytes(), None);
    assert_eq!(statuses(&got).collect::<Vec<_>>(), ["401 Unauthorized"], "{got}");
    assert!(got.contains("\r\nconnection: close\r\n") && got.contains("no app has this client id"), "{got}");
}

/// The first lines of all answers, but for the version: no sentence of ours has one with a status behind it.
fn statuses(got: &str) -> impl Iterator<Item = &str> {
    let behind = got.split("HTTP/1.1 ").skip(1).filter_map(|rest| rest.lines().next());
    behind.filter(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
}
