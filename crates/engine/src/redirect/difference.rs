//! How a redirect URI differs from a registered one, for the developer who looks for the reason. Nothing here lets anything pass.

use super::{below, has_dots};
use crate::policy::{RedirectMatch, RedirectPolicy};
use serde::{Deserialize, Serialize};

/// One way in which two URIs differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difference {
    /// Blanks or control characters, within or at the ends.
    Blank,
    /// It is the registered one, percent-encoded once more.
    Encoded,
    /// `http` and `https`, or another scheme.
    Scheme,
    /// A user name before the host.
    UserInfo,
    /// `localhost` and its address: two names of one machine.
    Loopback,
    /// Capital letters in the host.
    HostCase,
    /// With `www.` and without.
    Www,
    /// Another host.
    Host,
    /// Another port.
    Port,
    /// A slash at the end of the path.
    TrailingSlash,
    /// Capital letters in the path.
    PathCase,
    /// The path's last character: one more, one less, or another.
    LastCharacter,
    /// Another path.
    Path,
    /// A dot segment in the path, or one that is hidden.
    Dots,
    /// Another query, or one where there is none.
    Query,
    /// A fragment.
    Fragment,
}

/// The parts of a URI (RFC 3986 appendix B) as they are written: a parser would make alike what is not.
#[derive(Default)]
struct Pieces<'a> {
    scheme: &'a str,
    user: Option<&'a str>,
    host: &'a str,
    port: &'a str,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
}

impl<'a> Pieces<'a> {
    fn of(uri: &'a str) -> Self {
        let cut = |text: &'a str, at: char| text.split_once(at).map_or((text, None), |(a, b)| (a, Some(b)));
        let (rest, fragment) = cut(uri, '#');
        let (rest, query) = cut(rest, '?');
        let (scheme, rest) = rest.split_once(':').unwrap_or(("", rest));
        let Some(rest) = rest.strip_prefix("//") else {
            return Self { scheme, path: rest, query, fragment, ..Self::default() };
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (user, place) = authority.rsplit_once('@').map_or((None, authority), |(user, place)| (Some(user), place));
        // The colons of an IPv6 address stand within brackets.
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port),
            _ => (place, ""),
        };
        Self { scheme, user, host, port, path, query, fragment }
    }
}

/// All ways in which what was sent differs from what is registered, as far as the policy minds; none where it would match.
pub fn differences(sent: &str, registered: &str, policy: &RedirectPolicy) -> Vec<Difference> {
    let tidy: String = sent.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let mut found = Vec::new();
    if tidy != sent {
        found.push(Difference::Blank);
    }
    if tidy != registered && percent_decoded(&tidy).is_some_and(|text| text == registered) {
        found.push(Difference::Encoded);
        return found;
    }
    let (sent, own) = (Pieces::of(&tidy), Pieces::of(registered));
    let any_port = own.scheme == "http" && policy.any_port.iter().any(|host| host == own.host);
    let dots = has_dots(sent.path);
    let prefix = policy.matching == RedirectMatch::SameHostPathPrefix && below(own.path, sent.path);
    let ways = [
        (sent.scheme != own.scheme).then_some(Difference::Scheme),
        (sent.user != own.user).then_some(Difference::UserInfo),
        host(sent.host, own.host),
        (sent.port != own.port && !any_port).then_some(Difference::Port),
        path(sent.path, own.path).filter(|_| !prefix && !dots),
        dots.then_some(Difference::Dots),
        (!prefix && !asks_alike(sent.query, own.query, policy)).then_some(Difference::Query),
        (sent.fragment != own.fragment).then_some(Difference::Fragment),
    ];
    found.extend(ways.into_iter().flatten());
    found
}

/// The registered one that comes nearest, and how it differs.
pub fn nearest<'a>(
    sent: &str,
    registered: &'a [String],
    policy: &RedirectPolicy,
) -> Option<(&'a str, Vec<Difference>)> {
    let judged = registered.iter().map(|own| (own.as_str(), differences(sent, own, policy)));
    judged.min_by_key(|(own, ways)| (ways.len(), ways.first().copied(), std::cmp::Reverse(alike(sent, own))))
}

/// How many bytes two texts share at their beginning.
fn alike(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count()
}

/// Whether the queries are the same, or, where more may be said, all of the registered one is.
fn asks_alike(sent: Option<&str>, own: Option<&str>, policy: &RedirectPolicy) -> bool {
    let pairs = |query: Option<&str>| -> Vec<(String, String)> {
        form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
    };
    let sent_pairs = pairs(sent);
    sent == own || policy.matching == RedirectMatch::SamePath && pairs(own).iter().all(|pair| sent_pairs.contains(pair))
}

fn host(sent: &str, own: &str) -> Option<Difference> {
    const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
    let bare = |host: &str| host.to_ascii_lowercase().strip_prefix("www.").map(str::to_owned);
    match () {
        () if sent == own => None,
        () if sent.eq_ignore_ascii_case(own) => Some(Difference::HostCase),
        () if LOOPBACK.contains(&sent) && LOOPBACK.contains(&own) => Some(Difference::Loopback),
        () if bare(sent).is_some_and(|bare| bare == own) || bare(own).is_some_and(|bare| bare == sent) => {
            Some(Difference::Www)
        }
        () => Some(Difference::Host),
    }
}

