//! The tokens of the hand-off: the vectors of the document, and everything that is no token of ours (TOK-07).

use super::claims::{ANSWER_LIVES, Answer, Expected, Request, Unfit};
use super::jwt::{Direction, sign, signed_claims};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::secret::{Key, Plain};
use engine::time::Now;

const NOON: i64 = 1_795_348_800;
const PAGE: &str = "https://www.shop.example/login";
const ISSUER: &str = "https://auth.shop.example/shop";

fn secret() -> Plain {
    Plain::new("0123456789abcdef0123456789abcdef")
}

fn request() -> Request {
    Request {
        iss: ISSUER.to_owned(),
        aud: PAGE.to_owned(),
        realm: "shop".to_owned(),
        jti: "AAECAwQFBgcICQoLDA0ODw".to_owned(),
        iat: NOON,
        exp: NOON + 300,
        return_to: format!("{ISSUER}/-/hand-off?request=c2VhbGVk"),
        ui_locales: "de".to_owned(),
        prompt: Some("login".to_owned()),
    }
}

fn answer() -> Answer {
    Answer {
        iss: PAGE.to_owned(),
        aud: ISSUER.to_owned(),
        realm: "shop".to_owned(),
        jti: request().jti,
        iat: NOON + 20,
        exp: NOON + 80,
        sub: "4711".to_owned(),
        preferred_username: "ada".to_owned(),
        email: "ada@shop.example".to_owned(),
        email_verified: true,
        given_name: "Ada".to_owned(),
        family_name: "Lovelace".to_owned(),
        roles: None,
        auth_time: NOON + 20,
        amr: vec!["pwd".to_owned()],
    }
}

fn hex(key: &Key) -> String {
    key.0.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the document shows under a name, without its line breaks.
fn shown(name: &str) -> String {
    let text = include_str!("../../../../../docs/hand-off.md");
    let vectors = text.split("## Test vectors").nth(1).unwrap();
    let (_, rest) = vectors.split_once(&format!("\n{name:<12}")).unwrap_or_else(|| panic!("no vector {name}"));
    let mut lines = rest.lines();
    let first = lines.next().unwrap().trim().to_owned();
    lines.take_while(|line| line.starts_with("            ")).fold(first, |text, line| text + line.trim())
}

#[test]
fn the_documents_vectors_are_what_this_server_sends_and_takes() {
    let (requests, answers) = (Direction::Request.key(&secret()), Direction::Answer.key(&secret()));
    assert_eq!(shown("secret"), secret().expose());
    assert_eq!(shown("request key"), hex(&requests));
    assert_eq!(shown("answer key"), hex(&answers));
    assert_eq!(shown("request"), sign(Direction::Request, &requests, &request()));
    assert_eq!(shown("answer"), sign(Direction::Answer, &answers, &answer()));
    assert_eq!(read(&answers, &shown("answer")), Some(answer()));
}

fn read(key: &Key, token: &str) -> Option<Answer> {
    serde_json::from_slice(&signed_claims(Direction::Answer, key, token)?).ok()
}

fn taken(token: &str) -> bool {
    read(&Direction::Answer.key(&secret()), token).is_some()
}

/// Signed with the right key, whatever it says.
fn signed(header: &str, claims: &str) -> String {
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, &Direction::Answer.key(&secret()).0);
    let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(aws_lc_rs::hmac::sign(&key, text.as_bytes()).as_ref()))
}

