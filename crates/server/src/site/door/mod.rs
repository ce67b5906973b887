//! The way in, beside the sign-in form itself: making an account.

pub mod sign_up;
