//! Refusals that are not written yet: the latest of each app, and the latest of all.

use engine::model::{AppKey, RealmKey};
use std::collections::HashMap;
use store::developers::NotedRefusal;

/// Refusals of one app between two writes.
const MOST_OF_APP: usize = 10;
/// Those of all apps.
const MOST: usize = 1_000;

type Of = (RealmKey, AppKey);

/// Oldest first, by app.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    of: HashMap<Of, Vec<NotedRefusal>>,
    count: usize,
}

impl Waiting {
    /// Adds one, in the place of an older one where there are as many as may be: of its own kind where there is one, so that a flood hides nothing else;
    /// of the app with the most where all apps together have too many.
    pub(super) fn add(&mut self, refusal: NotedRefusal) {
        let of = (refusal.realm, refusal.app);
        let own = self.of.get(&of).map_or(&[][..], Vec::as_slice);
        if own.len() >= MOST_OF_APP {
            let same =
                |older: &NotedRefusal| (&older.endpoint, &older.refusal) == (&refusal.endpoint, &refusal.refusal);
            let at = own.iter().position(same).unwrap_or(0);
            self.give_way(of, at);
        } else if self.count >= MOST
            && let Some((&fullest, _)) = self.of.iter().max_by_key(|(_, waiting)| waiting.len())
        {
            self.give_way(fullest, 0);
        }
        self.of.entry(of).or_default().push(refusal);
        self.count += 1;
    }

    fn give_way(&mut self, of: Of, at: usize) {
        let Some(waiting) = self.of.get_mut(&of) else { return };
        waiting.remove(at);
        self.count -= 1;
        if waiting.is_empty() {
            self.of.remove(&of);
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<NotedRefusal> {
        self.of.values().flatten().cloned().collect()
    }

    /// Those are written. What has come meanwhile waits on.
    pub(super) fn forget(&mut self, written: &[NotedRefusal]) {
        for NotedRefusal { realm, app, id, .. } in written {
            let of = (*realm, *app);
            let waits = self.of.get(&of).and_then(|own| own.iter().position(|waits| waits.id == *id));
            if let Some(at) = waits {
                self.give_way(of, at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted((app, id): (i64, i64), refusal: &str) -> NotedRefusal {
        NotedRefusal {
            realm: RealmKey(1),
            app: AppKey(app),
            id,
            at: 1,
            endpoint: String::new(),
            refusal: refusal.to_owned(),
            detail: String::new(),
            request_id: String::new(),
        }
    }

    fn ids(waiting: Waiting, app: i64) -> Vec<i64> {
        waiting.all().into_iter().filter(|own| own.app == AppKey(app)).map(|own| own.id).collect()
    }

    #[test]
    fn of_a_flood_the_latest_wait_and_hide_nothing_else() {
        let mut waiting = Waiting::default();
        waiting.add(noted((7, 0), "scope_unknown"));
        (1..100).for_each(|id| waiting.add(noted((7, id), "code_unknown")));
        assert_eq!(ids(waiting, 7), [0, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
        let mut waiting = Waiting::default();
        (0..100).for_each(|id| waiting.add(noted((7, id), "code_unknown")));
        waiting.add(noted((7, 100), "scope_unknown"));
        assert_eq!(ids(waiting, 7), [91, 92, 93, 94, 95, 96, 97, 98, 99, 100]);
    }

    #[test]
    fn what_is_written_is_forgotten_and_what_came_meanwhile_is_not() {
        let mut waiting = Waiting::default();
        (0..3).for_each(|id| waiting.add(noted((7, id), "code_unknown")));
        let written = waiting.all();
        (3..13).for_each(|id| waiting.add(noted((7, id), "scope_unknown")));
        waiting.add(noted((8, 1), "code_unknown"));
        waiting.forget(&written);
        assert_eq!(waiting.count, 8);
        assert_eq!(ids(waiting, 7), [6, 7, 8, 9, 10, 11, 12]);
    }

    #[test]
    fn floods_of_many_apps_leave_room_for_one_more() {
        let mut waiting = Waiting::default();
        for nth in 0..100_000 {
            waiting.add(noted((nth % 500, nth), "code_unknown"));
            assert!(waiting.count <= MOST);
        }
        waiting.add(noted((-1, -1), "code_unknown"));
        assert_eq!(waiting.of.values().map(Vec::len).sum::<usize>(), MOST);
        assert_eq!(waiting.count, MOST);
        assert_eq!(ids(waiting, -1), [-1]);
    }
}
