//! Before the first request: kinds of apps, and what the shell has to know.

use super::super::html::{Html, Part, fill_text};
use super::super::words::reference::said;
use super::Teller;
use super::block::{Block, Chapter, Does, Entry, Line, Sample, codes};
use dialect::reference::Variable;
use engine::policy::{AbsentRedirect, GrantKind, HasSecret, Kind, RedirectForm};
use engine::request::ResponseType;

impl Teller<'_> {
    pub(super) fn start(&self) -> Chapter {
        let own = &self.own.start;
        let reference = &self.page.reference;
        let mut blocks = Vec::new();
        let needs_redirect = self.page.app.is_some() && reference.variables.contains(&Variable::RedirectUri);
        if needs_redirect {
            blocks.push(Block::Text(Html::plain(own.no_redirect)));
        }
        if !reference.variables.is_empty() {
            let says = |(name, said)| reference.variables.contains(&name).then_some(said);
            let whence = [(Variable::ClientId, own.id), (Variable::ClientSecret, own.kept)];
            let said: Vec<&str> = std::iter::once(own.set).chain(whence.into_iter().filter_map(says)).collect();
            blocks.push(Block::Text(Html::plain(&said.join(" "))));
        }
        let brought: Vec<String> =
            reference.brought().into_iter().map(|own| format!("${}", reference.names.name(own))).collect();
        if !brought.is_empty() {
            blocks.push(Block::Hint(Html::fill(own.brought, &[("names", Part::Html(&codes(&brought)))])));
        }
        blocks.push(Block::Entries(reference.kinds.iter().map(|kind| self.kind(kind)).collect()));
        let lines: Vec<String> = reference.variables.iter().map(|own| reference.names.keep(*own)).collect();
        let sample =
            Sample { id: "set".to_owned(), label: Html::plain(own.shell), text: lines.join("\n"), does: Does::Runs };
        let samples = if lines.is_empty() { Vec::new() } else { vec![sample] };
        Chapter { samples, ..Chapter::of_words("start", own.heading, blocks) }
    }

    fn kind(&self, kind: &Kind) -> Entry {
        let own = &self.own.start;
        let secret = if kind.secret == HasSecret::Yes { own.yes } else { own.no };
        let gets: Vec<&str> = kind.response_types.iter().map(|own| response(*own)).collect();
        let grants: Vec<&str> = kind.grants.iter().map(|own| grant(*own)).collect();
        let forms: Vec<&str> = kind.redirects.iter().map(|own| form(*own)).collect();
        let line = |label: &str, text: &str| {
            Line::of(Html::fill("{label}: {text}", &[("label", Part::Text(label)), ("text", Part::Text(text))]))
        };
        let listed = |all, keys: &[&str]| match keys {
            [] => own.nothing.to_owned(),
            keys => keys.iter().map(|key| said(all, key)).collect::<Vec<_>>().join(", "),
        };
        let shown = self.page.reference.policy.redirect.absent == AbsentRedirect::SoleOrOnScreen;
        let redirects = match (listed(own.forms, &forms), shown) {
            (_, true) if forms.is_empty() => own.none_shown.to_owned(),
            (forms, true) => fill_text(own.or_none, &[("forms", &forms)]),
            (forms, false) => forms,
        };
        let lines = vec![
            line(own.secret, secret),
            line(own.gets, &listed(own.may, &gets)),
            line(own.grants, &listed(own.may, &grants)),
            line(own.redirects, &redirects),
        ];
        let note = Some(Html::plain(own.kind));
        Entry {
            id: Some(format!("kind-{}", super::block::slug(&kind.name))),
            names: vec![kind.name.clone()],
            note,
            lines,
        }
    }
}

fn response(own: ResponseType) -> &'static str {
    match own {
        ResponseType::Code => "code",
        ResponseType::Token => "token",
    }
}

fn grant(own: GrantKind) -> &'static str {
    match own {
        GrantKind::AuthorizationCode => "authorization_code",
        GrantKind::RefreshToken => "refresh_token",
        GrantKind::ClientCredentials => "client_credentials",
        GrantKind::Exchange => "exchange",
    }
}

fn form(own: RedirectForm) -> &'static str {
    match own {
        RedirectForm::Https => "https",
        RedirectForm::Loopback => "loopback",
        RedirectForm::PrivateUse => "private-use",
        RedirectForm::OnScreen => "on-screen",
    }
}
