//! The app console, below the path that the dialect gives it: a developer's own apps.

mod app;
mod end;
mod facts;
mod faults;
mod keys;
mod list;
mod log;
mod new;
mod overview;
mod owners;
mod redirects;
mod review;
mod scopes;

use super::{Does, Halt, Page, Visit, reference};
use crate::flow::Call;
use crate::pages::{ConsoleItem, ConsoleTerms, Frame};
use app::Own;
use dialect::model::ConsoleWord;
use store::ops::LiveTestToken;

/// Answers below the console's path.
pub(super) async fn answer(call: &Call<'_>, path: &[&str]) -> Page {
    let does = Does::of(call)?;
    let visit = Visit::begin(call).await?;
    match (path, does) {
        ([], _) => {
            does.looks_only()?;
            list::show(&visit, None).await
        }
        (["new"], Does::Look) => new::ask(&visit).await,
        (["new"], Does::Act) => new::make(&visit).await,
        ([client_id, rest @ ..], _) => match Own::find(&visit, client_id).await {
            Err(Halt::Absent) => end::deleted(&visit, client_id, does).await,
            found => of_app(&found?, rest, does).await,
        },
    }
}

/// A page of an app.
async fn of_app(own: &Own<'_>, path: &[&str], does: Does) -> Page {
    match (path, does) {
        ([], _) => {
            does.looks_only()?;
            overview::show(own).await
        }
        (["settings"], Does::Look) => facts::show(own),
        (["settings"], Does::Act) => facts::save(own).await,
        (["kind"], Does::Look) => Ok(own.visit.lead_on(&own.path(ConsoleItem::Settings.path()))),
        (["kind"], Does::Act) => facts::choose_kind(own).await,
        (["kind", kind], Does::Look) => facts::ask_kind(own, kind),
        (["kind", kind], Does::Act) => facts::change_kind(own, kind).await,
        (["redirects"], Does::Look) => redirects::show(own),
        (["redirects"], Does::Act) => redirects::add(own).await,
        (["permissions"], Does::Look) => scopes::show(own),
        (["permissions"], Does::Act) => scopes::save(own).await,
        (["secrets"], Does::Look) => keys::secrets(own).await,
        (["secrets"], Does::Act) => keys::add_secret(own).await,
        (["test-token"], Does::Look) => keys::test_token(own).await,
        (["test-token"], Does::Act) => keys::make_test_token(own, LiveTestToken::Stays).await,
        (["docs"], _) => {
            does.looks_only()?;
            Ok(reference::in_console(own.visit, &own.app))
        }
        (["errors"], _) => {
            does.looks_only()?;
            log::show(own).await
        }
        (["owners"], Does::Look) => owners::show(own).await,
        (["owners"], Does::Act) => owners::add(own).await,
        (["review"], Does::Look) => review::show(own).await,
        (["review"], Does::Act) => review::submit(own).await,
        (["review", "withdraw"], Does::Act) => review::withdraw(own).await,
        _ => end::answer(own, path, does).await,
    }
}

/// What the console of this mount is called, and its path below the mount.
pub(super) fn place(call: &Call<'_>, language: &str) -> (String, String) {
    (terms(call, language).title, call.mount.dialect.console.path.clone())
}

/// What things are called here.
fn terms(call: &Call<'_>, language: &str) -> ConsoleTerms {
    let console = &call.mount.dialect.console;
    let word = |word: ConsoleWord, ours: String| console.word(word, language).map_or(ours, str::to_owned);
    let ours = ConsoleTerms::ours(language);
    ConsoleTerms {
        title: word(ConsoleWord::Title, ours.title),
        new_app: word(ConsoleWord::NewApp, ours.new_app),
        client_id: word(ConsoleWord::ClientId, ours.client_id),
        client_secret: word(ConsoleWord::ClientSecret, ours.client_secret),
        redirect_uri: word(ConsoleWord::RedirectUri, ours.redirect_uri),
        test_token: word(ConsoleWord::TestToken, ours.test_token),
    }
}

/// The console's path below the mount.
fn path<'a>(visit: &Visit<'a>) -> &'a str {
    &visit.call.mount.dialect.console.path
}

/// The frame of a page of the console.
fn frame(visit: &Visit<'_>) -> Frame {
    visit.frame(crate::pages::Area::Console)
}

/// The word of `?done=`.
fn done(visit: &Visit<'_>) -> Option<String> {
    super::was_done(visit.call)
}
