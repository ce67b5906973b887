//! Sentences of the reference pages. What depends on a key stands in lists: keys are those of the dialect's vocabulary and of the RFCs. What
//! stands behind a dot at the end of a key is one of the page's circumstances: `.screen` where a page of this server shows codes, and so on.

/// Sentences by key.
pub(in crate::pages) type Keyed = &'static [(&'static str, &'static str)];
/// Two sentences by key.
pub(in crate::pages) type Pairs = &'static [(&'static str, &'static str, &'static str)];

/// The reference pages.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Reference {
    pub(in crate::pages) heading: &'static str,
    pub(in crate::pages) about: &'static str,
    pub(in crate::pages) about_app: &'static str,
    /// Back from an app's own page; `{app}`.
    pub(in crate::pages) to_app: &'static str,
    pub(in crate::pages) contents: &'static str,
    pub(in crate::pages) address: &'static str,
    pub(in crate::pages) app: &'static str,
    pub(in crate::pages) kind: &'static str,
    pub(in crate::pages) kinds: &'static str,
    pub(in crate::pages) all_kinds: &'static str,
    pub(in crate::pages) mounts: &'static str,
    pub(in crate::pages) start: Start,
    /// Title and lead of each operation.
    pub(in crate::pages) topics: Pairs,
    pub(in crate::pages) labels: Labels,
    /// How parameters travel.
    pub(in crate::pages) carriers: Keyed,
    /// How an app proves itself.
    pub(in crate::pages) proofs: Keyed,
    /// Whether a parameter is needed.
    pub(in crate::pages) needs: Keyed,
    /// What stands for an absent parameter.
    pub(in crate::pages) otherwise: Keyed,
    /// What a parameter is: by its RFC name, with the operation in front where it differs there.
    pub(in crate::pages) parameters: Keyed,
    /// What values of further parameters do.
    pub(in crate::pages) effects: Keyed,
    /// What members of answers say, by slot.
    pub(in crate::pages) slots: Keyed,
    pub(in crate::pages) api: Api,
    pub(in crate::pages) scopes: Scopes,
    pub(in crate::pages) redirects: Redirects,
    pub(in crate::pages) pkce: Pkce,
    pub(in crate::pages) lifetimes: Lifetimes,
    pub(in crate::pages) errors: Errors,
    /// By name of the refusal: what happened, and what to do.
    pub(in crate::pages) refusals: Pairs,
}

/// Before the first request.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Start {
    pub(in crate::pages) heading: &'static str,
    pub(in crate::pages) set: &'static str,
    /// Behind that where the id is asked for.
    pub(in crate::pages) id: &'static str,
    /// Behind that where the secret is.
    pub(in crate::pages) kept: &'static str,
    pub(in crate::pages) shell: &'static str,
    /// `{names}`, one or several.
    pub(in crate::pages) brought: &'static str,
    pub(in crate::pages) no_redirect: &'static str,
    pub(in crate::pages) kind: &'static str,
    pub(in crate::pages) secret: &'static str,
    pub(in crate::pages) yes: &'static str,
    pub(in crate::pages) no: &'static str,
    pub(in crate::pages) gets: &'static str,
    pub(in crate::pages) grants: &'static str,
    pub(in crate::pages) redirects: &'static str,
    pub(in crate::pages) nothing: &'static str,
    /// In the place of that where codes are shown without a redirect URI.
    pub(in crate::pages) none_shown: &'static str,
    /// Beside `{forms}` where they are.
    pub(in crate::pages) or_none: &'static str,
    /// Forms of redirect URIs.
    pub(in crate::pages) forms: Keyed,
    /// Response types and grants.
    pub(in crate::pages) may: Keyed,
}

/// Beside the parts of a section.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Labels {
    pub(in crate::pages) leads: &'static str,
    pub(in crate::pages) only_for: &'static str,
    pub(in crate::pages) another_way: &'static str,
    pub(in crate::pages) needs_scope: &'static str,
    pub(in crate::pages) travel: &'static str,
    pub(in crate::pages) proves: &'static str,
    pub(in crate::pages) or: &'static str,
    pub(in crate::pages) parameters: &'static str,
    pub(in crate::pages) also_read: &'static str,
    pub(in crate::pages) values: &'static str,
    pub(in crate::pages) errors: &'static str,
    pub(in crate::pages) in_query: &'static str,
    pub(in crate::pages) in_fragment: &'static str,
    pub(in crate::pages) after_no: &'static str,
    /// Where a page of this server shows all answers, and where it shows some.
    pub(in crate::pages) on_screen: [&'static str; 2],
    pub(in crate::pages) screen_shows: &'static str,
    pub(in crate::pages) answer: &'static str,
    pub(in crate::pages) came: &'static str,
    pub(in crate::pages) no_body: &'static str,
    pub(in crate::pages) accept: &'static str,
    pub(in crate::pages) whole_body: &'static str,
    pub(in crate::pages) always: &'static str,
    /// In the place of the access token's life; `{link}` leads to that.
    pub(in crate::pages) always_whatever_the_life: &'static str,
    pub(in crate::pages) composed: &'static str,
    pub(in crate::pages) when_known: &'static str,
    pub(in crate::pages) when_unknown: &'static str,
    pub(in crate::pages) with_scope: &'static str,
    pub(in crate::pages) attribute: &'static str,
    pub(in crate::pages) extra: &'static str,
    pub(in crate::pages) request: &'static str,
    pub(in crate::pages) link: &'static str,
    /// A link with variables in it; `{variables}`.
    pub(in crate::pages) pattern: &'static str,
    pub(in crate::pages) for_kind: &'static str,
}

