//! Every reason to say no is provoked over HTTP, and seen by its name in the log. One without a row here fails: write what provokes it, or take it out.

mod authorize;
mod client;
mod presented;
mod token;

use crate::client::Client;
use crate::world::{WEB, World};
use engine::refusal::Refusal;
use grantor::demo::ShownApp;
use grantor::demo::file;
use grantor::desk::apps::Wish;

type Provoke = fn(&World);

/// A request that is refused for that reason.
fn provoke(refusal: Refusal) -> Provoke {
    match refusal {
        Refusal::ClientIdMissing => client::id_missing,
        Refusal::ClientUnknown => client::unknown,
        Refusal::ClientSecretMissing => client::secret_missing,
        Refusal::ClientSecretWrong => client::secret_wrong,
        Refusal::ClientSecretUnasked => client::secret_unasked,
        Refusal::ClientAuthDoubled => client::auth_doubled,
        Refusal::ClientAuthMethod => client::auth_method,
        Refusal::ClientWithoutSecret => client::without_secret,
        Refusal::AppDeleted => client::deleted,
        Refusal::AppSuspended => client::suspended,
        Refusal::AppElsewhere => client::elsewhere,
        Refusal::AppNotReviewed => authorize::not_reviewed,
        Refusal::TokenLimit => client::limit,
        Refusal::RedirectUriMissing => authorize::redirect_missing,
        Refusal::RedirectUriNone => authorize::redirect_none,
        Refusal::RedirectUriStrange => authorize::redirect_strange,
        Refusal::RedirectUriReserved => authorize::redirect_reserved,
        Refusal::LanguageUnknown => authorize::language,
        Refusal::ParameterDoubled => authorize::doubled,
        Refusal::ParameterDemanded => authorize::demanded,
        Refusal::RequestObject => authorize::object,
        Refusal::RequestObjectUri => authorize::object_uri,
        Refusal::ResponseTypeMissing => authorize::response_missing,
        Refusal::ResponseTypeUnknown => authorize::response_unknown,
        Refusal::ResponseTypeForbidden => authorize::response_forbidden,
        Refusal::ScopeUnknown => authorize::scope_unknown,
        Refusal::ScopeMalformed => authorize::scope_malformed,
        Refusal::ScopeWidened => token::scope_widened,
        Refusal::ChallengeMissing => authorize::challenge_missing,
        Refusal::ChallengeMalformed => authorize::challenge_malformed,
        Refusal::ChallengeMethodUnsupported => authorize::challenge_method,
        Refusal::AccessDenied => authorize::denied,
        Refusal::AccountDisabled => authorize::account_disabled,
        Refusal::TooManyRequests => authorize::throttled,
        _ => provoke_at_tokens(refusal),
    }
}

fn provoke_at_tokens(refusal: Refusal) -> Provoke {
    match refusal {
        Refusal::GrantTypeMissing => token::grant_missing,
        Refusal::GrantTypeUnsupported => token::grant_unsupported,
        Refusal::GrantTypeForbidden => token::grant_forbidden,
        Refusal::CodeMissing => token::code_missing,
        Refusal::CodeUnknown => token::code_unknown,
        Refusal::CodeForeign => token::code_foreign,
        Refusal::CodeExpired => token::code_expired,
        Refusal::CodeRevoked => token::code_revoked,
        Refusal::CodeSpent => token::code_spent,
        Refusal::CodeWithdrawn => token::code_withdrawn,
        Refusal::CodeAccountDisabled => token::code_account_disabled,
        Refusal::RedirectUriAbsent => token::redirect_absent,
        Refusal::RedirectUriDiffers => token::redirect_differs,
        Refusal::VerifierMissing => token::verifier_missing,
        Refusal::VerifierWrong => token::verifier_wrong,
        Refusal::VerifierUnexpected => token::verifier_unexpected,
        Refusal::RefreshTokenMissing => token::refresh_missing,
        Refusal::RefreshTokenMalformed => token::refresh_malformed,
        Refusal::RefreshTokenUnknown => token::refresh_unknown,
        Refusal::RefreshTokenForeign => token::refresh_foreign,
        Refusal::RefreshTokenExpired => token::refresh_expired,
        Refusal::RefreshTokenEnded => token::refresh_ended,
        Refusal::RefreshTokenReplayed => token::refresh_replayed,
        Refusal::RefreshTokenWithdrawn => token::refresh_withdrawn,
        Refusal::RefreshTokenAccountDisabled => token::refresh_account_disabled,
        Refusal::TokenMissing => presented::missing,
        Refusal::TokenParameterMissing => presented::parameter_missing,
        Refusal::TokenUnknown => presented::unknown,
        Refusal::TokenExpired => presented::expired,
        Refusal::TokenEnded => presented::ended,
        Refusal::TokenWithdrawn => presented::withdrawn,
        Refusal::TokenAccountDisabled => presented::account_disabled,
        Refusal::TokenAppSuspended => presented::app_suspended,
        Refusal::ScopeInsufficient => presented::scope_insufficient,
        Refusal::BodyMalformed => presented::body_malformed,
        Refusal::SecretInQuery => presented::secret_in_query,
        Refusal::TooLarge => presented::too_large,
        Refusal::TooManyParameters => presented::too_many_parameters,
        Refusal::MethodNotAllowed => presented::method,
        Refusal::MediaTypeUnsupported => presented::media_type,
        Refusal::Unavailable => presented::unavailable,
        other => panic!("nothing provokes {other:?}: write what does, or take it out of the enum"),
    }
}

