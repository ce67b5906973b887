//! The page says all that the file says, whoever wrote the file, and says it safely.

mod sentences;

use super::super::{languages, words};
use super::*;
use dialect::check::{Source, load};
use dialect::model::{Dialect, Name, Slot};
use dialect::reference::Reader;
use dialect::{catalog, draw};
use engine::model::App;
use engine::policy::Kind;
use engine::refusal::Refusal;
use std::collections::BTreeSet;

const DRAWS: u64 = 200;
const BASE: &str = "https://auth.example/x";
/// What strangers put into names.
const MARKUP: &str = "<b onclick=\"x\">'&amp;</b>";

fn built_in(name: &str) -> Dialect {
    load(&catalog::source(name).unwrap(), &catalog::source).unwrap()
}

fn drawn(number: u64) -> (String, Dialect) {
    let text = draw::file(number);
    let source = Source { name: format!("drawn-{number}"), file: "drawn.toml".to_owned(), text: text.clone() };
    (text, load(&source, &catalog::source).unwrap())
}

fn page(dialect: &Dialect, language: &str, kind: Option<&Kind>, app: Option<&App>) -> String {
    let reader = Reader { base: BASE, realm: "x", realm_title: &dialect.title, app, kind };
    let link = |text: &str| ReferenceLink { text: text.to_owned(), href: "/y/docs".to_owned(), current: Current::No };
    let page = ReferencePage {
        frame: Frame::sample(language, &dialect.title),
        reference: dialect.reference(reader),
        base: BASE.to_owned(),
        title: dialect.title.clone(),
        app: app.map(|app| ReferenceApp {
            name: app.name.clone(),
            client_id: app.client_id.clone(),
            kind: app.kind.clone(),
            href: format!("/x/apps/{}", app.client_id),
        }),
        kinds: dialect.policy.kinds.iter().map(|kind| link(&kind.name)).collect(),
        mounts: vec![link(&dialect.title)],
    };
    page.render()
}

fn escaped(text: &str) -> String {
    Html::plain(text).to_string()
}

/// What a browser finds in a page: tags alone where `<` stands, entities alone where `&` stands, attributes in quotes.
fn is_sound(html: &str) -> Result<(), String> {
    const TAGS: &str = "a b bdi body button code dd details div dl dt figcaption figure footer form h1 h2 h3 head header html input \
        li link main meta nav p pre script section small span strong summary title ul svg path circle";
    let known: BTreeSet<&str> = TAGS.split_whitespace().collect();
    for part in html.trim_start_matches("<!doctype html>").split('<').skip(1) {
        let name: String = part.trim_start_matches('/').chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        let (inside, _) = part.split_once('>').ok_or("an open tag")?;
        if !known.contains(name.as_str()) || inside.matches('"').count() % 2 == 1 || inside.contains(" on") {
            return Err(format!("<{}", part.chars().take(80).collect::<String>()));
        }
    }
    for part in html.split('&').skip(1) {
        if !part.starts_with("#") || !part.chars().take(6).any(|c| c == ';') {
            return Err(format!("&{}", part.chars().take(20).collect::<String>()));
        }
    }
    Ok(())
}

/// Values of an attribute.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let mark = format!(" {attribute}=\"");
    html.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Everything of the file that a developer meets stands on the page of any provider.
#[test]
fn nothing_of_a_drawn_file_is_missing_and_nothing_is_unescaped() {
    for number in 0..DRAWS {
        let (text, dialect) = drawn(number);
        let html = page(&dialect, languages()[usize::from(number % 2 == 1)], None, None);
        is_sound(&html).unwrap_or_else(|odd| panic!("{number}: {odd}"));
        for route in &dialect.routes {
            assert!(html.contains(&escaped(&route.written)), "{number}: {}", route.written);
        }
        for word in words_of(&text, &dialect) {
            assert!(html.contains(&format!("<code>{}</code>", escaped(&word))), "{number}: {word}\n{text}");
        }
    }
}

/// Parameters, error words and scopes of the file as it was written.
fn words_of(text: &str, dialect: &Dialect) -> Vec<String> {
    let file: toml::Table = text.parse().unwrap();
    let mut words: Vec<String> = Vec::new();
    let here = [
        "client_id",
        "redirect_uri",
        "response_type",
        "state",
        "code",
        "grant_type",
        "code_verifier",
        "code_challenge",
    ];
    for name in here {
        match file["names"].get(name) {
            Some(toml::Value::String(word)) => words.push(word.clone()),
            Some(toml::Value::Array(all)) => words.extend(all.iter().map(|word| word.as_str().unwrap().to_owned())),
            _ => {}
        }
    }
    // A name of their own at both endpoints hides the one for all.
    let own = |section: &str| file[section].get("names").and_then(|names| names.get("client_id")).is_some();
    if own("token") && own("authorize") {
        words.retain(|word| !dialect.names.all[&Name::ClientId].contains(word));
    }
    let extras = file["authorize"].get("extras").and_then(toml::Value::as_table);
    words.extend(extras.into_iter().flatten().map(|(name, _)| name.clone()));
    let tells = |section: &toml::Value| {
        let format = section["format"].as_str().unwrap();
        let envelope = section.get("envelope").map(ToString::to_string).unwrap_or_default();
        format != "empty" && envelope.contains("{error}")
    };
    let token = file["token"].get("refusals").unwrap_or(&file["refusals"]);
    if tells(token) && token.get("words").is_some() {
        words.push("bad_grant".to_owned());
    }
    let refusal = file["authorize"]["refusal_answer"].to_string();
    if file["refusals"].get("words").is_some() && refusal.contains("{error}") {
        words.push("user_said_no".to_owned());
    }
    words.extend(dialect.policy.scopes.scopes.iter().map(|scope| scope.name.clone()));
    words
}

