//! The words of slots, in one table.

use super::Slot;

const PLAIN: &[(&str, Slot)] = &[
    ("access_token", Slot::AccessToken),
    ("second_access_token", Slot::SecondAccessToken),
    ("refresh_token", Slot::RefreshToken),
    ("code", Slot::Code),
    ("state", Slot::State),
    ("scope", Slot::Scope),
    ("scope:list", Slot::ScopeList),
    ("scope:bits", Slot::ScopeBits),
    ("second_scope", Slot::SecondScope),
    ("expires_in", Slot::ExpiresIn),
    ("expires_in:whole", Slot::ExpiresInWhole),
    ("expires_in:text", Slot::ExpiresInText),
    ("expires_in:ms", Slot::ExpiresInMillis),
    ("expires_at", Slot::ExpiresAt),
    ("expires_at:ms", Slot::ExpiresAtMillis),
    ("expires_at:text", Slot::ExpiresAtText),
    ("issued_at", Slot::IssuedAt),
    ("issued_at:ms", Slot::IssuedAtMillis),
    ("issued_at:text", Slot::IssuedAtText),
    ("refresh_expires_in", Slot::RefreshExpiresIn),
    ("client_id", Slot::ClientId),
    ("app.name", Slot::AppName),
    ("subject", Slot::Subject),
    ("account.id", Slot::AccountId),
    ("account.id:number", Slot::AccountIdNumber),
    ("account.username", Slot::Username),
    ("account.email", Slot::Email),
    ("account.email_verified", Slot::EmailVerified),
    ("account.name", Slot::FullName),
    ("account.first_name", Slot::FirstName),
    ("account.last_name", Slot::LastName),
    ("issuer", Slot::Issuer),
    ("realm", Slot::Realm),
    ("realm.title", Slot::RealmTitle),
    ("error", Slot::Error),
    ("description", Slot::Description),
    ("number", Slot::Number),
    ("status", Slot::Status),
    ("parameter", Slot::Parameter),
    ("missing_scope", Slot::MissingScope),
    ("carrier", Slot::Carrier),
    ("request_id", Slot::RequestId),
];
const ATTRIBUTE: &str = "account.attribute.";

impl Slot {
    /// All words but those of attributes.
    pub fn words() -> impl Iterator<Item = &'static str> {
        PLAIN.iter().map(|(word, _)| *word)
    }

    /// From the word between the braces.
    pub fn read(word: &str) -> Option<Self> {
        if let Some(name) = word.strip_prefix(ATTRIBUTE).filter(|name| !name.is_empty()) {
            return Some(Self::Attribute(name.to_owned()));
        }
        PLAIN.iter().find(|(known, _)| *known == word).map(|(_, slot)| slot.clone())
    }

    /// The word between the braces.
    pub fn word(&self) -> String {
        if let Self::Attribute(name) = self {
            return format!("{ATTRIBUTE}{name}");
        }
        PLAIN.iter().find(|(_, slot)| slot == self).map_or_else(String::new, |(word, _)| (*word).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for word in Slot::words() {
            assert_eq!(Slot::read(word).map(|slot| slot.word()).as_deref(), Some(word));
        }
        assert_eq!(
            Slot::read("account.attribute.plan").map(|slot| slot.word()).as_deref(),
            Some("account.attribute.plan")
        );
        assert_eq!(Slot::read("account.attribute."), None);
    }
}
