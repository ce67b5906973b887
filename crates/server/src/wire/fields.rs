//! Fields of our own forms.

use dialect::incoming::Incoming;
use http::header::{CONTENT_TYPE, HOST, ORIGIN};

/// Fields that are never shown again, whatever came of the form: passwords, the current one too, and the form's seal.
pub const NEVER_SHOWN: [&str; 3] = ["password", "current", "csrf"];

/// The fields of a posted form, from our own page.
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads them; `None` if the form was sent from another site or is no form. `origin` is the public address that the form is served at.
    pub fn read(incoming: &Incoming<'_>, origin: &str) -> Option<Self> {
        let text = |name: &str| incoming.headers.get(name).and_then(|value| value.to_str().ok());
        let own_site = match (text("sec-fetch-site"), text(ORIGIN.as_str())) {
            (Some(site), _) => matches!(site, "same-origin" | "none"),
            // `null` is what a browser says under our own referrer policy; the seal and the cookie still have to fit.
            (None, None | Some("null")) => true,
            (None, Some(from)) => host(from) == text(HOST.as_str()) || host(from) == host(origin),
        };
        if !own_site {
            return None;
        }
        let kind = text(CONTENT_TYPE.as_str()).unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return None;
        }
        let pairs = form_urlencoded::parse(incoming.body);
        // Browsers send two characters for a line's end, and count one where a field has a longest text.
        Some(Self(pairs.map(|(name, value)| (name.into_owned(), value.replace("\r\n", "\n"))).collect()))
    }

    /// The first field of that name; empty where there is none.
    pub fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    /// Whether there is a field of that name.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }

    /// All of them, without what is never shown again.
    pub fn shown_again(&self) -> Vec<&(String, String)> {
        self.0.iter().filter(|(name, _)| !NEVER_SHOWN.contains(&name.as_str())).collect()
    }

    /// All fields of that name.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(own, _)| own == name).map(|(_, value)| value.clone()).collect()
    }
}

fn host(origin: &str) -> Option<&str> {
    origin.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, Method};

    #[test]
    fn a_lines_end_is_one_character() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
        let body = b"text=one%0D%0Atwo%0Athree";
        let incoming = Incoming { method: &Method::POST, captures: &[], query: None, headers: &headers, body };
        assert_eq!(Fields::read(&incoming, "https://example.com").unwrap().one("text"), "one\ntwo\nthree");
    }
}
