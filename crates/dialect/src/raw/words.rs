//! The words of the closed choices, in one table each.

use super::Word;
use crate::model::{
    AcceptLanguage, JwtAlg, Metadata, Narrowing, NewSecret, ResourceAction, RevokeClient, TestToken, UnknownToken,
};
use engine::model::ChallengeMethod;
use engine::policy::{
    AbsentRedirect, ConsentAgain, GrantKind, OlderAccess, PkceNeed, PublicClients, RedirectAtExchange, RedirectForm,
    RedirectMatch, RefreshIssue, Rotation,
};
use engine::request::ResponseType;
use engine::scope::{AskedScope, UnknownScope};

macro_rules! words {
    ($($type:ty, $about:literal: $($word:literal => $value:ident),+;)*) => {
        $(impl Word for $type {
            const ABOUT: &'static str = $about;
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, <$type>::$value)),+];
        })*
    };
}

/// Who may read answers from another origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origins {
    /// Everybody, without credentials.
    Any,
    /// Nobody: no CORS header anywhere.
    None,
}

words! {
    AcceptLanguage, "AcceptLanguage": "read" => Read, "ignored" => Ignored;
    Narrowing, "Narrowing": "no" => No, "offered" => Offered;
    NewSecret, "NewSecret": "page" => Page, "list" => List;
    TestToken, "TestToken": "none" => None, "endless" => Endless;
    ResourceAction, "ResourceAction": "show" => Show, "end-grant" => EndGrant;
    RevokeClient, "RevokeClient": "required" => Required, "checked-if-sent" => CheckedIfSent, "not-asked" => NotAsked;
    UnknownToken, "UnknownToken": "success" => Success, "refused" => Refused;
    JwtAlg, "JwtAlg": "HS256" => Hs256, "ES256" => Es256;
    Metadata, "Metadata": "none" => None, "published" => Published;
    Origins, "Origins": "any" => Any, "none" => None;
    ChallengeMethod, "ChallengeMethod": "S256" => S256, "plain" => Plain;
    AbsentRedirect, "AbsentRedirect": "refuse" => Refuse, "sole" => Sole, "first" => First, "sole-or-on-screen" => SoleOrOnScreen;
    ConsentAgain, "ConsentAgain": "always" => Always, "for-more" => ForMore;
    GrantKind, "GrantKind": "authorization_code" => AuthorizationCode, "refresh_token" => RefreshToken,
        "client_credentials" => ClientCredentials, "exchange" => Exchange;
    OlderAccess, "OlderAccess": "keep" => Keep, "end" => End;
    PkceNeed, "PkceNeed": "optional" => Optional, "public" => Public, "all" => All;
    PublicClients, "PublicClients": "allowed" => Allowed, "refused" => Refused;
    RedirectAtExchange, "RedirectAtExchange": "required" => Required, "if-sent" => IfSent, "not-read" => NotRead;
    RedirectForm, "RedirectForm": "https" => Https, "loopback" => Loopback, "private-use" => PrivateUse, "on-screen" => OnScreen;
    RedirectMatch, "RedirectMatch": "exact" => Exact, "same-host-path-prefix" => SameHostPathPrefix,
        "same-path" => SamePath;
    RefreshIssue, "RefreshIssue": "never" => Never, "always" => Always, "when-asked" => WhenAsked;
    Rotation, "Rotation": "rotate" => Rotate, "same" => Same, "same-extended" => SameExtended;
    ResponseType, "ResponseType": "code" => Code, "token" => Token;
    AskedScope, "AskedScope": "request" => Request, "registration" => Registration;
    UnknownScope, "UnknownScope": "refuse" => Refuse, "drop" => Drop;
}
