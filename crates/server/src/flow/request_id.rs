//! By what the log, an answer and the error log of an app know one request.

use crate::dice::Dice;
use std::sync::OnceLock;

/// The id: drawn when it is first read, which few requests come to.
pub struct RequestId<'a> {
    dice: &'a dyn Dice,
    drawn: OnceLock<String>,
}

impl<'a> RequestId<'a> {
    /// Not drawn yet.
    pub fn new(dice: &'a dyn Dice) -> Self {
        Self { dice, drawn: OnceLock::new() }
    }

    /// 16 hexadecimal digits, the same each time.
    pub fn text(&self) -> &str {
        self.drawn.get_or_init(|| format!("{:016x}", self.dice.key()))
    }
}

impl AsRef<str> for RequestId<'_> {
    fn as_ref(&self) -> &str {
        self.text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::secret::Seed;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[derive(Default)]
    struct Counted(AtomicU64);

    impl Dice for Counted {
        fn seed(&self) -> Seed {
            self.0.fetch_add(1, Ordering::Relaxed);
            Seed([1; 32])
        }
    }

    #[test]
    fn nothing_is_drawn_until_somebody_asks_and_then_once() {
        let dice = Counted::default();
        let id = RequestId::new(&dice);
        assert_eq!(dice.0.load(Ordering::Relaxed), 0);
        assert_eq!((id.text(), id.as_ref()), ("0101010101010101", "0101010101010101"));
        assert_eq!(dice.0.load(Ordering::Relaxed), 1);
    }
}
