//! Bodies of answers: ordered members, literals and slots.

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Compact JSON.
    Json,
    /// JSON with a blank after each colon and comma.
    JsonSpaced,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// The text of the one node.
    Text,
    /// Nothing, and no Content-Type.
    Empty,
}

/// A body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// How it is written.
    pub format: Format,
    /// `Content-Type`; `None`: the format's own (JSON: the dialect's `json_type`).
    pub content_type: Option<String>,
    /// Other formats of the same, by the media type that the request's `Accept` prefers.
    pub accept: Vec<(String, Format)>,
    /// What stands in it.
    pub node: Node,
}

impl Body {
    /// One format, under its own media type.
    pub fn new(format: Format, node: Node) -> Self {
        Self { format, content_type: None, accept: Vec::new(), node }
    }
}

/// A value of a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// JSON null.
    Null,
    /// A literal.
    Bool(bool),
    /// A literal.
    Integer(i64),
    /// A text of literals and slots.
    Text(Template),
    /// A slot in the type that it has.
    Slot(Slot),
    /// A slot, another node where it has no value.
    SlotOr(Slot, Box<Node>),
    /// Ordered members. A member whose value is a slot without value is left out where it is marked `Optional`.
    Object(Vec<(String, Node)>),
    /// A list.
    List(Vec<Node>),
    /// Left out (in an object) when the slot inside has no value.
    Optional(Box<Node>),
    /// The first where the token opens the scope, else the second.
    IfScope(String, Box<Node>, Box<Node>),
    /// One item for each live grant of the account; slots inside speak of that grant's app and scope.
    EachGrant(Box<Node>),
}

impl Node {
    /// Whether anything in it is said once for each grant of the account.
    pub fn lists_grants(&self) -> bool {
        match self {
            Self::EachGrant(_) => true,
            Self::Object(members) => members.iter().any(|(_, node)| node.lists_grants()),
            Self::List(items) => items.iter().any(Self::lists_grants),
            Self::SlotOr(_, node) | Self::Optional(node) => node.lists_grants(),
            Self::IfScope(_, yes, no) => yes.lists_grants() || no.lists_grants(),
            _ => false,
        }
    }

    /// Whether the slot stands somewhere in it.
    pub fn mentions(&self, slot: &Slot) -> bool {
        match self {
            Self::Null | Self::Bool(_) | Self::Integer(_) => false,
            Self::Text(text) => text.mentions(slot),
            Self::Slot(own) => own == slot,
            Self::SlotOr(own, other) => own == slot || other.mentions(slot),
            Self::Object(members) => members.iter().any(|(_, node)| node.mentions(slot)),
            Self::List(items) => items.iter().any(|node| node.mentions(slot)),
            Self::Optional(inner) | Self::EachGrant(inner) => inner.mentions(slot),
            Self::IfScope(_, yes, no) => yes.mentions(slot) || no.mentions(slot),
        }
    }
}

/// A text with slots in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template(pub Vec<TemplatePart>);

impl Template {
    /// Whether the slot stands in it.
    pub fn mentions(&self, slot: &Slot) -> bool {
        self.0.iter().any(|part| matches!(part, TemplatePart::Slot(own) if own == slot))
    }
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplatePart {
    /// As it is.
    Literal(String),
    /// Filled.
    Slot(Slot),
}

/// What a slot may say. Durations and instants come in the unit that the word names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// `{access_token}`
    AccessToken,
    /// `{second_access_token}`: the token that opens the words of the second scope parameter; where it stands, the first opens the rest.
    SecondAccessToken,
    /// `{refresh_token}`
    RefreshToken,
    /// `{code}`
    Code,
    /// `{state}`
    State,
    /// `{scope}`: as the codec writes it.
    Scope,
    /// `{scope:list}`: a JSON list of words.
    ScopeList,
    /// `{scope:bits}`: a digit per word of the catalogue.
    ScopeBits,
    /// `{second_scope}`: the words of the second scope parameter.
    SecondScope,
    /// `{expires_in}`: seconds left, a number; null for endless ones.
    ExpiresIn,
    /// `{expires_in:whole}`: milliseconds left divided by 1000, rounded down; one less than `{expires_in}` within a second.
    ExpiresInWhole,
    /// `{expires_in:text}`: the same as a text.
    ExpiresInText,
    /// `{expires_in:ms}`: milliseconds left.
    ExpiresInMillis,
    /// `{expires_at}`: seconds since 1970.
    ExpiresAt,
    /// `{expires_at:ms}`: milliseconds since 1970.
    ExpiresAtMillis,
    /// `{expires_at:text}`: `2026-11-22T10:20:30Z` (RFC 3339).
    ExpiresAtText,
    /// `{issued_at}`: seconds since 1970.
    IssuedAt,
    /// `{issued_at:ms}`: milliseconds since 1970.
    IssuedAtMillis,
    /// `{issued_at:text}`: `2026-11-22T10:20:30Z` (RFC 3339).
    IssuedAtText,
    /// `{refresh_expires_in}`: seconds left of the refresh token.
    RefreshExpiresIn,
    /// `{client_id}`
    ClientId,
    /// `{app.name}`
    AppName,
    /// `{subject}`: the account's id; of an app's own token the app's.
    Subject,
    /// `{account.id}`
    AccountId,
    /// `{account.id:number}`: the same as a number where it is one.
    AccountIdNumber,
    /// `{account.username}`
    Username,
    /// `{account.email}`
    Email,
    /// `{account.email_verified}`: true or false.
    EmailVerified,
    /// `{account.name}`: the full name.
    FullName,
    /// `{account.first_name}`
    FirstName,
    /// `{account.last_name}`
    LastName,
    /// `{account.attribute.NAME}`: a number that the administrator set.
    Attribute(String),
    /// `{issuer}`: the mount's public address.
    Issuer,
    /// `{realm}`: the realm's name.
    Realm,
    /// `{realm.title}`: what people call the realm.
    RealmTitle,
    /// `{error}`
    Error,
    /// `{description}`
    Description,
    /// `{number}`
    Number,
    /// `{status}`: the HTTP status as a number.
    Status,
    /// `{parameter}`: the refused parameter as the wire calls it.
    Parameter,
    /// `{missing_scope}`: the scope that the token lacks.
    MissingScope,
    /// `{carrier}`: where the refused credential stood, in the dialect's words.
    Carrier,
    /// `{request_id}`: a random id of this exchange, the same in the log.
    RequestId,
}
