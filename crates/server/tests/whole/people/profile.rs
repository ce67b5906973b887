//! What somebody says about themselves, and what is wrong with it.

use super::site::demo;
use crate::http::Response;
use crate::world::World;

const PROFILE: &str = "/standard/account/profile";

fn said(world: &World, fields: &[(&str, &str)]) -> Response {
    let mut browser = demo(world);
    let page = browser.open(PROFILE).page();
    browser.submit(&page, PROFILE, fields).page()
}

/// Persian is written with a zero-width non-joiner, a family in emoji with joiners.
#[test]
fn a_name_may_need_characters_that_nobody_sees() {
    let world = World::of(&["standard"]);
    let (first, last) = ("علی\u{200c}رضا", "👩\u{200d}👧");
    let page = said(&world, &[("first_name", first), ("last_name", last)]);
    assert!(page.text().contains("Your profile is saved"), "{page:?}");
    let account = world.admin("standard", async move |desk| desk.account("demo").await.unwrap());
    assert_eq!((account.first_name.as_str(), account.last_name.as_str()), (first, last));
}

#[test]
fn what_is_sent_as_it_was_is_no_news() {
    let world = World::of(&["standard"]);
    let told = || {
        world.admin("standard", async move |desk| {
            let account = desk.account("demo").await.unwrap();
            let rows = desk.events(&account, None).await.unwrap().rows;
            rows.iter().filter(|(row, _)| row.audit.action == "account.profile").count()
        })
    };
    for (first, count) in [("Grace", 1), ("Grace", 1), ("Ada", 2)] {
        assert!(said(&world, &[("first_name", first)]).text().contains("Your profile is saved"));
        assert_eq!(told(), count, "{first}");
    }
}

/// Every refusal stands beside its field and above the form.
#[test]
fn what_is_wrong_with_a_profile_stands_beside_its_field() {
    let world = World::of(&["standard"]);
    let long = "x".repeat(101);
    let [name, language] = ["Use at most 100 characters, none of them invisible.", "do not speak that language"];
    for (field, typed, says) in [
        ("first_name", "A\u{202e}da", name),
        ("last_name", "Love\u{200b}lace", name),
        ("last_name", "Love\nlace", name),
        ("last_name", long.as_str(), name),
        ("language", "tlh", language),
    ] {
        let text = said(&world, &[(field, typed)]).text();
        assert_eq!(text.matches(says).count(), 2, "{field} {typed:?}: {text}");
        assert!(text.contains("<title>Error"), "{text}");
        let wrong = text.split("aria-invalid=\"true\"").count() - 1;
        assert_eq!(wrong, 1, "one field alone is wrong: {text}");
    }
    let account = world.admin("standard", async move |desk| desk.account("demo").await.unwrap());
    assert_eq!((account.first_name.as_str(), account.language), ("Dana", None));
}
