//! What `grantor demo` prints, done: every link opened and every line under it sent, for each app at each mount.

use crate::browser::End;
use crate::client::{MOUNTS, deliver};
use crate::world::World;
use dialect::client::ClientRequest;
use dialect::model::Dialect;
use engine::policy::GrantKind;
use grantor::demo::derived::Derived;
use grantor::demo::steps::{ACCESS_TOKEN, CODE, REFRESH_TOKEN, Steps};

/// What a person puts in the places of the words.
#[derive(Default)]
struct Blanks {
    code: Option<String>,
    access: Option<String>,
    refresh: Option<String>,
}

impl Blanks {
    fn filled(&self, mut request: ClientRequest) -> ClientRequest {
        let pairs = [(CODE, &self.code), (ACCESS_TOKEN, &self.access), (REFRESH_TOKEN, &self.refresh)];
        let fill = |text: &str| {
            pairs.iter().fold(text.to_owned(), |text, (word, value)| match value {
                Some(value) => text.replace(word, value),
                None => text,
            })
        };
        request.url = fill(&request.url);
        request.body = request.body.as_deref().map(fill);
        request.headers = request.headers.into_iter().map(|(name, value)| (name, fill(&value))).collect();
        request
    }

    fn learn(&mut self, tokens: Option<dialect::client::ClientTokens>) {
        let tokens = tokens.expect("tokens");
        self.access = Some(tokens.access_token);
        self.refresh = tokens.refresh_token.or(self.refresh.take());
    }
}

fn brought(dialect: &Dialect, end: End) -> Blanks {
    match end {
        End::App(url, _) => {
            let read = dialect.client_read_redirect(&url);
            assert_eq!(read.state.as_deref(), Some("my-state"), "{url}");
            Blanks { code: read.code, access: read.access_token, refresh: None }
        }
        End::Page(page) => {
            let text = page.text();
            let mut words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
            let code = words.find(|word| dialect.shapes.code.fits(word));
            Blanks { code: code.map(str::to_owned), ..Blanks::default() }
        }
    }
}

#[test]
fn every_printed_link_and_line_does_what_it_says() {
    let world = World::new();
    let derived = Derived::new(&world.server.keys);
    for name in MOUNTS {
        let mount = world.mount(name);
        for shown in world.apps(name) {
            let steps = Steps::new(mount, shown, &world.shown.callback(), &derived).expect("a kind");
            let link = steps.link();
            let end = world.browser().allow(link.strip_prefix(&world.url()).expect("an address of this world"));
            let mut blanks = brought(&mount.dialect, end);
            for step in steps.requests() {
                let answer = deliver(world.at, blanks.filled(step.request));
                assert!((200..=204).contains(&answer.status), "{name}, {}, {}: {answer:?}", shown.app.kind, step.what);
                match step.what {
                    "the code for a token" => {
                        blanks.learn(mount.dialect.client_read_tokens(GrantKind::AuthorizationCode, &answer.body));
                    }
                    "refresh" => blanks.learn(mount.dialect.client_read_tokens(GrantKind::RefreshToken, &answer.body)),
                    _ => {}
                }
            }
        }
    }
}
