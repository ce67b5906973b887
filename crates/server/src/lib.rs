//! The program: HTTP, use cases, pages, administration, configuration, command line.
//!
//! # Layout
//! - [`http`]: connections, limits, which mount and which use case; [`flow`]: the use cases, one file per endpoint; [`wire`]: HTTP as these know it.
//! - [`site`]: pages beyond the way of an app; [`pages`]: what people see; [`desk`]: the rules of what operators, developers and people do; [`demo`]: everything ready to try.
//! - [`memory`]: what a node keeps between requests.
//! - [`mail`]: letters on their way out; [`chores`]: what a page starts and does not wait for.
//! - [`config`], [`cli`]: how it is told what to do; [`realm`]: the configuration as it runs.
//! - [`api`]: the administration over HTTP; [`views`], [`trail`]: what programs read, there and from the command line.
//! - [`keeping`]: the embedded database as a whole, backed up and brought back.
//! - [`metrics`]: what is counted of all that, for Prometheus and for charts.
//! - [`clock`], [`dice`], [`keys`]: time, randomness and secrets of the server, as arguments of all the rest.
//! - [`draft`]: files that are there whole or not at all.

pub mod api;
pub mod chores;
pub mod cli;
pub mod clock;
pub mod colour;
pub mod config;
pub mod demo;
pub mod desk;
pub mod dice;
pub mod draft;
pub mod flow;
pub mod http;
pub mod ids;
pub mod keeping;
pub mod keys;
pub mod mail;
pub mod memory;
pub mod metrics;
pub mod pages;
pub mod passwords;
pub mod purge;
pub mod realm;
pub mod serve;
pub mod server;
pub mod site;
pub mod throttle;
pub mod trail;
pub mod views;
pub mod wire;
