//! English letters.

use crate::pages::words::letter::{LetterWords, Letters};

pub(in crate::pages::words) const LETTERS: Letters = Letters {
    confirm: LetterWords {
        subject: "Confirm your email address for {realm}",
        what: "This email address was given for an account at {realm}.",
        act: "Confirm this address",
        then: "The link works once, and for {time}. If it was not you, do nothing: somebody has probably mistyped their own address.",
    },
    reset: LetterWords {
        subject: "New password for {realm}",
        what: "A new password was asked for, for your account at {realm}.",
        act: "Choose a new password",
        then: "The link works once, and for {time}. If it was not you, do nothing: your password stays as it is.",
    },
    invite: LetterWords {
        subject: "Your account at {realm}",
        what: "The account {account} at {realm} was made for you. Choose a password, and it is yours.",
        act: "Choose a password",
        then: "The link works once, and for {time}. If you do not know what this is about, do nothing.",
    },
    new_device: LetterWords {
        subject: "New sign-in to {realm}",
        what: "Somebody signed in to your account at {realm} from a browser that had not signed in before: {device}, from the internet address {address}, on {when}.",
        act: "Look at your account",
        then: "If it was you, there is nothing to do. If not, choose a new password there: that ends all other sessions.",
    },
    new_device_elsewhere: "If it was you, there is nothing to do. If not, sign out everywhere else there, under Devices, and change the password that you sign in with at {host}.",
    new_app: LetterWords {
        subject: "New app for your account at {realm}",
        what: "The app {app} may use your account at {realm} since {when}.",
        act: "Look at your apps",
        then: "If you allowed this, there is nothing to do. If not, end its access there, and choose a new password.",
    },
    new_app_elsewhere: "If you allowed this, there is nothing to do. If not, end its access there, and change the password that you sign in with at {host}.",
    password_changed: LetterWords {
        subject: "Your password for {realm} was changed",
        what: "Your account at {realm} has had a new password since {when}. All other sessions have ended.",
        act: "If it was not you, choose another one",
        then: "If it was you, there is nothing to do.",
    },
    password_set: LetterWords {
        subject: "Your password for {realm} was changed",
        what: "Your account at {realm} has had a new password since {when}. All sessions have ended.",
        act: "If it was not you, choose another one",
        then: "If it was you, there is nothing to do.",
    },
    address_changed: LetterWords {
        subject: "Your email address for {realm} was changed",
        what: "Your account at {realm} has had another email address since {when}. This is the last message that comes to the old one.",
        act: "If it was not you, sign in and change it back",
        then: "If you cannot sign in any more, please contact {support}.",
    },
    some_device: "no name given",
    sent_by: "{realm} sends this email by itself; nobody reads an answer.",
};
