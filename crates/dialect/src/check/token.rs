//! `[token]` and its grants.

use super::at::At;
use super::routes::{Routes, Rules};
use super::template::Spot;
use super::text;
use super::value::{self, Around, Second};
use crate::model::{Body, ClientAuth, Method, Need, Operation, Slot, TokenCarrier, TokenGrant, Way};
use crate::raw::{RawBody, RawDialect, RawGrant, Word};
use engine::policy::{GrantKind, RefreshPolicy, Rotation};
use std::collections::{BTreeMap, BTreeSet};

const METHODS: &[Method] = &[Method::Get, Method::Post, Method::Put];

/// The grants that the dialect has.
pub(super) fn grants(at: &At<'_>, raw: &RawDialect) -> Vec<GrantKind> {
    let said = at.key("token").required("grants", raw.token.grants.as_ref(), Vec::new());
    let kinds: BTreeSet<GrantKind> = said.into_iter().map(|choice| choice.0).collect();
    kinds.into_iter().collect()
}

/// The token endpoint, with its routes.
pub(super) fn token<'a>(
    at: &At<'a>,
    raw: &RawDialect,
    around: &Around<'_>,
    routes: &mut Routes<'a>,
) -> BTreeMap<GrantKind, TokenGrant> {
    let (all, mut token, mut ways) = (raw.token.for_all(), BTreeMap::new(), Vec::new());
    for kind in grants(at, raw) {
        let said = Said::of(at, &all, own(raw, kind), kind);
        let main = way(at, raw, &said, around);
        let others = said.others();
        let also = others.iter().map(|said| way(at, raw, said, around)).collect();
        for (nth, said) in std::iter::once(said).chain(others).enumerate() {
            let way = Way { grant: kind, nth };
            said.add_routes(way, routes);
            ways.push((way, said));
        }
        token.insert(kind, TokenGrant { also, ..main });
    }
    told_apart(&ways, &token);
    token
}

fn own(raw: &RawDialect, kind: GrantKind) -> &RawGrant {
    match kind {
        GrantKind::AuthorizationCode => &raw.token.authorization_code,
        GrantKind::RefreshToken => &raw.token.refresh_token,
        GrantKind::ClientCredentials => &raw.token.client_credentials,
        GrantKind::Exchange => &raw.token.exchange,
    }
}

/// A way as it is written: what it does not say itself, the grant says, and `[token]` for all.
struct Said<'r, 'a> {
    kind: GrantKind,
    levels: Vec<(&'r RawGrant, At<'a>)>,
}

impl<'r, 'a> Said<'r, 'a> {
    fn of(at: &At<'a>, all: &'r RawGrant, own: &'r RawGrant, kind: GrantKind) -> Self {
        let token = at.key("token");
        Self { kind, levels: vec![(own, token.key(kind.word())), (all, token)] }
    }

    /// The grant's other ways.
    fn others(&self) -> Vec<Self> {
        let Some((own, at)) = self.levels.first() else { return Vec::new() };
        let other = |(index, raw): (usize, &'r RawGrant)| {
            let at = at.key("also").index(index);
            if raw.also.is_some() {
                at.key("also").fault("another way has no further ones", "write each as one more `also` of the grant");
            }
            let levels = std::iter::once((raw, at)).chain(self.levels.iter().cloned()).collect();
            Self { kind: self.kind, levels }
        };
        own.also.iter().flatten().enumerate().map(other).collect()
    }

    /// The place of the way itself.
    fn at(&self) -> &At<'a> {
        &self.levels[0].1
    }

    /// A value, and the place of the level that says it; `[token]`, where none does.
    fn pick<T>(&self, of: impl Fn(&'r RawGrant) -> &'r Option<T>) -> (Option<&'r T>, &At<'a>) {
        let said = self.levels.iter().find_map(|(raw, at)| of(raw).as_ref().map(|value| (Some(value), at)));
        said.unwrap_or_else(|| (None, &self.levels[self.levels.len() - 1].1))
    }

    fn routes(&self) -> Vec<String> {
        self.pick(|raw| &raw.routes).0.cloned().unwrap_or_default()
    }

    fn add_routes(&self, way: Way, routes: &mut Routes<'a>) {
        let (said, at) = self.pick(|raw| &raw.routes);
        let said = at.required("routes", said, Vec::new());
        if said.is_empty() {
            let what = format!("no route leads to `{}`", self.kind.word());
            at.key("routes").fault(what, "write `[\"POST /oauth2/token\"]`");
        }
        let rules = Rules { methods: METHODS, must: &[], may: &["client_id"] };
        routes.add(&at.key("routes"), &said, &Operation::Token(vec![way]), &rules);
    }
}

fn way(at: &At<'_>, raw: &RawDialect, said: &Said<'_, '_>, around: &Around<'_>) -> TokenGrant {
    let (status, status_at) = said.pick(|raw| &raw.status);
    let status = status_at.required("status", status, 200);
    let body = body(said, around);
    let (need, need_at) = said.pick(|raw| &raw.grant_type);
    let need = need_at.required("grant_type", need, Need::Required);
    let grant_words = said.pick(|raw| &raw.words).0.map(crate::raw::OneOrMany::list).unwrap_or_default();
    if grant_words.is_empty() && need != Need::Ignored {
        said.at().required::<u8>("words", None, 0);
    }
    TokenGrant {
        client_auth: client_auth(at, raw, said),
        status: text::status(&status_at.key("status"), status),
        carriers: carriers(said),
        grant_type: need,
        grant_words,
        body,
        also: Vec::new(),
    }
}

