//! German: pages of mailed links.

use crate::pages::words::mailed::Mailed;

pub(in crate::pages::words) const MAILED: Mailed = Mailed {
    forgotten: "Passwort vergessen?",
    forgotten_what: "Sagen Sie uns, wer Sie sind. Wenn es ein solches Konto gibt, schicken wir einen Link an seine E-Mail-Adresse, und damit wählen Sie ein neues Passwort.",
    name: "Benutzername oder E-Mail-Adresse",
    name_missing: "Bitte geben Sie Ihren Benutzernamen oder Ihre E-Mail-Adresse ein.",
    send: "Link schicken",
    sent: "Sehen Sie in Ihr Postfach",
    sent_what: "Wenn es ein solches Konto gibt, ist eine E-Mail mit einem Link an seine Adresse unterwegs. Der Link gilt nur einmal und nur {time} lang.",
    nothing_came: "Nach einigen Minuten noch nichts da? Sehen Sie bei den unerwünschten E-Mails nach, oder versuchen Sie es mit einem anderen Namen.",
    again: "Noch einmal versuchen",
    no_mail: "Hier werden keine E-Mails verschickt, deshalb geht das nicht ohne Hilfe. Bitte wenden Sie sich an {support}.",
    choose: "Neues Passwort wählen",
    join: "Passwort wählen",
    for_account: "Für das Konto {account} bei {realm}.",
    password: "Neues Passwort",
    save: "Passwort speichern",
    saved: "Ihr Passwort ist gespeichert",
    saved_what: "Das Konto wurde überall abgemeldet. Melden Sie sich mit dem neuen Passwort an.",
    sign_in: "Anmelden",
    confirm: "E-Mail-Adresse bestätigen",
    confirm_what: "Ist {address} Ihre Adresse, für das Konto {account} bei {realm}?",
    confirm_yes: "Ja, bestätigen",
    confirmed: "Ihre E-Mail-Adresse ist bestätigt",
    confirmed_what: "E-Mails von {realm} gehen von jetzt an dorthin.",
    to_account: "Zu Ihrem Konto",
    ended: "Dieser Link gilt nicht mehr",
    ended_what: "Er wurde schon verwendet, seine Zeit ist um, oder ein neuerer ist an seine Stelle getreten. Fordern Sie einen neuen an.",
    taken: "Diese Adresse ist vergeben",
    taken_what: "Ein anderes Konto bei {realm} hat diese Adresse. Nehmen Sie eine andere, oder melden Sie sich bei jenem Konto an.",
};
