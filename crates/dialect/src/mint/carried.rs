//! The ids that travel in texts, read.

use super::carry::{LONGEST, Room, Tail};
use super::jwt;
use crate::model::{Alphabet, Shape};
use engine::token::{Mask, TokenId};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ShapePart;
    use engine::secret::{Key, Seed};
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
