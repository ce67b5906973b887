//! Instants, as far away as they are.

use super::super::html::Html;
use super::super::lasting::{grouped, moment};
use super::super::words::{Units, Words};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const MONTH: u64 = 30 * DAY;
const YEAR: u64 = 365 * DAY;

/// `<time>` with the instant itself behind it; `now` and `at` in seconds since 1970. Empty for an instant that no calendar has.
pub(in crate::pages) fn time(words: &'static Words, now: i64, at: i64) -> Html {
    let stamp = jiff::Timestamp::from_second(at).map(|at| at.to_string());
    let (Ok(stamp), Some(whole)) = (stamp, moment(words, at)) else { return Html::default() };
    Html::time(&stamp, &Html::plain(&whole), &Html::plain(&distance(&words.units, now, at)))
}

/// How far away, in the largest unit that is full; what lies ahead is rounded to the nearest. What lies ahead by a hair is now: clocks differ.
fn distance(units: &Units, now: i64, at: i64) -> String {
    let far = now.abs_diff(at);
    if far < MINUTE {
        return units.now.to_owned();
    }
    let ago = at <= now;
    let (size, [one, many]) = match far {
        YEAR.. => (YEAR, if ago { units.years_ago } else { units.in_years }),
        MONTH.. => (MONTH, if ago { units.months_ago } else { units.in_months }),
        DAY.. => (DAY, if ago { units.days_ago } else { units.in_days }),
        HOUR.. => (HOUR, if ago { units.hours_ago } else { units.in_hours }),
        _ => (MINUTE, if ago { units.minutes_ago } else { units.in_minutes }),
    };
    let count = if ago { far / size } else { (far + size / 2) / size };
    let sentence = if count == 1 { one } else { many };
    sentence.replace("{count}", &grouped(count, units.thousands))
}

#[cfg(test)]
mod tests {
    use super::super::super::words;
    use super::*;

    #[test]
    fn times_read_well() {
        let now = 1_795_348_800;
        for (before, english, german) in [
            (0, "just now", "gerade eben"),
            (-30, "just now", "gerade eben"),
            (59, "just now", "gerade eben"),
            (60, "1 minute ago", "vor 1 Minute"),
            (3599, "59 minutes ago", "vor 59 Minuten"),
            (7200, "2 hours ago", "vor 2 Stunden"),
            (3 * 86_400, "3 days ago", "vor 3 Tagen"),
            (61 * 86_400, "2 months ago", "vor 2 Monaten"),
            (365 * 86_400, "1 year ago", "vor 1 Jahr"),
            (-3600, "in 1 hour", "in 1 Stunde"),
            (-2 * 86_400, "in 2 days", "in 2 Tagen"),
            (10 - 90 * 86_400, "in 3 months", "in 3 Monaten"),
            (-100 * 60, "in 2 hours", "in 2 Stunden"),
        ] {
            let spoken = |language| distance(&words::of(language).units, now, now - before);
            assert_eq!((spoken("en").as_str(), spoken("de").as_str()), (english, german));
        }
    }

    #[test]
    fn the_instant_itself_stands_behind_it() {
        let html = time(words::of("de"), 1_795_348_800, 1_795_345_200).to_string();
        assert!(html.contains("datetime=\"2026-11-22T11:00:00Z\"") && html.contains(">vor 1 Stunde<"), "{html}");
        assert!(html.contains("title=\"22.\u{a0}November 2026 um 11:00 UTC\""), "{html}");
        assert_eq!(time(words::of("en"), 0, i64::MAX), Html::default());
    }
}
