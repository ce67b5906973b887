//! What comes to light about a request while it is worked on, for the error log of the app that sent it.

use crate::memory::cache::KnownApp;
use dialect::model::Endpoint;
use engine::model::App;
use std::sync::{Arc, OnceLock};

/// Facts about one request, each told once. The way of a success only fills them in; a refusal reads them.
#[derive(Debug, Default)]
pub struct Witness {
    app: OnceLock<Arc<KnownApp>>,
    endpoint: OnceLock<Endpoint>,
    query: OnceLock<String>,
    expected: OnceLock<String>,
}

impl Witness {
    /// The request names that app, or shows something that belongs to it.
    pub fn names(&self, app: Option<&Arc<KnownApp>>) {
        if let Some(app) = app {
            let _ = self.app.set(app.clone());
        }
    }

    /// It is for that endpoint.
    pub fn at(&self, endpoint: Endpoint) {
        let _ = self.endpoint.set(endpoint);
    }

    /// It is about an authorize request with these parameters, whatever carries it.
    pub fn asks(&self, query: &str) {
        let _ = self.query.set(query.to_owned());
    }

    /// This redirect URI would have been right.
    pub fn expects(&self, redirect_uri: Option<&str>) {
        if let Some(uri) = redirect_uri {
            let _ = self.expected.set(uri.to_owned());
        }
    }

    /// See [`Witness::names`].
    pub fn app(&self) -> Option<&App> {
        self.app.get().map(|app| app.app())
    }

    /// See [`Witness::at`]: where nothing was said, the authorization endpoint, whose forms are pages of ours.
    pub fn endpoint(&self) -> Endpoint {
        self.endpoint.get().copied().unwrap_or(Endpoint::Authorize)
    }

    /// See [`Witness::asks`].
    pub fn query(&self) -> Option<&str> {
        self.query.get().map(String::as_str)
    }

    /// See [`Witness::expects`].
    pub fn expected(&self) -> Option<&str> {
        self.expected.get().map(String::as_str)
    }
}
