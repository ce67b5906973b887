//! Parts that pages are made of. Each is a small template of its own.
//!
//! # Layout
//! - [`Field`], [`Summary`]: a form's fields and what is wrong with them.
//! - [`Pager`], [`Empty`]: what stands under a list, and in the place of one.
//! - [`Secret`]: what is shown once; [`time`]: an instant, as far away as it is.

mod empty;
mod field;
mod pager;
mod secret;
#[cfg(test)]
mod tests;
mod time;

pub(super) use empty::Empty;
pub(super) use field::{Field, Kind, Summary};
pub(super) use pager::Pager;
pub(super) use secret::Secret;
pub(super) use time::time;
