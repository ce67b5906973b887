//! Which language a page speaks.

/// Languages with a catalogue, the fallback first.
pub fn languages() -> &'static [&'static str] {
    &["en", "de"]
}

/// The best of `offered` for an `Accept-Language` header (RFC 9110 section 12.5.4), by basic filtering of the primary
/// subtag. `None` where the header asks for none of them.
pub fn pick<'a>(accept_language: &str, offered: &[&'a str]) -> Option<&'a str> {
    let wishes: Vec<_> = accept_language.split(',').take(MOST_RANGES).filter_map(wish).collect();
    let mut best: Option<(&'a str, u16)> = None;
    for (range, quality) in &wishes {
        let found = if *range == "*" {
            offered.iter().find(|language| !wishes.iter().any(|(named, _)| speaks(named, language)))
        } else {
            offered.iter().find(|language| speaks(range, language))
        };
        if let Some(language) = found
            && *quality > best.map_or(0, |(_, quality)| quality)
        {
            best = Some((language, *quality));
        }
    }
    best.map(|(language, _)| language)
}

/// No browser sends more; a longer header is somebody's experiment.
const MOST_RANGES: usize = 32;

/// A language range and its weight in thousandths; `None` where it is malformed.
fn wish(item: &str) -> Option<(&str, u16)> {
    let mut pieces = item.split(';').map(str::trim);
    let range = pieces.next().filter(|range| !range.is_empty())?;
    let quality = match pieces.next() {
        None => 1000,
        Some(weight) => thousandths(weight.strip_prefix("q=").or_else(|| weight.strip_prefix("Q="))?)?,
    };
    Some((range, quality))
}

/// `qvalue` of RFC 9110 section 12.4.2: 0 to 1 with at most three decimals.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part: u16 = format!("{decimals:0<3}").parse().ok()?;
    match (whole, part) {
        ("0", part) => Some(part),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

fn speaks(range: &str, language: &str) -> bool {
    range.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_wish_wins() {
        for (header, expected) in [
            ("de", Some("de")),
            ("de-AT,de;q=0.9,en;q=0.5", Some("de")),
            ("en;q=0.5, de;q=0.9", Some("de")),
            ("DE", Some("de")),
            ("fr,it;q=0.9", None),
            ("fr, de;q=0.1", Some("de")),
            ("*", Some("en")),
            ("en;q=0, *", Some("de")),
            ("de;q=0", None),
            ("de;q=1.5, en;q=0.001", Some("en")),
            ("de;q=0.1234", None),
            ("de;q=x,;,,=", None),
            ("en, de", Some("en")),
            ("", None),
        ] {
            assert_eq!(pick(header, languages()), expected, "{header}");
        }
    }
}
