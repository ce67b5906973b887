//! Locations.

use crate::model::{CodeIn, Dialect, Slot, Template};
use crate::sample::{account, app, dialect, facts, lone, text};
use engine::refusal::{Refusal, Refused};
use engine::request::ResponseType::{self, Code, Token};
use engine::scope::ScopeSet;

const STATE: &str = "state=z%C3%BCrich%20%26%20100%25%2F~ok";
const ISS: &str = "iss=https%3A%2F%2Fauth.example%2Fx";

fn yes(dialect: &Dialect, to: &str, response: ResponseType) -> String {
    let (app, account, scope) = (app(), account(), ScopeSet::parse("read write"));
    dialect.redirect_yes(to, response, &facts(&app, &account, &scope))
}

fn no(dialect: &Dialect, response: ResponseType, refused: &Refused) -> String {
    let (app, account, scope) = (app(), account(), ScopeSet::parse("read write"));
    dialect.redirect_no("https://app.example/cb", response, refused, &facts(&app, &account, &scope))
}

#[test]
fn parameters_join_what_the_uri_has() {
    let tail = format!("code=C&{STATE}&{ISS}");
    let rows = [
        ("https://app.example/cb", "https://app.example/cb?"),
        ("https://app.example/cb?", "https://app.example/cb?"),
        ("https://app.example/cb?x=1", "https://app.example/cb?x=1&"),
        ("https://app.example/cb?x=1&", "https://app.example/cb?x=1&"),
        ("https://app.example/cb?x=a?b", "https://app.example/cb?x=a?b&"),
        ("https://app.example/cb?x=%26", "https://app.example/cb?x=%26&"),
        ("https://app.example", "https://app.example?"),
        ("com.example.app:/cb", "com.example.app:/cb?"),
        ("http://[::1]:8080/cb", "http://[::1]:8080/cb?"),
        ("https://app.example/cb#part", "https://app.example/cb?"),
    ];
    for (to, start) in rows {
        assert_eq!(yes(&dialect(), to, Code), format!("{start}{tail}"), "{to}");
    }
}

#[test]
fn tokens_travel_in_the_fragment_and_so_do_their_refusals() {
    let mut dialect = dialect();
    assert_eq!(yes(&dialect, "https://a/cb?x=1", Token), format!("https://a/cb?x=1#access_token=AT&{STATE}"));
    let denied = Refusal::AccessDenied.into();
    let words = "error=access_denied&error_description=the%20user%20denied%20the%20request";
    assert_eq!(no(&dialect, Code, &denied), format!("https://app.example/cb?{words}&{STATE}&{ISS}"));
    assert_eq!(no(&dialect, Token, &denied), format!("https://app.example/cb#{words}&{STATE}&{ISS}"));
    dialect.authorize.code_in = CodeIn::Fragment;
    assert_eq!(yes(&dialect, "https://a/cb", Code), format!("https://a/cb#code=C&{STATE}&{ISS}"));
}

#[test]
fn literals_stay_and_what_has_no_value_goes() {
    let mut dialect = dialect();
    dialect.scopes.separator = crate::model::Separator::Char(',');
    dialect.authorize.code_answer = vec![
        ("scope".to_owned(), lone(Slot::Scope)),
        ("second".to_owned(), lone(Slot::SecondScope)),
        ("authorized".to_owned(), text("true")),
        ("code".to_owned(), lone(Slot::Code)),
    ];
    assert_eq!(yes(&dialect, "https://a/", Code), "https://a/?scope=read%2Cwrite&authorized=true&code=C");
    dialect.redirect_literals = ",".to_owned();
    assert_eq!(yes(&dialect, "https://a/", Code), "https://a/?scope=read,write&authorized=true&code=C");
    dialect.redirect_literals = "&=#%+ \r\nü,".to_owned();
    dialect.authorize.code_answer = vec![("s".to_owned(), lone(Slot::State))];
    assert_eq!(yes(&dialect, "https://a/", Code), "https://a/?s=z%C3%BCrich%20%26%20100%25%2F~ok");
    dialect.authorize.code_answer = vec![("a b&".to_owned(), Template::default())];
    assert_eq!(yes(&dialect, "https://a/", Code), "https://a/?a%20b%26=");
}

#[test]
fn a_location_is_always_one_line_of_ascii() {
    let dialect = dialect();
    for to in ["https://a/\r\nX-Evil: 1", "https://ü.example/☃", "https://a/ b\"<>\\`"] {
        let location = yes(&dialect, to, Code);
        assert!(location.bytes().all(|byte| byte.is_ascii_graphic()), "{location}");
        assert!(http::HeaderValue::from_str(&location).is_ok());
    }
}
