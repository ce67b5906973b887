//! Texts fit their shapes, and nothing but the seed decides them.

use super::{Carried, Es256, Minted, Origin, Signers, Subject};
use crate::model::{Alphabet, Claim, Dialect, JwtAlg, JwtShape, Shape, ShapePart, Slot};
use crate::sample::{account, app, dialect, lone, text};
use aws_lc_rs::hmac;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::scope::ScopeSet;
use engine::secret::{Key, Seed};
use engine::token::{Mask, TokenHash, TokenId};
use proptest::prelude::*;

fn parts(parts: &[(&str, Option<(Alphabet, usize)>)]) -> Shape {
    let mut all = Vec::new();
    for (literal, random) in parts {
        all.push(ShapePart::Literal((*literal).to_owned()));
        all.extend(random.map(|(alphabet, length)| ShapePart::Random(alphabet, length)));
    }
    Shape::Parts(all)
}

fn shapes() -> Vec<(Shape, u32)> {
    vec![
        (Shape::Uuid, 122),
        (parts(&[("", Some((Alphabet::Hex, 64)))]), 256),
        (parts(&[("", Some((Alphabet::Base62, 20)))]), 119),
        (parts(&[("rt-", Some((Alphabet::Base62, 32)))]), 190),
        (parts(&[("", Some((Alphabet::Base64Url, 43)))]), 256),
        (parts(&[("", Some((Alphabet::Lower, 16)))]), 82),
        (parts(&[("", Some((Alphabet::Digits, 5))), (".", Some((Alphabet::Digits, 5)))]), 32),
        (parts(&[("fixed", None)]), 0),
    ]
}

proptest! {
    #[test]
    fn a_minted_text_fits_its_shape_and_no_other_length(seed in any::<[u8; 32]>()) {
        for (shape, bits) in shapes() {
            let text = shape.text(&Seed(seed));
            prop_assert!(shape.fits(&text) && shape.resembles(&text), "{text}");
            prop_assert_eq!(&shape.text(&Seed(seed)), &text);
            let longer = format!("{text}!");
            prop_assert!(!shape.fits(&longer) && !shape.fits(&text[1..]) && !shape.fits(""));
            prop_assert_eq!(shape.entropy_bits(), bits);
        }
    }

    #[test]
    fn fitting_never_panics(text in any::<String>()) {
        for (shape, _) in shapes() {
            let _ = (shape.fits(&text), shape.resembles(&text));
        }
    }
}

#[test]
fn every_character_knows_its_place() {
    for alphabet in [Alphabet::Hex, Alphabet::Base62, Alphabet::Base64Url, Alphabet::Lower, Alphabet::Digits] {
        let known = |byte: &u8| alphabet.characters().iter().position(|own| own == byte);
        for byte in 0..=u8::MAX {
            assert_eq!(alphabet.value(byte).map(usize::from), known(&byte), "{alphabet:?} {byte}");
        }
    }
}

#[test]
fn what_fits_and_what_only_resembles() {
    let refresh = parts(&[("rt-", Some((Alphabet::Base62, 4)))]);
    let rows = [("rt-Ab1z", true, true), ("rt-Ab1", false, true), ("rt-", false, false), ("rt-Ab_z", false, false)];
    for (text, fits, resembles) in rows {
        assert_eq!((refresh.fits(text), refresh.resembles(text)), (fits, resembles), "{text}");
    }
    let dotted = parts(&[("", Some((Alphabet::Digits, 2))), (".", Some((Alphabet::Digits, 2)))]);
    let rows = [("12.34", true), ("02.34", false), ("1234", false), ("12.3ü", false), ("1ü.34", false)];
    for (text, fits) in rows {
        assert_eq!(dotted.fits(text), fits, "{text}");
    }
    let uuid = "c8983220-1cca-4626-a19d-801a6aae003c";
    assert!(Shape::Uuid.fits(uuid));
    for other in ["c8983220-1cca-5626-a19d-801a6aae003c", "c8983220-1cca-4626-c19d-801a6aae003c", &uuid.to_uppercase()]
    {
        assert!(!Shape::Uuid.fits(other), "{other}");
    }
}

