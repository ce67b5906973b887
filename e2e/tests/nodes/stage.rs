//! Two nodes on a database of their own.

use cluster::{Cluster, Durability};
use grantor_e2e::deployment::Deployment;
use grantor_e2e::http::{Answer, Request};
use grantor_e2e::served::Served;
use std::sync::LazyLock;

/// For tests that leave the database alone.
pub static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start(Durability::Memory).unwrap());

/// Two nodes on a database of their own.
pub struct Stage {
    pub deployment: Deployment,
    pub a: Served,
    pub b: Served,
    /// Of the administration's API; it opens everything that tests ask.
    key: String,
}

impl Stage {
    /// With these realms.
    pub fn new(realms: &[&str]) -> Self {
        let deployment = Deployment::new(&CLUSTER.database().unwrap(), realms);
        let (a, b) = (deployment.files.node("a"), deployment.files.node("b"));
        let rights = ["apps:read", "apps:write", "accounts:read", "accounts:write"];
        let mut words = vec!["key", "create", "--json", "--name", "nodes"];
        words.extend(rights.iter().flat_map(|right| ["--right", right]));
        let made: serde_json::Value = serde_json::from_str(&deployment.files.administer(&words)).unwrap();
        Self { deployment, a, b, key: made["text"].as_str().unwrap().to_owned() }
    }

    /// Both nodes.
    pub fn both(&self) -> [&Served; 2] {
        [&self.a, &self.b]
    }

    /// What an administrator has node `a` do, by its API; the path begins with the realm.
    pub fn order(&self, method: &str, path: &str, body: &str) -> Answer {
        let request = Request::new(method, &format!("/admin/api/v1/realms{path}"));
        let request = request.header("Authorization", &format!("Bearer {}", self.key));
        let answer = self.a.send(if body.is_empty() { request } else { request.body("application/json", body) });
        assert!(answer.status < 300, "{method} {path}: {answer:?}");
        answer
    }
}
