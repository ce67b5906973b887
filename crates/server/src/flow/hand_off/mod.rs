//! The owner's own login: the browser goes to the owner's page with a signed request and comes back with a signed answer, once.

pub mod claims;
pub mod jwt;
#[cfg(test)]
mod tests;
