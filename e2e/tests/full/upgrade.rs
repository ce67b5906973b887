//! Nodes of the program from before the last migration are replaced under load by those of today, one after the other, and one goes back.

use cluster::{Cluster, Durability};
use grantor_e2e::demo::grantor;
use grantor_e2e::deployment::Deployment;
use grantor_e2e::load::REALMS;
use grantor_e2e::proxy::{Kind, Proxy};
use grantor_e2e::scene::{Played, Scene, play};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How long each mixture works.
const TOGETHER: Duration = Duration::from_secs(3);

fn output(command: &mut Command) -> String {
    let out = command.output().unwrap();
    assert!(out.status.success(), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}

fn git(words: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).args(words);
    git
}

/// A checkout that goes with the test.
struct Checkout(PathBuf);

impl Drop for Checkout {
    fn drop(&mut self) {
        // There may be none.
        let _ = git(&["worktree", "remove", "--force"]).arg(&self.0).stderr(Stdio::null()).status();
    }
}

/// The program of before the last migration, from this repository's history.
fn before() -> PathBuf {
    let added = ["log", "-1", "--diff-filter=A", "--format=%H", "--", "migrations/postgres/0*.sql"];
    let migration = output(&mut git(&added));
    assert!(
        !migration.is_empty(),
        "the history of this checkout does not say when the tables changed last: fetch all of it"
    );
    let commit = output(git(&["rev-parse"]).arg(format!("{migration}^")));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("before");
    let checkout = Checkout(target.join("checkout"));
    let is_there = || {
        let head = Command::new("git").arg("-C").arg(&checkout.0).args(["rev-parse", "HEAD"]).output();
        head.is_ok_and(|head| String::from_utf8_lossy(&head.stdout).trim() == commit)
    };
    // A run that was broken off has left it, and what was built of it.
    if !is_there() {
        drop(Checkout(checkout.0.clone()));
        output(git(&["worktree", "add", "--force", "--detach"]).arg(&checkout.0).arg(&commit));
    }
    let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    build.args(["build", "--locked", "--quiet", "--package", "grantor", "--target-dir"]).arg(target.join("target"));
    output(build.current_dir(&checkout.0));
    println!("from {}", output(&mut git(&["log", "-1", "--format=%h, %cs", &commit])));
    target.join("target/debug/grantor")
}

/// Ends the first node as a service manager does, and starts another one in its place.
fn replace(scene: &mut Scene<'_>, name: &str, program: &Path) {
    let node = scene.nodes.remove(0);
    let at: SocketAddr = node.at;
    assert!(node.terminate().success(), "it ends well");
    let mut serve = Command::new(program);
    serve.args(["serve", "--listen", &at.to_string()]).env_remove("GRANTOR_ROOT_KEY");
    scene.nodes.push(scene.deployment.files.node_by(name, serve));
    std::thread::sleep(TOGETHER);
}

#[test]
fn nodes_are_replaced_one_after_the_other() {
    let (old, new) = (before(), PathBuf::from(grantor(&[]).get_program()));
    let cluster = Cluster::start(Durability::Disk).unwrap();
    let database = cluster.database().unwrap();
    let version = || cluster.ask(&database, "select max(version) from schema_version").unwrap();
    let deployment = Deployment::made_by(Command::new(&old), &database, &REALMS, &[]);
    let nodes = ["a", "b"].map(|name| {
        let mut serve = Command::new(&old);
        serve.args(["serve", "--listen", "127.0.0.1:0"]).env_remove("GRANTOR_ROOT_KEY");
        deployment.files.node_by(name, serve)
    });
    let proxy = Proxy::start(Kind::Haproxy, nodes.each_ref().map(|node| node.at));
    let first = version();
    let played = play(&deployment, nodes.into(), [proxy.at; 2], |scene| {
        // A node that ends closes connections that the proxy holds.
        scene.site.breaks.store(true, Ordering::Relaxed);
        replace(scene, "a", &new);
        let last = version();
        assert_ne!(first, last, "the new node has changed the tables");
        println!("tables {first}, then {last}");
        replace(scene, "b", &new);
        replace(scene, "a", &old);
        assert_eq!(version(), last, "an old node changes nothing");
        replace(scene, "b", &new);
    });
    let Played { good, later, broken, .. } = played;
    // A request on its way to a node that closes its kept connections meets with an end, now and then.
    assert!(
        good > 200 && later == 0 && broken * 1_000 < good,
        "{good} good answers, {later} to come again, {broken} broken off"
    );
}
