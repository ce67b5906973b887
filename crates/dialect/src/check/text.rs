//! Small texts: lifetimes, statuses, header values, words by language.

use super::at::At;
use crate::model::Words;
use engine::time::Lifetime;

const UNITS: &[(char, i64)] = &[('s', 1), ('m', 60), ('h', 3600), ('d', 86_400), ('y', 365 * 86_400)];
/// What a lifetime looks like.
const LIFETIMES: &str = "write a number and a unit, such as `90s`, `5m`, `1h`, `14d`, `10y`";
/// What a challenge may say.
const CHALLENGE: &[&str] = &["realm", "realm.title", "error", "description", "missing_scope"];

/// Seconds of a lifetime; `None` for `endless`. A fault where it is none.
pub(super) fn lifetime(at: &At<'_>, text: &str) -> Lifetime {
    if text == "endless" {
        return None;
    }
    match seconds(text) {
        Some(seconds) => Some(seconds),
        None => {
            at.fault(format!("`{text}` is no lifetime"), format!("{LIFETIMES}, or `endless`"));
            Some(1)
        }
    }
}

/// Seconds of a span that has an end.
pub(super) fn span(at: &At<'_>, text: &str) -> i64 {
    seconds(text).unwrap_or_else(|| {
        at.fault(format!("`{text}` is no span of time"), LIFETIMES);
        1
    })
}

/// Seconds of a text such as `90s`, `5m`, `1h`, `14d` or `10y`.
pub fn seconds(text: &str) -> Option<i64> {
    let unit = text.chars().last()?;
    let (_, factor) = UNITS.iter().find(|(known, _)| *known == unit)?;
    let number: u32 = text.strip_suffix(unit)?.parse().ok()?;
    i64::from(number).checked_mul(*factor)
}

/// A lifetime as the file writes it.
pub(crate) fn written(seconds: Lifetime) -> String {
    let Some(seconds) = seconds else { return "endless".to_owned() };
    let unit = UNITS.iter().rev().find(|(_, factor)| seconds % factor == 0 && (seconds > 0 || *factor == 1));
    unit.map_or_else(|| format!("{seconds}s"), |(unit, factor)| format!("{}{unit}", seconds / factor))
}

/// A status that an answer with a body may have.
pub(super) fn status(at: &At<'_>, status: u16) -> u16 {
    if !(200..=599).contains(&status) || (300..=399).contains(&status) {
        at.fault(format!("{status} is no status of an answer"), "200 to 299 or 400 to 599");
    }
    status
}

/// A text that may stand in a header.
pub(super) fn header_value(at: &At<'_>, text: &str) {
    if http::HeaderValue::from_str(text).is_err() || !text.is_ascii() {
        at.fault("this cannot stand in a header", "visible ASCII characters and blanks");
    }
}

/// A `WWW-Authenticate` header, and the slots that it may hold.
pub(super) fn challenge(at: &At<'_>, text: &str) {
    header_value(at, text);
    for word in text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(word, _)| word) {
        if !CHALLENGE.contains(&word) {
            at.unknown("slot of a challenge", word, CHALLENGE.iter().copied());
        }
    }
}

/// Words for people: English is always there.
pub(super) fn words(at: &At<'_>, words: &Words) -> Words {
    if !words.contains_key("en") {
        at.fault("the English words are missing", "say `en = \"…\"`");
    }
    words.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_read_and_write() {
        for (text, number) in
            [("90s", 90), ("5m", 300), ("1h", 3600), ("14d", 1_209_600), ("10y", 315_360_000), ("0s", 0)]
        {
            assert_eq!(seconds(text), Some(number));
            assert_eq!(written(Some(number)), text);
        }
        for text in ["", "5", "m", "5 m", "-5m", "5M", "1.5h", "99999999999s"] {
            assert_eq!(seconds(text), None, "{text}");
        }
        assert_eq!(written(None), "endless");
    }
}
