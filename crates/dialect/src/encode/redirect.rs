//! Answers that travel by redirect: the whole Location.

use super::{Facts, Filler};
use crate::model::{CodeIn, Dialect, Endpoint, Metadata, Template};
use engine::refusal::Refused;
use engine::request::ResponseType;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// RFC 3986 section 2.3.
const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// What no URI may hold; a registered one has none of it.
const UNSAFE: AsciiSet = CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'`').add(b'#');

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
        let mut location = utf8_percent_encode(to, &UNSAFE).to_string();
        let literal = self.literal();
        let mut joint = joint(&location, place);
        let mut push = |name: &str, value: &str| {
            location.push_str(std::mem::replace(&mut joint, "&"));
            location.extend(utf8_percent_encode(name, &RESERVED));
            location.push('=');
            location.extend(utf8_percent_encode(value, &literal));
        };
        for (name, template) in answer {
            if let Some(value) = filler.whole_text(template) {
                push(name, &value);
            }
        }
        // RFC 9207.
        if self.metadata == Metadata::Published {
            push("iss", filler.facts.issuer);
        }
        location
    }

    fn literal(&self) -> AsciiSet {
        let harmless = |byte: &u8| byte.is_ascii_graphic() && !b"&=#%+".contains(byte);
        self.redirect_literals.bytes().filter(harmless).fold(RESERVED, |set, byte| set.remove(byte))
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
