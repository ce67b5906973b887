//! English: why requests of apps are refused, and what to do.

use super::super::Reasons;
use super::super::reasons::{Differences, Reason};

pub(super) const REASONS: Reasons = Reasons {
    client_missing: Reason {
        what: "The request does not say which app it comes from.",
        next: "Send the client id as {parameter}.",
    },
    secret_missing: Reason {
        what: "{parameter} is missing.",
        next: "Send one of the app’s secrets, in the way that the reference shows.",
    },
    secret_wrong: Reason {
        what: "The secret is none of the app’s, or it was revoked.",
        next: "Compare it with the one that you copied when it was made: whole, without blanks or line breaks. If that is lost or revoked, make another one under Secrets.",
    },
    secret_unasked: Reason {
        what: "The request carries a secret, and an app of this kind has none.",
        next: "Leave the secret out: the app names itself by its id alone. If it runs on a server, register one of a kind that has a secret.",
    },
    auth_doubled: Reason {
        what: "The app proves itself in two ways at once, or in two that differ.",
        next: "Send id and secret either in the Authorization header or as parameters, not both.",
    },
    auth_method: Reason {
        what: "The secret came in a way that this endpoint does not take.",
        next: "The reference says where it belongs.",
    },
    without_secret: Reason {
        what: "This endpoint is closed to apps without a secret.",
        next: "Choose a kind of app with a secret under Settings, if the app can keep one.",
    },
    deleted: Reason { what: "The app was deleted.", next: "A deleted app never comes back. Make a new one." },
    suspended: Reason {
        what: "The app was suspended then.",
        next: "If it still is, the reason stands on the app’s first page: ask {realm} about it. If not, there is nothing to do.",
    },
    elsewhere: Reason {
        what: "The app is limited to other addresses of {realm}.",
        next: "Use the addresses that the app was given.",
    },
    not_reviewed: Reason {
        what: "Somebody who is none of the app’s owners wanted to use it, and it is not open to everybody.",
        next: "See under Review how it is opened.",
    },
    token_limit: Reason {
        what: "The app has as many live tokens as it may have.",
        next: "Have the app revoke tokens that it no longer needs, as the reference shows, or revoke all of them under Settings. Or ask {realm} for a higher limit.",
    },
    token_limit_bare: Reason {
        what: "The app has as many live tokens as it may have.",
        next: "Revoke all of them under Settings, or ask {realm} for a higher limit.",
    },
    redirect_missing: Reason {
        what: "{parameter} is missing, and this link cannot do without.",
        next: "Send one that is registered for the app, with every link.",
    },
    redirect_none: Reason { what: "The app has no address for {parameter} yet.", next: "Add one: it works at once." },
    redirect_unneeded: Reason {
        what: "The link has {parameter}, and the app has no address for it yet.",
        next: "Add one: it works at once. Or leave it out: the code is shown on the person’s screen then.",
    },
    redirect_never: Reason {
        what: "The link has {parameter}, and apps of this kind have no address for it.",
        next: "Leave it out: the code is shown on the person’s screen.",
    },
    redirect_strange: Reason {
        what: "{parameter} is not one that is registered for the app.",
        next: "Send the registered one, or register this one as well, if it is one that may be registered. How much of it has to be the same stands on the page where they are registered.",
    },
    redirect_reserved: Reason {
        what: "The query of {parameter} holds a name that the answer itself needs.",
        next: "Rename it: {one_of}.",
    },
    redirect_absent: Reason {
        what: "{parameter} is missing from the exchange of the code.",
        next: "Repeat the one of the authorization request, byte for byte.",
    },
    redirect_differs: Reason {
        what: "{parameter} is another one than in the authorization request.",
        next: "Send the same at both, byte for byte.",
    },
    language: Reason {
        what: "{parameter} names a language that is not spoken here.",
        next: "Leave it out, or use one of the reference’s list.",
    },
    doubled: Reason {
        what: "{parameter} is there twice.",
        next: "Send it once: not in query and body both, and not with two values.",
    },
    demanded: Reason {
        what: "{parameter} is missing, or has another value than it must have.",
        next: "The reference says which value it needs.",
    },
    request_object: Reason {
        what: "{parameter} came, and request objects are not read here.",
        next: "Send the parameters themselves.",
    },
    response_type_missing: Reason {
        what: "{parameter} is missing.",
        next: "Send one of the values that the reference names.",
    },
    response_type_unknown: Reason {
        what: "{parameter} has a value that is unknown here.",
        next: "Send one of the values that the reference names.",
    },
    response_type_forbidden: Reason {
        what: "{parameter} asks for something that this kind of app does not get.",
        next: "Send one of the values that the app’s own reference names; the kind is changed under Settings.",
    },
    scope_unknown: Reason {
        what: "{parameter} asks for something that does not exist here.",
        next: "Compare each of its words with those that stand under Permissions.",
    },
    scope_unticked: Reason {
        what: "{parameter} asks for {scope}, which the app may not ask for.",
        next: "Tick it under Permissions, or leave it out.",
    },
    scope_malformed: Reason {
        what: "{parameter} is not well formed.",
        next: "The reference shows how the words are separated and which exclude each other.",
    },
    scope_widened: Reason {
        what: "{parameter} asks for more than was granted.",
        next: "Leave it out to get what was granted, or send the user through authorization again.",
    },
    challenge_missing: Reason {
        what: "This app has to use PKCE, and {parameter} is missing.",
        next: "Send a challenge with each authorization request, and its verifier with the exchange.",
    },
    challenge: Reason {
        what: "{parameter} is not what PKCE asks for.",
        next: "Use the method S256: 43 characters of base64url, the SHA-256 of the verifier.",
    },
    denied: Reason {
        what: "A person said no.",
        next: "There is nothing to mend. Show them what the app can do without it.",
    },
    account_disabled: Reason {
        what: "The account behind the request is disabled.",
        next: "There is nothing to mend in the app.",
    },
    grant_type_missing: Reason {
        what: "{parameter} is missing.",
        next: "Send one of the values that the reference names for this address.",
    },
    grant_missing: Reason {
        what: "There is nothing in the request to exchange: it needs one of {one_of}.",
        next: "Send one of them, as the reference shows.",
    },
    grant_type_unsupported: Reason {
        what: "{parameter} has a value that is unknown here, or that belongs to another address.",
        next: "Send one of the values that the reference names for this address.",
    },
    grant_forbidden: Reason {
        what: "This kind of app may not use this {parameter}.",
        next: "The reference says what each kind may use; the kind is changed under Settings.",
    },
    code_missing: Reason { what: "{parameter} is missing.", next: "Send what came back with the redirect." },
    code_unknown: Reason {
        what: "{parameter} is unknown.",
        next: "Send it whole, decoded once, to the same address space that it came from. Codes are forgotten some time after they have expired.",
    },
    code_foreign: Reason {
        what: "{parameter} was issued to another app, or at another address.",
        next: "Exchange it with the client id of the authorization request.",
    },
    code_expired: Reason {
        what: "{parameter} is too old.",
        next: "Exchange it as soon as it comes. Send the person through authorization again.",
    },
    code_revoked: Reason {
        what: "All user tokens of the app were revoked while {parameter} was on its way, and it ended with them.",
        next: "Send the person through authorization again: what is issued from now on works.",
    },
    code_spent: Reason {
        what: "{parameter} was used before. Everything that it had given has ended, since one of the two could be a thief.",
        next: "Exchange each code once. Look for two workers, a retry, or a page that is loaded twice.",
    },
    withdrawn: Reason {
        what: "The person has taken the permission back.",
        next: "Forget the tokens. Ask again only when the person wants something.",
    },
    verifier_missing: Reason {
        what: "{parameter} is missing, and the authorization request had a challenge.",
        next: "Keep the verifier of each request until its exchange, and send it there.",
    },
    verifier_wrong: Reason {
        what: "{parameter} does not belong to the challenge of the authorization request.",
        next: "Keep the verifier of each request until its exchange, one for each.",
    },
    verifier_unexpected: Reason {
        what: "{parameter} came, but the authorization request had no challenge.",
        next: "Send the challenge with the authorization request: somewhere it got lost.",
    },
    refresh_missing: Reason { what: "{parameter} is missing.", next: "Send the refresh token that came last." },
    refresh_unknown: Reason {
        what: "{parameter} is unknown.",
        next: "Send it whole, to the same address space that it came from, and no access token in its place.",
    },
    refresh_foreign: Reason {
        what: "{parameter} was issued to another app, or at another address.",
        next: "Each app refreshes its own tokens, with its own client id.",
    },
    refresh_expired: Reason { what: "{parameter} is too old.", next: "Send the person through authorization again." },
    refresh_ended: Reason {
        what: "{parameter} was revoked.",
        next: "Forget it, and send the person through authorization again.",
    },
    refresh_replayed: Reason {
        what: "{parameter} was used before, and what followed it is in use. All tokens of this sign-in have ended, since one of the two could be a thief.",
        next: "Keep the new refresh token of each answer in the place of the old one, in one place that all workers read.",
    },
    token_missing: Reason { what: "No token was sent.", next: "The reference shows where it belongs." },
    token_unknown: Reason {
        what: "The token is unknown.",
        next: "Send it whole, to the same address space that it came from.",
    },
    token_expired: Reason {
        what: "The access token has expired.",
        next: "That is how it should be: refresh it, then repeat the request.",
    },
    token_ended: Reason {
        what: "The access token was revoked, or another one took its place.",
        next: "Use the one that came last, or send the person through authorization again.",
    },
    scope_insufficient: Reason {
        what: "The token does not open this: it lacks {scope}.",
        next: "Ask for that permission in the authorization request.",
    },
    body: Reason {
        what: "The body of the request cannot be read.",
        next: "Send a form or JSON, as the reference shows, and say so in Content-Type.",
    },
    secret_in_query: Reason {
        what: "A secret stands in the address, where logs keep it: {parameter}.",
        next: "Send it in the body or a header. If that was a real one, make another secret and revoke this one.",
    },
    too_large: Reason {
        what: "The request is too large, or has too many parameters.",
        next: "Send what the reference names, and no more.",
    },
    method: Reason {
        what: "The request came with a method that this endpoint does not take.",
        next: "Send it with the method that the reference shows: the Allow header of the answer names it, too.",
    },
    media_type: Reason {
        what: "The body is of a kind that this endpoint does not take.",
        next: "Set Content-Type to what the reference shows, and send such a body.",
    },
    busy: Reason {
        what: "{realm} had too much to do, or was out of order for a moment.",
        next: "Try again, more slowly each time.",
    },
    differences: Differences {
        blank: "It has blanks or line breaks in it.",
        encoded: "It is percent-encoded once too often.",
        scheme: "It begins otherwise: http and https are two different things.",
        user_info: "It has a user name before the host.",
        loopback: "The host has another name: localhost and its addresses are not the same.",
        host_case: "The host has other capital letters.",
        www: "One has www. before the host, the other has not.",
        host: "The host is another one.",
        port: "The port is another one.",
        trailing_slash: "It differs in a slash at the end.",
        path_case: "The path has other capital letters.",
        last_character: "It differs in its last character.",
        path: "The path is another one.",
        dots: "Its path has . or .. in it, or hides them or a slash behind a percent sign: where that leads depends on who reads it.",
        query: "The query is another one.",
        fragment: "It has a part behind #.",
    },
};
