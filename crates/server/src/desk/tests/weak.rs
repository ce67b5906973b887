//! LEG-03: what a dialect is weaker in stands in the audit, once.

use crate::clock::Clock;
use crate::config;
use crate::desk::search::AuditWish;
use crate::dice::SystemDice;
use crate::serve;
use std::path::Path;
use std::sync::Arc;
use store::ops::Page;

/// Starts a server whose realm speaks that dialect; gives what its audit says of weak policies, newest first.
async fn told(folder: &Path, dialect: &str) -> Vec<String> {
    let mounts = format!("mounts = [{{ dialect = \"{dialect}\", prefix = \"/shop\" }}]");
    let file = folder.join("grantor.toml");
    std::fs::write(&file, format!("data = \".\"\n[[realms]]\nname = \"shop\"\n{mounts}\n")).unwrap();
    let config = config::read(&file).unwrap();
    let listen = config.listen;
    let (server, _) = serve::start(config, listen, Arc::new(Clock::default()), Arc::new(SystemDice)).await.unwrap();
    let desk = server.desk(server.realms.named("shop").unwrap(), "command-line", "");
    let wish = AuditWish { action: Some("policy.weak".to_owned()), ..AuditWish::default() };
    let rows = desk.find_audit(wish, Page { after: None, limit: 100 }).await.unwrap().rows;
    for row in &rows {
        assert_eq!((row.audit.actor.as_str(), row.audit.object.as_str()), ("server", "realm shop"));
    }
    rows.into_iter().map(|row| row.audit.detail).collect()
}

#[tokio::test]
async fn leg_03_weak_policies_stand_in_the_audit_when_they_are_news() {
    let folder = tempfile::tempdir().unwrap();
    assert!(told(folder.path(), "standard").await.is_empty(), "as the standard asks");
    let boxc = told(folder.path(), "boxc").await;
    assert_eq!(boxc.len(), 1);
    for sentence in ["shop: Access tokens never expire.", "shop: Tokens stand in the path when they are revoked."] {
        assert!(boxc[0].contains(sentence), "{boxc:?}");
    }
    assert_eq!(told(folder.path(), "boxc").await, boxc, "another start is no news");
    let after = told(folder.path(), "standard").await;
    assert_eq!((after.len(), after[0].as_str()), (2, "none"));
}
