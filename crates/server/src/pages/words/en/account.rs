//! English: the account pages.

use super::super::Account;
use super::super::account::Apps;

pub(super) const ACCOUNT: Account = Account {
    apps: Apps {
        item: "Apps",
        title: "Apps with access",
        lead: "These apps may use your {realm} account. Remove the access of those that you no longer need.",
        none: "No app has access",
        none_what: "When you allow an app to use your {realm} account, it stands here with all that it may do. You can end it here at any time.",
        granted: "Allowed",
        used: "Last used",
        never_used: "not yet",
        from: "{time} from {address}",
        tokens: "Live tokens",
        remove: "Remove access",
        remove_of: "Remove the access of {app}",
        remove_title: "Remove access?",
        remove_heading: "Remove the access of {app}?",
        ends: [
            "Everything that {app} holds for your account ends at once, on every device, also what would never expire.",
            "It has to ask you again before it may use your account.",
        ],
        stays: [
            "Your {realm} account and all that is in it.",
            "What {app} has copied or keeps itself. Ask its makers to delete that.",
        ],
        removed: "The app has no access any more.",
    },
};
