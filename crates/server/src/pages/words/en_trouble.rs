//! What error pages say in English.

use super::{Said, Trouble};

pub(super) fn said(trouble: Trouble) -> Said {
    let (heading, what, next) = match trouble {
        Trouble::ClientMissing => (
            "An app did not say who it is",
            "You were sent here without the name of an app.",
            "The address has to carry the app’s client id.",
        ),
        Trouble::ClientUnknown => (
            "This app is not known here",
            "You were sent here by an app that is not registered with {realm}.",
            "The client id has to be the one from the app’s registration, letter by letter.",
        ),
        Trouble::AppDeleted => (
            "This app no longer exists",
            "The app{named} was deleted from {realm}.",
            "A new app has to be registered; a deleted one never comes back.",
        ),
        Trouble::AppSuspended => (
            "This app is suspended",
            "{realm} has suspended the app{named}. It gets no access at the moment.",
            "The developer can ask {realm} for the reason.",
        ),
        Trouble::AppElsewhere => (
            "This app has another way in",
            "The app{named} may not use this address of {realm}.",
            "The app’s registration says which addresses it may use.",
        ),
        Trouble::TokenLimit => (
            "This app is full",
            "The app{named} has as many live connections as {realm} allows it.",
            "The developer can end old ones or ask {realm} for more.",
        ),
        Trouble::RedirectMissing => (
            "The app did not say where to go next",
            "The app{named} named no address to send you back to.",
            "The request has to carry a redirect URI that is registered for the app.",
        ),
        Trouble::RedirectNone => (
            "This app has no way back yet",
            "No redirect URI is registered for the app{named}. Without one, nobody can be sent back to it.",
            "Where to add one: {place}.",
        ),
        Trouble::RedirectStrange => (
            "The way back is not registered",
            "The app{named} wants you sent to an address that is not registered for it. To protect you, {realm} does not go there.",
            "The redirect URI of the request has to be one that is registered for the app.",
        ),
        Trouble::RedirectReserved => (
            "The way back has a name that is taken",
            "The address that the app{named} gave for the way back already holds a parameter that the answer needs.",
            "The redirect URI has to leave such names free.",
        ),
        Trouble::LanguageUnknown => (
            "This language is not known",
            "The app{named} asked for these pages in a language that {realm} does not list.",
            "The request has to name a language from the documentation of {realm}, or none.",
        ),
        Trouble::ParameterDoubled => (
            "The request says something twice",
            "The app{named} sent the same parameter twice. {realm} does not guess which one is meant.",
            "Each parameter may stand in the request only once.",
        ),
        Trouble::ParameterDemanded => (
            "The request is incomplete",
            "The app{named} left out something that {realm} demands.",
            "The parameter below has to be there, with a value from the documentation.",
        ),
        Trouble::ResponseType => (
            "The app asked for an answer that it cannot have",
            "The app{named} did not say how it wants its answer, or not in a way that is open to it.",
            "The response type has to be one that {realm} allows for this kind of app.",
        ),
        Trouble::Scope => (
            "The app asked for something that it cannot have",
            "The app{named} asked for a permission that does not exist or is not open to it.",
            "The scope has to hold words that are registered for the app.",
        ),
        Trouble::Challenge => (
            "A safeguard is missing",
            "The app{named} did not send the proof key that {realm} demands, or sent a broken one.",
            "The request needs a valid code challenge (PKCE) with the method S256.",
        ),
        Trouble::Denied => (
            "Access denied",
            "You said no. The app{named} gets no access to your account.",
            "If that was a slip, go back to the app and begin again.",
        ),
        Trouble::AccountDisabled => (
            "This account is disabled",
            "Your {realm} account is disabled. No app gets access to it at the moment.",
            "They can tell you the reason and enable it again.",
        ),
        Trouble::TooLarge => (
            "The request is too large",
            "More was sent than {realm} reads.",
            "A request may have 100 parameters and an address of 8 KiB.",
        ),
        Trouble::Unreadable => (
            "The request cannot be read",
            "What was sent is not in a form that {realm} understands.",
            "The request has to follow the documentation of {realm}.",
        ),
        Trouble::TooManyRequests => {
            ("Too many tries", "There were too many tries in a short time.", "Please wait {wait}, then try again.")
        }
        Trouble::Unavailable => (
            "This does not work at the moment",
            "{realm} cannot answer right now. Nothing is lost.",
            "Please wait {wait}, then try again.",
        ),
        Trouble::FormExpired => (
            "This page is too old",
            "The page stood open for too long, so your answer no longer counts.",
            "Go back to the app and begin again.",
        ),
        Trouble::FormForeign => (
            "This page does not belong to this browser",
            "Your answer came from another browser or another site, or cookies are blocked. To protect you, it does not count.",
            "Allow cookies for this site, go back to the app and begin again.",
        ),
        Trouble::FormUsed => (
            "You have already answered",
            "Your answer has arrived and the app has used it. It does not count twice.",
            "Go back to the app. If it does not go on there, begin again.",
        ),
        Trouble::NotFound => (
            "There is nothing here",
            "This address leads nowhere.",
            "Please check the address, or go back to the app that sent you here.",
        ),
        Trouble::MethodNotAllowed => (
            "This address is not for opening",
            "Nothing can be seen at this address in a browser.",
            "Please go back to the app that sent you here.",
        ),
        Trouble::Broken => (
            "Something broke on our side",
            "{realm} made a mistake that it did not expect. Nothing was granted.",
            "The request number below helps them to find the cause.",
        ),
        Trouble::Unexpected => (
            "The request was refused",
            "The app{named} sent a request that {realm} does not accept.",
            "The reason below says what is wrong.",
        ),
    };
    Said { heading, what, next }
}
