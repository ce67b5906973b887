//! HTTP: connections and their limits, which mount and route a request is for, and what HTTP itself refuses.

pub mod address;
pub mod body;
pub mod demo;
pub mod dispatch;
pub mod fields;
pub mod framing;
pub mod health;
pub mod listener;
pub mod packed;
pub mod plain;
pub mod refusing;
pub mod routes;
