//! HTTP: connections and their limits, which mount and use case a request is for, and what HTTP itself refuses.

pub mod demo;
pub mod dispatch;
pub mod framing;
pub mod health;
pub mod listener;
pub mod refusing;
