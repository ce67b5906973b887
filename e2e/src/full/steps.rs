//! What there is to run.

/// A command, and what has to hold for it to end well.
pub(crate) struct Step {
    /// What it is called on the command line and in the report.
    pub(crate) name: &'static str,
    /// What it shows.
    pub(crate) promise: &'static str,
    /// After so long it is ended.
    pub(crate) minutes: u64,
    /// The program and its words.
    pub(crate) words: &'static str,
    /// What its environment says besides.
    pub(crate) says: &'static [(&'static str, &'static str)],
}

/// All of them, in order.
pub(crate) const STEPS: [Step; 7] = [
    Step {
        name: "deployment",
        promise: "Two PostgreSQL under Patroni with etcd, HAProxy, two nodes behind HAProxy. The primary is killed (-9) under load, in three ways: only 503 with Retry-After meanwhile, nothing acknowledged is lost, healthy within 2 s of the database.",
        minutes: 15,
        words: "cargo test --locked -p grantor-e2e --features full --test full patroni -- --nocapture",
        says: &[],
    },
    Step {
        name: "cut",
        promise: "The network between one of two nodes and the database is cut: every packet is lost (network namespaces, nftables). The node says 503 with Retry-After, the other goes on, the server lets go of the connections, the node is healthy within 2 s afterwards.",
        minutes: 10,
        words: "unshare --net -- cargo test --offline --locked -p grantor-e2e --features full --test full cut -- --nocapture",
        says: &[],
    },
    Step {
        name: "outages",
        promise: "A node killed; PostgreSQL restarted, killed, frozen, without a connection to spare, replaced by its synchronous standby, each time away for 30 s under load: only 503 with Retry-After, nothing acknowledged is lost, healthy within 2 s.",
        minutes: 30,
        words: "cargo test --locked -p grantor-e2e --test nodes faults -- --nocapture --test-threads 1",
        says: &[("GRANTOR_OUTAGE", "30")],
    },
    Step {
        name: "crashes",
        promise: "kill -9 under load and a restart, 50 times over one SQLite database: nothing acknowledged is lost, nothing works twice.",
        minutes: 30,
        words: "cargo test --locked -p grantor-e2e --test crash -- --nocapture",
        says: &[("GRANTOR_CYCLES", "50")],
    },
    Step {
        name: "epoch",
        promise: "After a restore of 10,000,000 living tokens, on SQLite and on PostgreSQL, all of them end.",
        minutes: 45,
        words: "cargo test --locked -p grantor-e2e --features full --test full epoch -- --nocapture --test-threads 1",
        says: &[],
    },
    Step {
        name: "upgrade",
        promise: "Two nodes of the program from before the last migration are replaced under load, one after the other, and one goes back and forth: nobody is told to come again, fewer than one request in 1,000 breaks off with a connection that a node closes as it ends, nothing is lost.",
        minutes: 30,
        words: "cargo test --locked -p grantor-e2e --features full --test full upgrade -- --nocapture",
        says: &[],
    },
    Step {
        name: "bench",
        promise: "What requests cost, beside a bare server and other servers of the kind, Keycloak among them, and with 10,000,000 living tokens: docs/benchmarks.md.",
        minutes: 60,
        words: "cargo run --locked --release -p bench -- report --keycloak --tokens 10000000",
        says: &[],
    },
];
