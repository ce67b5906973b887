//! Ids that travel in texts: the last characters of a shape with room for them, masked so that they look like the others.

use super::shape::{bits, piece};
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

/// As many characters as they take in the alphabet that needs fewest: whatever stands in front of the id, it is no shorter.
const LEAST_BEFORE: usize = 22;

/// Of parts: longer texts belong in no header.
pub(crate) const LONGEST: usize = 512;

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
    let masked = Tail::of(text, Alphabet::Base64Url).filter(|_| text.len() == JTI.length())?;
    masked.id(mask.over(masked.secret))
}

/// The ids that a text may carry, read from the text alone: a dialect's shapes change, and what was made in those of before lives on. Only the hash
/// in its row tells which of them is true. What was made elsewhere carries none, or one that leads nowhere.
pub struct Carried {
    length: usize,
    jwt: Option<TokenId>,
    tails: [(Alphabet, Option<TokenId>); Alphabet::ALL.len()],
}

impl Carried {
    /// What this text carries.
    pub fn by(text: &str, mask: &Mask) -> Self {
        let jwt = jwt::carried(text, mask);
        // Alphabets of one length share what stands in front of the id.
        let mut last = None;
        let mut over = |secret: &[u8]| match last {
            Some((length, over)) if length == secret.len() => over,
            _ => last.insert((secret.len(), mask.over(secret))).1,
        };
        let mut id = |alphabet| Tail::of(text, alphabet).and_then(|tail| tail.id(over(tail.secret)));
        let may = jwt.is_none() && text.len() <= LONGEST;
        let tails = Alphabet::ALL.map(|alphabet| (alphabet, if may { id(alphabet) } else { None }));
        Self { length: text.len(), jwt, tails }
    }

    /// The id, if the text has this shape.
    pub fn of(&self, shape: &Shape) -> Option<TokenId> {
        if let Shape::Jwt(_) = shape {
            return self.jwt;
        }
        let Room { alphabet, .. } = shape.room().filter(|_| shape.length() == self.length)?;
        self.tails.iter().find(|(own, _)| *own == alphabet)?.1
    }

    /// The ids by all shapes that there might have been; seldom more than one.
    pub fn all(&self) -> impl Iterator<Item = TokenId> {
        self.jwt.into_iter().chain(self.tails.iter().filter_map(|(_, id)| *id))
    }
}

/// The last characters of a text, read as a masked id.
struct Tail<'t> {
    secret: &'t [u8],
    masked: u64,
}

impl<'t> Tail<'t> {
    fn of(text: &'t str, alphabet: Alphabet) -> Option<Self> {
        let before = text.len().checked_sub(digits(alphabet)).filter(|before| *before >= LEAST_BEFORE)?;
        let (secret, tail) = text.as_bytes().split_at_checked(before)?;
        let base = alphabet.characters().len() as u64;
        let mut masked = 0_u64;
        for byte in tail {
            masked = masked.checked_mul(base)?.checked_add(alphabet.value(*byte)?.into())?;
        }
        Some(Self { secret, masked })
    }

    fn id(&self, over: u64) -> Option<TokenId> {
        let id = (self.masked ^ over).cast_signed();
        (id > 0).then_some(TokenId(id))
    }
}

/// Where an id stands in a shape.
struct Room<'s> {
    /// What stands before the part that holds it.
    before: &'s [ShapePart],
    /// What is left of that part.
    secret: ShapePart,
    /// What it is written with.
    alphabet: Alphabet,
    /// How many characters it takes.
    digits: usize,
}

impl Shape {
    /// The text of this seed with the id at its end, where there is room for it.
    pub fn text_carrying(&self, seed: &Seed, id: TokenId, mask: &Mask) -> Option<String> {
        let Room { before, secret, alphabet, digits } = self.room()?;
        let (mut stream, mut text) = (Stream::new(seed), String::with_capacity(self.length()));
        before.iter().chain([&secret]).for_each(|part| piece(part, &mut stream, &mut text));
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

    fn room(&self) -> Option<Room<'_>> {
        let Self::Parts(parts) = self else { return None };
        let (ShapePart::Random(alphabet, length), before) = parts.split_last()? else { return None };
        let digits = digits(*alphabet);
        let secret = ShapePart::Random(*alphabet, length.checked_sub(digits).filter(|left| *left > 0)?);
        let left = before.iter().chain([&secret]).map(bits).sum::<f64>();
        (left >= SECRET).then_some(Room { before, secret, alphabet: *alphabet, digits })
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
                prop_assert_eq!(Carried::by(&text, &mask).of(&shape), Some(TokenId(id)));
                prop_assert_ne!(Carried::by(&text, &other).of(&shape), Some(TokenId(id)));
            }
        }

        #[test]
        fn looking_for_an_id_never_panics(text in any::<String>()) {
            let carried = Carried::by(&text, &Mask::new(&Key([1; 32])));
            for shape in roomy() {
                let _ = carried.of(&shape);
            }
        }
    }

    proptest! {
        #[test]
        fn an_id_is_found_by_whoever_does_not_know_the_shape(seed in any::<[u8; 32]>(), id in 1..i64::MAX) {
            let mask = Mask::new(&Key([1; 32]));
            let short = [(Alphabet::Base64Url, 33), (Alphabet::Base62, 33), (Alphabet::Hex, 48), (Alphabet::Digits, 59)];
            let parted = Shape::Parts(vec![ShapePart::Random(Alphabet::Base64Url, 22), ShapePart::Random(Alphabet::Digits, 21)]);
            for shape in roomy().into_iter().chain(short.map(|(alphabet, length)| shape("", alphabet, length))).chain([parted]) {
                let text = shape.text_carrying(&Seed(seed), TokenId(id), &mask).unwrap();
                let ids: Vec<TokenId> = Carried::by(&text, &mask).all().collect();
                prop_assert!(ids.contains(&TokenId(id)) && ids.len() <= 2, "{text}: {ids:?}");
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
            assert!(Carried::by(&shape.text(&Seed([1; 32])), &mask).of(&shape).is_none());
        }
        assert!(shape("", Alphabet::Hex, 48).text_carrying(&Seed([1; 32]), TokenId(1), &mask).is_some());
    }
}
