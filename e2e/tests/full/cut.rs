//! The network between one of two nodes and the database is cut: every packet is lost, and nobody is told.
//!
//! It runs in a network namespace of its own (`unshare --net`), so that nothing of the machine's network is touched; the node has another one.

use cluster::{Cluster, Durability};
use grantor_e2e::child::{Ending, installed};
use grantor_e2e::demo::grantor;
use grantor_e2e::deployment::Deployment;
use grantor_e2e::load::REALMS;
use grantor_e2e::scene::play;
use grantor_e2e::speak::Tokens;
use grantor_e2e::until;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Longer than it takes until either side gives a silent connection up.
const CUT: Duration = Duration::from_secs(25);
/// The database's end of the way, which is cut, and the other one.
const DATABASE: &str = "10.99.1.1";
const NODE: &str = "10.99.1.2";
/// By this one the node is asked.
const ASKED: &str = "10.99.2.2:8080";
const NETWORK: &str = "10.99.1.0/24";

/// Every packet that comes in by that end is lost.
const DROP: &str = "add table inet cut
add chain inet cut in { type filter hook input priority 0; }
add rule inet cut in iifname \"way\" drop
";

/// Another network namespace, which lives as long as a process in it.
struct Elsewhere {
    holder: Ending,
}

fn namespace(process: &str) -> Option<PathBuf> {
    std::fs::read_link(format!("/proc/{process}/ns/net")).ok()
}

impl Elsewhere {
    fn new() -> Self {
        let mut holder = Command::new(installed("unshare", "util-linux"));
        let mut holder = Ending::start(holder.args(["--net", "--", "sleep", "3600"]).stdin(Stdio::null()));
        let (own, process) = (namespace("self").unwrap(), holder.child().id().to_string());
        until("a namespace", || namespace(&process).filter(|other| *other != own));
        Self { holder }
    }

    /// A command there.
    fn command(&mut self, program: &str) -> Command {
        let mut enter = Command::new(installed("nsenter", "util-linux"));
        enter.arg(format!("--net=/proc/{}/ns/net", self.holder.child().id())).arg(program);
        enter
    }

    /// A cable from here to there, with these addresses at its ends; both are called by that name.
    fn connect(&mut self, name: &str, here: &str, there: &str) {
        let other = self.holder.child().id().to_string();
        ip(&format!("link add {name} type veth peer name {name} netns {other}"));
        ip(&format!("addr add {here}/24 dev {name}"));
        ip(&format!("link set {name} up"));
        for words in [format!("addr add {there}/24 dev {name}"), format!("link set {name} up")] {
            succeed(self.command("ip").args(words.split(' ')));
        }
    }
}

fn ip(words: &str) {
    succeed(Command::new(installed("ip", "iproute2")).args(words.split(' ')));
}

fn succeed(command: &mut Command) {
    let status = command.status().unwrap();
    assert!(status.success(), "{command:?}: {status}");
}

/// Has the firewall do something.
fn firewall(mut nft: Command, rules: &str) {
    let mut child = nft.args(["-f", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(rules.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "{rules}");
}

#[test]
fn the_way_between_a_node_and_the_database_is_cut() {
    assert_ne!(
        namespace("self"),
        namespace("1"),
        "this test wants a network of its own: unshare --net, as .ci/full does"
    );
    installed("nft", "nftables");
    ip("link set lo up");
    let mut elsewhere = Elsewhere::new();
    elsewhere.connect("way", DATABASE, NODE);
    elsewhere.connect("door", "10.99.2.1", "10.99.2.2");
    let cluster = Cluster::start_with(Durability::Disk, &[&format!("listen_addresses={DATABASE}")]).unwrap();
    cluster.admit(NETWORK).unwrap();
    let database = cluster.database().unwrap();
    let store = format!("postgres://grantor@{DATABASE}/{}", database.rsplit('/').next().unwrap());
    let deployment = Deployment::new(&store, &REALMS);
    let serve = grantor(&["serve", "--listen", ASKED]);
    let mut there = elsewhere.command(serve.get_program().to_str().unwrap());
    there.args(serve.get_args());
    let nodes = vec![deployment.files.node_by("a", there), deployment.files.node("b")];
    let doors = [nodes[0].at, nodes[1].at];
    let of_the_node = || {
        let count = format!("select count(*) from pg_stat_activity where client_addr = '{NODE}'");
        cluster.ask(&database, &count).unwrap().parse::<u32>().unwrap()
    };
    let played = play(&deployment, nodes, doors, |scene| {
        let before = of_the_node();
        assert!(before > 2, "the node has {before} connections");
        let cut = [elsewhere.command("nft"), Command::new("nft")];
        cut.into_iter().for_each(|nft| firewall(nft, DROP));
        std::thread::sleep(CUT);
        println!("cut for {} s: the server keeps {} of the node's {before} connections", CUT.as_secs(), of_the_node());
        assert_eq!(of_the_node(), 0, "the server has let go of connections that lead nowhere");
        assert!(scene.site.later.load(Ordering::Relaxed) > 0, "nobody noticed");
        let own = deployment.client("standard", "confidential").own_token();
        assert!(Tokens::of(&scene.nodes[1].send(own)).is_some(), "the other node goes on");
        let heal = [elsewhere.command("nft"), Command::new("nft")];
        heal.into_iter().for_each(|nft| firewall(nft, "delete table inet cut\n"));
        scene.is_healthy_soon();
    });
    assert!(played.good > 100, "{} good answers", played.good);
}
