//! How old a key becomes.

use crate::config::KeysConfig;
use crate::config::raw::RawKeys;
use dialect::check::{At, seconds};

const DAY: i64 = 86_400;

pub(super) fn keys(at: &At<'_>, raw: &RawKeys) -> KeysConfig {
    let default = KeysConfig::default();
    let rotate = match raw.rotate.as_deref() {
        None => default.rotate,
        Some("never") => None,
        Some(text) => {
            let fits = seconds(text).filter(|given| (7 * DAY..=3_660 * DAY).contains(given));
            if fits.is_none() {
                let what = format!("keys cannot be replaced every `{text}`");
                at.key("rotate").fault(what, "`7d` to `10y`, such as `90d`, or `never`");
            }
            fits
        }
    };
    KeysConfig { rotate }
}
