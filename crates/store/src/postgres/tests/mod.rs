//! What PostgreSQL adds to the contract.
