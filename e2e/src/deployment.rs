//! A database, and what nodes on it are started with.

use crate::demo::{Demo, Line, grantor};
use crate::person::Person;
use crate::served::{ANY, Served};
use crate::speak::Client;
use std::net::SocketAddr;
use std::process::Command;
use tempfile::TempDir;

/// What nodes are started with: the same configuration, each in a folder of its own, and one key.
pub struct Files {
    folder: TempDir,
    root_key: String,
}

impl Files {
    fn new(folder: TempDir, store: &str, realms: &str) -> Self {
        let text = format!(
            "public_url = \"http://127.0.0.1:8080\"\nstore = \"{store}\"\ntrusted_proxies = [\"127.0.0.1\"]\n\n{realms}"
        );
        for name in ["a", "b"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
            std::fs::write(folder.path().join(name).join("grantor.toml"), &text).unwrap();
        }
        let root_key = std::fs::read_to_string(folder.path().join("root.key"));
        Self { folder, root_key: root_key.unwrap_or_else(|_| "07".repeat(32)) }
    }

    /// Nobody and nothing is there yet: a database at `store`, and the configuration from the first realm on.
    pub fn empty(store: &str, realms: &str) -> Self {
        Self::new(TempDir::new().unwrap(), store, realms)
    }

    /// Starts a node, `a` or `b`.
    pub fn node(&self, name: &str) -> Served {
        self.node_by(name, grantor(&["serve", "--listen", ANY]))
    }

    /// The same, at that address.
    pub fn node_at(&self, name: &str, at: SocketAddr) -> Served {
        self.node_by(name, grantor(&["serve", "--listen", &at.to_string()]))
    }

    /// The same, by a command that lacks its configuration.
    pub fn node_by(&self, name: &str, serve: Command) -> Served {
        let config = self.folder.path().join(name).join("grantor.toml");
        Served::start_by(serve, &config, &[("GRANTOR_ROOT_KEY", &self.root_key)])
    }

    /// What a node says that does not start with that root key.
    pub fn refused(&self, name: &str, root_key: &str) -> String {
        let mut command = grantor(&["serve", "--listen", ANY, "--config"]);
        command.arg(self.folder.path().join(name).join("grantor.toml")).env("GRANTOR_ROOT_KEY", root_key);
        let out = command.output().unwrap();
        assert_eq!(out.status.code(), Some(1), "{out:?}");
        String::from_utf8(out.stderr).unwrap()
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
    /// What nodes are started with.
    pub files: Files,
    /// What there is to sign in with and to try.
    pub line: Line,
}

impl Deployment {
    /// With these realms.
    pub fn new(store: &str, realms: &[&str]) -> Self {
        Self::made_by(grantor(&[]), store, realms, &[])
    }

    /// The same, by another program, or by a demo that is told more.
    pub fn made_by(program: Command, store: &str, realms: &[&str], more: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let mut words = vec!["--store", store];
        words.extend(realms.iter().flat_map(|realm| ["--realm", realm]));
        words.extend(more);
        let demo = Demo::start_by(program, folder.path(), &words);
        let line = demo.line.clone();
        demo.end();
        let text = std::fs::read_to_string(folder.path().join("grantor.toml")).unwrap();
        let dialects = text.lines().find(|line| line.starts_with("dialects = ")).unwrap_or_default();
        let realms = &text[text.find("[[realms]]").unwrap()..];
        Self { files: Files::new(folder, store, &format!("{dialects}\n\n{realms}")), line }
    }

    /// An app of a realm.
    pub fn client(&self, realm: &str, kind: &str) -> Client {
        let realm = self.line.realms.iter().find(|own| own.name == realm).unwrap();
        Client::new(realm, realm.app(kind))
    }

    /// The first app of each realm.
    pub fn clients(&self) -> impl Iterator<Item = Client> + Clone {
        self.line.realms.iter().map(|realm| Client::new(realm, &realm.apps[0]))
    }

    /// Somebody with a fresh browser, in front of that node.
    pub fn person(&self, node: &Served) -> Person {
        Person::new(node.at, self.line.account.clone())
    }
}
