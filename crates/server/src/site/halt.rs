//! Why there is no page, and what stands there then.

use crate::desk::Declined;
use crate::flow::headers::of_site;
use crate::flow::pages::{About, broken_form, failed, method_trouble, site_trouble};
use crate::flow::seal::Broken;
use crate::flow::{Answer, Call, Failure};
use http::StatusCode;

/// The end of a handler that has no page of its own to show.
#[derive(Debug)]
pub enum Halt {
    /// There is no such thing, or it is somebody else's: both look the same.
    Absent,
    /// A form that does not count.
    Form(Broken),
    /// The page does not take the method; it takes these.
    Method(&'static str),
    /// Somebody has to sign in first: the form for that.
    SignIn(Box<Answer>),
    /// Another page, which says why.
    Page(Box<Answer>),
    /// The rules or the database say no.
    Failed(Failure),
}

impl Halt {
    /// What stands in the place of the page.
    pub fn answer(self, call: &Call<'_>) -> Answer {
        match self {
            Self::Absent => site_trouble(call, "not_found", StatusCode::NOT_FOUND),
            Self::Form(broken) => of_site(broken_form(call, broken)),
            Self::Method(allow) => method_trouble(call, allow),
            Self::SignIn(page) | Self::Page(page) => *page,
            Self::Failed(failure) => of_site(failed(call, failure, About::default())),
        }
    }
}

impl From<Failure> for Halt {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<store::Broken> for Halt {
    fn from(broken: store::Broken) -> Self {
        Self::Failed(broken.into())
    }
}

impl From<Declined> for Halt {
    /// What a handler has not answered itself: the thing is gone, or was never this person's.
    fn from(declined: Declined) -> Self {
        match declined {
            Declined::Broken(broken) => broken.into(),
            _ => Self::Absent,
        }
    }
}