#[test]
fn tok_07_one_algorithm_one_type_and_nothing_else_in_a_header() {
    let claims = serde_json::to_string(&answer()).unwrap();
    assert!(taken(&signed(r#"{"alg":"HS256","typ":"grantor-answer+jwt"}"#, &claims)));
    assert!(taken(&signed(r#"{"typ":"grantor-answer+jwt", "alg":"HS256"}"#, &claims)), "in any order");
    for header in [
        r#"{"alg":"none","typ":"grantor-answer+jwt"}"#,
        r#"{"alg":"HS512","typ":"grantor-answer+jwt"}"#,
        r#"{"alg":"RS256","typ":"grantor-answer+jwt"}"#,
        r#"{"alg":"hs256","typ":"grantor-answer+jwt"}"#,
        r#"{"alg":"HS256","typ":"grantor-request+jwt"}"#,
        r#"{"alg":"HS256","typ":"JWT"}"#,
        r#"{"alg":"HS256","typ":"at+jwt"}"#,
        r#"{"alg":"HS256"}"#,
        r#"{"typ":"grantor-answer+jwt"}"#,
        r#"{"alg":"HS256","alg":"none","typ":"grantor-answer+jwt"}"#,
        r#"{"alg":"HS256","typ":"grantor-answer+jwt","kid":"../../dev/null"}"#,
        r#"{"alg":"HS256","typ":"grantor-answer+jwt","jku":"https://evil.example/keys"}"#,
        r#"{"alg":"HS256","typ":"grantor-answer+jwt","jwk":{"kty":"oct","k":""}}"#,
        r#"{"alg":"HS256","typ":"grantor-answer+jwt","x5u":"https://evil.example/"}"#,
        r#"{"alg":"HS256","typ":"grantor-answer+jwt","crit":["b64"],"b64":false}"#,
        "[]",
        "",
    ] {
        assert!(!taken(&signed(header, &claims)), "{header}");
    }
}

#[test]
fn tok_07_a_signature_of_anything_else_is_none() {
    let good = sign(Direction::Answer, &Direction::Answer.key(&secret()), &answer());
    assert!(taken(&good));
    let (text, signature) = good.rsplit_once('.').unwrap();
    let (header, claims) = text.split_once('.').unwrap();
    let other = Direction::Answer.key(&Plain::new("fedcba9876543210fedcba9876543210"));
    for bad in [
        format!("{text}."),
        text.to_owned(),
        format!("{text}.{}", &signature[..42]),
        format!("{text}.{signature}A"),
        format!("{text}.{signature}="),
        format!("{good}."),
        format!("{good}.{signature}"),
        format!(".{good}"),
        format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(r#"{"sub":"1"}"#)),
        format!("{}.{claims}.{signature}", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#)),
        format!("{}.{claims}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"grantor-answer+jwt"}"#)),
        sign(Direction::Answer, &other, &answer()),
        sign(Direction::Answer, &Direction::Request.key(&secret()), &answer()),
        sign(Direction::Request, &Direction::Request.key(&secret()), &answer()),
        sign(Direction::Request, &Direction::Answer.key(&secret()), &answer()),
        String::new(),
        "..".to_owned(),
        "ä.ö.ü".to_owned(),
    ] {
        assert!(!taken(&bad), "{bad}");
    }
}

#[test]
fn what_an_answer_leaves_out_or_says_twice_is_no_answer() {
    let header = r#"{"alg":"HS256","typ":"grantor-answer+jwt"}"#;
    let all = serde_json::to_value(answer()).unwrap();
    for needed in ["iss", "aud", "realm", "jti", "iat", "exp", "sub", "preferred_username", "auth_time"] {
        let mut less = all.clone();
        less.as_object_mut().unwrap().remove(needed);
        assert!(!taken(&signed(header, &less.to_string())), "{needed}");
    }
    let twice = all.to_string().replacen('{', r#"{"sub":"4712","#, 1);
    assert!(!taken(&signed(header, &twice)), "{twice}");
    let mut more = all;
    more["zoneinfo"] = "Europe/Berlin".into();
    assert!(taken(&signed(header, &more.to_string())), "what is not known is ignored");
}

#[test]
fn an_answer_repeats_its_request_and_is_fresh() {
    let expected =
        Expected { page: PAGE, issuer: ISSUER, realm: "shop", request: "AAECAwQFBgcICQoLDA0ODw", asked_at: NOON };
    let at = |second: i64| Now(second * 1000);
    let fits = |answer: &Answer, second: i64| answer.fits(&expected, at(second));
    assert_eq!(fits(&answer(), NOON + 20), Ok(()));
    assert_eq!(fits(&answer(), NOON + 79), Ok(()), "its last second");
    assert_eq!(fits(&answer(), NOON + 80), Err(Unfit::Late));
    assert_eq!(fits(&answer(), NOON + 10), Ok(()), "a clock that is ten seconds ahead");
    assert_eq!(fits(&answer(), NOON + 9), Err(Unfit::Clock), "eleven");
    let changed = |change: &dyn Fn(&mut Answer)| {
        let mut answer = answer();
        change(&mut answer);
        fits(&answer, NOON + 20)
    };
    assert_eq!(changed(&|own| own.iss.push('/')), Err(Unfit::Elsewhere("iss")));
    assert_eq!(changed(&|own| own.aud = "https://auth.shop.example/other".to_owned()), Err(Unfit::Elsewhere("aud")));
    assert_eq!(changed(&|own| own.realm = "other".to_owned()), Err(Unfit::Elsewhere("realm")));
    assert_eq!(changed(&|own| own.jti = "AAECAwQFBgcICQoLDA0ODg".to_owned()), Err(Unfit::Elsewhere("jti")));
    assert_eq!(changed(&|own| own.exp = own.iat + ANSWER_LIVES + 1), Err(Unfit::Lives), "it lives too long");
    assert_eq!(changed(&|own| own.exp = i64::MAX), Err(Unfit::Lives));
    assert_eq!(changed(&|own| own.iat = i64::MIN), Err(Unfit::Lives));
    assert_eq!(changed(&|own| own.auth_time = own.iat + 1), Err(Unfit::Ahead), "signed in after the answer");
    let made = |iat: i64| changed(&|own| (own.iat, own.exp, own.auth_time) = (iat, iat + ANSWER_LIVES, iat));
    assert_eq!(made(NOON - 10), Ok(()), "a clock that is ten seconds behind");
    assert_eq!(made(NOON - 11), Err(Unfit::Clock), "before it was asked");
}
