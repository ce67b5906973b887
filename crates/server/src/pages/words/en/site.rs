//! English: what all areas share.

use super::super::Site;

pub(super) const SITE: Site = Site {
    own_name: "English",
    skip: "Skip to the content",
    areas: "Areas",
    pages: "Pages",
    language: "Language",
    help: "Help: {support}",
    administration: "Administration",
    account: "Your account",
    docs: "For developers",
    wrong: ["One thing is missing or not right", "Some things are missing or not right"],
    copy: "Copy",
    copied: "Copied",
    shown_once: "It is shown this once and never again.",
    first_page: "To the beginning",
    next_page: "Next page",
    further: "Further pages",
    ends: "What ends",
    stays: "What stays",
    keep: "Change nothing",
    session_ended: "Your session had ended, so nothing was done. You are signed in again; please send the form once more.",
};
