//! The ceiling: a bare axum server that does only the one thing, as fast as it can be done with the same building blocks. Each path does what
//! the one before does and one thing more: a token is not issued without reading who asks.

mod database;

use crate::cores::Core;
use crate::process::Server;
use crate::{Outcome, http};
use argon2::{Argon2, Block, Params};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use database::{Database, Row};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

/// What every answer holds.
const FIXED: [u8; 300] = [b'x'; 300];

/// What is signed is as long as header and claims of a token.
const SIGNED: usize = 400;

/// What all requests work with.
struct Bench {
    database: Database,
    key: EcdsaKeyPair,
    /// What the slow hash works in.
    blocks: Mutex<Vec<Block>>,
}

/// The running server.
pub(crate) struct Bare {
    /// Its process.
    pub(crate) server: Server,
    /// Where it listens.
    pub(crate) at: SocketAddr,
}

/// Starts it as a process of its own, which is ourselves with another command.
pub(crate) async fn start(folder: &Path, core: Core) -> Outcome<Bare> {
    let mut command = Command::new(std::env::current_exe()?);
    let (server, line) = Server::start(command.arg("ceiling").arg(folder), core)?;
    let bare = Bare { server, at: line.parse()? };
    http::once(bare.at, &http::get(bare.at, "/fixed", ""), |answer| answer.fine().map(|_| ())).await?;
    Ok(bare)
}

/// The token that a connection asks about; its row is there.
fn token(connection: u32) -> String {
    format!("{connection:043}")
}

/// A form of that connection, as the bare server reads it.
pub(crate) fn form_of(connection: u32, at: SocketAddr, target: &str) -> Vec<u8> {
    let token = token(connection);
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", "BFa4qAtEJwqqmXGDvybNtO"),
        ("client_secret", "BzvU8acziTvJkAXB6zIp7UA2SNbpp2TsVMDkKjOMWZO"),
        ("token", &token),
    ];
    http::post(at, target, &fields, "")
}

/// Serves until the process is ended.
pub(crate) fn run(folder: &Path) -> Outcome<()> {
    let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?;
    let bench =
        Arc::new(Bench { database: Database::open(&folder.join("ceiling.db"))?, key, blocks: Mutex::default() });
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        let router = Router::new()
            .route("/fixed", get(fixed))
            .route("/form", post(form))
            .route("/read", post(read))
            .route("/row", post(row))
            .route("/hash", post(hash))
            .route("/es256-row", post(signed_row))
            .with_state(bench);
        Ok(axum::serve(listener, router).await?)
    })
}

async fn fixed() -> Response {
    ([(CONTENT_TYPE, "application/json")], Bytes::from_static(&FIXED)).into_response()
}

async fn form(body: Bytes) -> Response {
    match Form::read(&body) {
        Some(_) => fixed().await,
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

async fn read(State(bench): State<Arc<Bench>>, body: Bytes) -> Response {
    match known(&bench.database, &body) {
        Some(_) => fixed().await,
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

async fn row(State(bench): State<Arc<Bench>>, body: Bytes) -> Response {
    match known(&bench.database, &body) {
        Some(row) => written(&bench, row).await,
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

async fn signed_row(State(bench): State<Arc<Bench>>, body: Bytes) -> Response {
    let Some(row) = known(&bench.database, &body) else { return StatusCode::BAD_REQUEST.into_response() };
    let mut text = [b'x'; SIGNED];
    text.iter_mut().zip(row.hash).for_each(|(own, byte)| *own = byte);
    match bench.key.sign(&SystemRandom::new(), &text) {
        // The row of a token holds the hash of its text, the signature included.
        Ok(signature) => {
            let hash = database::hash(digest(&SHA256, signature.as_ref()).as_ref());
            written(&bench, Row { hash, ..row }).await
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn written(bench: &Bench, row: Row) -> Response {
    match bench.database.insert(row).await {
        Ok(()) => fixed().await,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A password's hash, one at a time, in a thread for what takes long.
async fn hash(State(bench): State<Arc<Bench>>) -> Response {
    let hashed = tokio::task::spawn_blocking(move || {
        let mut blocks = bench.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        blocks.resize(Params::DEFAULT.block_count(), Block::new());
        Argon2::default().hash_password_into_with_memory(
            b"a password",
            b"sixteen byte salt",
            &mut [0; 32],
            &mut *blocks,
        )
    });
    match hashed.await {
        Ok(Ok(())) => fixed().await,
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Two hashes and a read; then what a row would hold.
fn known(database: &Database, body: &[u8]) -> Option<Row> {
    let form = Form::read(body)?;
    let [secret, token] = form.hashed();
    let known = database.holds(&token).ok()?;
    known.then_some(Row { hash: secret, scope: form.grant_type })
}

/// What is read from a posted form.
struct Form {
    grant_type: String,
    client_secret: String,
    token: String,
}

impl Form {
    fn read(body: &[u8]) -> Option<Self> {
        let (mut grant_type, mut client_secret, mut token) = (None, None, None);
        for (name, value) in form_urlencoded::parse(body) {
            match name.as_ref() {
                "grant_type" => grant_type = Some(value.into_owned()),
                "client_secret" => client_secret = Some(value.into_owned()),
                "token" => token = Some(value.into_owned()),
                _ => {}
            }
        }
        Some(Self { grant_type: grant_type?, client_secret: client_secret?, token: token? })
    }

    /// SHA-256 of secret and token.
    fn hashed(&self) -> [[u8; 32]; 2] {
        [&self.client_secret, &self.token].map(|text| database::hash(digest(&SHA256, text.as_bytes()).as_ref()))
    }
}
