//! What a password has to be (NIST SP 800-63B section 3.1.1.2): long enough, bounded, and none that everybody tries first. Nothing
//! about which characters.

use super::{Declined, Desk, Unfit};
use crate::passwords::LONGEST;
use engine::model::Account;
use engine::secret::Plain;
use std::collections::HashSet;
use std::sync::LazyLock;
use store::ops::canonical;

/// In characters, whatever they are.
const SHORTEST: usize = 8;

/// The 5,000 most common passwords that are long enough, lower case; from the frequency lists of zxcvbn (MIT).
const COMMON: &str = include_str!("common_passwords.txt");

static TRIED_FIRST: LazyLock<HashSet<&'static str>> = LazyLock::new(|| COMMON.lines().collect());

impl Desk<'_> {
    /// The slow hash of a password that will do for somebody with these names.
    pub(super) async fn hashed(&self, password: &Plain, names: &[&str]) -> Result<String, Declined> {
        check(password, names)?;
        self.passwords.hash(password.clone(), self.dice.salt()).await.map_err(|_| Declined::Busy)
    }
}

/// Why it will not do for the person of this account.
pub(crate) fn unfit(account: &Account, password: &Plain) -> Option<Unfit> {
    check(password, &[&account.username, &account.email]).err()
}

/// Whether it will do for somebody with these names.
pub(super) fn check(password: &Plain, names: &[&str]) -> Result<(), Unfit> {
    let text = password.expose();
    if text.len() > LONGEST {
        return Err(Unfit::Long);
    }
    if text.chars().count() < SHORTEST {
        return Err(Unfit::Short);
    }
    if TRIED_FIRST.contains(text.to_lowercase().as_str()) {
        return Err(Unfit::Common);
    }
    let same = |name: &&str| canonical(name) == canonical(text);
    if names.iter().any(same) { Err(Unfit::Name) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<(), Unfit> {
        check(&Plain::new(text), &["longusername", "dana@example.com"])
    }

    #[test]
    fn aut_05_eight_characters_of_any_kind_to_a_kibibyte_and_none_that_is_tried_first() {
        for (text, fits) in [
            ("1234567", Err(Unfit::Short)),
            ("ßüöäßüö", Err(Unfit::Short)),
            ("ßüöäßüöä", Ok(())),
            ("🦀🦀🦀🦀🦀🦀🦀🦀", Ok(())),
            ("        ", Ok(())),
            ("password", Err(Unfit::Common)),
            ("PassWord1", Err(Unfit::Common)),
            ("qwertyuiop", Err(Unfit::Common)),
            ("LongUserName", Err(Unfit::Name)),
            ("dana@example.com", Err(Unfit::Name)),
            ("correct horse battery staple", Ok(())),
        ] {
            assert_eq!(of(text), fits, "{text}");
        }
        assert_eq!(of(&"xy".repeat(512)), Ok(()), "64 and far more");
        assert_eq!(of(&"x".repeat(1025)), Err(Unfit::Long));
    }

    #[test]
    fn the_list_is_as_it_is_looked_up() {
        assert!(TRIED_FIRST.len() > 4000, "{}", TRIED_FIRST.len());
        assert!(COMMON.lines().all(|line| line == line.to_lowercase() && line.chars().count() >= SHORTEST));
    }
}
