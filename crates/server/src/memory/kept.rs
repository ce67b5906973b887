//! A bounded map that is read without a lock. Of two generations: what is found in the older one is young again, and where the young one is full the
//! older one goes, with what nobody has asked for since.

use arc_swap::{ArcSwap, Guard};
use papaya::HashMap;
use std::borrow::Borrow;
use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

/// The map.
pub struct Kept<K, V> {
    generations: ArcSwap<Generations<K, V>>,
    /// Entries of one generation.
    most: usize,
}

struct Generations<K, V> {
    young: Arc<HashMap<K, V>>,
    old: Arc<HashMap<K, V>>,
}

impl<K: Hash + Eq + Clone, V: Clone> Kept<K, V> {
    /// Keeps about `most` entries: at least half as many of those that were asked for last.
    pub fn new(most: usize) -> Self {
        let generations = Generations { young: Arc::default(), old: Arc::default() };
        Self { generations: ArcSwap::from_pointee(generations), most: most.div_ceil(2) }
    }

    /// What is kept there.
    pub fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let generations = self.generations.load();
        if let Some(value) = generations.young.pin().get(key) {
            return Some(value.clone());
        }
        let old = generations.old.pin();
        let (key, value) = old.get_key_value(key)?;
        // Unless something newer came meanwhile.
        let _ = self.roomy().young.pin().try_insert(key.clone(), value.clone());
        Some(value.clone())
    }

    /// Keeps it, in the place of what was there.
    pub fn keep(&self, key: K, value: V) {
        self.roomy().young.pin().insert(key, value);
    }

    /// Generations of which the young one has room. Of several who find it full one makes the next.
    fn roomy(&self) -> Guard<Arc<Generations<K, V>>> {
        let generations = self.generations.load();
        if generations.young.len() < self.most {
            return generations;
        }
        let next = Generations { young: Arc::default(), old: generations.young.clone() };
        self.generations.compare_and_swap(&generations, Arc::new(next));
        self.generations.load()
    }
}

impl<K, V> fmt::Debug for Kept<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").field("most", &self.most).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(kept: &Kept<u32, u32>) -> usize {
        let generations = kept.generations.load();
        generations.young.len() + generations.old.len()
    }

    #[test]
    fn however_many_come_there_are_no_more_than_so_many_and_what_is_asked_for_stays() {
        let kept = Kept::new(10);
        kept.keep(0, 0);
        for key in 1..1000 {
            kept.keep(key, key);
            assert_eq!(kept.get(&0), Some(0), "{key}");
            assert!(held(&kept) <= 10);
        }
        assert!((996..1000).all(|key| kept.get(&key) == Some(key)), "nor do the last ones go with the first");
        assert_eq!(kept.get(&500), None);
    }

    #[test]
    fn what_is_kept_anew_counts() {
        let kept = Kept::new(4);
        for value in 0..9 {
            kept.keep(1, value);
            assert_eq!(kept.get(&1), Some(value));
        }
        kept.keep(2, 0);
        kept.keep(3, 0);
        kept.keep(1, 10);
        assert_eq!(kept.get(&1), Some(10), "not what an older generation has");
    }

    #[test]
    fn many_at_once_hold_no_more_than_a_few_beyond_the_bound() {
        let kept = Kept::new(64);
        std::thread::scope(|scope| {
            for thread in 0..4_u32 {
                let kept = &kept;
                scope.spawn(move || (0..10_000).for_each(|key| kept.keep(thread << 16 | key, key)));
            }
        });
        assert!(held(&kept) <= 64 + 4 * 2, "{}", held(&kept));
    }
}
