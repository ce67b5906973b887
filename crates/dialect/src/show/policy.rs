//! What the rules ask, as written.

use crate::check::{ALPHABETS, written};
use crate::model::{Alphabet, Claim, Danger, Dialect, JwtShape, ScopeWords, Separator, Shape, ShapePart, Shapes};
use crate::raw::{
    Choice, RawAbsent, RawAxis, RawClient, RawJwt, RawKind, RawLifetimes, RawPkce, RawRedirect, RawRefresh, RawScope,
    RawScopes, RawShape, RawShapes, Word,
};
use engine::policy::{HasSecret, Kind, Policy, RefreshPolicy};
use engine::scope::{AbsentScope, Scope};

/// `[client]`; each endpoint says its own methods.
pub(super) fn client(dialect: &Dialect) -> RawClient {
    RawClient {
        auth: Some(Vec::new()),
        secret_scheme: Some(dialect.secret_scheme.clone()),
        both: Some(dialect.both_auth),
        query_secrets: Some(dialect.query_secrets),
        public: Some(Choice(dialect.policy.public_clients)),
    }
}

/// `[[kinds]]`.
pub(super) fn kind(kind: &Kind) -> RawKind {
    RawKind {
        name: Some(kind.name.clone()),
        secret: Some(kind.secret == HasSecret::Yes),
        response_types: Some(kind.response_types.iter().copied().map(Choice).collect()),
        grants: Some(kind.grants.iter().copied().map(Choice).collect()),
        refresh: Some(Choice(kind.refresh)),
        redirects: Some(kind.redirects.iter().copied().map(Choice).collect()),
    }
}

/// `[redirect]`.
pub(super) fn redirect(dialect: &Dialect) -> RawRedirect {
    let redirect = &dialect.policy.redirect;
    RawRedirect {
        matching: Some(Choice(redirect.matching)),
        absent: Some(Choice(redirect.absent)),
        any_port: Some(redirect.any_port.clone()),
        on_screen: Some(redirect.on_screen.clone()),
        at_exchange: Some(Choice(dialect.policy.redirect_at_exchange)),
        status: Some(dialect.redirect_status),
        literals: Some(dialect.redirect_literals.clone()),
    }
}

/// `[pkce]`.
pub(super) fn pkce(policy: &Policy) -> RawPkce {
    RawPkce {
        need: Some(Choice(policy.pkce)),
        methods: Some(policy.challenge_methods.iter().copied().map(Choice).collect()),
    }
}

/// `[refresh]`.
pub(super) fn refresh(refresh: &RefreshPolicy) -> RawRefresh {
    RawRefresh {
        rotation: Some(Choice(refresh.rotation)),
        grace: Some(written(Some(refresh.grace))),
        lost_answer: Some(written(Some(refresh.lost_answer))),
        older_access: Some(Choice(refresh.older_access)),
    }
}

/// `[lifetimes]`.
pub(super) fn lifetimes(policy: &Policy) -> RawLifetimes {
    RawLifetimes {
        code: Some(written(Some(policy.lifetimes.code))),
        access_token: Some(written(policy.lifetimes.access)),
        refresh_token: Some(written(policy.refresh.life)),
        refresh_family: Some(written(policy.refresh.family_life)),
        exchanged: Some(written(policy.lifetimes.exchanged)),
        tombstone: Some(written(Some(policy.lifetimes.tombstone))),
    }
}

/// `[scopes]`.
pub(super) fn scopes(dialect: &Dialect) -> RawScopes {
    let (catalogue, codec) = (&dialect.policy.scopes, &dialect.scopes);
    let (separator, own) = match codec.separator {
        Separator::Char(c) => (c.to_string(), Some(c)),
        Separator::None => ("none".to_owned(), None),
    };
    let absent = match &catalogue.absent {
        AbsentScope::Registered => RawAbsent::Word("registered".to_owned()),
        AbsentScope::Empty => RawAbsent::Word("empty".to_owned()),
        AbsentScope::Refuse => RawAbsent::Word("refuse".to_owned()),
        AbsentScope::Default(words) => RawAbsent::Scopes(words.clone()),
    };
    let axis =
        |axis: &engine::scope::Axis| RawAxis { name: Some(axis.name.clone()), default: Some(axis.default.clone()) };
    RawScopes {
        separator: Some(separator),
        accepts: Some(codec.accepts.iter().filter(|c| Some(**c) != own).map(char::to_string).collect()),
        unknown: Some(Choice(catalogue.unknown)),
        absent: Some(absent),
        asked: Some(Choice(catalogue.asked)),
        axes: Some(catalogue.axes.iter().map(axis).collect()),
        second: Some(codec.second.clone()),
        catalogue: Some(catalogue.scopes.iter().map(|own| scope(dialect, own)).collect()),
    }
}

fn scope(dialect: &Dialect, scope: &Scope) -> RawScope {
    let people: Option<&ScopeWords> = dialect.scopes.words.get(&scope.name);
    let axis = scope.axis.and_then(|index| dialect.policy.scopes.axes.get(index));
    RawScope {
        name: Some(scope.name.clone()),
        words: people.map(|people| people.words.clone()).unwrap_or_default(),
        implies: Some(scope.implies.clone()),
        axis: axis.map(|axis| axis.name.clone()),
        role: scope.role.clone(),
        danger: Some(people.is_some_and(|people| people.danger == Danger::Marked)),
    }
}

/// `[shapes]`.
pub(super) fn shapes(shapes: &Shapes) -> RawShapes {
    RawShapes {
        code: Some(shape(&shapes.code)),
        access_token: Some(shape(&shapes.access_token)),
        second_access_token: shapes.second_access_token.as_ref().map(shape),
        refresh_token: Some(shape(&shapes.refresh_token)),
        client_id: Some(shape(&shapes.client_id)),
        client_secret: Some(shape(&shapes.client_secret)),
        account_id: Some(shape(&shapes.account_id)),
    }
}

fn shape(shape: &Shape) -> RawShape {
    let random = |alphabet: &Alphabet, count: &usize| {
        let word = ALPHABETS.iter().find(|(_, known)| known == alphabet).map_or("", |(word, _)| *word);
        format!("{word}:{count}")
    };
    let part = |part: &ShapePart| match part {
        ShapePart::Literal(text) => text.clone(),
        ShapePart::Random(alphabet, count) => format!("{{{}}}", random(alphabet, count)),
    };
    match shape {
        Shape::Uuid => RawShape::Text("uuid".to_owned()),
        Shape::Jwt(jwt) => RawShape::Jwt(RawJwt { alg: Some(jwt.alg.word().to_owned()), jwt: claims(jwt) }),
        Shape::Parts(parts) => match parts.as_slice() {
            [ShapePart::Random(alphabet, count)] => RawShape::Text(random(alphabet, count)),
            parts => RawShape::Text(parts.iter().map(part).collect()),
        },
    }
}

fn claims(jwt: &JwtShape) -> Vec<(String, String)> {
    let claim = |claim: &Claim| match claim {
        Claim::Text(template) => super::body::text(template),
        Claim::IssuedAt => "{issued_at}".to_owned(),
        Claim::ExpiresAt => "{expires_at}".to_owned(),
        Claim::Id => "{id}".to_owned(),
    };
    jwt.claims.iter().map(|(name, value)| (name.clone(), claim(value))).collect()
}
