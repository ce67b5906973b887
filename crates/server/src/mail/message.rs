//! A letter as it travels: RFC 5322, text and HTML beside each other.

use super::Letter;
use engine::time::Now;
use lettre::Message;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use std::time::{Duration, UNIX_EPOCH};

/// RFC 3834: no holiday notices as an answer.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The whole message. Names in its head are one line each, whatever they hold.
pub(super) fn message(letter: &Letter, from: &Mailbox, now: Now) -> Result<Message, lettre::error::Error> {
    let sender = from.name.clone().unwrap_or_else(|| one_line(&letter.sender));
    let at = UNIX_EPOCH + Duration::from_millis(now.0.unsigned_abs());
    Message::builder()
        .from(Mailbox::new(Some(sender), from.email.clone()))
        .to(Mailbox::new(None, letter.to.clone()))
        .subject(one_line(&letter.written.subject))
        .date(at)
        .message_id(Some(format!("<{}@{}>", letter.id, from.email.domain())))
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(letter.written.text.clone(), letter.written.html.clone()))
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
