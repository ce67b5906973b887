//! The log: moved into the file beside the writes, long before a writer would have to.

use super::super::checkpoint::{LATEST, PAGES};
use super::{Bounds, Fixture, NOW, REALM, token};
use crate::Store;
use crate::ops::IssueAccess;
use engine::model::AccessToken;
use rusqlite::Connection;

/// About so many pages a commit.
const OF_A_COMMIT: i64 = 50;
const PAGE: i64 = 4_096;

impl Fixture {
    /// Writes about so many pages in as many commits as that takes; gives back how many the log has at most.
    async fn logged(&self, pages: i64, prefix: &str) -> i64 {
        let scope = "x".repeat((OF_A_COMMIT * PAGE) as usize);
        let mut longest = 0;
        for number in 0..pages / OF_A_COMMIT {
            let access = AccessToken { scope: scope.clone(), ..token(&format!("{prefix}{number}")) };
            let write = IssueAccess { realm: REALM, access, consent: None, bounds: Bounds::default(), now: NOW };
            self.store.issue_access(write).await.unwrap();
            longest = longest.max(std::fs::metadata(self.path().with_extension("db-wal")).unwrap().len());
        }
        longest as i64 / PAGE
    }
}

#[tokio::test]
async fn the_log_begins_anew_long_before_a_writer_has_to_stop_for_it() {
    let fixture = Fixture::new();
    let longest = fixture.logged(3 * LATEST, "t").await;
    assert!(longest >= PAGES, "nothing was left to be moved: {longest} pages");
    assert!(longest < LATEST, "the log has grown to {longest} pages");
}

#[tokio::test]
async fn whoever_reads_for_long_keeps_the_log_from_beginning_anew_but_nobody_from_writing() {
    let fixture = Fixture::new();
    fixture.logged(PAGES, "before").await;
    let reader = Connection::open(fixture.path()).unwrap();
    reader.execute_batch("begin; select count(*) from access_tokens").unwrap();
    let count = |db: &Connection| db.query_row("select count(*) from access_tokens", [], |row| row.get::<_, i64>(0));
    let seen = count(&reader).unwrap();
    let held = fixture.logged(2 * PAGES, "meanwhile").await;
    assert!(held > 2 * PAGES, "what is still read has gone: {held} pages");
    assert_eq!(count(&reader).unwrap(), seen);
    reader.execute_batch("commit").unwrap();
    assert_eq!(count(&reader).unwrap(), 3 * PAGES / OF_A_COMMIT);
    let afterwards = fixture.logged(2 * LATEST, "after").await;
    assert!(afterwards < held + LATEST, "the log has grown from {held} to {afterwards} pages");
}

#[tokio::test]
async fn a_store_that_ends_leaves_the_file_alone_where_nobody_goes_on() {
    let fixture = Fixture::new();
    fixture.logged(OF_A_COMMIT, "t").await;
    let (log, Fixture { folder, store }) = (fixture.path().with_extension("db-wal"), fixture);
    let length = || std::fs::metadata(&log).map_or(0, |log| log.len());
    assert!(length() > 0, "it was written");
    // Somebody has it open, so SQLite itself would leave the log where it is.
    let open = Connection::open(folder.path().join("grantor.db")).unwrap();
    open.query_row("select count(*) from access_tokens", [], |row| row.get::<_, i64>(0)).unwrap();
    let logged = length();
    // A command beside a server that goes on.
    drop(crate::sqlite::Sqlite::open(&folder.path().join("grantor.db")).unwrap());
    assert_eq!(length(), logged);
    store.finish();
    drop(store);
    assert_eq!(length(), 0);
}
