//! German: the account pages.

use super::super::Account;
use super::super::account::Apps;

pub(super) const ACCOUNT: Account = Account {
    apps: Apps {
        item: "Apps",
        title: "Apps mit Zugriff",
        lead: "Diese Apps dürfen Ihr Konto bei {realm} verwenden. Entziehen Sie den Zugriff, wo Sie ihn nicht mehr brauchen.",
        none: "Keine App hat Zugriff",
        none_what: "Wenn Sie einer App erlauben, Ihr Konto bei {realm} zu verwenden, steht sie hier mit allem, was sie darf. Sie können das hier jederzeit beenden.",
        granted: "Erlaubt",
        used: "Zuletzt verwendet",
        never_used: "noch nicht",
        from: "{time} von {address}",
        tokens: "Gültige Tokens",
        remove: "Zugriff entziehen",
        remove_of: "Der App {app} den Zugriff entziehen",
        remove_title: "Zugriff entziehen?",
        remove_heading: "Der App {app} den Zugriff entziehen?",
        ends: [
            "Alles, was {app} für Ihr Konto besitzt, endet sofort, auf jedem Gerät, auch was nie ablaufen würde.",
            "Die App muss Sie neu fragen, bevor sie Ihr Konto wieder verwenden darf.",
        ],
        stays: [
            "Ihr Konto bei {realm} mit allem, was darin ist.",
            "Was {app} kopiert hat oder selbst aufbewahrt. Bitten Sie den Anbieter, es zu löschen.",
        ],
        removed: "Die App hat keinen Zugriff mehr.",
    },
};