fn carriers(said: &Said<'_, '_>) -> Vec<TokenCarrier> {
    let (carriers, at) = said.pick(|raw| &raw.carriers);
    let carriers = at.required("carriers", carriers, vec![TokenCarrier::Form]);
    if carriers.is_empty() {
        at.key("carriers").fault("parameters cannot come", "write `[\"form\"]`");
    }
    if carriers.iter().any(|carrier| matches!(carrier, TokenCarrier::Path | TokenCarrier::Api)) {
        at.key("carriers")
            .fault("a token request has several parameters", "`query`, `form`, `json`, `json-whatever-the-type`");
    }
    carriers
}

fn body(said: &Said<'_, '_>, around: &Around<'_>) -> Body {
    let (own, at) = said.pick(|raw| &raw.body);
    let raw = RawBody {
        format: said.pick(|raw| &raw.format).0.copied(),
        content_type: said.pick(|raw| &raw.content_type).0.cloned(),
        accept: said.pick(|raw| &raw.accept).0.cloned(),
        body: own.cloned(),
    };
    let body = value::body(at, "body", &raw, &Around { spot: Spot::Token, ..*around });
    if body.node.mentions(&Slot::SecondAccessToken) && around.second == Second::None {
        let remedy = "name the words that it opens in `second` of `[scopes]`, or leave it out";
        at.key("body").fault("nothing says what `{second_access_token}` opens", remedy);
    }
    if !body.node.mentions(&Slot::AccessToken) {
        at.key("body").fault("the answer has no `{access_token}`", "add `[\"access_token\", \"{access_token}\"]`");
    }
    body
}

fn client_auth(at: &At<'_>, raw: &RawDialect, said: &Said<'_, '_>) -> Vec<ClientAuth> {
    let (at, methods) = match said.pick(|raw| &raw.client_auth) {
        (Some(methods), at) => (at.key("client_auth"), methods.clone()),
        (None, _) => {
            let client = at.key("client");
            (client.key("auth"), client.required("auth", raw.client.auth.as_ref(), vec![ClientAuth::Basic]))
        }
    };
    if methods.is_empty() && said.kind != GrantKind::Exchange {
        at.fault("apps could not prove themselves", "`basic`, `parameters`, or both");
    }
    if said.kind == GrantKind::ClientCredentials && methods.iter().any(|method| method.names_nobody()) {
        at.fault("a secret alone names no app where there is no code", "`basic` or `parameters` for this grant");
    }
    methods
}

/// Ways that share a route are told apart by `grant_type`, or by the parameter that is there.
fn told_apart(ways: &[(Way, Said<'_, '_>)], token: &BTreeMap<GrantKind, TokenGrant>) {
    let read = |way: &Way| {
        let main = token.get(&way.grant)?;
        if way.nth == 0 { Some(main) } else { main.also.get(way.nth - 1) }
    };
    for (index, (left, first)) in ways.iter().enumerate() {
        for (right, second) in ways.iter().skip(index + 1) {
            let (Some(one), Some(other)) = (read(left), read(right)) else { continue };
            let shared = first.routes().iter().any(|route| second.routes().contains(route));
            if !shared {
                continue;
            }
            let (at, left, right) = (second.at(), left.grant, right.grant);
            let ignored = one.grant_type == Need::Ignored || other.grant_type == Need::Ignored;
            let plain = left == right || [left, right].contains(&GrantKind::ClientCredentials);
            if ignored && plain {
                at.fault(
                    format!("nothing tells `{}` from `{}` on their common route", right.word(), left.word()),
                    "give each its own route, or `grant_type = \"optional\"`",
                );
            } else if !ignored && one.grant_words.iter().any(|word| other.grant_words.contains(word)) {
                at.key("words").fault(
                    format!("`{}` and `{}` share a word and a route", right.word(), left.word()),
                    "give each its own word or its own route",
                );
            }
        }
    }
}

/// An app that gets refresh tokens must see them.
pub(super) fn shows_refresh(
    at: &At<'_>,
    raw: &RawDialect,
    token: &BTreeMap<GrantKind, TokenGrant>,
    refresh: &RefreshPolicy,
) {
    if !token.contains_key(&GrantKind::RefreshToken) {
        return;
    }
    let all = raw.token.for_all();
    for (kind, main) in token {
        let needed = match kind {
            GrantKind::AuthorizationCode => true,
            GrantKind::RefreshToken => refresh.rotation == Rotation::Rotate,
            _ => false,
        };
        let said = Said::of(at, &all, own(raw, *kind), *kind);
        let others = said.others();
        let ways = std::iter::once((main, &said)).chain(main.also.iter().zip(&others));
        for (_, said) in ways.filter(|(way, _)| needed && !way.body.node.mentions(&Slot::RefreshToken)) {
            said.pick(|raw| &raw.body).1.key("body").fault(
                format!("the answer to `{}` has no `{{refresh_token}}`", kind.word()),
                "add `[\"refresh_token\", \"{refresh_token}\"]`, or leave the grant `refresh_token` out",
            );
        }
    }
}
