//! `grantor doctor` in front of real mail servers: TLS, passwords, and what goes wrong with them.

use crate::run::grantor;
use crate::smtp::{Post, certificate, free_port};
use std::path::Path;
use tempfile::TempDir;

const LOGIN: &str = "shop:correct horse";

/// The doctor's line about mail. `ssl`: the file of authorities.
fn diagnosis(smtp: &str, password: Option<&str>, ssl: &Path) -> String {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("grantor.toml");
    let realm = "[[realms]]\nname = \"shop\"\nmounts = [{ dialect = \"standard\", prefix = \"/shop\" }]\n";
    std::fs::write(&file, format!("[mail]\nsmtp = \"{smtp}\"\nfrom = \"no-reply@shop.example\"\n{realm}")).unwrap();
    let mut command = grantor(&["doctor", "--config", file.to_str().unwrap()]);
    command.env("SSL_CERT_FILE", ssl).env_remove("SSL_CERT_DIR").env_remove("GRANTOR_SMTP_PASSWORD");
    if let Some(password) = password {
        command.env("GRANTOR_SMTP_PASSWORD", password);
    }
    let out = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let line = out.lines().find(|line| line.contains("  mail ")).unwrap_or_else(|| panic!("{out}"));
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_doctor_says_what_is_wrong_with_the_mail_server() {
    let folder = TempDir::new().unwrap();
    let (cert, key) = certificate(folder.path());
    let (cert_text, key_text) = (cert.to_str().unwrap(), key.to_str().unwrap());
    let starttls = Post::with(free_port(), &["--tlscert", cert_text, "--tlskey", key_text], LOGIN);
    let tls = Post::with(free_port(), &["--smtpscert", cert_text, "--smtpskey", key_text], LOGIN);
    let plain = Post::open();
    let nobody = folder.path().join("nobody.pem");
    std::fs::write(&nobody, "").unwrap();
    let password = Some("correct horse");

    let at = format!("starttls://shop@localhost:{}", starttls.port);
    let shown = format!("starttls://localhost:{}", starttls.port);
    assert_eq!(diagnosis(&at, password, &cert), format!("fine mail {shown} lets us in as `shop`"));
    let wrong = diagnosis(&at, Some("hunter2"), &cert);
    assert!(wrong.starts_with(&format!("FAULT mail {shown}: permanent error (535)")), "{wrong}");
    assert!(wrong.ends_with("look at the user of `smtp` and at GRANTOR_SMTP_PASSWORD") && !wrong.contains("hunter2"));
    let absent = diagnosis(&at, None, &cert);
    assert!(absent.contains("names the user `shop`, and GRANTOR_SMTP_PASSWORD is not in the environment"), "{absent}");
    for unknown in
        [diagnosis(&at, password, &nobody), diagnosis(&at.replace("localhost", "127.0.0.1"), password, &cert)]
    {
        assert!(
            unknown.starts_with("FAULT") && unknown.contains("its certificate must be for this host name"),
            "{unknown}"
        );
    }

    // This mail server offers no sign-in where TLS came first.
    let at = format!("smtps://localhost:{}", tls.port);
    assert_eq!(diagnosis(&at, None, &cert), format!("fine mail {at} lets us in"));

    let refused = diagnosis(&format!("starttls://localhost:{}", plain.port), None, &cert);
    assert!(refused.starts_with("FAULT") && refused.contains("STARTTLS"), "never in clear: {refused}");
    assert!(
        diagnosis(&format!("smtp://127.0.0.1:{}", plain.port), None, &cert).starts_with("fine mail smtp://127.0.0.1")
    );
    let closed = diagnosis(&format!("smtps://localhost:{}", free_port()), None, &cert);
    assert!(closed.starts_with("FAULT") && closed.contains("look at host and port"), "{closed}");
}

#[test]
fn a_server_that_lacks_its_mail_password_does_not_start() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("grantor.toml");
    let realm = "[[realms]]\nname = \"shop\"\nmounts = [{ dialect = \"standard\", prefix = \"/shop\" }]\n";
    let mail = "[mail]\nsmtp = \"smtps://shop@localhost\"\nfrom = \"no-reply@shop.example\"\n";
    std::fs::write(&file, format!("listen = \"127.0.0.1:0\"\n{mail}{realm}")).unwrap();
    let mut command = grantor(&["serve", "--config", file.to_str().unwrap()]);
    let ended = command.env_remove("GRANTOR_SMTP_PASSWORD").output().unwrap();
    let err = String::from_utf8(ended.stderr).unwrap();
    assert!(!ended.status.success());
    assert!(err.contains("no letter can be sent: `smtp` names the user `shop`, and GRANTOR_SMTP_PASSWORD"), "{err}");
}
