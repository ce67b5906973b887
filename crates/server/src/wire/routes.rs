//! The routes of one mount: which operation, which methods.

use dialect::model::{Dialect, Method, Operation, ResourceAction};
use matchit::Router;

/// A path with its methods.
pub struct Resource {
    /// One operation per method.
    pub methods: Vec<(Method, Operation)>,
    /// What GET does, where that changes nothing: HEAD is GET without effects.
    head: Option<Operation>,
}

impl Resource {
    /// `Allow`: the methods, HEAD beside GET, OPTIONS last.
    pub fn allow(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        for (method, _) in &self.methods {
            words.push(word(*method));
            if *method == Method::Get && self.head.is_some() {
                words.push("HEAD");
            }
        }
        words.push("OPTIONS");
        words.join(", ")
    }

    /// The operation for a method.
    pub fn operation(&self, method: &http::Method) -> Option<&Operation> {
        if method == http::Method::HEAD {
            return self.head.as_ref();
        }
        self.methods.iter().find(|(own, _)| word(*own) == method.as_str()).map(|(_, operation)| operation)
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

/// What the path captured, percent signs as they came.
pub type Captures = Vec<(String, String)>;

impl Routes {
    /// From a dialect's checked routes.
    pub fn new(dialect: &Dialect) -> Self {
        let mut paths: Vec<(&str, Vec<(Method, Operation)>)> = Vec::new();
        for route in &dialect.routes {
            let own = (route.method, route.operation.clone());
            match paths.iter_mut().find(|(path, _)| *path == route.path) {
                Some((_, methods)) => methods.push(own),
                None => paths.push((&route.path, vec![own])),
            }
        }
        let mut router = Router::new();
        for (path, methods) in paths {
            let get = methods.iter().find(|(method, _)| *method == Method::Get).map(|(_, operation)| operation);
            let head = get.filter(|operation| !acts(dialect, operation)).cloned();
            // The check of the dialect has found collisions already; what it let pass is insertable.
            let _ = router.insert(path, Resource { methods, head });
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
        let captures = found.params.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Some((found.value, captures.collect()))
    }
}

/// Whether it issues or ends something, by whatever method a dialect has it. Authorize sees to it itself: it has a page for HEAD.
fn acts(dialect: &Dialect, operation: &Operation) -> bool {
    match operation {
        Operation::Token(_) | Operation::Revoke => true,
        Operation::Resource(index) => {
            dialect.resources.get(*index).is_some_and(|resource| resource.action == ResourceAction::EndGrant)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dialect::catalog;
    use dialect::check::{Source, load};

    const BY_GET: &str = r#"
[token]
routes = ["GET /token"]
carriers = ["query"]
[revoke]
routes = ["GET /revoke", "POST /revoke"]
carriers = ["query"]
[[resources]]
name = "me"
routes = ["GET /me"]
body = [["id", "{account.id}"]]
[[resources]]
name = "leave"
routes = ["GET /leave/{app}"]
action = "end-grant"
format = "empty"
"#;

    /// What the check lets pass is insertable, and a literal segment goes before a capture.
    #[test]
    fn captures_stand_beside_words_and_one_another() {
        let more = r#"
[token]
routes = ["POST /token", "POST /{any}/token", "POST /of/{client_id}/token"]
[revoke]
routes = ["DELETE /t/{token}", "DELETE /{any}/t/{token}", "DELETE /of/{client_id}/t/{token}"]
carriers = ["path"]
client = "not-asked"
[[resources]]
name = "me"
routes = ["GET /me", "GET /{any}/me", "GET /of/{any}/{any}/me", "GET /t/me"]
body = [["id", "{account.id}"]]
[[resources]]
name = "leave"
routes = ["DELETE /connections/{app}", "DELETE /{any}/connections/{app}"]
action = "end-grant"
format = "empty"
"#;
        let source = Source { name: "more".to_owned(), file: "more.toml".to_owned(), text: more.to_owned() };
        let dialect = load(&source, &catalog::source).unwrap_or_else(|faults| panic!("{faults}"));
        let routes = Routes::new(&dialect);
        for route in &dialect.routes {
            let (found, _) = routes.at(&route.path.replace(['{', '}'], "")).unwrap_or_else(|| panic!("{}", route.path));
            assert!(found.methods.contains(&(route.method, route.operation.clone())), "{}", route.path);
        }
        let captured = |path: &str| routes.at(path).unwrap().1;
        assert_eq!(captured("/of/a%2Fb/token"), [("client_id".to_owned(), "a%2Fb".to_owned())]);
        assert_eq!(captured("/v9.1/t/x")[1], ("token".to_owned(), "x".to_owned()));
        assert!(dialect.keeps("/verify/me") && dialect.keeps("/apps") && dialect.keeps("/apps/me"));
        assert!(!dialect.keeps("/appsx") && !dialect.keeps("/v1/me") && !dialect.keeps("/admin/me"));
    }

    #[test]
    fn head_is_get_without_effects_so_it_is_missing_where_get_has_some() {
        let source = Source { name: "by-get".to_owned(), file: "by-get.toml".to_owned(), text: BY_GET.to_owned() };
        let routes = Routes::new(&load(&source, &catalog::source).unwrap());
        for (path, allow) in [
            ("/token", "GET, OPTIONS"),
            ("/revoke", "GET, POST, OPTIONS"),
            ("/leave/x", "GET, OPTIONS"),
            ("/me", "GET, HEAD, OPTIONS"),
            ("/oauth2/authorize", "GET, HEAD, POST, OPTIONS"),
        ] {
            let (found, _) = routes.at(path).unwrap();
            assert_eq!(found.allow(), allow, "{path}");
            assert_eq!(found.operation(&http::Method::HEAD).is_some(), allow.contains("HEAD"), "{path}");
            assert!(found.operation(&http::Method::GET).is_some(), "{path}");
        }
    }
}
