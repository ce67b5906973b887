//! What many figures say together.

use crate::figure::figure;

/// The middle one, or what lies between the two middle ones.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.get(middle), values.len() % 2, middle.checked_sub(1).and_then(|below| values.get(below))) {
        (Some(upper), 0, Some(lower)) => f64::midpoint(*lower, *upper),
        (Some(middle), ..) => *middle,
        _ => f64::NAN,
    }
}

/// The middle of so many latencies in microseconds and what is behind, in milliseconds.
pub(crate) fn quantile(latencies: &mut [u32], share: f64) -> f64 {
    latencies.sort_unstable();
    let place = (latencies.len() as f64 * share) as usize;
    latencies.get(place).map_or(f64::NAN, |micros| f64::from(*micros) / 1000.0)
}

/// A figure of each round: a pause of the disk falls into one and not into the next, so a single one says little.
pub(crate) struct Spread {
    /// The median, which is what counts.
    pub(crate) middle: f64,
    lowest: f64,
    highest: f64,
}

impl Spread {
    /// Of figures. A round without one (NaN) counts as the highest.
    pub(crate) fn of(rounds: impl IntoIterator<Item = f64>) -> Self {
        let rounds: Vec<f64> = rounds.into_iter().collect();
        let (lowest, highest) = (rounds.iter().copied().reduce(f64::min), rounds.iter().copied().reduce(f64::max));
        let [lowest, highest] = [lowest, highest].map(|value| value.unwrap_or(f64::NAN));
        Self { middle: median(rounds), lowest, highest }
    }

    /// One figure over another, round by round.
    pub(crate) fn of_ratios(over: &[f64], under: &[f64]) -> Self {
        Self::of(over.iter().zip(under).map(|(over, under)| over / under))
    }

    /// How far apart the rounds lie.
    pub(crate) fn told(&self) -> String {
        format!("{} to {}", figure(self.lowest), figure(self.highest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_are_the_middle_or_between_the_two_middles() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn a_round_in_which_the_disk_paused_moves_the_spread_and_not_the_middle() {
        let spread = Spread::of_ratios(&[2.0, 6.0, 90.0], &[1.0, 2.0, 1.0]);
        assert_eq!((spread.middle, spread.told().as_str()), (3.0, "2 to 90"));
        assert_eq!(Spread::of([1.0, f64::NAN, 2.0]).middle, 2.0);
        assert!(Spread::of([]).middle.is_nan());
    }

    #[test]
    fn a_quantile_is_what_so_many_do_not_exceed() {
        let mut latencies: Vec<u32> = (0..1000).rev().collect();
        assert_eq!([0.5, 0.99].map(|share| quantile(&mut latencies, share)), [0.5, 0.99]);
        assert!(quantile(&mut [], 0.99).is_nan());
    }
}
