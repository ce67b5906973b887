//! Bodies: order, spacing, types, what is left out.

use super::{body, head};
use crate::encode::Facts;
use crate::model::{Body, Dialect, Format, Node, Separator, Slot, Template, TemplatePart};
use crate::sample::{account, app, dialect, facts, json, lone, members, text};
use engine::policy::GrantKind;
use engine::scope::ScopeSet;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, PRAGMA};

/// The body of the resource when it is this one.
fn written(dialect: &Dialect, own: Body, change: impl FnOnce(&mut Facts)) -> String {
    let mut dialect = dialect.clone();
    dialect.resources[0].body = own;
    let (app, account, scope) = (app(), account(), ScopeSet::parse("read write"));
    let mut facts = facts(&app, &account, &scope);
    change(&mut facts);
    body(&dialect.encode_resource(0, &facts, None)).to_owned()
}

fn slots(words: &[&str]) -> Node {
    members(words.iter().map(|word| (*word, Node::Slot(Slot::read(word).unwrap()))).collect())
}

fn optional(node: Node) -> Node {
    Node::Optional(Box::new(node))
}

#[test]
fn a_token_answer_is_exact_and_never_kept() {
    let (app, account, scope) = (app(), account(), ScopeSet::parse("read write"));
    let answer = dialect().encode_token(GrantKind::AuthorizationCode, &facts(&app, &account, &scope));
    let expected =
        r#"{"access_token":"AT","token_type":"Bearer","expires_in":3600,"refresh_token":"rt-RT","scope":"read write"}"#;
    assert_eq!((answer.status().as_u16(), body(&answer)), (200, expected));
    assert_eq!(head(&answer, CONTENT_TYPE), "application/json");
    assert_eq!((head(&answer, CACHE_CONTROL), head(&answer, PRAGMA)), ("no-store", "no-cache"));
}

