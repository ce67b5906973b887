//! German: what all areas share.

use super::super::Site;

pub(super) const SITE: Site = Site {
    own_name: "Deutsch",
    skip: "Zum Inhalt springen",
    areas: "Bereiche",
    pages: "Seiten",
    language: "Sprache",
    help: "Hilfe: {support}",
    administration: "Verwaltung",
    account: "Ihr Konto",
    docs: "Für Entwickler",
    wrong: ["Eine Angabe fehlt oder stimmt nicht", "Einige Angaben fehlen oder stimmen nicht"],
    copy: "Kopieren",
    copied: "Kopiert",
    shown_once: "Gezeigt wird das nur dieses eine Mal.",
    first_page: "Zum Anfang",
    next_page: "Nächste Seite",
    further: "Weitere Seiten",
    ends: "Was endet",
    stays: "Was bleibt",
    keep: "Nichts ändern",
    session_ended: "Ihre Sitzung war beendet, deshalb ist nichts geschehen. Sie sind wieder angemeldet; bitte senden Sie das Formular noch einmal.",
};
