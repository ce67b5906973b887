//! ROB-04: pages of lists.

use super::Caller;
use crate::world::World;
use serde_json::Value;

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn rob_04_a_page_size_of_nothing_less_or_too_much_is_refused() {
    let world = World::of(&["standard"]);
    let caller = Caller::new(&world);
    let lists = [
        "/realms/standard/apps",
        "/realms/standard/accounts",
        "/realms/standard/audit",
        "/realms/standard/audit/export",
        "/realms/standard/accounts/demo/grants",
        "/keys",
    ];
    for list in lists {
        for limit in ["0", "-1", "201", "9223372036854775807", "99999999999999999999", "x", "1.5", ""] {
            let answer = caller.get(&format!("{list}?limit={limit}"));
            assert_eq!(
                (answer.status, answer.header("content-type")),
                (400, "application/problem+json"),
                "{list} {limit}"
            );
        }
        for limit in [1, 200] {
            assert_eq!(caller.get(&format!("{list}?limit={limit}")).status, 200, "{list}");
        }
        assert_eq!(caller.get(&format!("{list}?limit=1&limit=2")).status, 400, "{list}");
    }
}

#[test]
fn rob_04_only_a_cursor_of_ours_leads_on_and_only_in_its_list() {
    let world = World::of(&["standard", "hidrive"]);
    let caller = Caller::new(&world);
    let page = parsed(&caller.get("/realms/standard/apps?limit=1").text());
    let cursor = page["next"].as_str().unwrap();
    assert_eq!(caller.get(&format!("/realms/standard/apps?limit=1&after={cursor}")).status, 200);
    let mut turned = cursor.to_owned();
    let last = turned.pop().unwrap();
    turned.push(if last == 'A' { 'B' } else { 'A' });
    for forged in ["x", "AAAA", "AAAAAAAAAAAAAAAAAAAA", "%00", &turned, &format!("{cursor}AAAA"), &cursor[4..]] {
        assert_eq!(caller.get(&format!("/realms/standard/apps?after={forged}")).status, 400, "{forged}");
    }
    for other in ["/realms/hidrive/apps?", "/realms/standard/accounts?", "/realms/standard/apps?q=n&", "/keys?"] {
        assert_eq!(caller.get(&format!("{other}after={cursor}")).status, 400, "{other}");
    }
}

#[test]
fn pages_put_together_are_the_list() {
    let world = World::of(&["standard"]);
    let caller = Caller::new(&world);
    for n in 0..7 {
        let person =
            format!(r#"{{"username": "person{n}", "email": "p{n}@example.com", "password": "correct horse"}}"#);
        assert_eq!(caller.send("POST", "/realms/standard/accounts", &person).status, 201);
    }
    let whole = parsed(&caller.get("/realms/standard/accounts").text());
    assert_eq!((whole["items"].as_array().unwrap().len(), &whole["next"]), (8, &Value::Null));
    let (mut together, mut pages) = (Vec::new(), 0);
    let mut after = String::new();
    loop {
        let page = parsed(&caller.get(&format!("/realms/standard/accounts?limit=4{after}")).text());
        together.extend(page["items"].as_array().unwrap().clone());
        pages += 1;
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!((together, pages), (whole["items"].as_array().unwrap().clone(), 2));
    let found = parsed(&caller.get("/realms/standard/accounts?q=person3").text());
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
}