#[test]
fn times_come_in_the_unit_of_their_word() {
    let words = [
        "expires_in",
        "expires_in:whole",
        "expires_in:text",
        "expires_in:ms",
        "expires_at",
        "expires_at:ms",
        "issued_at",
        "issued_at:ms",
        "issued_at:text",
        "refresh_expires_in",
    ];
    let expected = r#"{"expires_in":3600,"expires_in:whole":3599,"expires_in:text":"3600","expires_in:ms":3599768,"expires_at":1003600,"expires_at:ms":1003600000,"issued_at":1000000,"issued_at:ms":1000000000,"issued_at:text":"1970-01-12T13:46:40Z","refresh_expires_in":86400}"#;
    assert_eq!(written(&dialect(), json(slots(&words)), |_| {}), expected);
    let endless = written(&dialect(), json(slots(&["expires_in", "expires_at", "expires_in:text"])), |facts| {
        facts.access_ends_at = None;
    });
    assert_eq!(endless, r#"{"expires_in":null,"expires_at":null,"expires_in:text":null}"#);
}

#[test]
fn accounts_apps_and_texts_are_escaped_not_changed() {
    let words = [
        "account.id",
        "account.id:number",
        "account.username",
        "account.email",
        "account.email_verified",
        "account.name",
        "account.first_name",
        "account.attribute.plan",
        "account.attribute.none",
        "client_id",
        "app.name",
        "issuer",
        "realm",
        "realm.title",
        "request_id",
    ];
    let expected = r#"{"account.id":"32","account.id:number":32,"account.username":"zoë","account.email":"zoe@example.org","account.email_verified":true,"account.name":"Zoë Ärger","account.first_name":"Zoë","account.attribute.plan":10,"account.attribute.none":null,"client_id":"app1","app.name":"App \"One\"","issuer":"https://auth.example/x","realm":"sample","realm.title":"A \"Sample\"","request_id":"r1"}"#;
    assert_eq!(written(&dialect(), json(slots(&words)), |_| {}), expected);
}

#[test]
fn ids_are_numbers_only_where_they_read_back() {
    for (id, expected) in [("32", "32"), ("007", "\"007\""), ("12345.12345", "\"12345.12345\""), ("-5", "-5")] {
        let mut own = account();
        own.id = id.to_owned();
        let app = app();
        let mut dialect = dialect();
        dialect.resources[0].body = json(Node::Slot(Slot::AccountIdNumber));
        let scope = ScopeSet::default();
        assert_eq!(body(&dialect.encode_resource(0, &facts(&app, &own, &scope), None)), expected);
    }
}

#[test]
fn scopes_in_every_form() {
    let mut dialect = dialect();
    dialect.scopes.separator = Separator::Char(',');
    let words = ["scope", "second_scope", "scope:list", "scope:bits"];
    let expected = r#"{"scope":"read,write","second_scope":null,"scope:list":["read","write"],"scope:bits":"011"}"#;
    assert_eq!(written(&dialect, json(slots(&words)), |_| {}), expected);
    dialect.scopes.second = vec!["read".to_owned()];
    let expected = r#"{"scope":"write","second_scope":"read"}"#;
    assert_eq!(written(&dialect, json(slots(&words[..2])), |_| {}), expected);
    dialect.scopes.separator = Separator::None;
    assert_eq!(written(&dialect, json(slots(&words[..1])), |_| {}), r#"{"scope":null}"#);
}

#[test]
fn nested_lists_and_spaces() {
    let node = members(vec![
        ("ok", Node::Bool(true)),
        ("code", Node::Integer(-7)),
        ("none", Node::Null),
        ("data", members(vec![("token", Node::Slot(Slot::AccessToken)), ("empty", members(vec![]))])),
        ("list", Node::List(vec![Node::Integer(1), optional(Node::Slot(Slot::State)), Node::Slot(Slot::ClientId)])),
        ("text", Node::Text(Template(vec![TemplatePart::Literal("Hi ".to_owned()), TemplatePart::Slot(Slot::Code)]))),
    ]);
    let compact =
        r#"{"ok":true,"code":-7,"none":null,"data":{"token":"AT","empty":{}},"list":[1,"app1"],"text":"Hi C"}"#;
    assert_eq!(written(&dialect(), json(node.clone()), |facts| facts.state = None), compact);
    let spaced = r#"{"ok": true, "code": -7, "none": null, "data": {"token": "AT", "empty": {}}, "list": [1, "app1"], "text": "Hi C"}"#;
    let own = Body::new(Format::JsonSpaced, node);
    assert_eq!(written(&dialect(), own, |facts| facts.state = None), spaced);
}

#[test]
fn what_has_no_value_is_null_another_or_left_out() {
    let node = members(vec![
        ("bare", Node::Slot(Slot::RefreshToken)),
        ("or", Node::SlotOr(Slot::RefreshToken, Box::new(Node::Text(text("none"))))),
        ("gone", optional(Node::Slot(Slot::RefreshToken))),
        ("gone too", optional(members(vec![("inner", Node::Slot(Slot::RefreshToken))]))),
        ("stays", optional(members(vec![("inner", Node::Slot(Slot::AccessToken))]))),
        ("text", optional(Node::Text(lone(Slot::RefreshToken)))),
    ]);
    let expected = r#"{"bare":null,"or":"none","stays":{"inner":"AT"}}"#;
    assert_eq!(written(&dialect(), json(node), |facts| facts.refresh_token = None), expected);
}

#[test]
fn members_that_a_scope_opens() {
    let member =
        |scope: &str| Node::IfScope(scope.to_owned(), Box::new(Node::Slot(Slot::Email)), Box::new(Node::Bool(false)));
    let gone = Node::IfScope("all".to_owned(), Box::new(Node::Null), Box::new(optional(Node::Slot(Slot::SecondScope))));
    let node = members(vec![("read", member("read")), ("all", member("all")), ("gone", gone)]);
    let expected = r#"{"read":"zoe@example.org","all":false}"#;
    assert_eq!(written(&dialect(), json(node.clone()), |_| {}), expected);
    let everything = ScopeSet::parse("all");
    let (app, account) = (app(), account());
    let mut dialect = dialect();
    dialect.resources[0].body = json(node);
    let answer = dialect.encode_resource(0, &facts(&app, &account, &everything), None);
    assert_eq!(body(&answer), r#"{"read":"zoe@example.org","all":"zoe@example.org","gone":null}"#);
}

#[test]
fn one_item_for_each_grant() {
    let item = members(vec![("appId", Node::Slot(Slot::ClientId)), ("scopes", Node::Slot(Slot::ScopeBits))]);
    let grants = [
        ("a1".to_owned(), "One".to_owned(), ScopeSet::parse("all")),
        ("a2".to_owned(), "Two".to_owned(), ScopeSet::parse("write")),
    ];
    let own = json(Node::EachGrant(Box::new(item)));
    assert_eq!(written(&dialect(), own.clone(), |_| {}), "[]");
    let mut dialect = dialect();
    dialect.resources[0].body = own;
    let (app, account, scope) = (app(), account(), ScopeSet::default());
    let facts = Facts { grants: &grants, ..facts(&app, &account, &scope) };
    let expected = r#"[{"appId":"a1","scopes":"100"},{"appId":"a2","scopes":"001"}]"#;
    assert_eq!(body(&dialect.encode_resource(0, &facts, None)), expected);
}

#[test]
fn forms_texts_and_nothing() {
    let node = members(vec![
        ("access_token", Node::Slot(Slot::AccessToken)),
        ("expires", Node::Slot(Slot::ExpiresIn)),
        ("name", Node::Slot(Slot::FullName)),
        ("gone", optional(Node::Null)),
        ("none", Node::Slot(Slot::SecondScope)),
        ("deep", members(vec![("a", Node::Integer(1))])),
    ]);
    let of = |format, node| Body::new(format, node);
    let expected = "access_token=AT&expires=3600&name=Zo%C3%AB+%C3%84rger&gone=&none=&deep=%7B%22a%22%3A1%7D";
    assert_eq!(written(&dialect(), of(Format::Form, node), |_| {}), expected);
    assert_eq!(written(&dialect(), of(Format::Text, Node::Slot(Slot::AccessToken)), |_| {}), "AT");
    assert_eq!(written(&dialect(), of(Format::Empty, Node::Slot(Slot::AccessToken)), |_| {}), "");
}

#[test]
fn each_format_has_its_type() {
    let rows = [
        (Format::Json, None, "application/json"),
        (Format::JsonSpaced, None, "application/json"),
        (Format::Form, None, "application/x-www-form-urlencoded"),
        (Format::Text, None, "text/plain; charset=utf-8"),
        (Format::Empty, None, ""),
        (Format::Json, Some("text/html"), "text/html"),
    ];
    for (format, content_type, expected) in rows {
        let mut dialect = dialect();
        dialect.resources[0].body =
            Body { content_type: content_type.map(str::to_owned), ..Body::new(format, Node::Null) };
        assert_eq!(head(&dialect.encode_resource(0, &Facts::default(), None), CONTENT_TYPE), expected);
    }
}

#[test]
fn a_selection_of_members() {
    let mut dialect = dialect();
    let (app, account, scope) = (app(), account(), ScopeSet::default());
    let facts = facts(&app, &account, &scope);
    let whole = r#"{"id":"32","name":"Zoë Ärger"}"#;
    let select = |dialect: &Dialect, names: &str| body(&dialect.encode_resource(0, &facts, Some(names))).to_owned();
    assert_eq!(select(&dialect, "name"), whole);
    dialect.resources[0].select = Some("fields".to_owned());
    for (names, expected) in [("", whole), ("name, id", whole), ("name", r#"{"name":"Zoë Ärger"}"#), ("x", "{}")] {
        assert_eq!(select(&dialect, names), expected, "{names}");
    }
}

#[test]
fn an_inactive_token_says_nothing_else() {
    let mut dialect = dialect();
    assert_eq!(body(&dialect.encode_introspect(None)), r#"{"active":false}"#);
    let scope = ScopeSet::parse("read");
    let facts = Facts { scope: Some(&scope), ..Facts::default() };
    assert_eq!(body(&dialect.encode_introspect(Some(&facts))), r#"{"active":true,"scope":"read"}"#);
    dialect.introspect.as_mut().unwrap().body.format = Format::JsonSpaced;
    assert_eq!(body(&dialect.encode_introspect(None)), r#"{"active": false}"#);
}
