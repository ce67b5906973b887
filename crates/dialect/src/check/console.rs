//! `[console]`: where it stands must be its own.

use super::at::At;
use super::routes::{self, Routes};
use super::text;
use crate::model::{Console, NewSecret};
use crate::raw::RawDialect;

/// `[console]`, once all routes are known.
pub(super) fn console(at: &At<'_>, raw: &RawDialect, routes: &Routes<'_>) -> Console {
    let at = at.key("console");
    let path = at.required("path", raw.console.path.as_ref(), "/apps".to_owned());
    let here = at.key("path");
    let captures = path.contains(['{', '}']);
    if captures || path.ends_with('/') || routes::plain_path(&here, &path).is_none() {
        if captures || path.ends_with('/') {
            here.fault(format!("`{path}` is no place for a page"), "write a path without captures, such as `/apps`");
        }
    } else if let Some(ours) = routes::reserved(&path) {
        here.fault(format!("`{path}` stands where every mount has paths of its own"), format!("{ours} is taken"));
    } else if let Some((route, at)) = routes.meeting(&path) {
        let what = format!("`{}` would be a route and a page of the console, which stands at `{path}`", route.written);
        here.nearer(at).fault(what, "let `[console] path` lead elsewhere, or begin the route otherwise");
    }
    let words = raw.console.words.iter().map(|(word, words)| {
        let place = at.key("words").key(&super::names::written(*word));
        (*word, text::words(&place, words))
    });
    Console {
        new_secret: at.choice("new_secret", raw.console.new_secret, NewSecret::Page),
        words: words.collect(),
        path,
    }
}
