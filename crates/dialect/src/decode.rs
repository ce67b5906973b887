//! Placeholder of the wire half.
