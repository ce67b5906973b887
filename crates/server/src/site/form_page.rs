//! Which page shows the form that posts to a path.

use super::in_console;
use crate::flow::Call;

/// The path below the mount of the page with the form that was posted: where somebody is led back to whose session had ended meanwhile. Mostly it is the
/// path itself; the others take posts alone, so that nothing could be seen there.
pub(super) fn of(call: &Call<'_>) -> String {
    let path: Vec<&str> = call.path.split('/').filter(|segment| !segment.is_empty()).collect();
    let (kept, beside) = match (path.as_slice(), in_console(call, &path)) {
        (_, Some([_, "kind"])) => (path.len() - 1, Some("settings")),
        (_, Some([_, "review", "withdraw"])) => (path.len() - 1, None),
        (["account", "email"], _) => (1, Some("profile")),
        (["realms", _, "audit", "export"], _) => (3, None),
        (["realms", _, "apps", _, "approve" | "resume" | "limit"], _)
        | (["realms", _, "accounts", _, "letter" | "enable"], _) => (4, None),
        (["realms", _, "accounts", _, "login", "end"], _) => (5, None),
        _ => return call.path.to_owned(),
    };
    let segments = path.into_iter().take(kept).chain(beside);
    segments.fold(String::new(), |all, segment| all + "/" + segment)
}
