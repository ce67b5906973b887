//! Texts fit their shapes, and nothing but the seed decides them.

use super::Subject;
use crate::model::{Alphabet, Claim, Dialect, JwtShape, Shape, ShapePart, Slot};
use crate::sample::{account, app, dialect, lone, text};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::scope::ScopeSet;
use engine::secret::{Key, Seed};
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

fn minted(dialect: &Dialect, seed: u8, ends_at: Option<i64>) -> String {
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
        key: &Key([9; 32]),
    };
    dialect.mint(&jwt(), &Seed([seed; 32]), Some(&subject)).expose().to_owned()
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
    assert_eq!(decoded(id.trim_end_matches("\"}")).len(), 16);
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
