//! What error pages say in English.

use super::super::trouble::{Said, Troubles};

pub(super) const TROUBLES: Troubles = Troubles {
    client_missing: Said {
        heading: "An app did not say who it is",
        what: "You were sent here without the name of an app.",
        next: "The address has to carry the app’s client id.",
    },
    client_unknown: Said {
        heading: "This app is not known here",
        what: "You were sent here by an app that is not registered with {realm}.",
        next: "The client id has to be the one from the app’s registration, letter by letter.",
    },
    app_deleted: Said {
        heading: "This app no longer exists",
        what: "The app{named} was deleted from {realm}.",
        next: "A new app has to be registered; a deleted one never comes back.",
    },
    app_suspended: Said {
        heading: "This app is suspended",
        what: "{realm} has suspended the app{named}. It gets no access at the moment.",
        next: "Why it is, and whom to ask: {place}.",
    },
    app_not_reviewed: Said {
        heading: "This app is not open to everybody",
        what: "Until {realm} has approved the app{named} as it is now, nobody but its owners can be sent to it.",
        next: "Its developer reads how the review stands: {place}.",
    },
    app_elsewhere: Said {
        heading: "This app has another way in",
        what: "The app{named} may not use this address of {realm}.",
        next: "The app’s registration says which addresses it may use.",
    },
    token_limit: Said {
        heading: "This app has reached its limit",
        what: "The app{named} has as many live connections as {realm} allows it.",
        next: "The developer can end old ones or ask {realm} for more.",
    },
    redirect_missing: Said {
        heading: "The app did not say where to go next",
        what: "The app{named} named no address to send you back to.",
        next: "The request has to carry a redirect URI that is registered for the app.",
    },
    redirect_none: Said {
        heading: "This app has no way back yet",
        what: "No redirect URI is registered for the app{named}. Without one, nobody can be sent back to it.",
        next: "Where to add one: {place}.",
    },
    redirect_unneeded: Said {
        heading: "This app has no way back yet",
        what: "The app{named} named an address to send you back to, and none is registered for it.",
        next: "Where to add one: {place}. Without one, the link has to name none: the code is shown on the screen then.",
    },
    redirect_never: Said {
        heading: "This app has no way back",
        what: "The app{named} named an address to send you back to, and apps of its kind have none.",
        next: "The link has to name none: the code is shown on the screen.",
    },
    redirect_strange: Said {
        heading: "The way back is not registered",
        what: "The app{named} wants you sent to an address that is not registered for it. To protect you, {realm} does not go there.",
        next: "The redirect URI of the request has to be one that is registered for the app.",
    },
    redirect_reserved: Said {
        heading: "The way back cannot be used",
        what: "The address that the app{named} gave for the way back already holds a parameter that the answer needs.",
        next: "The redirect URI has to leave such names free.",
    },
    language_unknown: Said {
        heading: "This language is not known",
        what: "The app{named} asked for these pages in a language that {realm} does not list.",
        next: "The request has to name a language from the documentation of {realm}, or none.",
    },
    parameter_doubled: Said {
        heading: "The request says something twice",
        what: "The app{named} sent the same parameter twice. {realm} does not guess which one is meant.",
        next: "Each parameter may stand in the request only once.",
    },
    parameter_demanded: Said {
        heading: "The request is incomplete",
        what: "The app{named} left out something that {realm} demands.",
        next: "The parameter below has to be there, with a value from the documentation.",
    },
    request_object: Said {
        heading: "The app asked in a way that is not supported",
        what: "The app{named} put its request into a signed text, which {realm} does not read.",
        next: "The parameters have to stand in the address themselves, and the parameter below has to go.",
    },
    response_type: Said {
        heading: "The app asked for an answer that it cannot have",
        what: "The app{named} did not say how it wants its answer, or not in a way that is open to it.",
        next: "The response type has to be one that {realm} allows for this kind of app.",
    },
    scope: Said {
        heading: "The app asked for something that it cannot have",
        what: "The app{named} asked for a permission that does not exist or is not open to it.",
        next: "The scope has to hold words that are registered for the app.",
    },
    challenge: Said {
        heading: "A safeguard is missing",
        what: "The app{named} did not send the proof key that {realm} demands, or sent a broken one.",
        next: "The request needs a valid code challenge (PKCE) with the method S256.",
    },
    denied: Said {
        heading: "Access denied",
        what: "You said no. The app{named} gets no access to your account.",
        next: "If that was a slip, go back to the app and begin again.",
    },
    account_disabled: Said {
        heading: "This account is disabled",
        what: "Your {realm} account is disabled. No app gets access to it at the moment.",
        next: "They can tell you the reason and enable it again.",
    },
    too_large: Said {
        heading: "The request is too large",
        what: "More was sent than {realm} reads.",
        next: "A request may have 100 parameters and an address of 8 KiB.",
    },
    unreadable: Said {
        heading: "The request cannot be read",
        what: "What was sent is not in a form that {realm} understands.",
        next: "The request has to follow the documentation of {realm}.",
    },
    too_many_requests: Said {
        heading: "Too many attempts",
        what: "There were too many attempts in a short time.",
        next: "Please wait {wait}, then try again.",
    },
    unavailable: Said {
        heading: "This does not work at the moment",
        what: "{realm} cannot answer right now. Nothing is lost.",
        next: "Please wait {wait}, then try again.",
    },
    form_expired: Said {
        heading: "This page is too old",
        what: "The page stood open for too long, so your answer no longer counts.",
        next: "Go back to the app and begin again.",
    },
    form_foreign: Said {
        heading: "This page does not belong to this session",
        what: "You have signed in anew since it was opened, or your answer came from another browser or another site, or cookies are blocked. To protect you, it does not count.",
        next: "Open the page once more, or begin again in the app. If that does not help, allow cookies for this site.",
    },
    form_used: Said {
        heading: "You have already answered",
        what: "Your first answer to this page has arrived. A page takes one answer, so this one does not count.",
        next: "Go back to the app. If it does not go on there, begin again.",
    },
    answer_unbelieved: Said {
        heading: "Your sign-in cannot be confirmed",
        what: "What came back from the login page of {realm} cannot be trusted. To protect you, it does not count.",
        next: "The log says under the request number below what is wrong with the answer.",
    },
    answer_late: Said {
        heading: "Your sign-in came too late",
        what: "The way back from the login page took too long, so your sign-in no longer counts.",
        next: "Go back to where you began and sign in again.",
    },
    answer_used: Said {
        heading: "Your sign-in has arrived already",
        what: "The way back from the login page counts once, and it has counted, so this second time does not.",
        next: "Go on from where you began.",
    },
    answer_clock: Said {
        heading: "Two clocks do not agree",
        what: "The login page of {realm} and this server do not agree on what time it is, so your sign-in does not count. Another try would end the same way.",
        next: "One of the two clocks is wrong. The log says under the request number below by how much.",
    },
    answer_unfit: Said {
        heading: "Your account cannot be opened here",
        what: "What the login page of {realm} says about your account is incomplete or cannot be kept.",
        next: "The log says under the request number below what is missing.",
    },
    names_taken: Said {
        heading: "Your user name or address is taken",
        what: "There is another account with your user name or address, so yours cannot be opened.",
        next: "The log says under the request number below which name it is. One of the two accounts has to get another one.",
    },
    sign_in_old: Said {
        heading: "You have to sign in afresh",
        what: "This needs a fresh sign-in, and the login page of {realm} did not ask for it.",
        next: "You can sign out there, go back to where you began and try again.",
    },
    not_found: Said {
        heading: "There is nothing here",
        what: "This address leads nowhere, or to something that is not yours.",
        next: "Please check the address, or begin again at {place}.",
    },
    method_not_allowed: Said {
        heading: "This page cannot be opened like this",
        what: "This address takes only what one of our own pages sends it. Nothing was done.",
        next: "Please begin again at {place}.",
    },
    broken: Said {
        heading: "Something broke on our side",
        what: "{realm} made a mistake that it did not expect. Nothing was granted.",
        next: "The request number below helps them to find the cause.",
    },
    unexpected: Said {
        heading: "The request was refused",
        what: "The app{named} sent a request that {realm} does not accept.",
        next: "The reason below says what is wrong.",
    },
};
