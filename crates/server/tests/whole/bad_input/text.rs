//! ROB-02: texts that are none, JSON that is none, types that nobody takes.

use super::{Place, last_refusal, places};
use crate::http::{Request, Response};
use crate::world::World;
use dialect::model::Operation;

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

fn send(world: &World, place: &Place, kind: &str, body: &[u8]) -> Response {
    Request::new(place.method, &place.target).body(kind, body).send(world.at)
}

/// Bodies that some parser trips over.
fn nasty() -> Vec<(&'static str, Vec<u8>)> {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(10_000), close.repeat(10_000)).into_bytes();
    let wide = format!("{{{}}}", (0..9_000).map(|n| format!("\"{n}\":0")).collect::<Vec<_>>().join(","));
    vec![
        (FORM, b"code=\xff\xfe&client_id=\xc3".to_vec()),
        (FORM, b"code=%ff%fe&client_id=%c3%28&token=%ed%a0%80".to_vec()),
        (FORM, b"code=%&client_id=%4&grant_type=%zz&token=%u0041".to_vec()),
        (FORM, b"code=%00&client_id=a%00b&refresh_token=%00&token=a%00".to_vec()),
        (FORM, b"code=a\0b&grant_type=\0".to_vec()),
        (FORM, b"\0\0\0\0".to_vec()),
        (FORM, b"%ff=%ff&=&==&&&=a&a".to_vec()),
        (FORM, "grant_type=authorization_code&client_id=\u{202e}\u{feff}&code=\u{1f4a9}".as_bytes().to_vec()),
        (JSON, deep("[", "]")),
        (JSON, deep("{\"a\":", "}")),
        (JSON, deep("[[[{\"nonce\":[", "]}]]]")),
        (JSON, wide.into_bytes()),
        (JSON, br#"{"nonce":"\ud800","code":"\udfff\ud800","client_id":"\u0000"}"#.to_vec()),
        (JSON, br#"{"nonce":{"a":[1]},"application_id":[],"application_secret":1e999,"code":true}"#.to_vec()),
        (JSON, br#"{"nonce":-1e-999999,"application_id":NaN}"#.to_vec()),
        (JSON, br#"{"nonce":"a"}{"nonce":"b"}"#.to_vec()),
        (JSON, br#"{"nonce":"a","#.to_vec()),
        (JSON, br#"["nonce"]"#.to_vec()),
        (JSON, br#""nonce""#.to_vec()),
        (JSON, b"null".to_vec()),
        (JSON, b"\xef\xbb\xbf{}".to_vec()),
        (JSON, b"\xff\xfe{\0}\0".to_vec()),
        (JSON, Vec::new()),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=\"code\"\r\n\r\na\r\n--x--".to_vec(),
        ),
        ("text/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>".to_vec()),
        ("application/x-www-form-urlencoded; charset=utf-16", b"c\0o\0d\0e\0=\0a\0".to_vec()),
        (";;;", b"code=a".to_vec()),
        ("\u{7f}", b"code=a".to_vec()),
    ]
}

#[test]
fn rob_02_nothing_that_can_be_posted_is_more_than_a_4xx() {
    let world = World::new();
    for place in places(&world).iter().filter(|place| place.method != "GET") {
        for (kind, body) in nasty() {
            if kind == "\u{7f}" {
                continue;
            }
            let answer = send(&world, place, kind, &body);
            let calm = (200..500).contains(&answer.status);
            assert!(calm, "{place:?} {kind} {}: {answer:?}", String::from_utf8_lossy(&body[..body.len().min(60)]));
            assert!(!answer.text().contains("access_token\""), "{place:?}: {answer:?}");
            if let (Operation::Token(_), false) = (&place.operation, place.mount == "raindrop-live") {
                assert!((400..500).contains(&answer.status), "{place:?} {kind}: {answer:?}");
            }
        }
    }
}

#[test]
fn rob_02_nothing_that_can_be_asked_for_is_more_than_a_4xx() {
    let world = World::new();
    let queries = [
        "%",
        "%ff",
        "client_id=%ff%fe",
        "client_id=%00",
        "state=%ff",
        "state=%00",
        "redirect_uri=%0d%0aX:1",
        "a=%zz&b=%",
        "&&&&",
        "=",
        "?",
        "scope=%ed%a0%80",
        "lang=%f0",
    ];
    for place in places(&world).iter().filter(|place| place.method == "GET") {
        for query in queries {
            let answer = world.get(&format!("{}?{query}", place.target));
            assert!((200..500).contains(&answer.status), "{place:?} {query}: {answer:?}");
        }
    }
}

/// Whatever a token looks like at the doors of the API.
#[test]
fn rob_02_no_presented_token_is_more_than_a_4xx() {
    let world = World::new();
    let long = "a".repeat(20_000);
    let headers = [
        "Bearer",
        "Bearer ",
        "Bearer  a",
        "Bearer \"",
        "\"Bearer",
        "Bearer a b",
        "bearer \u{e9}",
        "App",
        "App .",
        "App e30.e30.",
        "Basic",
        "Basic =",
        "Basic Og==",
        "Bearer ====",
        "Bearer YQ==",
        "Digest a",
        "",
        &long,
    ];
    for mount in crate::client::MOUNTS {
        for header in headers {
            for name in ["Authorization", "SerbleAuth"] {
                let answer = Request::new("GET", &format!("/{mount}/verify")).header(name, header).send(world.at);
                assert!(matches!(answer.status, 400 | 401), "{mount} {name}: {header}: {answer:?}");
            }
        }
    }
}

/// 415 in the dialect's envelope, and never a word about a grant.
#[test]
fn a_content_type_that_nobody_takes_is_named_as_such() {
    let world = World::new();
    for place in places(&world).iter().filter(|place| matches!(place.operation, Operation::Token(_))) {
        let answer = send(&world, place, "text/plain", b"grant_type=authorization_code&code=a");
        if place.mount == "boxc" {
            // Read as JSON, whatever the header says; that it is none is said so.
            assert_eq!((answer.status, last_refusal(&world).as_str()), (400, "body_malformed"), "{answer:?}");
            continue;
        }
        assert_eq!(
            (answer.status, last_refusal(&world).as_str()),
            (415, "media_type_unsupported"),
            "{place:?} {answer:?}"
        );
        assert!(!answer.text().contains("grant"), "{answer:?}");
    }
}
