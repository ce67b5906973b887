//! The routes of one mount: which operation, which methods.

use dialect::model::{Method, Operation, Route};
use matchit::Router;

/// A path with its methods.
pub struct Resource {
    /// One operation per method.
    pub methods: Vec<(Method, Operation)>,
}

impl Resource {
    /// `Allow`: the methods, HEAD beside GET, OPTIONS last.
    pub fn allow(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        for (method, _) in &self.methods {
            words.push(word(*method));
            if *method == Method::Get {
                words.push("HEAD");
            }
        }
        words.push("OPTIONS");
        words.join(", ")
    }

    /// The operation for a method; HEAD is GET without a body.
    pub fn operation(&self, method: &http::Method) -> Option<&Operation> {
        let wanted = if method == http::Method::HEAD { "GET" } else { method.as_str() };
        self.methods.iter().find(|(method, _)| word(*method) == wanted).map(|(_, operation)| operation)
    }
}

/// HTTP's word for a method.
pub fn word(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

/// All routes of one mount.
pub struct Routes {
    router: Router<Resource>,
}

/// What the path captured.
pub type Captures = Vec<(String, String)>;

impl Routes {
    /// From a dialect's checked routes.
    pub fn new(routes: &[Route]) -> Self {
        let mut paths: Vec<(&str, Vec<(Method, Operation)>)> = Vec::new();
        for route in routes {
            let own = (route.method, route.operation.clone());
            match paths.iter_mut().find(|(path, _)| *path == route.path) {
                Some((_, methods)) => methods.push(own),
                None => paths.push((&route.path, vec![own])),
            }
        }
        let mut router = Router::new();
        for (path, methods) in paths {
            // The check of the dialect has found collisions already; what it let pass is insertable.
            let _ = router.insert(path, Resource { methods });
        }
        Self { router }
    }

    /// The resource at a path below the mount; one trailing slash makes no difference.
    pub fn at(&self, path: &str) -> Option<(&Resource, Captures)> {
        let path = match path.strip_suffix('/') {
            Some("") | None => path,
            Some(bare) => bare,
        };
        let found = self.router.at(path).ok()?;
        let captures = found.params.iter().map(|(name, value)| (name.to_owned(), decoded(value)));
        Some((found.value, captures.collect()))
    }
}

fn decoded(segment: &str) -> String {
    percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned()
}
