//! `application/x-www-form-urlencoded`, strictly: a broken percent sign or text that is no UTF-8 is no value.

use memchr::memchr2;
use percent_encoding::percent_decode;
use std::borrow::Cow;

/// Names and values as they came, empty pieces left out.
pub(crate) fn pairs(text: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    text.split(|byte| *byte == b'&').filter(|piece| !piece.is_empty()).map(|piece| {
        let end = piece.iter().position(|byte| *byte == b'=');
        end.and_then(|at| Some((piece.get(..at)?, piece.get(at + 1..)?))).unwrap_or((piece, b""))
    })
}

/// The text behind a form's spelling; `None` where there is none.
pub(super) fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if memchr2(b'+', b'%', bytes).is_none() {
        return std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
    }
    let blanks: Vec<u8> = bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    unescaped(&blanks).map(Cow::Owned)
}

/// The text behind percent signs alone, as in a path.
pub(super) fn unescaped(bytes: &[u8]) -> Option<String> {
    let whole = |piece: &[u8]| matches!(piece, [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit());
    if !bytes.split(|byte| *byte == b'%').skip(1).all(whole) {
        return None;
    }
    String::from_utf8(percent_decode(bytes).collect()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_strictly() {
        let rows: [(&[u8], Option<&str>); 12] = [
            (b"", Some("")),
            (b"a-b", Some("a-b")),
            (b"a+b%20c", Some("a b c")),
            (b"%2B%25", Some("+%")),
            (b"z%C3%BCrich", Some("zürich")),
            ("zürich".as_bytes(), Some("zürich")),
            (b"%", None),
            (b"%4", None),
            (b"%zz", None),
            (b"100%+", None),
            (b"%ff%fe", None),
            (b"\xff", None),
        ];
        for (bytes, text) in rows {
            assert_eq!(decoded(bytes).as_deref(), text, "{bytes:?}");
        }
    }

    #[test]
    fn pairs_keep_order_and_later_equals_signs() {
        let all: Vec<_> = pairs(b"a=1&&b&=c&d=e=f").collect();
        let expected: [(&[u8], &[u8]); 4] = [(b"a", b"1"), (b"b", b""), (b"", b"c"), (b"d", b"e=f")];
        assert_eq!(all, expected);
    }
}
