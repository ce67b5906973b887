//! Browser and system in a few words, so that people recognise their own devices in a list.

use http::HeaderMap;
use http::header::USER_AGENT;

/// Order matters: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
const PROGRAMS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
/// Phones first: Android calls itself Linux too, and an iPhone says that it is like a Mac.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Such as `Firefox, Linux`; empty where the header tells nothing. Only words of ours come out, so nobody can write into somebody's list.
pub(super) fn of(headers: &HeaderMap) -> String {
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let word =
        |words: &[(&str, &'static str)]| words.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, word)| *word);
    let words = [word(&PROGRAMS), word(&SYSTEMS)];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(agent: &str) -> String {
        of(&HeaderMap::from_iter([(USER_AGENT, agent.parse().unwrap())]))
    }

    #[test]
    fn browsers_are_recognised_by_what_they_alone_say() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (agent, words) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(), "Firefox, Linux"),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/140.0 Safari/537.36 Edg/140.0"),
                "Edge, Windows",
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 15; Pixel) {webkit} Chrome/140.0 Mobile Safari/537.36"),
                "Chrome, Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/605.1".to_owned(),
                "Safari, iPhone",
            ),
            ("curl/8.9".to_owned(), ""),
            ("<script>alert(1)</script>".to_owned(), ""),
        ] {
            assert_eq!(read(&agent), words, "{agent}");
        }
        assert_eq!(of(&HeaderMap::new()), "");
    }
}
