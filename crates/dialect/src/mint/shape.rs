//! Shapes: the text that a seed becomes, whether a text has the shape, and how much chance is in it.

use super::stream::Stream;
use crate::model::{Alphabet, Shape, ShapePart};
use engine::secret::Seed;
use std::fmt::Write;

impl Alphabet {
    /// Its characters.
    pub fn characters(self) -> &'static [u8] {
        match self {
            Self::Hex => b"0123456789abcdef",
            Self::Base62 => b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            Self::Base64Url => b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
            Self::Lower => b"abcdefghijklmnopqrstuvwxyz0123456789",
            Self::Digits => b"0123456789",
        }
    }

    fn first_characters(self) -> &'static [u8] {
        match self {
            Self::Digits => b"123456789",
            _ => self.characters(),
        }
    }

    fn holds(self, at: usize, byte: u8) -> bool {
        self.value(byte).is_some() && (at > 0 || self != Self::Digits || byte != b'0')
    }

    /// The place of a character among its characters.
    pub(super) fn value(self, byte: u8) -> Option<u8> {
        match (self, byte) {
            (Self::Hex | Self::Digits, b'0'..=b'9') => Some(byte - b'0'),
            (Self::Hex, b'a'..=b'f') => Some(byte - b'a' + 10),
            (Self::Base62 | Self::Base64Url, b'A'..=b'Z') => Some(byte - b'A'),
            (Self::Base62 | Self::Base64Url, b'a'..=b'z') => Some(byte - b'a' + 26),
            (Self::Base62 | Self::Base64Url, b'0'..=b'9') => Some(byte - b'0' + 52),
            (Self::Base64Url, b'-') => Some(62),
            (Self::Base64Url, b'_') => Some(63),
            (Self::Lower, b'a'..=b'z') => Some(byte - b'a'),
            (Self::Lower, b'0'..=b'9') => Some(byte - b'0' + 26),
            _ => None,
        }
    }
}

/// Whether the length of the last random piece counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LastLength {
    Exact,
    Any,
}

impl Shape {
    /// The text of this seed, for shapes without claims. A JWT needs its subject: [`crate::model::Dialect::mint_token`].
    pub fn text(&self, seed: &Seed) -> String {
        let mut stream = Stream::new(seed);
        match self {
            Self::Uuid => uuid(stream.bytes()),
            Self::Parts(parts) => {
                let mut text = String::with_capacity(self.length());
                parts.iter().for_each(|part| piece(part, &mut stream, &mut text));
                text
            }
            Self::Jwt(_) => String::new(),
        }
    }

    /// Whether the text could have been made in this shape.
    pub fn fits(&self, text: &str) -> bool {
        self.matches(text, LastLength::Exact)
    }

    /// Whether the text looks like this shape: a last random piece may have another length, as older tokens may.
    pub fn resembles(&self, text: &str) -> bool {
        self.matches(text, LastLength::Any)
    }

    /// How many bits of chance a text in this shape holds, rounded down: never more than its seed has.
    pub fn entropy_bits(&self) -> u32 {
        match self {
            Self::Uuid => 122,
            Self::Jwt(_) => 128,
            Self::Parts(parts) => (parts.iter().map(bits).sum::<f64>() as u32).min(256),
        }
    }

    fn matches(&self, text: &str, last: LastLength) -> bool {
        match self {
            Self::Uuid => is_uuid(text.as_bytes()),
            Self::Jwt(_) => is_jwt(text),
            Self::Parts(parts) => follows(parts, text.as_bytes(), last),
        }
    }
}

/// Appends what stands for the part.
pub(super) fn piece(part: &ShapePart, stream: &mut Stream, out: &mut String) {
    match part {
        ShapePart::Literal(text) => out.push_str(text),
        ShapePart::Random(_, 0) => {}
        ShapePart::Random(alphabet, length) => {
            out.push(stream.pick(alphabet.first_characters()));
            let choices = alphabet.characters();
            out.extend((1..*length).map(|_| stream.pick(choices)));
        }
    }
}

pub(super) fn bits(part: &ShapePart) -> f64 {
    match part {
        ShapePart::Literal(_) | ShapePart::Random(_, 0) => 0.0,
        ShapePart::Random(alphabet, length) => {
            let (first, rest) = (alphabet.first_characters().len() as f64, alphabet.characters().len() as f64);
            first.log2() + rest.log2() * (*length as f64 - 1.0)
        }
    }
}

fn follows(parts: &[ShapePart], text: &[u8], last: LastLength) -> bool {
    let Some((part, rest)) = parts.split_first() else {
        return text.is_empty();
    };
    match part {
        ShapePart::Literal(literal) => {
            text.strip_prefix(literal.as_bytes()).is_some_and(|text| follows(rest, text, last))
        }
        ShapePart::Random(alphabet, length) => {
            let length = if rest.is_empty() && last == LastLength::Any { text.len().max(1) } else { *length };
            text.split_at_checked(length).is_some_and(|(own, text)| {
                own.iter().enumerate().all(|(at, byte)| alphabet.holds(at, *byte)) && follows(rest, text, last)
            })
        }
    }
}

/// RFC 9562 section 5.4: version and variant are fixed.
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            14 => *byte == b'4',
            19 => b"89ab".contains(byte),
            _ => Alphabet::Hex.holds(at, *byte),
        })
}

fn is_jwt(text: &str) -> bool {
    let piece = |piece: &str| !piece.is_empty() && piece.bytes().all(|byte| Alphabet::Base64Url.holds(1, byte));
    text.split('.').count() == 3 && text.split('.').all(piece)
}