/// The same with everything that a stranger names being markup.
#[test]
fn what_strangers_name_stays_text() {
    let mut dialect = built_in("raindrop");
    dialect.title = MARKUP.to_owned();
    dialect.resources[0].name = MARKUP.to_owned();
    dialect.resources[0].select = Some(MARKUP.to_owned());
    dialect.policy.kinds.iter_mut().for_each(|kind| kind.name = MARKUP.to_owned());
    dialect.authorize.refusal_answer.push((MARKUP.to_owned(), dialect.authorize.code_answer[0].1.clone()));
    dialect.names.all.values_mut().for_each(|names| names.push(MARKUP.to_owned()));
    dialect.refusals.at.values_mut().for_each(|level| {
        level.by_code.values_mut().for_each(|worded| worded.error = Some(MARKUP.to_owned()));
    });
    for language in languages() {
        let html = page(&dialect, language, None, None);
        is_sound(&html).unwrap();
        let told = html.matches("&#60;b onclick=").count();
        assert!(!html.contains("<b onclick") && told > 20, "{told}");
    }
}

#[test]
fn every_built_in_page_is_light_whole_and_in_order() {
    for name in catalog::names() {
        let dialect = built_in(name);
        for language in languages() {
            for kind in std::iter::once(None).chain(dialect.policy.kinds.iter().map(Some)) {
                let html = page(&dialect, language, kind, None);
                assert!(html.len() < 60 * 1024, "{name} {language}: {} bytes", html.len());
                is_sound(&html).unwrap();
                let ids = values(&html, "id");
                let alone: BTreeSet<&str> = ids.iter().copied().collect();
                assert_eq!(alone.len(), ids.len(), "{name}: an id stands there twice");
                for anchor in values(&html, "href").into_iter().filter_map(|href| href.strip_prefix('#')) {
                    assert!(alone.contains(anchor), "{name}: #{anchor} leads nowhere");
                }
                for described in values(&html, "aria-labelledby").into_iter().chain(values(&html, "data-copy")) {
                    assert!(alone.contains(described), "{name}: {described}");
                }
                in_order(&html);
                assert!(!html.contains("{name}") && !html.contains("{value}") && !html.contains(" style="), "{name}");
            }
        }
    }
}

/// No heading is more than one step below the last.
fn in_order(html: &str) {
    let levels = html.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10));
    levels.fold(0, |last, level| {
        assert!(level <= last + 1, "h{level} after h{last}");
        level
    });
}

#[test]
fn an_app_reads_its_own_id_and_never_its_secret() {
    let dialect = built_in("standard");
    let app = own_app("public", "http://127.0.0.1:8080/callback");
    let html = page(&dialect, "en", dialect.policy.kinds.get(1), Some(&app));
    assert!(html.contains("<a href=\"https://auth.example/x/oauth2/authorize?client_id=my-own-id&#38;redirect_uri="));
    assert!(html.contains("-d client_id=my-own-id") && !html.contains("CLIENT_SECRET") && !html.contains("$CLIENT_ID"));
    let app = own_app("confidential", "https://app.example/callback");
    let html = page(&dialect, "en", dialect.policy.kinds.first(), Some(&app));
    assert!(
        html.contains("-u &#34;my-own-id:$CLIENT_SECRET&#34;")
            && html.contains("CLIENT_SECRET=${CLIENT_SECRET:-&#39;&#39;}")
    );
    assert!(!html.contains("5ecret"), "nor its hash");
}

fn own_app(kind: &str, redirect_uri: &str) -> App {
    App {
        key: engine::model::AppKey(1),
        client_id: "my-own-id".to_owned(),
        name: "Notes".to_owned(),
        description: String::new(),
        site: None,
        kind: kind.to_owned(),
        secrets: vec![engine::model::AppSecret { stored: "5ecret".to_owned(), created_at: 0, name: String::new() }],
        redirect_uris: vec![redirect_uri.to_owned()],
        scopes: vec!["profile".to_owned()],
        owners: Vec::new(),
        color: None,
        support: None,
        review: engine::model::Review::Live,
        suspend_reason: None,
        mounts: Vec::new(),
        introspects: engine::model::Introspects::Own,
        token_limit: None,
        suspended_at: None,
        deleted_at: None,
        valid_from: 0,
        created_at: 0,
    }
}

/// The catalogues have words for the whole vocabulary, and for nothing else.
#[test]
fn every_word_of_the_vocabulary_is_told() {
    let refusals: BTreeSet<&str> = Refusal::ALL.iter().map(|own| own.name()).collect();
    let slots: BTreeSet<&str> = Slot::words().collect();
    for language in languages() {
        let own = &words::of(language).reference;
        let plain = |key: &'static str| key.split('.').next().unwrap();
        assert_eq!(own.refusals.iter().map(|(name, ..)| plain(name)).collect::<BTreeSet<_>>(), refusals, "{language}");
        for (key, ..) in own.refusals.iter().chain(own.topics) {
            let special = key.split_once('.').is_none_or(|(_, own)| circumstances::ALL.contains(&own));
            assert!(special, "{language}: {key}");
        }
        assert_eq!(own.slots.iter().map(|(word, _)| *word).collect::<BTreeSet<_>>(), slots, "{language}");
        for dialect in catalog::names().into_iter().map(built_in) {
            for name in dialect.names.all.keys() {
                let name = serde_json::to_value(name).unwrap();
                assert!(own.parameters.iter().any(|(own, _)| name == *own), "{language}: {name}");
            }
        }
    }
}
