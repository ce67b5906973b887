//! The files beside the pages. Their names hold a hash of their content, so that browsers may keep them for good.

use std::sync::LazyLock;

/// The stylesheet.
pub const STYLE: &str = include_str!("../../static/style.css");

/// What stands in the browser's tab; without one every browser asks for `/favicon.ico` in vain.
pub const ICON: &str = include_str!("../../static/icon.svg");

/// The script of the demo's callback page, the one page that needs any: a fragment never reaches a server.
pub const CALLBACK_SCRIPT: &str = include_str!("../../static/callback.js");

/// File name of [`STYLE`].
pub static STYLE_NAME: LazyLock<String> = LazyLock::new(|| named("style", STYLE, "css"));

/// File name of [`ICON`].
pub static ICON_NAME: LazyLock<String> = LazyLock::new(|| named("icon", ICON, "svg"));

/// File name of [`CALLBACK_SCRIPT`].
pub static CALLBACK_SCRIPT_NAME: LazyLock<String> = LazyLock::new(|| named("callback", CALLBACK_SCRIPT, "js"));

/// FNV-1a: the name has to change with the content, nobody attacks it.
fn named(stem: &str, content: &str, extension: &str) -> String {
    let hash = content
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{stem}-{hash:016x}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content() {
        assert_ne!(named("a", "x", "css"), named("a", "y", "css"));
        assert!(STYLE_NAME.starts_with("style-") && STYLE_NAME.ends_with(".css"));
        assert!(CALLBACK_SCRIPT_NAME.ends_with(".js"));
    }

    #[test]
    fn the_files_are_small() {
        assert!(STYLE.len() < 12 * 1024, "{} bytes", STYLE.len());
        assert!(CALLBACK_SCRIPT.len() < 2 * 1024 && ICON.len() < 1024);
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        for file in [STYLE, CALLBACK_SCRIPT] {
            assert!(
                !file.contains("//cdn")
                    && !file.contains("http")
                    && !file.contains("@import")
                    && !file.contains("url(")
            );
        }
    }
}
