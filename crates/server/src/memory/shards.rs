//! Notes in memory, in parts: each behind a lock of its own, so that of two requests at once hardly ever one waits for the other.

use std::array;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

const PARTS: usize = 64;

/// The notes, by what they are about.
#[derive(Debug)]
pub struct Shards<K, V> {
    parts: [Mutex<HashMap<K, V>>; PARTS],
    /// Notes that one part holds.
    most: usize,
    hasher: RandomState,
}

impl<K: Copy + Eq + Hash, V: Copy + PartialEq> Shards<K, V> {
    /// Holds no more than `most` notes.
    pub fn new(most: usize) -> Self {
        Self { parts: array::from_fn(|_| Mutex::default()), most: most / PARTS, hasher: RandomState::new() }
    }

    /// Keeps a note where there is room for one more.
    pub fn keep(&self, key: K, note: V) {
        let mut part = self.part(&key);
        if part.len() < self.most {
            part.insert(key, note);
        }
    }

    /// The note about that.
    pub fn get(&self, key: &K) -> Option<V> {
        self.part(key).get(key).copied()
    }

    /// All notes; never is more than one part held at once.
    pub fn all(&self) -> Vec<(K, V)> {
        self.parts
            .iter()
            .flat_map(|part| lock(part).iter().map(|(key, note)| (*key, *note)).collect::<Vec<_>>())
            .collect()
    }

    /// Takes these away, but for what was noted anew meanwhile.
    pub fn forget(&self, written: &[(K, V)]) {
        for (key, note) in written {
            let mut part = self.part(key);
            if part.get(key) == Some(note) {
                part.remove(key);
            }
        }
    }

    fn part(&self, key: &K) -> MutexGuard<'_, HashMap<K, V>> {
        let nth = self.hasher.hash_one(key) as usize % PARTS;
        lock(&self.parts[nth])
    }
}

fn lock<K, V>(part: &Mutex<HashMap<K, V>>) -> MutexGuard<'_, HashMap<K, V>> {
    part.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_come_there_are_no_more_than_so_many() {
        let notes = Shards::new(640);
        (0..10_000).for_each(|key| notes.keep(key, 'a'));
        let all = notes.all();
        assert_eq!(all.len(), 640, "each part is full");
        assert!(all.iter().all(|(key, _)| notes.get(key) == Some('a')));
    }

    #[test]
    fn what_was_noted_anew_is_not_forgotten() {
        let notes = Shards::new(640);
        notes.keep(1, 'a');
        notes.keep(2, 'a');
        let written = notes.all();
        notes.keep(1, 'b');
        notes.forget(&written);
        assert_eq!(notes.all(), [(1, 'b')]);
    }

    #[test]
    fn whoever_holds_one_part_keeps_few_others_waiting() {
        let notes = Shards::new(64_000);
        (0..1_000).for_each(|key| notes.keep(key, 'a'));
        let held = notes.part(&0);
        let free = notes.parts.iter().filter(|part| part.try_lock().is_ok()).count();
        assert_eq!(free, PARTS - 1);
        drop(held);
    }
}
