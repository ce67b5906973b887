//! What works once works once, however many ask two nodes at the same moment.

use crate::stage::{CLUSTER, Stage};
use grantor_e2e::demo::{App, grantor};
use grantor_e2e::deployment::Files;
use grantor_e2e::http::{Answer, Request, parameter, target};
use grantor_e2e::owner::{Address, PYTHON, SECRET, examples, site};
use grantor_e2e::person::Person;
use grantor_e2e::served::{ANY, Served};
use grantor_e2e::speak::{Client, Tokens};
use std::collections::HashSet;
use std::sync::Barrier;
use std::time::Duration;

const RACERS: usize = 32;

/// Lets all of them go at the same moment, in turn at both nodes; the answers in order.
fn race(nodes: [&Served; 2], request: impl Fn(usize) -> Request) -> Vec<Answer> {
    let start = Barrier::new(RACERS);
    std::thread::scope(|scope| {
        let run = |racer| {
            let (start, request, node) = (&start, request(racer), nodes[racer % 2]);
            scope.spawn(move || {
                start.wait();
                node.send(request)
            })
        };
        let racers: Vec<_> = (0..RACERS).map(run).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    })
}

#[test]
fn a_code_is_good_once_on_both_nodes() {
    let stage = Stage::new(&["standard"]);
    let client = stage.deployment.client("standard", "confidential");
    let mut person = stage.deployment.person(&stage.a);
    for _ in 0..5 {
        let code = client.brought(&person.allow(&client.link()));
        let answers = race(stage.both(), |_| client.exchange(&code));
        let tokens: Vec<_> = answers.iter().filter_map(Tokens::of).collect();
        assert_eq!(tokens.len(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|answer| answer.body.contains("invalid_grant")).count(), RACERS - 1);
        for node in stage.both() {
            assert_ne!(
                node.send(client.whoami(&tokens[0].access)).status,
                200,
                "a code that was tried again took it along"
            );
        }
    }
}

#[test]
fn a_refresh_token_has_one_successor_on_both_nodes() {
    let stage = Stage::new(&["standard"]);
    let client = stage.deployment.client("standard", "confidential");
    let code = client.brought(&stage.deployment.person(&stage.a).allow(&client.link()));
    let mut refresh = Tokens::of(&stage.a.send(client.exchange(&code))).unwrap().refresh.unwrap();
    for _ in 0..5 {
        let answers = race(stage.both(), |_| client.refresh(&refresh).unwrap());
        let tokens: Vec<_> = answers.iter().filter_map(Tokens::of).collect();
        assert_eq!(tokens.len(), RACERS, "workers of one app do not log each other out: {answers:?}");
        let access: HashSet<_> = tokens.iter().map(|tokens| tokens.access.clone()).collect();
        let successors: HashSet<_> = tokens.into_iter().map(|tokens| tokens.refresh.unwrap()).collect();
        assert_eq!((access.len(), successors.len()), (1, 1));
        refresh = successors.into_iter().next().unwrap();
    }
}

/// Within 30 seconds it is another worker of the app; later it matters whether its successor, or what came with that, was seen in use, wherever.
#[test]
fn a_consumed_refresh_token_is_a_copy_at_one_node_once_the_other_saw_its_successors_in_use() {
    let stage = Stage::new(&["standard"]);
    let client = stage.deployment.client("standard", "confidential");
    let mut person = stage.deployment.person(&stage.a);
    let mut renewed = || {
        let code = client.brought(&person.allow(&client.link()));
        let consumed = Tokens::of(&stage.a.send(client.exchange(&code))).unwrap().refresh.unwrap();
        let tokens = Tokens::of(&stage.a.send(client.refresh(&consumed).unwrap())).unwrap();
        (consumed, tokens)
    };
    let ((lost, unseen), (copied, seen)) = (renewed(), renewed());
    assert_eq!(stage.a.send(client.whoami(&seen.access)).status, 200);
    std::thread::sleep(Duration::from_secs(31));
    let again = Tokens::of(&stage.b.send(client.refresh(&lost).unwrap())).expect("the answer was lost");
    assert_eq!(again.refresh, unseen.refresh);
    let answer = stage.b.send(client.refresh(&copied).unwrap());
    assert!(answer.body.contains("invalid_grant"), "{answer:?}");
    assert_ne!(stage.a.send(client.whoami(&seen.access)).status, 200, "a copy ends the family");
}

#[test]
fn a_button_that_is_pressed_at_both_nodes_gives_one_code() {
    let stage = Stage::new(&["standard"]);
    let client = stage.deployment.client("standard", "confidential");
    let button = stage.deployment.person(&stage.a).button(&client.link()).unwrap();
    let answers = race(stage.both(), |_| button.clone());
    let codes: HashSet<_> = answers.iter().map(|answer| client.brought(answer.header("location"))).collect();
    assert_eq!(codes.len(), 1, "{answers:?}");
    let code = codes.into_iter().next().unwrap();
    assert!(Tokens::of(&stage.b.send(client.exchange(&code))).is_some());
}

/// The text between `before` and the next quotation mark.
fn value(page: &Answer, before: &str) -> String {
    let after = page.body.split(before).nth(1).unwrap_or_else(|| panic!("no {before} in {page:?}"));
    after.split('"').next().unwrap().to_owned()
}

