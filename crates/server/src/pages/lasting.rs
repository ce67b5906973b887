//! Durations, months and numbers in words.

use super::words::{Units, Words};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const YEAR: u64 = 365 * DAY;

/// In the largest unit that says it exactly enough: what is left over is rounded up.
pub(super) fn duration(units: &Units, seconds: u64) -> String {
    let (size, names) = match seconds {
        YEAR.. if seconds.is_multiple_of(YEAR) => (YEAR, units.year),
        DAY.. if seconds >= 2 * DAY || seconds.is_multiple_of(DAY) => (DAY, units.day),
        HOUR.. if seconds >= 2 * HOUR || seconds.is_multiple_of(HOUR) => (HOUR, units.hour),
        MINUTE.. if seconds >= 2 * MINUTE || seconds.is_multiple_of(MINUTE) => (MINUTE, units.minute),
        _ => (1, units.second),
    };
    let count = seconds.div_ceil(size);
    let [one, many] = names;
    format!("{}\u{a0}{}", grouped(count, units.thousands), if count == 1 { one } else { many })
}

/// A number with a mark between thousands.
pub(super) fn grouped(number: u64, mark: &str) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push_str(mark);
        }
        out.push(digit);
    }
    out
}

/// Month and year of an instant, in UTC. `None` for one that no calendar has.
pub(super) fn month(words: &Words, seconds: i64) -> Option<String> {
    let date = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
    let name = words.units.months.get(usize::try_from(date.month()).ok()?.checked_sub(1)?)?;
    Some(format!("{name}\u{a0}{}", date.year()))
}

/// Day and minute of an instant, in UTC. `None` for one that no calendar has.
pub(super) fn moment(words: &Words, seconds: i64) -> Option<String> {
    let at = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
    let month = words.units.months.get(usize::try_from(at.month()).ok()?.checked_sub(1)?)?;
    let (day, year) = (at.day().to_string(), at.year().to_string());
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    let parts = [("day", day.as_str()), ("month", month), ("year", &year), ("time", &time)];
    Some(super::html::fill_text(words.units.moment, &parts))
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    #[test]
    fn durations_read_well() {
        for (seconds, english, german) in [
            (1, "1 second", "1 Sekunde"),
            (60, "1 minute", "1 Minute"),
            (90, "90 seconds", "90 Sekunden"),
            (300, "5 minutes", "5 Minuten"),
            (3600, "1 hour", "1 Stunde"),
            (7201, "3 hours", "3 Stunden"),
            (14 * 86_400, "14 days", "14 Tage"),
            (365 * 86_400, "1 year", "1 Jahr"),
            (3650 * 86_400, "10 years", "10 Jahre"),
        ] {
            let spoken = |language| duration(&words::of(language).units, seconds).replace('\u{a0}', " ");
            assert_eq!((spoken("en").as_str(), spoken("de").as_str()), (english, german));
        }
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(7, ","), "7");
        assert_eq!(grouped(123, ","), "123");
        assert_eq!(grouped(1_234_567, "."), "1.234.567");
    }

    #[test]
    fn moments_are_dated() {
        assert_eq!(moment(words::of("en"), 1_795_348_860).as_deref(), Some("22\u{a0}November 2026 at 12:01 UTC"));
        assert_eq!(moment(words::of("de"), 0).as_deref(), Some("1.\u{a0}Januar 1970 um 00:00 UTC"));
        assert_eq!(moment(words::of("de"), i64::MAX), None);
    }

    #[test]
    fn months_have_names() {
        assert_eq!(month(words::of("de"), 1_741_000_000).as_deref(), Some("März\u{a0}2025"));
        assert_eq!(month(words::of("en"), i64::MAX), None);
    }
}
