//! People in front of browsers: sessions, consent, sign-in and who might forge them.

pub mod account;
mod closed;
mod consent;
mod endings;
mod granted;
mod headers;
mod languages;
mod load;
pub mod matrix;
mod open;
mod pages;
mod passwords;
mod profile;
mod reference;
mod required;
mod sessions;
mod sign_in;
mod sign_up;
pub mod site;

use crate::http::Response;

/// The sign-in page.
pub fn is_sign_in(page: &Response) -> bool {
    page.text().contains("/-/sign-in\"")
}

/// The consent page.
fn is_consent(page: &Response) -> bool {
    page.text().contains("/-/consent\"")
}
