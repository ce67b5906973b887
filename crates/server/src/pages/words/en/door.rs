//! English: making an account.

use super::super::Door;

pub(super) const DOOR: Door = Door {
    create: "Create an account",
    have_one: "Have an account already?",
    new_here: "New here?",
    made_there: "Please contact {support}: they make accounts.",
    title: "Create an account",
    heading: "Create an account at {realm}",
    email: "Email address",
    email_hint: "So that you get back in when you have forgotten your password.",
    email_hint_no_mail: "Nothing is sent to it: no email goes out from here.",
    submit: "Create the account",
    throttled: "Too many accounts were made from here. Please wait {wait}, then try again.",
};
