//! A database and two nodes on it.

use cluster::{Cluster, Durability};
use grantor_e2e::demo::{Demo, Line, grantor};
use grantor_e2e::http::{Answer, Request};
use grantor_e2e::person::Person;
use grantor_e2e::served::Served;
use grantor_e2e::speak::Client;
use std::sync::LazyLock;
use tempfile::TempDir;

/// For tests that leave the database alone.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(|| Cluster::start(Durability::Memory).unwrap());

/// What nodes are started with: the same configuration, each in a folder of its own, and one key.
pub struct Files {
    folder: TempDir,
    root_key: String,
}

impl Files {
    /// `realms`: the end of the configuration, from the first realm on.
    fn new(folder: TempDir, store: &str, realms: &str) -> Self {
        let text = format!("public_url = \"http://127.0.0.1:8080\"\nstore = \"{store}\"\n\n{realms}");
        for name in ["a", "b"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
            std::fs::write(folder.path().join(name).join("grantor.toml"), &text).unwrap();
        }
        let root_key = std::fs::read_to_string(folder.path().join("root.key"));
        Self { folder, root_key: root_key.unwrap_or_else(|_| "07".repeat(32)) }
    }

    /// Nobody and nothing is there yet.
    pub fn empty() -> Self {
        let realm = "[[realms]]\nname = \"shop\"\nmounts = [{ dialect = \"standard\", prefix = \"/shop\" }]\n";
        Self::new(TempDir::new().unwrap(), &CLUSTER.database().unwrap(), realm)
    }

    /// Starts a node, `a` or `b`.
    pub fn node(&self, name: &str) -> Served {
        Served::start(&self.folder.path().join(name).join("grantor.toml"), &[("GRANTOR_ROOT_KEY", &self.root_key)])
    }

    /// What a command prints, beside the nodes.
    pub fn administer(&self, words: &[&str]) -> String {
        let mut command = grantor(words);
        command.arg("--data").arg(self.folder.path().join("a")).env("GRANTOR_ROOT_KEY", &self.root_key);
        let out = command.output().unwrap();
        assert!(out.status.success(), "{words:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    }
}

/// A database with accounts and apps as a demo makes them, and what nodes on it are started with.
pub struct Deployment {
    pub files: Files,
    /// What there is to sign in with and to try.
    pub line: Line,
}

impl Deployment {
    /// With these realms.
    pub fn new(store: &str, realms: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let mut words = vec!["--store", store];
        words.extend(realms.iter().flat_map(|realm| ["--realm", realm]));
        let demo = Demo::start_in(folder.path(), &words);
        let line = demo.line.clone();
        demo.end();
        let text = std::fs::read_to_string(folder.path().join("grantor.toml")).unwrap();
        let realms = &text[text.find("[[realms]]").unwrap()..];
        Self { files: Files::new(folder, store, realms), line }
    }

    /// An app of a realm.
    pub fn client(&self, realm: &str, kind: &str) -> Client {
        let realm = self.line.realms.iter().find(|own| own.name == realm).unwrap();
        Client::new(realm, realm.app(kind))
    }

    /// Somebody with a fresh browser, in front of that node.
    pub fn person(&self, node: &Served) -> Person {
        Person::new(node.at, self.line.account.clone())
    }
}

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
