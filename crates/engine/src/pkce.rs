//! Proof Key for Code Exchange (RFC 7636).

use crate::model::{Challenge, ChallengeMethod};
use crate::policy::{HasSecret, PkceNeed, Policy};
use crate::refusal::Refusal;
use crate::request::Param;
use crate::secret::{Hashed, Plain};
use aws_lc_rs::constant_time;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The challenge of an authorize request. One that is sent binds, whatever the dialect asks for.
pub fn challenge(
    value: &Param<String>,
    method: &Param<String>,
    secret: HasSecret,
    policy: &Policy,
) -> Result<Option<Challenge>, Refusal> {
    let needed = match policy.pkce {
        PkceNeed::All => true,
        PkceNeed::Public => secret == HasSecret::No,
        PkceNeed::Optional => false,
    };
    match value {
        Param::Absent if needed || !method.is_absent() => Err(Refusal::ChallengeMissing),
        Param::Absent => Ok(None),
        Param::Malformed => Err(Refusal::ChallengeMalformed),
        Param::Given(value) if !well_formed(value) => Err(Refusal::ChallengeMalformed),
        Param::Given(value) => Ok(Some(Challenge { value: value.clone(), method: chosen(method, policy)? })),
    }
}

fn chosen(method: &Param<String>, policy: &Policy) -> Result<ChallengeMethod, Refusal> {
    let asked = match method {
        // RFC 7636 section 4.3: absent means "plain", so it is taken only where plain is.
        Param::Absent => ChallengeMethod::Plain,
        Param::Given(word) if word == "S256" => ChallengeMethod::S256,
        Param::Given(word) if word == "plain" => ChallengeMethod::Plain,
        _ => return Err(Refusal::ChallengeMethodUnsupported),
    };
    policy.challenge_methods.contains(&asked).then_some(asked).ok_or(Refusal::ChallengeMethodUnsupported)
}

/// Whether the verifier of an exchange fits the challenge of its code.
pub fn verify(challenge: Option<&Challenge>, verifier: &Param<Plain>) -> Result<(), Refusal> {
    match (challenge, verifier) {
        (None, Param::Absent) => Ok(()),
        // RFC 9700 section 4.8.2: otherwise an attacker could strip the challenge.
        (None, _) => Err(Refusal::VerifierUnexpected),
        (Some(_), Param::Absent) => Err(Refusal::VerifierMissing),
        (Some(_), Param::Malformed) => Err(Refusal::VerifierWrong),
        (Some(challenge), Param::Given(verifier)) => match fits(challenge, verifier) {
            true => Ok(()),
            false => Err(Refusal::VerifierWrong),
        },
    }
}

fn fits(challenge: &Challenge, verifier: &Plain) -> bool {
    let made = match challenge.method {
        ChallengeMethod::S256 => URL_SAFE_NO_PAD.encode(Hashed::of(verifier.expose().as_bytes()).as_bytes()),
        ChallengeMethod::Plain => verifier.expose().to_owned(),
    };
    well_formed(verifier.expose())
        && constant_time::verify_slices_are_equal(made.as_bytes(), challenge.value.as_bytes()).is_ok()
}

/// RFC 7636 section 4.1: 43 to 128 characters of the unreserved set.
fn well_formed(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn s256() -> Challenge {
        Challenge { value: CHALLENGE.into(), method: ChallengeMethod::S256 }
    }

    fn sent(text: &str) -> Param<Plain> {
        Param::Given(Plain::new(text))
    }

    /// RFC 7636 appendix B.
    #[test]
    fn pkc_02_a_challenge_demands_its_verifier() {
        assert_eq!(verify(Some(&s256()), &sent(VERIFIER)), Ok(()));
        assert_eq!(verify(Some(&s256()), &Param::Absent), Err(Refusal::VerifierMissing));
        assert_eq!(verify(Some(&s256()), &Param::Malformed), Err(Refusal::VerifierWrong));
        assert_eq!(verify(Some(&s256()), &sent(CHALLENGE)), Err(Refusal::VerifierWrong));
    }

    #[test]
    fn pkc_03_a_verifier_without_challenge_is_refused() {
        assert_eq!(verify(None, &sent(VERIFIER)), Err(Refusal::VerifierUnexpected));
        assert_eq!(verify(None, &Param::Absent), Ok(()));
    }

    #[test]
    fn pkc_04_verifiers_have_43_to_128_unreserved_characters() {
        for (length, fits) in [(42, false), (43, true), (128, true), (129, false)] {
            let text = "a".repeat(length);
            let challenge = Challenge { value: text.clone(), method: ChallengeMethod::Plain };
            assert_eq!(verify(Some(&challenge), &sent(&text)).is_ok(), fits, "{length}");
        }
        let odd = "+".repeat(43);
        let challenge = Challenge { value: odd.clone(), method: ChallengeMethod::Plain };
        assert_eq!(verify(Some(&challenge), &sent(&odd)), Err(Refusal::VerifierWrong));
    }
}
