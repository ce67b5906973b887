//! A deployment as people run it: two PostgreSQL under Patroni with etcd, HAProxy, two nodes, HAProxy. The primary is killed under load, in three ways.

use crate::database::Managed;
use grantor_e2e::deployment::Deployment;
use grantor_e2e::load::REALMS;
use grantor_e2e::proxy::{Kind, Proxy};
use grantor_e2e::scene::play;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// What is killed (-9) of the primary.
#[derive(Clone, Copy, Debug)]
enum Killed {
    Postgres,
    PatroniAndPostgres,
    Patroni,
}

/// Gives how long the database was away.
fn kill(managed: &mut Managed, what: Killed) {
    let primary = managed.primary().expect("a primary");
    let member = &mut managed.members[primary];
    let begun = Instant::now();
    match what {
        Killed::Postgres => member.kill_postgres(),
        Killed::Patroni => member.kill_patroni(),
        Killed::PatroniAndPostgres => {
            member.kill_patroni();
            member.kill_postgres();
        }
    }
    while managed.primary().is_none_or(|now| now == primary) {
        assert!(begun.elapsed().as_secs() < 90, "nobody takes the place of the primary");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let elected = begun.elapsed();
    managed.takes_writes();
    println!(
        "{what:?} of the primary killed: another one after {:.1} s, by HAProxy after {:.1} s",
        elected.as_secs_f32(),
        begun.elapsed().as_secs_f32()
    );
}

#[test]
fn the_primary_of_a_deployment_is_killed() {
    let mut managed = Managed::start();
    managed.ask("postgres", "create role grantor login password 'secret'").unwrap();
    managed.ask("postgres", "create database grantor owner grantor").unwrap();
    let store = format!("postgres://grantor:secret@{}/grantor", managed.at);
    let deployment = Deployment::new(&store, &REALMS);
    let nodes = ["a", "b"].map(|name| deployment.files.node(name));
    let proxy = Proxy::start(Kind::Haproxy, nodes.each_ref().map(|node| node.at));
    let played = play(&deployment, nodes.into(), [proxy.at; 2], |scene| {
        for what in [Killed::Postgres, Killed::PatroniAndPostgres, Killed::Patroni] {
            let later = scene.site.later.load(Ordering::Relaxed);
            let primary = managed.primary();
            kill(&mut managed, what);
            scene.is_healthy_soon();
            println!("{} answers said meanwhile to come again", scene.site.later.load(Ordering::Relaxed) - later);
            if !matches!(what, Killed::Postgres) {
                managed.members[primary.unwrap()].start();
            }
            managed.is_whole();
        }
    });
    assert!(played.good > 100 && played.later > 0, "{} good answers, {} to come again", played.good, played.later);
}