#[test]
fn every_refusal_is_provoked_and_named_in_the_log() {
    let world = world();
    let mut wrong = Vec::new();
    for refusal in Refusal::ALL {
        let before = world.log().len();
        provoke(*refusal)(&world);
        let seen = world.log().split_off(before).into_iter().filter_map(|line| line.refusal).next_back();
        if seen.as_deref() != Some(refusal.name()) {
            wrong.push(format!("{}: seen was {seen:?}", refusal.name()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What nobody has documented, in the tone of what the live service says.
#[test]
fn raindrop_lives_other_sentences() {
    let world = World::of(&["raindrop-live"]);
    let client = Client::first(&world, "raindrop-live");
    let sentence = |own: &[(&str, &str)]| {
        let credentials = [("client_id", client.id()), ("client_secret", client.secret())];
        let pairs: Vec<(&str, &str)> = credentials.into_iter().chain(own.iter().copied()).collect();
        let answer = world.form("/raindrop-live/oauth/access_token", &pairs);
        assert_eq!(
            (answer.status, answer.member("/result"), answer.member("/status")),
            (200, "false".to_owned(), "400".to_owned())
        );
        answer.member("/errorMessage")
    };
    let code = client.code();
    let elsewhere =
        [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", "https://evil.example/")];
    assert_eq!(sentence(&elsewhere), "Incorrect redirect_uri");
    assert_eq!(sentence(&[]), "Incorrect grant_type");
    assert_eq!(sentence(&[("grant_type", "password")]), "Incorrect grant_type");
    let id = client.id();
    world.admin("raindrop-live", async move |desk| desk.suspend(id, "Spam.").await.unwrap());
    assert_eq!(sentence(&[("grant_type", "authorization_code"), ("code", &code)]), "Invalid application status");
}

/// The demo's realms, and one that takes the secret by Basic alone and demands a parameter.
fn world() -> World {
    let wish = file::Wish {
        listen: "127.0.0.1:0".parse().unwrap(),
        store: None,
        redirect_uris: vec![WEB.to_owned()],
        only: Vec::new(),
        dialects: Some("more".into()),
        samples: grantor::config::Switch::Off,
    };
    let odd = "extends = \"standard\"\n[client]\nauth = [\"basic\"]\n[authorize.extras.version]\nneed = \"required\"\nvalues = [\"2\"]\n";
    let text = file::text(&file::Wish { dialects: None, ..wish }).unwrap();
    let more = "\n[[realms]]\nname = \"odd\"\nmounts = [{ dialect = \"odd\", prefix = \"/odd\" }]\n";
    let text = text.replacen("\n[demo]", "\ndialects = \"more\"\n\n[demo]", 1) + more;
    World::from_config(&text, &|folder| {
        std::fs::create_dir_all(folder.join("more/odd")).unwrap();
        std::fs::write(folder.join("more/odd/dialect.toml"), odd).unwrap();
    })
}

/// An app of its own for one row of the table.
fn fresh<'w>(world: &'w World, mount: &str, kind: &str) -> Client<'w> {
    registered(
        world,
        mount,
        Wish { kind: Some(kind.to_owned()), redirect_uris: vec![WEB.to_owned()], ..Wish::default() },
    )
}

fn registered<'w>(world: &'w World, mount: &str, wish: Wish) -> Client<'w> {
    let wish = Wish { name: "One Row".to_owned(), ..wish };
    let made = world.admin(mount, async move |desk| desk.create_app(wish).await.unwrap());
    // A test may keep an app as long as its world lives.
    let own = Box::leak(Box::new(ShownApp { app: made.app, secret: made.secret, test_token: None }));
    Client::with(world, mount, own)
}

/// The main kind of app of `standard`.
fn confidential(world: &World) -> Client<'_> {
    fresh(world, "standard", "confidential")
}

/// POST to the token endpoint of `standard` with the app's credentials and these.
fn post(world: &World, client: &Client<'_>, own: &[(&str, &str)]) {
    let mut pairs = vec![("client_id", client.id())];
    if let Some(secret) = &client.own.secret {
        pairs.push(("client_secret", secret.expose()));
    }
    pairs.extend(own);
    let answer = world.form("/standard/oauth2/token", &pairs);
    assert!((400..500).contains(&answer.status), "{answer:?}");
}

/// Opens an authorize target at `standard` with these beside the app's id, signed in.
fn open(world: &World, client: &Client<'_>, own: &[(&str, &str)]) {
    let pairs: Vec<(&str, &str)> = [("client_id", client.id())].into_iter().chain(own.iter().copied()).collect();
    let target = crate::browser::authorize(&format!("{}/oauth2/authorize", client.mount.prefix), &pairs);
    world.browser().reach_consent(&target);
}
