//! A realm's own looks: its logo and its accent colour, and whom its people ask for help.

use crate::colour::{Colour, READABLE, Scheme};
use crate::config::raw::RawBrand;
use crate::config::{Accents, BrandConfig, Logo, LogoKind};
use dialect::check::At;
use std::path::Path;

/// The largest logo, in bytes: a page with its stylesheet stays under 30 KiB.
const LARGEST_LOGO: usize = 16 * 1024;

pub(super) fn brand(at: &At<'_>, raw: &RawBrand, folder: &Path) -> BrandConfig {
    if raw.accent.is_none() && raw.accent_dark.is_some() {
        at.key("accent_dark").fault("an accent for dark alone", "say `accent` for light as well");
    }
    let light = raw.accent.as_deref().and_then(|text| accent(&at.key("accent"), text, Scheme::Light));
    let dark = match raw.accent_dark.as_deref() {
        Some(text) => accent(&at.key("accent_dark"), text, Scheme::Dark),
        None => light.map(|light| Scheme::Dark.nearest(light)),
    };
    let accents = light.zip(dark).map(|(light, dark)| Accents { light, dark });
    BrandConfig { logo: raw.logo.as_deref().and_then(|name| logo(&at.key("logo"), name, folder)), accents }
}

fn accent(at: &At<'_>, text: &str, scheme: Scheme) -> Option<Colour> {
    let Some(colour) = Colour::parse(text) else {
        at.fault(format!("`{text}` is no colour"), "`#` and six hexadecimal digits, such as `#0b6262`");
        return None;
    };
    if !scheme.takes(colour) {
        let what = format!("`{text}` has a contrast of {:.1} only; text needs {READABLE}", scheme.lowest(colour));
        at.fault(what, format!("`{}` is the nearest that can be read", scheme.nearest(colour)));
    }
    Some(colour)
}

fn logo(at: &At<'_>, name: &str, folder: &Path) -> Option<Logo> {
    let path = folder.join(name);
    let content = match std::fs::read(&path) {
        Ok(content) => content,
        Err(error) => {
            at.fault(
                format!("`{}` cannot be read: {error}", path.display()),
                "a file beside this one, or leave it out",
            );
            return None;
        }
    };
    if content.len() > LARGEST_LOGO {
        let what = format!("the logo has {} bytes", content.len());
        at.fault(what, format!("{LARGEST_LOGO} at most: an SVG, or a PNG of 128 by 128 pixels"));
    }
    match kind(&content) {
        Some(kind) => Some(Logo { kind, content }),
        None => {
            at.fault(format!("`{name}` is neither SVG nor PNG"), "one of the two");
            None
        }
    }
}

/// By what the file holds: its name could say anything.
fn kind(content: &[u8]) -> Option<LogoKind> {
    if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(LogoKind::Png);
    }
    let text = std::str::from_utf8(content).ok()?.trim_start_matches('\u{feff}').trim_start();
    (text.starts_with('<') && text.contains("<svg")).then_some(LogoKind::Svg)
}

/// Whom the people of a realm ask: an address for mail, or a page.
pub(super) fn support(at: &At<'_>, text: &str) -> String {
    let (local, domain) = text.rsplit_once('@').unwrap_or_default();
    let is_mail = !local.is_empty() && !domain.is_empty() && !text.contains([':', '/', '?', '&']);
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) || !(is_mail || text.starts_with("https://")) {
        at.fault(format!("`{text}` is nowhere to ask"), "`help@example.com` or `https://example.com/help`");
    }
    text.to_owned()
}
