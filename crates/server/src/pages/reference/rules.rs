//! What holds everywhere: how calls carry the token, scopes, redirect URIs, PKCE, lifetimes.

use super::super::html::{Html, Part};
use super::super::lasting::duration;
use super::Teller;
use super::block::{Block, Chapter, Does, Entry, Line, Sample, codes};
use dialect::model::{ApiCarrier, CaseOf, Danger, SchemeEncoding, TestToken, Way};
use dialect::reference::{ScopeLine, Topic};
use engine::model::ChallengeMethod;
use engine::policy::{AbsentRedirect, GrantKind, Kind, OlderAccess, PkceNeed, RedirectForm, RedirectMatch, Rotation};
use engine::request::ResponseType;
use engine::scope::AskedScope;
use engine::time::Lifetime;

/// How a POSIX shell makes a verifier and its challenge.
const MAKE: &str = "CODE_VERIFIER=$(openssl rand -base64 48 | tr '+/' '-_')\n\
    CODE_CHALLENGE=$(printf %s \"$CODE_VERIFIER\" | openssl dgst -sha256 -binary | openssl base64 | tr '+/' '-_' | tr -d '=')";

impl Teller<'_> {
    pub(super) fn api(&self) -> Chapter {
        let own = &self.own.api;
        let carriers = self.page.reference.carriers.iter().map(|carrier| self.carrier(carrier)).collect();
        let blocks = vec![Block::Text(Html::plain(own.about)), Block::List(carriers)];
        Chapter::of_words("api", own.heading, blocks)
    }

    fn carrier(&self, carrier: &ApiCarrier) -> Html {
        let own = &self.own.api;
        match carrier {
            ApiCarrier::Query(name) => Html::fill(own.query, &[("name", Part::Code(name))]),
            ApiCarrier::Form(name) => Html::fill(own.form, &[("name", Part::Code(name))]),
            ApiCarrier::Header { name, scheme, case, encoding } => {
                let scheme = scheme.as_ref().map(|scheme| format!("{scheme} ")).unwrap_or_default();
                let header = format!("{name}: {scheme}$ACCESS_TOKEN");
                let said = Html::fill(own.header, &[("header", Part::Code(&header))]);
                let exact = (*case == CaseOf::Exact && !scheme.is_empty()).then_some(own.exact);
                let more = match encoding {
                    SchemeEncoding::Plain => None,
                    SchemeEncoding::PlainOrBase64 => Some(own.base64),
                    SchemeEncoding::PlainOrQuoted => Some(own.quoted),
                };
                let more: Vec<&str> = exact.into_iter().chain(more).collect();
                let end = if more.is_empty() { String::new() } else { format!(". {}", more.join(" ")) };
                Html::fill("{said}{more}", &[("said", Part::Html(&said)), ("more", Part::Text(&end))])
            }
        }
    }

    pub(super) fn scopes(&self) -> Option<Chapter> {
        let (own, reference) = (&self.own.scopes, &self.page.reference);
        let mut blocks = Vec::new();
        match (reference.scopes.is_empty(), reference.separator) {
            (true, _) => blocks.push(Block::Text(Html::plain(own.none))),
            (false, Some(separator)) => {
                let mark = separator.to_string();
                let part = if separator == ' ' { Part::Text(own.blank) } else { Part::Code(&mark) };
                blocks.push(Block::Text(Html::fill(own.separated, &[("separator", part)])));
            }
            (false, None) => {}
        }
        if reference.policy.scopes.asked == AskedScope::Registration && !reference.scopes.is_empty() {
            blocks.push(Block::Text(Html::plain(own.registered)));
        }
        if !reference.policy.scopes.axes.is_empty() {
            blocks.push(Block::Text(Html::plain(own.axes)));
        }
        if !reference.scopes.is_empty() {
            blocks.push(Block::Entries(reference.scopes.iter().map(|scope| self.scope(scope)).collect()));
        }
        Some(Chapter::of_words("scopes", own.heading, blocks))
    }

    fn scope(&self, scope: &ScopeLine) -> Entry {
        let own = &self.own.scopes;
        let language = self.words.common.language;
        let words = scope.words.get(language).or_else(|| scope.words.get("en")).map_or("", String::as_str);
        let mut more = Vec::new();
        if !scope.implies.is_empty() {
            more.push(Html::fill(own.opens, &[("scopes", Part::Html(&codes(&scope.implies)))]));
        }
        more.extend(scope.axis.as_ref().map(|axis| Html::fill(own.axis, &[("axis", Part::Code(axis))])));
        more.extend(scope.role.as_ref().map(|role| Html::fill(own.role, &[("role", Part::Code(role))])));
        let note = (scope.danger == Danger::Marked).then(|| Html::plain(self.words.consent.marked));
        let line = Line::with(Html::fill("{words}", &[("words", Part::Name(words))]), more);
        let id = Some(format!("scope-{}", super::block::slug(&scope.name)));
        Entry { id, names: vec![scope.name.clone()], note, lines: vec![line] }
    }

    pub(super) fn redirects(&self) -> Option<Chapter> {
        let (own, reference) = (&self.own.redirects, &self.page.reference);
        let policy = &reference.policy.redirect;
        if reference.kinds.iter().all(|kind| kind.redirects.is_empty()) {
            return None;
        }
        let mut list = vec![Html::plain(match policy.matching {
            RedirectMatch::Exact => own.exact,
            RedirectMatch::SameHostPathPrefix => own.prefix,
            RedirectMatch::SamePath => own.same_path,
        })];
        list.push(Html::plain(own.shape));
        if policy.absent == AbsentRedirect::SoleOrOnScreen {
            list.push(Html::plain(own.without));
        }
        let mut say = |sentence, slot, all: &[String]| {
            if !all.is_empty() {
                list.push(Html::fill(sentence, &[(slot, Part::Html(&codes(all)))]));
            }
        };
        say(own.any_port, "hosts", &policy.any_port);
        say(own.reserved, "names", &policy.reserved);
        list.extend(self.shown_for_a_word());
        let blocks = vec![Block::Text(Html::plain(own.about)), Block::List(list)];
        Some(Chapter::of_words("redirect-uris", own.heading, blocks))
    }

    /// That a word asks for the code on a page, where a kind may register one.
    fn shown_for_a_word(&self) -> Option<Html> {
        let reference = &self.page.reference;
        let may = |kind: &&Kind| kind.redirects.contains(&RedirectForm::OnScreen);
        let kinds: Vec<&str> = reference.kinds.iter().filter(may).map(|kind| kind.name.as_str()).collect();
        let words = codes(&reference.policy.redirect.on_screen);
        let said = Html::fill(self.own.redirects.on_screen, &[("words", Part::Html(&words))]);
        let only = Html::fill(self.own.labels.only_for, &[("kinds", Part::Html(&codes(&kinds)))]);
        match kinds.len() {
            0 => None,
            all if all == reference.kinds.len() => Some(said),
            _ => Some(Html::joined(&[Part::Html(&said), Part::Html(&only)], " ")),
        }
    }

    pub(super) fn pkce(&self) -> Option<Chapter> {
        let (own, reference) = (&self.own.pkce, &self.page.reference);
        let codes_come = reference.kinds.iter().any(|kind| kind.response_types.contains(&ResponseType::Code));
        if !codes_come {
            return None;
        }
        let need = match reference.policy.pkce {
            PkceNeed::All => own.all,
            PkceNeed::Public => own.public,
            PkceNeed::Optional => own.optional,
        };
        let word = |method: &ChallengeMethod| match method {
            ChallengeMethod::S256 => "S256",
            ChallengeMethod::Plain => "plain",
        };
        let methods: Vec<&str> = reference.policy.challenge_methods.iter().map(word).collect();
        let mut list = vec![Html::plain(need)];
        if !methods.is_empty() {
            list.push(Html::fill(own.methods, &[("methods", Part::Html(&codes(&methods)))]));
        }
        let example = if reference.is_challenged() { own.example } else { own.without };
        let blocks = vec![Block::Text(Html::plain(own.about)), Block::List(list), Block::Text(Html::plain(example))];
        let sample =
            Sample { id: "make".to_owned(), label: Html::plain(own.make), text: MAKE.to_owned(), does: Does::Runs };
        Some(Chapter { samples: vec![sample], ..Chapter::of_words("pkce", own.heading, blocks) })
    }

    pub(super) fn lifetimes(&self) -> Option<Chapter> {
        let (own, reference) = (&self.own.lifetimes, &self.page.reference);
        let policy = &reference.policy;
        let has = |kind| reference.sections.iter().any(|section| section.topic == Topic::Token(Way::from(kind)));
        let time = |seconds: i64| duration(&self.words.units, u64::try_from(seconds).unwrap_or_default());
        let lasts = |sentence: &str, life: Lifetime| match life {
            Some(seconds) => Html::fill(sentence, &[("time", Part::Text(&time(seconds)))]),
            None => Html::plain(own.endless),
        };
        let count = policy.tokens_per_grant.to_string();
        let crowded =
            policy.lifetimes.access.is_none().then(|| Html::fill(own.crowded, &[("count", Part::Text(&count))]));
        let mut entries = Vec::new();
        if has(GrantKind::AuthorizationCode) {
            let once = vec![Html::plain(own.once)];
            entries.push(self.life(own.code, lasts(own.for_time, Some(policy.lifetimes.code)), once));
        }
        entries.push(self.life(
            own.access,
            lasts(own.for_time, policy.lifetimes.access),
            crowded.into_iter().collect(),
        ));
        if has(GrantKind::RefreshToken) {
            let refresh = &policy.refresh;
            // An end that does not move is that of the family too, if it comes first.
            let lasting = match (refresh.rotation, refresh.life, refresh.family_life) {
                (Rotation::Same, Some(life), most) => {
                    lasts(own.for_time, Some(most.map_or(life, |most| most.min(life))))
                }
                (_, life, _) => lasts(own.unused, life),
            };
            entries.push(self.life(own.refresh, lasting, self.rotation()));
            entries.push(self.life(own.family, lasts(own.in_all, policy.refresh.family_life), Vec::new()));
        }
        if has(GrantKind::Exchange) {
            entries.push(self.life(own.exchanged, lasts(own.for_time, policy.lifetimes.exchanged), Vec::new()));
        }
        if reference.test_token == TestToken::Endless {
            entries.push(self.life(own.test, Html::plain(own.endless), Vec::new()));
        }
        Some(Chapter::of_words("lifetimes", own.heading, vec![Block::Entries(entries)]))
    }

    fn rotation(&self) -> Vec<Html> {
        let (own, refresh) = (&self.own.lifetimes, &self.page.reference.policy.refresh);
        let mut more: Vec<&str> = match refresh.rotation {
            Rotation::Rotate => vec![own.rotate, own.grace],
            Rotation::Same => vec![own.same],
            Rotation::SameExtended => vec![own.extended],
        };
        more.extend((refresh.older_access == OlderAccess::End).then_some(own.older));
        more.into_iter().map(Html::plain).collect()
    }

    fn life(&self, what: &str, lasts: Html, more: Vec<Html>) -> Entry {
        let what = Html::fill("{what}", &[("what", Part::Strong(what))]);
        Entry { id: None, names: Vec::new(), note: Some(what), lines: vec![Line::with(lasts, more)] }
    }
}
