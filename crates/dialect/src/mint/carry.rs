//! Ids that travel in texts: the last characters of a shape with room for them, masked so that they look like the others.

use super::Origin;
use super::shape::{bits, piece};
use super::stream::Stream;
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

/// The last characters of a text, read as a masked id.
pub(super) struct Tail<'t> {
    /// What stands in front of it.
    pub(super) secret: &'t [u8],
    masked: u64,
}

impl<'t> Tail<'t> {
    /// Of a text that is long enough, in this alphabet.
    pub(super) fn of(text: &'t str, alphabet: Alphabet) -> Option<Self> {
        let before = text.len().checked_sub(digits(alphabet)).filter(|before| *before >= LEAST_BEFORE)?;
        let (secret, tail) = text.as_bytes().split_at_checked(before)?;
        let base = alphabet.characters().len() as u64;
        let mut masked = 0_u64;
        for byte in tail {
            masked = masked.checked_mul(base)?.checked_add(alphabet.value(*byte)?.into())?;
        }
        Some(Self { secret, masked })
    }

    /// The id, under this mask.
    pub(super) fn id(&self, over: u64) -> Option<TokenId> {
        let id = (self.masked ^ over).cast_signed();
        (id > 0).then_some(TokenId(id))
    }
}

/// Where an id stands in a shape.
pub(super) struct Room<'s> {
    /// What stands before the part that holds it.
    before: &'s [ShapePart],
    /// What is left of that part.
    secret: ShapePart,
    /// What it is written with.
    pub(super) alphabet: Alphabet,
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

    /// Where an id would stand.
    pub(super) fn room(&self) -> Option<Room<'_>> {
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
