//! What may be wrong with a new account.

use super::proof::{misnamed, unfit};
use crate::desk::{Declined, Misnamed, Unfit};
use crate::pages::html::{Html, Part};
use crate::pages::words::Words;

/// Something that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountFault {
    /// A name or the address.
    Misnamed(Misnamed),
    /// The password.
    Unfit(Unfit),
    /// A role; these are known.
    Role(String),
}

impl AccountFault {
    /// All of it; what no form could have mended comes back.
    pub fn all_of(declined: Declined) -> Result<Vec<Self>, Declined> {
        let one = |declined| match declined {
            Declined::Misnamed(wrong) => Ok(Self::Misnamed(wrong)),
            Declined::Password(wrong) => Ok(Self::Unfit(wrong)),
            Declined::NoRole { known, .. } => Ok(Self::Role(known.replace('`', ""))),
            other => Err(other),
        };
        declined.each().into_iter().map(one).collect()
    }

    /// What the first of these that is about that field says.
    pub(in crate::pages) fn at(faults: &[Self], field: &str, words: &'static Words) -> Option<Html> {
        faults.iter().find(|fault| fault.field() == field).map(|fault| fault.said(words))
    }

    fn field(&self) -> &'static str {
        match self {
            Self::Misnamed(Misnamed::Email | Misnamed::EmailTaken) => "email",
            Self::Misnamed(_) => "username",
            Self::Unfit(_) => "password",
            Self::Role(_) => "roles",
        }
    }

    fn said(&self, words: &'static Words) -> Html {
        match self {
            Self::Misnamed(wrong) => misnamed(words, *wrong),
            Self::Unfit(wrong) => unfit(words, *wrong),
            Self::Role(known) => Html::fill(words.administration.accounts.role_wrong, &[("known", Part::Text(known))]),
        }
    }
}
