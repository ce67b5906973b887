//! English: pages of mailed links.

use crate::pages::words::mailed::Mailed;

pub(in crate::pages::words) const MAILED: Mailed = Mailed {
    forgotten: "Forgotten your password?",
    forgotten_what: "Tell us who you are. If there is such an account, we send a link to its email address, and with that you choose a new password.",
    name: "User name or email address",
    name_missing: "Please type your user name or your email address.",
    send: "Send me a link",
    sent: "Look at your email",
    sent_what: "If there is such an account, an email with a link is on its way to its address. The link works once, and for {time}.",
    nothing_came: "Nothing there after some minutes? Look among unwanted email, or try again with another name.",
    again: "Try again",
    no_mail: "No email is sent here, so you cannot do this yourself. Please contact {support}.",
    choose: "Choose a new password",
    join: "Choose your password",
    for_account: "For the account {account} at {realm}.",
    password: "New password",
    save: "Save the password",
    saved: "Your password was saved",
    saved_what: "The account was signed out everywhere. Sign in with the new password.",
    sign_in: "Sign in",
    confirm: "Confirm your email address",
    confirm_what: "Is {address} your address, for the account {account} at {realm}?",
    confirm_yes: "Yes, confirm it",
    confirmed: "Your email address is confirmed",
    confirmed_what: "From now on, emails from {realm} go there.",
    to_account: "To your account",
    ended: "This link works no more",
    ended_what: "It was used before, its time is over, or a newer one has taken its place. Ask for a new one.",
    taken: "This address is in use",
    taken_what: "Another account at {realm} has this address. Take another one, or sign in to that account.",
};
