//! Whatever a file holds, it is a dialect or has faults that can be shown; nothing panics.

use grantor_dialect::catalog;
use grantor_dialect::check::{Source, load};
use proptest::prelude::*;

/// Pieces that break files in interesting ways.
const PIECES: &[&str] = &[
    "",
    "\n",
    "=",
    "\"",
    "[",
    "]",
    "{",
    "}",
    "ü☃",
    "\0",
    "[token]\n",
    "[[kinds]]\n",
    "routes = []\n",
    "body = 7\n",
    "{ list = [[[[1]]]] }",
    "{each_grant}",
    "\"{scope}\"",
    "extends = \"boxc\"\n",
    "extends = \"standard\"\n",
    "uuid",
    "1979-05-27",
    "0.5",
    "endless",
    "[refusals.words.x.y]\n",
    "words = \"authorization_code\"\n",
    "GET /{token}",
];

fn file() -> impl Strategy<Value = String> {
    let edits = prop::collection::vec((0.0..1.0f64, 0usize..40, prop::sample::select(PIECES)), 1..6);
    (prop::sample::select(catalog::names()), edits).prop_map(|(name, edits)| {
        let mut text: Vec<char> = catalog::builtin(name).unwrap_or_default().chars().collect();
        for (place, length, piece) in edits {
            let start = ((text.len() as f64) * place) as usize;
            let end = (start + length).min(text.len());
            text.splice(start..end, piece.chars());
        }
        text.into_iter().collect()
    })
}

fn try_to_load(text: String) {
    let source = Source { name: "mine".to_owned(), file: "mine.toml".to_owned(), text };
    match load(&source, &catalog::source) {
        Ok(dialect) => {
            let text = grantor_dialect::show::show(&dialect);
            let again =
                load(&Source { name: "mine".to_owned(), file: "shown.toml".to_owned(), text }, &catalog::source);
            assert_eq!(again.as_ref(), Ok(&dialect));
        }
        Err(faults) => {
            assert!(!faults.0.is_empty());
            assert!(faults.to_string().starts_with("error: "));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn broken_files_have_faults(text in file()) {
        try_to_load(text);
    }

    #[test]
    fn noise_has_faults(text in "\\PC{0,200}") {
        try_to_load(text);
    }
}
