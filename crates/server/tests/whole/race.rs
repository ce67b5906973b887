//! Many at once.

use std::sync::Barrier;

/// Does the work on each item, all threads let go at the same moment; the results in order.
pub fn all<I: Send, T: Send>(items: Vec<I>, work: impl Fn(I) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(items.len());
    std::thread::scope(|scope| {
        let run = |item| {
            let (start, work) = (&start, &work);
            scope.spawn(move || {
                start.wait();
                work(item)
            })
        };
        let threads: Vec<_> = items.into_iter().map(run).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}
