//! The files beside the pages. Their names hold a hash of their content, so that browsers may keep them for good.

use std::sync::LazyLock;

/// The stylesheet.
pub const STYLE: &str = include_str!("../../static/style.css");

/// What stands in the browser's tab; without one every browser asks for `/favicon.ico` in vain.
pub const ICON: &str = include_str!("../../static/icon.svg");

/// The script of the demo's callback page, the one page that needs any: a fragment never reaches a server.
pub const CALLBACK_SCRIPT: &str = include_str!("../../static/callback.js");

/// The script of pages with something to copy; without it they show no button for that.
pub const COPY_SCRIPT: &str = include_str!("../../static/copy.js");

/// File name of [`STYLE`].
pub static STYLE_NAME: LazyLock<String> = LazyLock::new(|| named("style", STYLE.as_bytes(), "css"));

/// File name of [`ICON`].
pub static ICON_NAME: LazyLock<String> = LazyLock::new(|| named("icon", ICON.as_bytes(), "svg"));

/// File name of [`CALLBACK_SCRIPT`].
pub static CALLBACK_SCRIPT_NAME: LazyLock<String> =
    LazyLock::new(|| named("callback", CALLBACK_SCRIPT.as_bytes(), "js"));

/// File name of [`COPY_SCRIPT`].
pub static COPY_SCRIPT_NAME: LazyLock<String> = LazyLock::new(|| named("copy", COPY_SCRIPT.as_bytes(), "js"));

/// FNV-1a: the name has to change with the content, nobody attacks it.
pub(super) fn named(stem: &str, content: &[u8], extension: &str) -> String {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = content.iter().fold(0xcbf2_9ce4_8422_2325, step);
    format!("{stem}-{hash:016x}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content() {
        assert_ne!(named("a", b"x", "css"), named("a", b"y", "css"));
        assert!(STYLE_NAME.starts_with("style-") && STYLE_NAME.ends_with(".css"));
        assert!(CALLBACK_SCRIPT_NAME.ends_with(".js"));
    }

    #[test]
    fn the_files_are_small() {
        assert!(STYLE.len() < 24 * 1024, "{} bytes", STYLE.len());
        assert!(CALLBACK_SCRIPT.len() < 2 * 1024 && COPY_SCRIPT.len() < 1024 && ICON.len() < 1024);
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        for file in [STYLE, CALLBACK_SCRIPT, COPY_SCRIPT] {
            assert!(
                !file.contains("//cdn")
                    && !file.contains("http")
                    && !file.contains("@import")
                    && !file.contains("url(")
            );
        }
    }
}
