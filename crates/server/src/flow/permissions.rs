//! What an app may do, in words, and what of it the user may leave out.

use crate::pages::{Choice, Danger, Landing, Lasts, Offer, Permission, Preset};
use dialect::model::{Danger as Marked, Dialect, Narrowing, Words};
use engine::authorize::{Checked, WithRefresh};
use engine::policy::{Policy, Rotation};
use engine::redirect::ReturnTo;
use engine::scope::ScopeSet;

/// The text in that language, else in English.
pub fn said(words: &Words, language: &str) -> Option<String> {
    words.get(language).or_else(|| words.get("en")).cloned()
}

/// One line per scope, what is dangerous last.
pub fn of(dialect: &Dialect, scope: &ScopeSet, language: &str) -> Vec<Permission> {
    let mut all: Vec<_> = scope.words().iter().map(|word| permission(dialect, word, language)).collect();
    all.sort_by_key(|own| own.danger == Danger::Marked);
    all
}

fn permission(dialect: &Dialect, word: &str, language: &str) -> Permission {
    let entry = dialect.scopes.words.get(word);
    let words = entry.and_then(|entry| said(&entry.words, language)).unwrap_or_else(|| word.to_owned());
    let danger = match entry.map(|entry| entry.danger) {
        Some(Marked::Marked) => Danger::Marked,
        _ => Danger::No,
    };
    Permission { scope: word.to_owned(), words, danger }
}

/// Whether there is something to choose.
pub fn offers_choice(dialect: &Dialect, scope: &ScopeSet) -> bool {
    dialect.pages.narrowing == Narrowing::Offered
        && (dialect.policy.scopes.axes.is_empty() || lesser(dialect, scope).len() > 1)
}

/// The choice that the page offers.
pub fn choice(dialect: &Dialect, scope: &ScopeSet, language: &str) -> Choice {
    if !offers_choice(dialect, scope) {
        return Choice::None;
    }
    if dialect.policy.scopes.axes.is_empty() {
        return Choice::Each;
    }
    let offer = |offered: ScopeSet| Offer {
        scope: dialect.scope_text(&offered),
        permissions: of(dialect, &offered, language),
        preset: if offered == *scope { Preset::Asked } else { Preset::Less },
    };
    let mut offers = lesser(dialect, scope);
    offers.sort_by_key(|offered| strength(dialect, offered));
    Choice::OneOf(offers.into_iter().map(offer).collect())
}

/// How many words each of its words opens: reading goes before changing, and whoever may do more goes behind.
fn strength(dialect: &Dialect, scope: &ScopeSet) -> Vec<usize> {
    let catalogue = &dialect.policy.scopes;
    let opened = |word: &String| {
        let alone = ScopeSet::parse(word);
        catalogue.scopes.iter().filter(|other| catalogue.opens(&alone, &other.name)).count()
    };
    scope.words().iter().map(opened).collect()
}

/// Offers of one page: more would not be a choice any more.
const MOST_OFFERS: usize = 12;

/// What was asked, then everything that it implies, a step at a time: a weaker word in the place of a stronger one of its axis.
fn lesser(dialect: &Dialect, scope: &ScopeSet) -> Vec<ScopeSet> {
    let catalogue = &dialect.policy.scopes;
    let mut offers = vec![scope.clone()];
    let mut next = 0;
    while let Some(offer) = offers.get(next).cloned() {
        let weaker = catalogue.scopes.iter().filter(|s| !offer.has(&s.name) && catalogue.opens(&offer, &s.name));
        for word in weaker.map(|weaker| weaker.name.clone()) {
            match catalogue.narrowed(&offer, &[word]) {
                Ok(narrowed) if !offers.contains(&narrowed) && offers.len() < MOST_OFFERS => offers.push(narrowed),
                _ => {}
            }
        }
        next += 1;
    }
    offers
}

/// Where the user goes after Allow.
pub fn landing(to: &ReturnTo) -> Landing {
    let ReturnTo::Redirect(to) = to else { return Landing::OnScreen };
    let uri = to.uri();
    let (scheme, rest) = uri.split_once(':').unwrap_or((uri, ""));
    let host = rest.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default();
    match scheme {
        "https" => Landing::Site(host.to_owned()),
        "http" => Landing::Device(host.to_owned()),
        own => Landing::Device(own.to_owned()),
    }
}

/// How long the app keeps what it gets.
pub fn lasts(policy: &Policy, checked: &Checked) -> Lasts {
    let seconds = |life: i64| life.unsigned_abs();
    match (checked.refresh, policy.lifetimes.access) {
        (WithRefresh::No, None) => Lasts::UntilEnded,
        (WithRefresh::No, Some(life)) => Lasts::For(seconds(life)),
        (WithRefresh::Yes, _) => match (policy.refresh.rotation, policy.refresh.life, policy.refresh.family_life) {
            (_, None, None) => Lasts::UntilEnded,
            (_, None, Some(most)) => Lasts::For(seconds(most)),
            (Rotation::Same, Some(life), most) => Lasts::For(seconds(most.map_or(life, |most| most.min(life)))),
            (_, Some(life), None) => Lasts::Unused(seconds(life)),
            (_, Some(life), Some(most)) if most <= life => Lasts::For(seconds(most)),
            (_, Some(life), Some(most)) => Lasts::UnusedOr(seconds(life), seconds(most)),
        },
    }
}
