//! German letters.

use crate::pages::words::letter::{LetterWords, Letters};

pub(in crate::pages::words) const LETTERS: Letters = Letters {
    confirm: LetterWords {
        subject: "Ihre E-Mail-Adresse für {realm} bestätigen",
        what: "Diese E-Mail-Adresse wurde für ein Konto bei {realm} angegeben.",
        act: "Diese Adresse bestätigen",
        then: "Der Link gilt nur einmal und nur {time} lang. Wenn Sie das nicht waren, müssen Sie nichts tun: Wahrscheinlich hat sich jemand bei der eigenen Adresse vertippt.",
    },
    reset: LetterWords {
        subject: "Neues Passwort für {realm}",
        what: "Für Ihr Konto bei {realm} wurde ein neues Passwort angefordert.",
        act: "Neues Passwort wählen",
        then: "Der Link gilt nur einmal und nur {time} lang. Wenn Sie das nicht waren, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.",
    },
    invite: LetterWords {
        subject: "Ihr Konto bei {realm}",
        what: "Bei {realm} wurde das Konto {account} für Sie angelegt. Wählen Sie ein Passwort, dann gehört es Ihnen.",
        act: "Passwort wählen",
        then: "Der Link gilt nur einmal und nur {time} lang. Wenn Sie nicht wissen, worum es geht, müssen Sie nichts tun.",
    },
    new_device: LetterWords {
        subject: "Neue Anmeldung bei {realm}",
        what: "Jemand hat sich bei Ihrem Konto bei {realm} mit einem Browser angemeldet, der neu ist: {device}, von der Internetadresse {address}, am {when}.",
        act: "Ihr Konto ansehen",
        then: "Wenn Sie das waren, ist nichts zu tun. Wenn nicht, wählen Sie dort ein neues Passwort: Das beendet alle anderen Sitzungen.",
    },
    new_device_elsewhere: "Wenn Sie das waren, ist nichts zu tun. Wenn nicht, melden Sie sich dort unter „Geräte“ überall sonst ab, und ändern Sie das Passwort, mit dem Sie sich bei {host} anmelden.",
    new_app: LetterWords {
        subject: "Neue App für Ihr Konto bei {realm}",
        what: "Die App {app} darf seit dem {when} Ihr Konto bei {realm} verwenden.",
        act: "Ihre Apps ansehen",
        then: "Wenn Sie das erlaubt haben, ist nichts zu tun. Wenn nicht, beenden Sie dort den Zugriff, und wählen Sie ein neues Passwort.",
    },
    new_app_elsewhere: "Wenn Sie das erlaubt haben, ist nichts zu tun. Wenn nicht, beenden Sie dort den Zugriff, und ändern Sie das Passwort, mit dem Sie sich bei {host} anmelden.",
    password_changed: LetterWords {
        subject: "Ihr Passwort für {realm} wurde geändert",
        what: "Ihr Konto bei {realm} hat seit dem {when} ein neues Passwort. Alle anderen Sitzungen wurden beendet.",
        act: "Wenn Sie das nicht waren, wählen Sie ein anderes",
        then: "Wenn Sie das waren, ist nichts zu tun.",
    },
    password_set: LetterWords {
        subject: "Ihr Passwort für {realm} wurde geändert",
        what: "Ihr Konto bei {realm} hat seit dem {when} ein neues Passwort. Alle Sitzungen wurden beendet.",
        act: "Wenn Sie das nicht waren, wählen Sie ein anderes",
        then: "Wenn Sie das waren, ist nichts zu tun.",
    },
    address_changed: LetterWords {
        subject: "Ihre E-Mail-Adresse für {realm} wurde geändert",
        what: "Ihr Konto bei {realm} hat seit dem {when} eine andere E-Mail-Adresse. Dies ist die letzte Nachricht an die alte.",
        act: "Wenn Sie das nicht waren, melden Sie sich an und ändern Sie sie zurück",
        then: "Wenn Sie sich nicht mehr anmelden können, wenden Sie sich bitte an {support}.",
    },
    some_device: "ohne Namen",
    sent_by: "{realm} verschickt diese E-Mail von selbst; Antworten liest niemand.",
};
