//! German: making an account.

use super::super::Door;

pub(super) const DOOR: Door = Door {
    create: "Konto anlegen",
    have_one: "Haben Sie schon ein Konto?",
    new_here: "Neu hier?",
    made_there: "Bitte wenden Sie sich an {support}. Dort erhalten Sie ein Konto.",
    title: "Konto anlegen",
    heading: "Ein Konto bei {realm} anlegen",
    email: "E-Mail-Adresse",
    email_hint: "Damit Sie wieder hineinkommen, wenn Sie Ihr Passwort vergessen haben.",
    email_hint_no_mail: "Dorthin wird nichts geschickt: Von hier gehen keine E-Mails hinaus.",
    submit: "Konto anlegen",
    throttled: "Von hier wurden zu viele Konten angelegt. Bitte warten Sie {wait} und versuchen Sie es dann noch einmal.",
};
