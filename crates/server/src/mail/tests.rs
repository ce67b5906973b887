use super::*;
use crate::config::mail::{MailConfig, Security, Smtp};
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use tokio::time::Instant;

const NOW: i64 = 1_795_348_800;

fn letter() -> Letter {
    Letter {
        id: "7".to_owned(),
        kind: "reset",
        realm: "shop".to_owned(),
        sender: "Shop".to_owned(),
        to: "bob@example.com".parse().unwrap(),
        written: Written { subject: "Hello".to_owned(), text: "text".to_owned(), html: "<p>html</p>".to_owned() },
        good_until: NOW + 1800,
    }
}

fn mail(port: u16) -> Mail {
    let smtp = Smtp { security: Security::None, host: Ipv4Addr::LOCALHOST.to_string(), port, user: None };
    let config = MailConfig { smtp, from: "no-reply@shop.example".parse().unwrap() };
    Mail::new(Carrier::new(&config, None).unwrap(), Arc::new(Clock::held_at(NOW * 1000)))
}

/// A mail server that greets with `greeting` and hangs up, `times` times; gives how often it was called.
fn hanging_up(greeting: &'static str, times: usize) -> (SocketAddr, std::thread::JoinHandle<usize>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let at = listener.local_addr().unwrap();
    let serve = move || {
        listener.incoming().take(times).fold(0, |called, stream| {
            let mut stream = stream.unwrap();
            let _ = stream.write_all(greeting.as_bytes());
            let _ = BufReader::new(stream).read_line(&mut String::new());
            called + 1
        })
    };
    (at, std::thread::spawn(serve))
}

#[tokio::test]
async fn a_letter_is_tried_as_often_as_there_are_waits_and_then_dropped() {
    let (at, server) = hanging_up("421 not now\r\n", 4);
    let waits = [Duration::from_millis(1), Duration::from_millis(20), Duration::from_millis(3)];
    let began = Instant::now();
    delivery::deliver(&mail(at.port()), &letter(), &Semaphore::new(1), &waits).await;
    assert_eq!(server.join().unwrap(), 4, "one try, and one after each wait");
    assert!(began.elapsed() >= Duration::from_millis(24));
}

#[tokio::test]
async fn what_a_mail_server_refuses_for_good_is_not_tried_again() {
    let (at, server) = hanging_up("554 never\r\n", 1);
    delivery::deliver(&mail(at.port()), &letter(), &Semaphore::new(1), &[Duration::from_secs(3600)]).await;
    assert_eq!(server.join().unwrap(), 1);
}

#[tokio::test]
async fn a_letter_that_has_lost_its_sense_is_not_sent() {
    let late = Letter { good_until: NOW, ..letter() };
    // Nobody listens on port 1; a try would be followed by an hour's wait.
    delivery::deliver(&mail(1), &late, &Semaphore::new(1), &[Duration::from_secs(3600)]).await;
}

#[tokio::test]
async fn the_queue_is_bounded_and_the_end_waits_for_no_retry() {
    let mail = Arc::new(mail(1));
    (0..MOST + 5).for_each(|_| mail.post(letter()));
    assert_eq!(mail.places.available_permits(), 0);
    tokio::spawn(mail.clone().work());
    tokio::time::sleep(Duration::from_millis(200)).await;
    let began = Instant::now();
    mail.settle(Duration::from_secs(20)).await;
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert_eq!(mail.places.available_permits(), MOST);
}

#[test]
fn head_lines_are_ours() {
    let evil = "Shop\r\nBcc: victim@example.com\r\n\r\nbody";
    let written = Written { subject: evil.to_owned(), ..letter().written };
    let from = "no-reply@shop.example".parse().unwrap();
    let now = engine::time::Now(NOW * 1000);
    let sent = message::message(&Letter { sender: evil.to_owned(), written, ..letter() }, &from, now).unwrap();
    let sent = String::from_utf8(sent.formatted()).unwrap();
    let (head, _) = sent.split_once("\r\n\r\n").unwrap();
    let names: Vec<&str> = head.split("\r\n").filter_map(|line| line.split_once(':').map(|(name, _)| name)).collect();
    assert!(!names.contains(&"Bcc"), "{head}");
    for name in ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"] {
        assert_eq!(names.iter().filter(|own| **own == name).count(), 1, "{name} in {head}");
    }
    assert!(head.contains("Sun, 22 Nov 2026 12:00:00 +0000"), "{head}");
}

#[test]
fn an_address_holds_no_second_line() {
    for text in
        ["bob@example.com\r\nRCPT TO:<x@example.com>", "bob\n@example.com", "<bob@example.com>", "a b@example.com"]
    {
        assert!(text.parse::<Address>().is_err(), "{text:?}");
    }
}
