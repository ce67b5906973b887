//! schemathesis reads the API's own description and sends what fits it and what does not; it must find nothing. It lives in a virtual
//! environment below the build folder, made at the first run.

use grantor_e2e::child::installed;
use grantor_e2e::demo::Demo;
use std::path::{Path, PathBuf};
use std::process::Command;

const VERSION: &str = "4.32.5";
/// Seconds of the whole run, and requests of each kind and operation.
const PATIENCE: &str = "45";
const EXAMPLES: &str = "4";

/// The rules of a realm (which scopes it has, which redirect URIs may be) are no matter of a schema: 422. Nor is whose cursor a text is: 400.
const CONFIG: &str = r#"
parameters = { "path.realm" = "standard" }

[checks]
positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "409", "422"]

[[operations]]
include-method = "GET"
checks.positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "404", "409", "422"]
"#;

const RIGHTS: [&str; 11] = [
    "realms:read",
    "apps:read",
    "apps:write",
    "accounts:read",
    "accounts:write",
    "grants:read",
    "grants:write",
    "audit:read",
    "keys:read",
    "keys:write",
    "figures:read",
];

fn program() -> PathBuf {
    let python = installed("python3", "python3");
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("schemathesis-{VERSION}"));
    let program = home.join("bin/schemathesis");
    let run = |command: &mut Command, what: &str| {
        let told = command.output().unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(told.status.success(), "{what}: {}", String::from_utf8_lossy(&told.stderr));
    };
    if !program.is_file() {
        run(Command::new(python).args(["-m", "venv"]).arg(&home), "a virtual environment (Debian: python3-venv)");
        let pip = ["install", "--quiet", "--disable-pip-version-check"];
        run(Command::new(home.join("bin/pip")).args(pip).arg(format!("schemathesis=={VERSION}")), "pip");
    }
    program
}

#[test]
fn rob_04_schemathesis_finds_nothing_in_the_admin_api() {
    let program = program();
    let demo = Demo::start(&["--realm", "standard"]);
    let key = demo.key(&RIGHTS);
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("schemathesis.toml");
    std::fs::write(&config, CONFIG).unwrap();
    let told = Command::new(program)
        .current_dir(folder.path())
        .arg("--config-file")
        .arg(&config)
        .args(["run", &format!("{}/admin/api/v1/openapi.json", demo.line.url)])
        .args(["-H", &format!("Authorization: Bearer {key}")])
        .args(["--max-examples", EXAMPLES, "--max-time", PATIENCE, "--seed", "7", "--workers", "1", "--no-color"])
        .args(["--warnings", "off"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&told.stdout);
    assert!(told.status.success(), "{said}\n{}", String::from_utf8_lossy(&told.stderr));
    assert!(said.contains("Tested: 54"), "all operations were tried: {said}");
}
