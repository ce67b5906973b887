//! Answers that travel by redirect: the whole Location.

use super::{Facts, Filler};
use crate::model::{CodeIn, Dialect, Endpoint, Template};
use engine::refusal::Refused;
use engine::request::ResponseType;
use percent_encoding::{AsciiSet, CONTROLS, percent_encode_byte, utf8_percent_encode};

/// What no URI may hold; a registered one has none of it.
const UNSAFE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'`').add(b'#');

impl Dialect {
    /// The Location after yes.
    pub fn redirect_yes(&self, to: &str, response: ResponseType, facts: &Facts) -> String {
        let answer = match response {
            ResponseType::Code => &self.authorize.code_answer,
            ResponseType::Token => &self.authorize.token_answer,
        };
        self.location(to, response, answer, Filler::new(self, facts))
    }

    /// The Location after no: in the fragment where the yes would have been there.
    pub fn redirect_no(&self, to: &str, response: ResponseType, refused: &Refused, facts: &Facts) -> String {
        let words = self.words(Endpoint::Authorize, refused, facts);
        let filler = Filler::new(self, facts).with_words(&words);
        self.location(to, response, &self.authorize.refusal_answer, filler)
    }

    fn location(&self, to: &str, response: ResponseType, answer: &[(String, Template)], filler: Filler) -> String {
        let place = match response {
            ResponseType::Code => self.authorize.code_in,
            ResponseType::Token => CodeIn::Fragment,
        };
        let (to, _) = to.split_once('#').unwrap_or((to, ""));
        let mut location = utf8_percent_encode(to, UNSAFE).to_string();
        let mut joint = joint(&location, place);
        let mut push = |name: &str, value: &str| {
            location.push_str(std::mem::replace(&mut joint, "&"));
            self.push_encoded(&mut location, name);
            location.push('=');
            self.push_encoded(&mut location, value);
        };
        for (name, template) in answer {
            if let Some(value) = filler.whole_text(template) {
                push(name, &value);
            }
        }
        location
    }

    /// Unreserved characters (RFC 3986 section 2.3) and the dialect's own stay as they are, the rest is `%XX`.
    fn push_encoded(&self, out: &mut String, text: &str) {
        for byte in text.bytes() {
            let own = self.redirect_literals.as_bytes().contains(&byte);
            let literal = own && byte.is_ascii_graphic() && !b"&=#%+".contains(&byte);
            if literal || byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                out.push_str(percent_encode_byte(byte));
            }
        }
    }
}

/// What stands before the first parameter: the URI may have a query of its own.
fn joint(location: &str, place: CodeIn) -> &'static str {
    match (place, location.split_once('?')) {
        (CodeIn::Fragment, _) => "#",
        (CodeIn::Query, None) => "?",
        (CodeIn::Query, Some((_, query))) if query.is_empty() || query.ends_with('&') => "",
        (CodeIn::Query, Some(_)) => "&",
    }
}
