//! What the audit keeps of a sign-in: the device, and how somebody proved who they are where that was at the owner's own page.

/// In front of the ways, which stand there by their words in RFC 8176.
const MARK: &str = "amr ";
/// So many are told, each so long: they are the owner's words, and stand in a list of ours.
const MOST: usize = 5;
const LONGEST: usize = 20;

/// As it is kept.
pub fn detail(device: &str, ways: &[String]) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let told = ways.iter().filter(|way| (1..=LONGEST).contains(&way.len()) && way.chars().all(plain));
    let told: Vec<&str> = told.map(String::as_str).take(MOST).collect();
    match (device, told.is_empty()) {
        (device, true) => device.to_owned(),
        ("", false) => format!("{MARK}{}", told.join(" ")),
        (device, false) => format!("{device}; {MARK}{}", told.join(" ")),
    }
}

/// The device and the ways.
pub fn read(detail: &str) -> (&str, Vec<&str>) {
    match detail.split_once(MARK) {
        Some((device, ways)) => (device.trim_end_matches("; "), ways.split(' ').collect()),
        None => (detail, Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_and_what_is_odd_is_not_kept() {
        let long = "x".repeat(LONGEST + 1);
        for (device, ways, kept, told) in [
            ("Firefox, Linux", vec![], "Firefox, Linux", vec![]),
            ("Firefox, Linux", vec!["pwd", "otp"], "Firefox, Linux; amr pwd otp", vec!["pwd", "otp"]),
            ("", vec!["hwk"], "amr hwk", vec!["hwk"]),
            ("Safari", vec!["a b", "<b>", "", &long, "x-own"], "Safari; amr x-own", vec!["x-own"]),
            ("", vec!["1", "2", "3", "4", "5", "6"], "amr 1 2 3 4 5", vec!["1", "2", "3", "4", "5"]),
        ] {
            let ways: Vec<String> = ways.into_iter().map(str::to_owned).collect();
            assert_eq!(detail(device, &ways), kept);
            assert_eq!(read(kept), (device, told));
        }
    }
}
