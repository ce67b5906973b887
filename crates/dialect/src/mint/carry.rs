//! Ids that travel in texts: the last characters of a shape with room for them, masked so that they look like the others.

use super::shape::bits;
use super::stream::Stream;
use super::{Origin, jwt};
use crate::model::{Alphabet, Shape, ShapePart};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::secret::Seed;
use engine::token::{Mask, TokenId};
use std::sync::LazyLock;

/// Bits of chance that stay beside an id: without them the shape has no room for one.
const SECRET: f64 = 128.0;

/// As many characters as 64 bits take in the alphabet that needs most.
const MOST_DIGITS: usize = 20;

/// 132 bits of chance, then the id.
static JTI: LazyLock<Shape> = LazyLock::new(|| Shape::Parts(vec![ShapePart::Random(Alphabet::Base64Url, 33)]));

/// The `jti` of a token, with its id where it has one.
pub(super) fn jti(origin: &Origin) -> String {
    carrying(origin).unwrap_or_else(|| JTI.text(&origin.seed))
}

/// The same. One without an id is made again as it was before there were ids in HS256 tokens: 128 bits of chance.
pub(super) fn jti_or_random(origin: &Origin) -> String {
    carrying(origin).unwrap_or_else(|| URL_SAFE_NO_PAD.encode(Stream::new(&origin.seed).bytes::<16>()))
}

fn carrying(origin: &Origin) -> Option<String> {
    JTI.text_carrying(&origin.seed, origin.of_time()?, origin.mask)
}

/// The id in a `jti`.
pub(super) fn of_jti(text: &str, mask: &Mask) -> Option<TokenId> {
    JTI.carried(text, mask)
}

impl Shape {
    /// The text of this seed with the id at its end, where there is room for it.
    pub fn text_carrying(&self, seed: &Seed, id: TokenId, mask: &Mask) -> Option<String> {
        let (alphabet, digits) = self.room()?;
        let mut text = self.text(seed);
        text.truncate(text.len() - digits);
        let mut masked = id.0.cast_unsigned() ^ mask.over(text.as_bytes());
        let choices = alphabet.characters();
        let mut tail = [b'0'; MOST_DIGITS];
        let tail = tail.get_mut(..digits)?;
        for place in tail.iter_mut().rev() {
            *place = choices.get((masked % choices.len() as u64) as usize).copied().unwrap_or_default();
            masked /= choices.len() as u64;
        }
        text.extend(tail.iter().map(|byte| char::from(*byte)));
        Some(text)
    }

    /// The id that a text of this shape carries. What was made elsewhere carries none, or one that leads nowhere.
    pub fn carried(&self, text: &str, mask: &Mask) -> Option<TokenId> {
        if let Self::Jwt(own) = self {
            return jwt::carried(own.alg, text, mask);
        }
        let (alphabet, digits) = self.room()?;
        if text.len() != self.length() {
            return None;
        }
        let (secret, tail) = text.as_bytes().split_at_checked(text.len() - digits)?;
        let base = alphabet.characters().len() as u64;
        let mut masked = 0_u64;
        for byte in tail {
            masked = masked.checked_mul(base)?.checked_add(alphabet.value(*byte)?.into())?;
        }
        let id = (masked ^ mask.over(secret)).cast_signed();
        (id > 0).then_some(TokenId(id))
    }

    /// The alphabet and the number of the characters that an id takes.
    fn room(&self) -> Option<(Alphabet, usize)> {
        let Self::Parts(parts) = self else { return None };
        let (ShapePart::Random(alphabet, length), before) = parts.split_last()? else { return None };
        let digits = digits(*alphabet);
        let secret = ShapePart::Random(*alphabet, length.checked_sub(digits).filter(|left| *left > 0)?);
        let left = before.iter().chain([&secret]).map(bits).sum::<f64>();
        (left >= SECRET).then_some((*alphabet, digits))
    }

    pub(super) fn length(&self) -> usize {
        let Self::Parts(parts) = self else { return 0 };
        let length = |part: &ShapePart| match part {
            ShapePart::Literal(text) => text.len(),
            ShapePart::Random(_, length) => *length,
        };
        parts.iter().map(length).sum()
    }
}

/// How many characters 64 bits take.
fn digits(alphabet: Alphabet) -> usize {
    let count = alphabet.characters().len() as f64;
    (64.0 / count.log2()).ceil() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::secret::Key;
    use proptest::prelude::*;

    fn shape(literal: &str, alphabet: Alphabet, length: usize) -> Shape {
        Shape::Parts(vec![ShapePart::Literal(literal.to_owned()), ShapePart::Random(alphabet, length)])
    }

    fn roomy() -> [Shape; 5] {
        [
            shape("", Alphabet::Base62, 43),
            shape("", Alphabet::Hex, 64),
            shape("at-", Alphabet::Base64Url, 43),
            shape("", Alphabet::Lower, 40),
            shape("", Alphabet::Digits, 60),
        ]
    }

    proptest! {
        #[test]
        fn an_id_comes_back_out_of_a_text_that_fits_its_shape(seed in any::<[u8; 32]>(), id in 1..i64::MAX) {
            let (mask, other) = (Mask::new(&Key([1; 32])), Mask::new(&Key([2; 32])));
            for shape in roomy() {
                let text = shape.text_carrying(&Seed(seed), TokenId(id), &mask).unwrap();
                prop_assert!(shape.fits(&text), "{text}");
                prop_assert_eq!(shape.carried(&text, &mask), Some(TokenId(id)));
                prop_assert_ne!(shape.carried(&text, &other), Some(TokenId(id)));
            }
        }

        #[test]
        fn looking_for_an_id_never_panics(text in any::<String>()) {
            for shape in roomy() {
                let _ = shape.carried(&text, &Mask::new(&Key([1; 32])));
            }
        }
    }

    #[test]
    fn ids_one_after_another_have_nothing_in_common_to_an_outsider() {
        let (shape, mask) = (shape("", Alphabet::Base62, 43), Mask::new(&Key([1; 32])));
        let tails: std::collections::BTreeSet<String> = (1..=200_u8)
            .filter_map(|number| shape.text_carrying(&Seed([number; 32]), TokenId(i64::from(number)), &mask))
            .map(|text| text[34..].to_owned())
            .collect();
        assert_eq!(tails.len(), 200, "the low digits of small ids would be alike");
    }

    #[test]
    fn short_shapes_have_no_room() {
        let mask = Mask::new(&Key([1; 32]));
        let short = [
            Shape::Uuid,
            shape("", Alphabet::Base62, 32),
            shape("rt-", Alphabet::Base62, 32),
            shape("", Alphabet::Hex, 47),
            Shape::Parts(vec![ShapePart::Random(Alphabet::Base62, 60), ShapePart::Literal("!".to_owned())]),
            Shape::Parts(vec![ShapePart::Random(Alphabet::Base62, 60), ShapePart::Random(Alphabet::Digits, 20)]),
            Shape::Parts(Vec::new()),
        ];
        for shape in short {
            assert!(shape.text_carrying(&Seed([1; 32]), TokenId(1), &mask).is_none());
            assert!(shape.carried(&shape.text(&Seed([1; 32])), &mask).is_none());
        }
        assert!(shape("", Alphabet::Hex, 48).text_carrying(&Seed([1; 32]), TokenId(1), &mask).is_some());
    }
}
