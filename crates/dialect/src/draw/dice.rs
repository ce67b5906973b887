//! Choices that a number decides.

/// A stream of choices (SplitMix64: not for secrets).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(number: u64) -> Self {
        Self(number.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0, less than `count`.
    pub(super) fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }

    /// True so many times in a hundred.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of them.
    pub(super) fn pick<T: Clone, const N: usize>(&mut self, from: [T; N]) -> T {
        const { assert!(N > 0, "nothing to pick from") };
        from[self.below(N)].clone()
    }

    /// All of them in another order.
    pub(super) fn shuffled<T>(&mut self, mut items: Vec<T>) -> Vec<T> {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
        items
    }

    /// One or more of them, in any order.
    pub(super) fn some<T, const N: usize>(&mut self, from: [T; N]) -> Vec<T> {
        let mut all = self.shuffled(Vec::from(from));
        all.truncate(1 + self.below(N));
        all
    }
}
