//! `/livez`, `/readyz`, `/metrics`: where they are, and for whom.

use super::apart;
use crate::http::Request;
use crate::world::World;

#[test]
fn a_server_is_alive_and_ready() {
    let world = World::of(&["standard"]);
    assert_eq!((world.get("/livez").status, world.get("/livez").text().as_str()), (200, "alive\n"));
    assert_eq!((world.get("/readyz").status, world.get("/readyz").text().as_str()), (200, "ready\n"));
    assert_eq!(Request::new("HEAD", "/readyz").send(world.at).status, 200);
    let posted = Request::new("POST", "/livez").send(world.at);
    assert_eq!((posted.status, posted.header("allow")), (405, "GET, HEAD"));
}

#[test]
fn without_its_database_a_server_is_alive_and_not_ready() {
    let world = World::of(&["standard"]);
    world.database.leave();
    assert_eq!(world.get("/readyz").status, 503);
    assert_eq!(world.get("/livez").status, 200);
    world.database_is_back();
    assert_eq!(world.get("/readyz").status, 200);
}

#[test]
fn an_own_listener_has_them_and_nobody_else_has() {
    let (world, admin) = apart(&["standard"]);
    for target in ["/livez", "/readyz", "/metrics"] {
        assert_eq!(world.get(target).status, 404, "{target}");
        assert_eq!(Request::new("GET", target).send(admin).status, 200, "{target}");
    }
    for target in ["/admin", "/admin/-/sign-in", "/admin/api/v1/realms"] {
        assert_eq!(world.get(target).text(), "There is nothing at this address.\n", "{target}");
    }
    for target in ["/", "/standard/oauth2/token", "/standard/verify", "/demo/clock"] {
        assert_eq!(Request::new("GET", target).send(admin).status, 404, "{target}");
    }
    let posted = |to| Request::new("POST", "/admin/-/sign-in").form(&[("username", "admin")]).send(to).status;
    assert_eq!((posted(admin), posted(world.at)), (400, 404), "the form is there, and there alone");
    assert_eq!(world.shown.admin, format!("http://{admin}/admin"));
}

#[test]
fn nothing_is_authorized_in_the_administrators_realm() {
    let world = World::of(&["standard"]);
    for target in [
        "/admin/docs",
        "/admin/apps",
        "/admin/oauth2/authorize",
        "/admin/oauth2/token",
        "/admin/oauth2/introspect",
        "/admin/verify",
        "/admin/verify/x",
    ] {
        assert_eq!(world.get(target).status, 404, "{target}");
        assert_eq!(world.form(target, &[("grant_type", "client_credentials")]).status, 404, "{target}");
    }
    assert_eq!(world.get("/.well-known/oauth-authorization-server/admin").status, 404);
    assert_eq!(world.get("/.well-known/oauth-authorization-server/standard").status, 200);
}

#[test]
fn metrics_are_for_this_machine_alone_unless_they_have_a_listener_of_their_own() {
    let world = World::of(&["standard"]);
    let asked = |name: &str, value: &str| Request::new("GET", "/metrics").header(name, value).send(world.at).status;
    assert_eq!(world.get("/metrics").status, 200);
    assert_eq!(asked("Host", "localhost"), 200);
    for (name, value) in [
        ("Host", "auth.example.com"),
        ("Host", "127.0.0.1.example.com:80"),
        ("X-Forwarded-For", "192.0.2.1"),
        ("X-Forwarded-Host", "auth.example.com"),
        ("Forwarded", "for=192.0.2.1"),
        ("X-Real-IP", "192.0.2.1"),
        ("Via", "1.1 proxy"),
    ] {
        assert_eq!(asked(name, value), 404, "{name}: {value}");
    }
}

#[test]
fn a_peer_that_is_a_proxy_is_never_near() {
    let text = "listen = \"127.0.0.1:0\"\ndata = \".\"\ntrusted_proxies = [\"127.0.0.1\"]\n[demo]\nseed = true\n\
                [[realms]]\nname = \"shop\"\nmounts = [{ dialect = \"standard\", prefix = \"/shop\" }]\n";
    let world = World::from_config(text, &|_| ());
    assert_eq!(world.get("/metrics").status, 404);
    assert_eq!(world.get("/readyz").status, 200);
}
