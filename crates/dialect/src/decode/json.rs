//! A JSON object with all its members, doubled ones included.

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The value of a member, as far as a parameter can have one.
pub(super) enum Member {
    /// Null.
    Null,
    /// A text.
    Text(String),
    /// A number, a truth value, a list, an object.
    Other,
}

/// The members of an object, in order. `None`: the text is no JSON object, or it is nested too deeply.
pub(super) fn members(body: &[u8]) -> Option<Vec<(String, Member)>> {
    let text = std::str::from_utf8(body).ok()?;
    serde_json::from_str::<Members>(text).ok().map(|members| members.0)
}

struct Members(Vec<(String, Member)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

impl<'de> Deserialize<'de> for Member {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MemberVisitor)
    }
}

/// Goes through lists and objects by itself, so that the reader's limit of nesting counts for what is ignored too.
struct MemberVisitor;

impl<'de> Visitor<'de> for MemberVisitor {
    type Value = Member;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Member, E> {
        Ok(Member::Null)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Member, E> {
        Ok(Member::Text(text.to_owned()))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Member, E> {
        Ok(Member::Other)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Member, E> {
        Ok(Member::Other)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Member, E> {
        Ok(Member::Other)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Member, E> {
        Ok(Member::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Member, A::Error> {
        while seq.next_element::<Member>()?.is_some() {}
        Ok(Member::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Member, A::Error> {
        while map.next_entry::<IgnoredAny, Member>()?.is_some() {}
        Ok(Member::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(body: &[u8]) -> Option<Vec<(String, String)>> {
        let word = |member| match member {
            Member::Null => "null".to_owned(),
            Member::Text(text) => format!("'{text}'"),
            Member::Other => "other".to_owned(),
        };
        Some(members(body)?.into_iter().map(|(name, member)| (name, word(member))).collect())
    }

    #[test]
    fn every_member_is_kept_in_order() {
        let body =
            "\r\n {\"a\":\"1\", \"b\":null,\"a\":2,\"ü\":[{\"x\":[]}],\"c\":\"\\u0061\\n☃\",\"d\":1.5,\"e\":true}\n";
        let rows = [
            ("a", "'1'"),
            ("b", "null"),
            ("a", "other"),
            ("ü", "other"),
            ("c", "'a\n☃'"),
            ("d", "other"),
            ("e", "other"),
        ];
        let expected = rows.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        assert_eq!(shown(body.as_bytes()), Some(expected));
    }

    #[test]
    fn anything_else_is_no_object() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(20_000), "]".repeat(20_000));
        let rows: [&[u8]; 12] = [
            b"",
            b" ",
            b"null",
            b"[]",
            b"7",
            b"\"a\"",
            b"{",
            b"{\"a\":1} x",
            b"{}{}",
            b"\xff\xfe{",
            b"{\"a\":\"\\ud800\"}",
            deep.as_bytes(),
        ];
        for body in rows {
            assert_eq!(shown(body), None, "{:?}", body.get(..20));
        }
    }
}
