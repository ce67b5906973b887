//! Where a page of the server shows codes, nothing is told of redirects, and where some are shown both are told.

use super::*;
use engine::model::App;

fn built_in(name: &str) -> Dialect {
    load(&catalog::source(name).unwrap(), &catalog::source).unwrap()
}

fn of_kind(dialect: &Dialect, kind: &str, app: Option<&App>) -> Reference {
    let kind = dialect.policy.kinds.iter().find(|own| own.name == kind);
    dialect.reference(Reader { kind: Some(kind.unwrap()), app, ..reader() })
}

fn app(redirect_uris: &[&str]) -> App {
    App { redirect_uris: redirect_uris.iter().map(|uri| (*uri).to_owned()).collect(), ..crate::sample::app() }
}

fn ways(reference: &Reference) -> Vec<Way> {
    section(reference, &Topic::Authorize).answers.iter().map(|own| own.way.clone()).collect()
}

fn parameter<'r>(reference: &'r Reference, topic: &Topic, name: &str) -> Option<&'r Parameter> {
    section(reference, topic).parameters.iter().find(|own| own.names.iter().any(|own| own == name))
}

#[test]
fn a_kind_without_redirect_uris_is_told_of_none() {
    let dialect = built_in("gitshare");
    let (own, exchange) = (of_kind(&dialect, "on-screen", None), Topic::Token(GrantKind::AuthorizationCode.into()));
    assert_eq!((own.delivery, ways(&own)), (Delivery::Screen, vec![Way::Screen]));
    for topic in [&Topic::Authorize, &exchange] {
        assert_eq!(parameter(&own, topic, "redirect_uri"), None, "{topic:?}");
        let asks = section(&own, topic).examples.iter().map(|own| own.ask.text());
        asks.for_each(|text| assert!(!text.contains("redirect_uri") && !text.contains("state="), "{text}"));
    }
    assert_eq!(parameter(&own, &Topic::Authorize, "state").unwrap().need, Necessity::Ignored);
    let table = |endpoint| own.refusals.iter().find(move |table| table.endpoint == Some(endpoint)).unwrap();
    let lines = &table(Endpoint::Authorize).lines;
    assert!(lines.iter().all(|line| line.place == Some(Place::Page) && line.error.is_none()), "{lines:?}");
    let of = |refusal| lines.iter().find(|line| line.causes.contains(&refusal));
    assert_eq!(of(Refusal::AccessDenied).unwrap().status, Some(200), "people get what they asked for");
    assert_eq!(of(Refusal::ScopeUnknown).unwrap().status, Some(400));
    assert!(of(Refusal::RedirectUriNone).is_some() && of(Refusal::RedirectUriStrange).is_none());
    let causes: Vec<Refusal> = table(Endpoint::Token).lines.iter().flat_map(|line| line.causes.clone()).collect();
    assert!(causes.contains(&Refusal::RedirectUriDiffers) && !causes.contains(&Refusal::RedirectUriAbsent));
}

#[test]
fn where_some_codes_are_shown_both_ways_are_told_with_an_example_each() {
    let dialect = built_in("gitshare");
    let all = dialect.reference(reader());
    assert_eq!(all.delivery, Delivery::Either);
    assert_eq!(ways(&all), [Way::Yes(ResponseType::Code, crate::model::CodeIn::Query), Way::No, Way::Screen]);
    for topic in [Topic::Authorize, Topic::Token(GrantKind::AuthorizationCode.into())] {
        let examples = &section(&all, &topic).examples;
        let told: Vec<_> =
            examples.iter().map(|own| (own.kind.as_deref(), own.ask.text().contains("redirect_uri"))).collect();
        assert_eq!(told, [(Some("callback"), true), (Some("on-screen"), false)], "{topic:?}");
    }
    // A callback is optional for the other kind too.
    assert_eq!(of_kind(&dialect, "callback", None).delivery, Delivery::Either);
}

#[test]
fn an_app_is_told_of_what_it_registered() {
    let gitshare = built_in("gitshare");
    let told = |uris: &[&str]| of_kind(&gitshare, "callback", Some(&app(uris)));
    assert_eq!(told(&[]).delivery, Delivery::Screen);
    assert_eq!(parameter(&told(&[]), &Topic::Authorize, "redirect_uri"), None);
    let with = told(&["https://app.example/"]);
    assert_eq!(with.delivery, Delivery::Redirect);
    assert!(parameter(&with, &Topic::Authorize, "redirect_uri").is_some() && !ways(&with).contains(&Way::Screen));
    let causes = with.refusals.iter().flat_map(|table| &table.lines).flat_map(|line| &line.causes);
    assert!(!causes.into_iter().any(|own| *own == Refusal::RedirectUriNone));

    let hidrive = built_in("hidrive");
    let told = |uris: &[&str]| of_kind(&hidrive, "native", Some(&app(uris)));
    assert_eq!(told(&["oob"]).delivery, Delivery::Screen);
    assert!(parameter(&told(&["oob"]), &Topic::Authorize, "redirect_uri").is_some(), "the word goes there");
    assert_eq!(told(&["oob", "http://127.0.0.1/"]).delivery, Delivery::Either);
    assert_eq!(told(&[]).delivery, Delivery::Either, "it may register both");
    assert_eq!(of_kind(&hidrive, "server", None).delivery, Delivery::Redirect);
    assert_eq!(built_in("standard").reference(reader()).delivery, Delivery::Redirect);
}

/// What stands on the page of all kinds for one of them stands on that one's own page.
#[test]
fn examples_of_all_kinds_are_those_of_each() {
    for dialect in all() {
        for own in dialect.reference(reader()).sections {
            for example in own.examples.iter().filter(|own| own.kind.is_some()) {
                let kind = of_kind(&dialect, example.kind.as_deref().unwrap(), None);
                let known = section(&kind, &own.topic).examples.iter().any(|known| known.ask == example.ask);
                assert!(known, "{} {:?}: {}", dialect.name, own.topic, example.ask.text());
            }
        }
    }
}