/// What somebody sends who opened that link at the first node, with these fields.
fn form(node: &Served, at: &str, fields: &[(&str, &str)]) -> Request {
    let page = node.send(Request::get(at));
    let cookie = page.header("set-cookie").split(';').next().unwrap().to_owned();
    let [csrf, link] = ["csrf", "link"].map(|name| value(&page, &format!("name=\"{name}\" value=\"")));
    let mut pairs = vec![("csrf", csrf.as_str()), ("link", link.as_str())];
    pairs.extend(fields);
    let post = Request::new("POST", target(at).split('?').next().unwrap());
    post.header("Cookie", &cookie).header("Sec-Fetch-Site", "same-origin").form(&pairs)
}

#[test]
fn a_mailed_link_is_good_once_on_both_nodes() {
    let stage = Stage::new(&["standard"]);
    let client = stage.deployment.client("standard", "confidential");
    let mut account = stage.deployment.line.account.clone();
    let printed =
        stage.deployment.files.administer(&["account", "reset-link", "--realm", "standard", &account.username]);
    let link = printed.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
    let password = |racer: usize| format!("correct horse battery {racer}");
    let answers = race(stage.both(), |racer| form(&stage.a, &link, &[("password", &password(racer))]));
    let won: Vec<_> = (0..RACERS).filter(|racer| answers[*racer].status == 303).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| answer.status == 410).count(), RACERS - 1, "{answers:?}");
    account.password = password(won[0]);
    Person::new(stage.b.at, account).allow(&client.link());
}

/// Each node prints a link as it starts; the later one counts.
#[test]
fn there_is_one_first_administrator_of_both_nodes() {
    let shop = "[[realms]]\nname = \"shop\"\nmounts = [{ dialect = \"standard\", prefix = \"/shop\" }]\n";
    let files = Files::empty(&CLUSTER.database().unwrap(), shop);
    let (a, b) = (files.node("a"), files.node("b"));
    let links = [a.first_link(), b.first_link()];
    for node in [&a, &b] {
        assert_eq!(node.send(Request::get(&links[0])).status, 410, "a newer one has taken its place");
    }
    let name = |racer: usize| format!("alex{racer}");
    let answers = race([&a, &b], |racer| {
        let email = format!("{}@example.com", name(racer));
        let fields = [("username", name(racer)), ("email", email), ("password", "correct horse battery".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        form(&a, &links[1], &fields)
    });
    let won: Vec<_> = (0..RACERS).filter(|racer| answers[*racer].status == 303).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| answer.status == 410).count(), RACERS - 1, "{answers:?}");
    let there = files.administer(&["account", "list", "--realm", "admin"]);
    assert!(there.contains(&name(won[0])) && there.matches("@example.com").count() == 1, "{there}");
}

/// `name=value` of a cookie that was set.
fn cookie(answer: &Answer) -> &str {
    answer.header("set-cookie").split(';').next().unwrap()
}

/// The owner's login answers once; whoever has seen the address of that answer cannot come in by it too.
#[test]
fn an_answer_of_the_owners_login_is_good_once_on_both_nodes() {
    const CALLBACK: &str = "https://client.example/callback";
    let owner = Address::free();
    let realm = format!(
        "[[realms]]\nname = \"shop\"\nmounts = [{{ dialect = \"standard\", prefix = \"/shop\" }}]\nlogin = \"hand-off\"\nlogin_page = \"{}\"\n",
        owner.page
    );
    let files = Files::empty(&CLUSTER.database().unwrap(), &realm);
    let nodes = ["a", "b"].map(|name| {
        let mut serve = grantor(&["serve", "--listen", ANY]);
        serve.env("GRANTOR_HAND_OFF_SHOP", SECRET);
        files.node_by(name, serve)
    });
    let _site = site(&PYTHON, &owner, "http://127.0.0.1:8080/shop", &examples().join("users.json"));
    let made = ["app", "create", "--json", "--realm", "shop", "--name", "Notes", "--redirect-uri", CALLBACK];
    let app = App::made(&files.administer(&made));
    let url = "http://127.0.0.1:8080/shop".to_owned();
    let client = Client { dialect: "standard".to_owned(), url, app, redirect_uri: Some(CALLBACK.to_owned()) };
    for _ in 0..3 {
        let sent = nodes[0].send(Request::get(&client.link()));
        let (browser, request) = (cookie(&sent).to_owned(), parameter(sent.header("location"), "request").unwrap());
        let fields = [("request", request.as_str()), ("username", "ada"), ("password", "engine no. 1")];
        let answer =
            Request::new("POST", "/login").header("Origin", &owner.origin).form(&fields).send(owner.at).unwrap();
        let back = answer.header("location").to_owned();
        let answers = race(nodes.each_ref(), |_| Request::get(&back).header("Cookie", &browser));
        let won: Vec<_> = answers.iter().filter(|answer| answer.status == 303).collect();
        assert_eq!(won.len(), 1, "{answers:?}");
        let sessions = answers.iter().filter(|answer| answer.header("set-cookie").contains("session"));
        assert_eq!(sessions.count(), 1, "{answers:?}");
        for node in &nodes {
            let page = node.send(Request::get(won[0].header("location")).header("Cookie", cookie(won[0])));
            assert!(page.status == 200 && page.body.contains("name=\"decision\""), "signed in at both: {page:?}");
        }
    }
}