fn path(sent: &str, own: &str) -> Option<Difference> {
    let shorter = |text: &str| text.char_indices().next_back().map_or(0, |(at, _)| at);
    let but_the_last = |text: &'_ str| text.get(..shorter(text)).unwrap_or_default().to_owned();
    match () {
        () if sent == own => None,
        () if sent.trim_end_matches('/') == own.trim_end_matches('/') => Some(Difference::TrailingSlash),
        () if sent.eq_ignore_ascii_case(own) => Some(Difference::PathCase),
        () if but_the_last(sent) == own || but_the_last(own) == sent || but_the_last(sent) == but_the_last(own) => {
            Some(Difference::LastCharacter)
        }
        () => Some(Difference::Path),
    }
}

/// The text behind percent signs; `None` where it has pieces that no such text has.
fn percent_decoded(text: &str) -> Option<String> {
    let (name, value) = form_urlencoded::parse(text.as_bytes()).next()?;
    (value.is_empty() && !text.contains(['&', '='])).then(|| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::AbsentRedirect;
    use Difference::*;

    const OWN: &str = "https://client.example/connect/user";

    fn policy(matching: RedirectMatch) -> RedirectPolicy {
        RedirectPolicy {
            matching,
            absent: AbsentRedirect::Sole,
            any_port: vec!["127.0.0.1".into()],
            on_screen: Vec::new(),
            reserved: Vec::new(),
        }
    }

    fn exact(sent: &str, own: &str) -> Vec<Difference> {
        differences(sent, own, &policy(RedirectMatch::Exact))
    }

    #[test]
    fn every_way_has_its_name() {
        for (sent, ways) in [
            (OWN, vec![]),
            (" https://client.example/connect/user\n", vec![Blank]),
            ("https%3A%2F%2Fclient.example%2Fconnect%2Fuser", vec![Encoded]),
            ("http://client.example/connect/user", vec![Scheme]),
            ("https://eve@client.example/connect/user", vec![UserInfo]),
            ("https://Client.Example/connect/user", vec![HostCase]),
            ("https://www.client.example/connect/user", vec![Www]),
            ("https://other.example/connect/user", vec![Host]),
            ("https://client.example:8443/connect/user", vec![Port]),
            ("https://client.example/connect/user/", vec![TrailingSlash]),
            ("https://client.example/Connect/User", vec![PathCase]),
            ("https://client.example/connect/users", vec![LastCharacter]),
            ("https://client.example/connect/use", vec![LastCharacter]),
            ("https://client.example/connect/usep", vec![LastCharacter]),
            ("https://client.example/callback", vec![Path]),
            ("https://client.example/connect/../connect/user", vec![Dots]),
            ("https://client.example/connect/%2E%2E/user", vec![Dots]),
            ("https://client.example/connect/user?a=b", vec![Query]),
            ("https://client.example/connect/user#a", vec![Fragment]),
            ("http://client.example:80/connect/user/", vec![Scheme, Port, TrailingSlash]),
            ("nonsense", vec![Scheme, Host, Path]),
        ] {
            assert_eq!(exact(sent, OWN), ways, "{sent}");
        }
        assert_eq!(exact("http://localhost:3000/cb", "http://127.0.0.1/cb"), [Loopback]);
        assert_eq!(exact("http://127.0.0.1:3000/cb", "http://127.0.0.1/cb"), []);
        assert_eq!(exact("http://[::1]:3000/cb", "http://[::1]/cb"), [Port]);
    }

    #[test]
    fn what_the_policy_lets_pass_is_no_difference() {
        let ways = |sent| differences(sent, OWN, &policy(RedirectMatch::SameHostPathPrefix));
        assert_eq!(ways("https://client.example/connect/user/7?a=b"), []);
        assert_eq!(ways("https://client.example/connect/users"), [LastCharacter]);
        assert_eq!(ways("https://client.example/connect/user/../admin"), [Dots]);
    }

    #[test]
    fn a_query_may_say_more_where_the_policy_lets_it() {
        let ways = |sent| differences(sent, "https://a.example/cb?app=1", &policy(RedirectMatch::SamePath));
        assert_eq!(ways("https://a.example/cb?user=7&app=1"), []);
        assert_eq!(ways("https://a.example/cb?user=7"), [Query]);
    }

    #[test]
    fn the_nearest_is_told() {
        let registered = ["https://a.example/cb", "https://b.example/callback", "https://a.example/callback"];
        let registered: Vec<String> = registered.map(str::to_owned).into();
        let nearest = |sent| super::nearest(sent, &registered, &policy(RedirectMatch::Exact));
        assert_eq!(nearest("https://a.example/callback/"), Some(("https://a.example/callback", vec![TrailingSlash])));
        assert_eq!(nearest("https://b.example/Callback").unwrap().0, "https://b.example/callback");
        assert_eq!(super::nearest("x", &[], &policy(RedirectMatch::Exact)), None);
    }
}