fn jwt() -> Shape {
    let claim = |name: &str, claim| (name.to_owned(), claim);
    Shape::Jwt(JwtShape {
        alg: JwtAlg::Hs256,
        claims: vec![
            claim("userid", Claim::Text(lone(Slot::AccountId))),
            claim("appid", Claim::Text(lone(Slot::ClientId))),
            claim("scope", Claim::Text(lone(Slot::ScopeBits))),
            claim("type", Claim::Text(text("oauth-access"))),
            claim("iat", Claim::IssuedAt),
            claim("exp", Claim::ExpiresAt),
            claim("iss", Claim::Text(lone(Slot::Issuer))),
            claim("jti", Claim::Id),
        ],
    })
}

const ID: TokenId = TokenId(3_765_000_000_000_000_000);

fn key() -> Es256 {
    Es256::new(&Key([9; 32])).unwrap()
}

fn mask() -> Mask {
    Mask::new(&Key([3; 32]))
}

fn signed(dialect: &Dialect, shape: &Shape, seed: u8, ends_at: Option<i64>) -> Minted {
    made(dialect, shape, (seed, Some(ID)), ends_at)
}

fn made(dialect: &Dialect, shape: &Shape, (seed, id): (u8, Option<TokenId>), ends_at: Option<i64>) -> Minted {
    let (app, account, scope) = (app(), account(), ScopeSet::parse("read"));
    let subject = Subject {
        account: Some(&account),
        app: &app,
        scope: &scope,
        issued_at: 1_000_000,
        ends_at,
        issuer: "https://auth.example",
        realm: "sample",
        realm_title: "A Sample",
        signers: Signers { hs256: &Key([9; 32]), es256: Some(&key()) },
    };
    let origin = Origin { seed: Seed([seed; 32]), id, mask: &mask() };
    dialect.mint_token(shape, origin, &subject).unwrap()
}

fn minted(dialect: &Dialect, seed: u8, ends_at: Option<i64>) -> String {
    signed(dialect, &jwt(), seed, ends_at).text.expose().to_owned()
}