/// How API calls carry the token.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Api {
    pub(in crate::pages) heading: &'static str,
    pub(in crate::pages) about: &'static str,
    pub(in crate::pages) header: &'static str,
    pub(in crate::pages) query: &'static str,
    pub(in crate::pages) form: &'static str,
    pub(in crate::pages) exact: &'static str,
    pub(in crate::pages) base64: &'static str,
    pub(in crate::pages) quoted: &'static str,
}

/// Scopes.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Scopes {
    pub(in crate::pages) heading: &'static str,
    pub(in crate::pages) none: &'static str,
    pub(in crate::pages) separated: &'static str,
    pub(in crate::pages) blank: &'static str,
    pub(in crate::pages) registered: &'static str,
    pub(in crate::pages) axes: &'static str,
    pub(in crate::pages) opens: &'static str,
    pub(in crate::pages) axis: &'static str,
    pub(in crate::pages) role: &'static str,
}

/// Redirect URIs.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Redirects {
    pub(in crate::pages) heading: &'static str,
    pub(in crate::pages) about: &'static str,
    pub(in crate::pages) exact: &'static str,
    pub(in crate::pages) prefix: &'static str,
    pub(in crate::pages) same_path: &'static str,
    pub(in crate::pages) any_port: &'static str,
    pub(in crate::pages) on_screen: &'static str,
    pub(in crate::pages) without: &'static str,
    pub(in crate::pages) reserved: &'static str,
    pub(in crate::pages) shape: &'static str,
}

/// PKCE.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Pkce {
    pub(in crate::pages) heading: &'static str,
    pub(in crate::pages) about: &'static str,
    pub(in crate::pages) all: &'static str,
    pub(in crate::pages) public: &'static str,
    pub(in crate::pages) optional: &'static str,
    pub(in crate::pages) methods: &'static str,
    /// Where examples have a challenge, and where none has one.
    pub(in crate::pages) example: &'static str,
    pub(in crate::pages) without: &'static str,
    pub(in crate::pages) make: &'static str,
}

/// Lifetimes.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Lifetimes {
    pub(in crate::pages) heading: &'static str,
    pub(in crate::pages) code: &'static str,
    pub(in crate::pages) once: &'static str,
    pub(in crate::pages) access: &'static str,
    pub(in crate::pages) crowded: &'static str,
    pub(in crate::pages) refresh: &'static str,
    pub(in crate::pages) family: &'static str,
    pub(in crate::pages) exchanged: &'static str,
    pub(in crate::pages) test: &'static str,
    pub(in crate::pages) endless: &'static str,
    pub(in crate::pages) for_time: &'static str,
    pub(in crate::pages) unused: &'static str,
    pub(in crate::pages) in_all: &'static str,
    pub(in crate::pages) rotate: &'static str,
    pub(in crate::pages) grace: &'static str,
    pub(in crate::pages) same: &'static str,
    pub(in crate::pages) extended: &'static str,
    pub(in crate::pages) older: &'static str,
}

/// Refusals.
#[cfg_attr(test, derive(serde::Serialize))]
pub(in crate::pages) struct Errors {
    pub(in crate::pages) heading: &'static str,
    pub(in crate::pages) about: &'static str,
    /// By endpoint.
    pub(in crate::pages) tables: Keyed,
    pub(in crate::pages) one: &'static str,
    pub(in crate::pages) several: &'static str,
    pub(in crate::pages) on_page: &'static str,
    /// What is no error.
    pub(in crate::pages) on_plain_page: &'static str,
    pub(in crate::pages) by_redirect: &'static str,
    pub(in crate::pages) by_redirect_or_page: &'static str,
    pub(in crate::pages) holds: &'static str,
    pub(in crate::pages) example: &'static str,
}

/// The sentence of that key; the key itself where there is none.
pub(in crate::pages) fn said(all: Keyed, key: &str) -> &str {
    all.iter().find(|(own, _)| *own == key).map_or(key, |(_, text)| text)
}

/// The sentences of that key.
pub(in crate::pages) fn pair(all: Pairs, key: &str) -> (&'static str, &'static str) {
    all.iter().find(|(own, ..)| *own == key).map_or(("", ""), |(_, one, other)| (one, other))
}
