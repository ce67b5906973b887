//! Routes: how they are written, what they capture, and that no two collide.

use super::at::At;
use crate::model::{Method, Operation, Route};

/// Methods and their words.
pub(crate) const METHODS: &[(&str, Method)] = &[
    ("GET", Method::Get),
    ("POST", Method::Post),
    ("PUT", Method::Put),
    ("PATCH", Method::Patch),
    ("DELETE", Method::Delete),
];

/// What a path calls a segment that may be anything and says nothing.
const ANY: &str = "any";

/// What one endpoint's routes have to look like.
pub(super) struct Rules<'a> {
    /// The methods that make sense.
    pub methods: &'a [Method],
    /// What each path captures, each word once.
    pub must: &'a [&'a str],
    /// What it may capture beside that.
    pub may: &'a [&'a str],
}

/// The routes found so far, with the place of each.
#[derive(Default)]
pub(super) struct Routes<'a> {
    found: Vec<(Route, At<'a>)>,
}

impl<'a> Routes<'a> {
    /// Reads the routes of one endpoint.
    pub(super) fn add(&mut self, at: &At<'a>, raw: &[String], operation: &Operation, rules: &Rules<'_>) {
        for (index, text) in raw.iter().enumerate() {
            let at = at.index(index);
            if let Some(parsed) = parse(&at, text) {
                self.put(at, parsed, operation.clone(), rules);
            }
        }
    }

    /// Reads one route.
    pub(super) fn put(
        &mut self,
        at: At<'a>,
        (method, written): (Method, &str),
        operation: Operation,
        rules: &Rules<'_>,
    ) {
        if !rules.methods.contains(&method) {
            let known = METHODS.iter().filter(|(_, known)| rules.methods.contains(known)).map(|(word, _)| *word);
            at.fault(
                "this endpoint does not take that method",
                format!("one of {}", known.collect::<Vec<_>>().join(", ")),
            );
        }
        captures(&at, written, rules);
        let first = !self.found.iter().any(|(route, _)| serves(&route.operation, &operation));
        if first && captured(written).contains(&ANY) {
            at.fault("links and examples need a whole path", "write one without `{any}` first, then this one");
        }
        let trimmed = written.trim_end_matches('/');
        let path = if trimmed.is_empty() { "/" } else { trimmed }.to_owned();
        if let Some(ours) = reserved(&path) {
            let remedy = format!("begin the path otherwise: {ours} is taken");
            at.fault(format!("`{written}` stands where every mount has paths of its own"), remedy);
        }
        let route = Route { method, path, written: written.to_owned(), operation };
        match self.found.iter_mut().find(|(known, _)| known.method == route.method && alike(&known.path, &route.path)) {
            Some((known, _)) => match (&mut known.operation, &route.operation) {
                (Operation::Token(grants), Operation::Token(more)) => grants.extend(more),
                _ => at.fault(format!("`{}` has two meanings", written), "give each operation a route of its own"),
            },
            None => {
                if self.found.iter().any(|(known, _)| alike(&known.path, &route.path) && known.path != route.path) {
                    at.fault("two routes name the same segment differently", "use the same word in braces");
                }
                self.found.push((route, at));
            }
        }
    }

    /// The route that answers at this path or below it.
    pub(super) fn meeting(&self, path: &str) -> Option<(&Route, &At<'a>)> {
        let meets = |route: &Route| {
            let mut own = route.path.split('/');
            path.split('/').all(|wanted| own.next() == Some(wanted))
        };
        self.found
            .iter()
            .map(|(route, at)| (route, at))
            .find(|(route, _)| reserved(&route.path).is_none() && meets(route))
    }

