//! A head that says twice how long its body is, by Content-Length and by Transfer-Encoding, is the stuff that request smuggling is made of:
//! RFC 9112 section 6.1 lets a server refuse it. hyper drops the length silently before anybody sees it; so this follows the heads of a connection
//! as they are read, and breaks such a one, which makes hyper refuse it like any other that is no HTTP. hyper reads a head that came in pieces only
//! once it has seen an empty line, so a broken one gets another end.

/// So much of a line that comes in pieces is kept: names and lengths are shorter.
const LONGEST_KEPT: usize = 256;

/// The end of a head that was broken.
pub const END: &[u8] = b"\r\n\r\n";

/// Where in its requests a connection is.
#[derive(Debug, Default)]
pub struct Framing {
    state: State,
    head: Soundness,
}

/// Whether all heads were sound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Soundness {
    /// So far.
    #[default]
    Sound,
    /// The last one is broken: nothing more is read.
    Broken,
}

#[derive(Debug)]
enum State {
    /// In a head.
    Head(Head),
    /// In a body, so many bytes before its end.
    Body(u64),
    /// Behind a head whose body has no length that is known here: no other head follows on this connection.
    Beyond,
}

#[derive(Debug, Default)]
struct Head {
    /// What came of a line that has not ended.
    kept: Vec<u8>,
    begun: bool,
    length: Length,
    encoded: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Length {
    #[default]
    Unsaid,
    Bytes(u64),
    Unreadable,
}

impl Default for State {
    fn default() -> Self {
        Self::Head(Head::default())
    }
}

impl Framing {
    /// Whether a head was broken.
    pub fn soundness(&self) -> Soundness {
        self.head
    }

    /// Follows what was read, and breaks the first head that has both.
    pub fn follow(&mut self, mut bytes: &mut [u8]) {
        while !bytes.is_empty() {
            let used = match &mut self.state {
                State::Beyond => return,
                State::Body(rest) => {
                    let here = usize::try_from(*rest).map_or(bytes.len(), |rest| rest.min(bytes.len()));
                    *rest -= here as u64;
                    if *rest == 0 {
                        self.state = State::default();
                    }
                    here
                }
                State::Head(head) => {
                    let Some(end) = memchr::memchr(b'\n', bytes) else { return head.keep(bytes) };
                    let (line, behind) = bytes.split_at_mut(end);
                    if head.ends_with(line) {
                        if head.encoded && head.length != Length::Unsaid {
                            behind.fill(0);
                            self.head = Soundness::Broken;
                        }
                        self.state = head.next();
                    }
                    end + 1
                }
            };
            bytes = bytes.get_mut(used..).unwrap_or_default();
        }
    }
}

impl Head {
    fn keep(&mut self, piece: &[u8]) {
        let room = LONGEST_KEPT.saturating_sub(self.kept.len());
        self.kept.extend(piece.iter().take(room));
    }

    /// Reads a line, its line feed left out; whether it is the empty one at the end.
    fn ends_with(&mut self, line: &[u8]) -> bool {
        if self.kept.is_empty() {
            return self.read(line);
        }
        self.keep(line);
        let whole = std::mem::take(&mut self.kept);
        self.read(&whole)
    }

    fn read(&mut self, line: &[u8]) -> bool {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // Empty lines in front of a request are skipped (RFC 9112 section 2.2).
        if line.is_empty() {
            return self.begun;
        }
        self.begun = true;
        // Most lines are told apart by their first letter: this is on the way of every request.
        match line.first() {
            Some(b'c' | b'C') => {
                if let Some(value) = field(line, b"content-length:") {
                    let number = std::str::from_utf8(value).ok().and_then(|text| text.trim().parse().ok());
                    self.length = number.map_or(Length::Unreadable, Length::Bytes);
                }
            }
            Some(b't' | b'T') => self.encoded |= field(line, b"transfer-encoding:").is_some(),
            _ => {}
        }
        false
    }

    fn next(&self) -> State {
        match self.length {
            _ if self.encoded => State::Beyond,
            Length::Unreadable => State::Beyond,
            Length::Unsaid | Length::Bytes(0) => State::Head(Self::default()),
            Length::Bytes(count) => State::Body(count),
        }
    }
}

/// The value of a line with this name and colon.
fn field<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let (own, value) = line.split_at_checked(name.len())?;
    own.eq_ignore_ascii_case(name).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: &str = "POST / HTTP/1.1\r\nhost: a\r\ncontent-LENGTH:5\r\nTransfer-encoding: chunked\r\n\r\n";

    fn followed(all: &str, piece: usize) -> String {
        let (mut framing, mut bytes) = (Framing::default(), all.as_bytes().to_vec());
        bytes.chunks_mut(piece).for_each(|piece| framing.follow(piece));
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_head_with_both_never_ends_wherever_it_stands_and_however_it_comes() {
        let length = "POST / HTTP/1.1\r\nContent-Length: 30\r\n\r\n123456789012345678901234567890";
        let turned = "POST / HTTP/1.1\nTransfer-Encoding: x\nContent-Length: 5\n\n";
        for before in ["", "\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", length, &length.replace("30\r", "\t 30 \r")]
        {
            for both in [BOTH, turned] {
                let all = format!("{before}{both}");
                for piece in [1, 2, 7, 64, all.len()] {
                    let followed = followed(&all, piece);
                    assert_eq!(followed.len(), all.len());
                    assert!(
                        followed.ends_with('\0') && all.starts_with(followed.trim_end_matches('\0')),
                        "{followed:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn all_else_is_left_alone() {
        let inside = format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n{BOTH}GET / HTTP/1.1\r\n\r\n", BOTH.len());
        let chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
        let named = "GET / HTTP/1.1\r\nX-Content-Length: 5\r\nTransfer-Encoding-X: chunked\r\n\r\n";
        for all in [&inside, chunked, named, &"a".repeat(1000)] {
            for piece in [1, 2, 7, 64, all.len()] {
                assert_eq!(followed(all, piece), all);
            }
        }
    }
}