#[test]
fn a_jwt_is_signed_and_its_claims_stand_in_order() {
    let token = minted(&dialect(), 1, Some(1_003_600));
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (header, payload) = signed.split_once('.').unwrap();
    let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).unwrap();
    assert_eq!(decoded(header), br#"{"alg":"HS256","typ":"JWT"}"#);
    let key = hmac::Key::new(hmac::HMAC_SHA256, &[9; 32]);
    assert!(hmac::verify(&key, signed.as_bytes(), &decoded(signature)).is_ok());
    let payload = String::from_utf8(decoded(payload)).unwrap();
    let (start, id) = payload.split_once(r#","jti":""#).unwrap();
    let expected = r#"{"userid":"32","appid":"app1","scope":"010","type":"oauth-access","iat":1000000,"exp":1003600,"iss":"https://auth.example""#;
    assert_eq!(start, expected);
    assert_eq!(id.trim_end_matches("\"}").len(), 33);
    assert!(jwt().fits(&token) && !jwt().fits(signed));
    assert_eq!(jwt().entropy_bits(), 128);
}

#[test]
fn a_jwt_depends_on_its_seed_and_an_endless_one_has_no_end() {
    let dialect = dialect();
    assert_eq!(minted(&dialect, 1, None), minted(&dialect, 1, None));
    assert_ne!(minted(&dialect, 1, None), minted(&dialect, 2, None));
    let payload =
        minted(&dialect, 1, None).split('.').nth(1).map(|part| URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    assert!(!String::from_utf8(payload).unwrap().contains("exp"));
}

/// The claims of RFC 9068 section 2.2.
fn published() -> Shape {
    let text = |name: &str, slot| (name.to_owned(), Claim::Text(lone(slot)));
    Shape::Jwt(JwtShape {
        alg: JwtAlg::Es256,
        claims: vec![
            text("iss", Slot::Issuer),
            text("sub", Slot::Subject),
            text("client_id", Slot::ClientId),
            text("aud", Slot::Realm),
            ("iat".to_owned(), Claim::IssuedAt),
            ("exp".to_owned(), Claim::ExpiresAt),
            ("jti".to_owned(), Claim::Id),
        ],
    })
}

#[test]
fn tok_05_an_es256_token_says_what_rfc_9068_asks_and_is_good_by_its_public_key() {
    let token = signed(&dialect(), &published(), 1, Some(1_003_600)).text;
    let (text, signature) = token.expose().rsplit_once('.').unwrap();
    let (header, payload) = text.split_once('.').unwrap();
    let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).unwrap();
    let header = String::from_utf8(decoded(header)).unwrap();
    assert_eq!(header, format!(r#"{{"alg":"ES256","typ":"at+jwt","kid":"{}"}}"#, key().kid()));
    let public = key().public();
    let point = [vec![4], decoded(public["x"].as_str().unwrap()), decoded(public["y"].as_str().unwrap())].concat();
    let verifier = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
    assert!(verifier.verify(text.as_bytes(), &decoded(signature)).is_ok());
    let payload = String::from_utf8(decoded(payload)).unwrap();
    let expected = r#"{"iss":"https://auth.example","sub":"32","client_id":"app1","aud":"sample","iat":1000000,"exp":1003600,"jti":""#;
    assert!(payload.starts_with(expected), "{payload}");
}

#[test]
fn an_es256_token_carries_its_id_and_is_kept_by_all_of_its_text() {
    let (dialect, shape) = (dialect(), published());
    let token = signed(&dialect, &shape, 1, Some(1_003_600));
    assert_eq!(token.hash, TokenHash::carried(ID, token.text.hashed()));
    assert_eq!(Carried::by(token.text.expose(), &mask()).of(&shape), Some(ID));
    let again = signed(&dialect, &shape, 1, Some(1_003_600));
    assert_eq!(again.text.expose().rsplit_once('.').unwrap().0, token.text.expose().rsplit_once('.').unwrap().0);
    assert!(!token.hash.matches(&again.text), "another signature is another token");
    let other = Mask::new(&Key([4; 32]));
    assert_ne!(Carried::by(token.text.expose(), &other).of(&shape), Some(ID));
    for text in ["", "..", "eyJhbGciOiJFUzI1NiIs.eyJqdGkiOiIi.x", "eyJhbGciOiJFUzI1NiIs.!.x", &token.text.expose()[1..]]
    {
        assert_eq!(Carried::by(text, &mask()).of(&shape), None, "{text}");
    }
}

#[test]
fn an_hs256_token_carries_its_id_and_one_of_before_is_made_again_as_it_was() {
    let (dialect, shape) = (dialect(), jwt());
    let token = signed(&dialect, &shape, 1, Some(1_003_600));
    assert_eq!(token.hash, TokenHash::carried(ID, token.text.hashed()));
    assert_eq!(Carried::by(token.text.expose(), &mask()).of(&shape), Some(ID));
    assert_ne!(Carried::by(token.text.expose(), &Mask::new(&Key([4; 32]))).of(&shape), Some(ID));
    for id in [None, Some(TokenHash::of(token.text.hashed()).id())] {
        let before = made(&dialect, &shape, (1, id), Some(1_003_600));
        let payload = before.text.expose().split('.').nth(1).map(|part| URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        assert!(String::from_utf8(payload).unwrap().ends_with(r#","jti":"jwABBORXR-7CkT__D1fRZA"}"#));
        assert_eq!(before.hash, TokenHash::of(before.text.hashed()));
        assert_eq!(Carried::by(before.text.expose(), &mask()).of(&shape), None, "it goes by its hash");
    }
}
