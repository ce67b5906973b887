//! Tokens and those who show them: revocation, introspection, scopes, carriers, client authentication.

mod carriers;
mod clients;
mod introspection;
mod revocation;
mod scopes;
mod slow_secrets;