    /// All of them, once every forward leads somewhere.
    pub(super) fn finish(self) -> Vec<Route> {
        for (route, at) in &self.found {
            let Operation::Forward { to, .. } = &route.operation else { continue };
            let leads =
                |(other, _): &&(Route, At<'_>)| other.path == to.trim_end_matches('/') && other.method == route.method;
            match self.found.iter().find(leads).map(|(other, _)| &other.operation) {
                Some(Operation::Forward { .. }) => at.fault("a forward to a forward", "lead to the route that answers"),
                Some(_) => {}
                None => at.fault(format!("`{to}` is no route with this method"), "lead to a route of `[authorize]`"),
            }
        }
        self.found.into_iter().map(|(route, _)| route).collect()
    }
}

/// `METHOD /path`.
pub(super) fn parse<'t>(at: &At<'_>, text: &'t str) -> Option<(Method, &'t str)> {
    let Some((word, path)) = text.split_once(' ') else {
        at.fault(format!("`{text}` is no route"), "write `GET /oauth2/authorize`");
        return None;
    };
    let Some((_, method)) = METHODS.iter().find(|(known, _)| *known == word) else {
        at.unknown("method", word, METHODS.iter().map(|(known, _)| *known));
        return None;
    };
    Some((*method, plain_path(at, path)?))
}

/// A path without query, blanks and dot segments.
pub(super) fn plain_path<'t>(at: &At<'_>, path: &'t str) -> Option<&'t str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~!$'()*,:@{}".contains(c);
    let dotted = path.split('/').any(|segment| segment == "." || segment == "..");
    if !path.starts_with('/') || path.contains("//") || dotted || !path.chars().all(plain) {
        at.fault(format!("`{path}` is no path"), "it begins with `/` and has no query, no blanks and no `%`");
        return None;
    }
    Some(path)
}

/// The words in braces of a path.
fn captured(path: &str) -> Vec<&str> {
    path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')).collect()
}

fn captures(at: &At<'_>, path: &str, rules: &Rules<'_>) {
    let found = captured(path);
    let loose = path.split('/').any(|segment| {
        segment.contains(['{', '}']) && !(segment.starts_with('{') && segment.ends_with('}') && segment.len() > 2)
    });
    if loose {
        return at.fault("a capture is a whole segment", "write `/oauth/{token}`");
    }
    if let Some(needed) = rules.must.iter().find(|needed| found.iter().filter(|own| own == needed).count() != 1) {
        at.fault(format!("the path must capture `{{{needed}}}` once"), format!("write `/oauth/{{{needed}}}`"));
    }
    let named = |word: &&str| !rules.must.contains(word) && *word != ANY;
    for (index, word) in found.iter().enumerate().filter(|(_, word)| named(word)) {
        if found.iter().take(index).any(|other| other == word) {
            at.fault(format!("the path captures `{{{word}}}` twice"), "leave one out");
        } else if !rules.may.contains(word) {
            let known: Vec<String> = rules.must.iter().chain(rules.may).map(|word| format!("`{{{word}}}`")).collect();
            let remedy = match known.as_slice() {
                [] => "leave it out".to_owned(),
                known => format!("leave it out; this path may have {}", known.join(" and ")),
            };
            at.fault(format!("nothing here reads `{{{word}}}` from the path"), remedy);
        }
    }
}

/// Why a route cannot stand at this path: the server has it for itself, or it would take in all paths of one segment.
pub(super) fn reserved(path: &str) -> Option<&'static str> {
    match path.strip_prefix("/{") {
        Some(rest) if !rest.contains('/') => Some("every path of one segment"),
        _ => crate::model::kept(path),
    }
}

/// Whether a route leads to this operation already, perhaps among others.
fn serves(own: &Operation, wanted: &Operation) -> bool {
    match (own, wanted) {
        (Operation::Token(own), Operation::Token(wanted)) => wanted.iter().all(|way| own.contains(way)),
        _ => own == wanted,
    }
}

/// Whether two paths match the same requests: a capture stands for any segment, but a literal one goes first.
fn alike(left: &str, right: &str) -> bool {
    let shape = |path: &str| -> Vec<String> {
        let part = |segment: &str| if segment.starts_with('{') { "{}".to_owned() } else { segment.to_owned() };
        path.split('/').map(part).collect()
    };
    shape(left) == shape(right)
}
