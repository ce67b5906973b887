//! What an app has or can have, by its kind and by the dialects that it may be used with: what is true to say of it depends on that.

use super::{Declined, Desk};
use crate::realm::Realm;
use dialect::model::TestToken;
use engine::model::App;
use engine::policy::{AbsentRedirect, ConsentAgain, GrantKind, Kind, RefreshIssue};

/// One of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// Secrets that live.
    Secrets,
    /// A test token.
    TestToken,
    /// Refresh tokens.
    RefreshTokens,
    /// Tokens that it gets for itself.
    OwnTokens,
    /// People are not asked again for what they have allowed, where it can prove itself.
    LastingConsent,
    /// They are asked each time. With two dialects, it may be both.
    RepeatedConsent,
    /// An endpoint at which it ends tokens.
    Revocation,
    /// Without a registered redirect URI, its codes are shown on the person's screen.
    CodesOnScreen,
    /// No redirect URI can be registered for it.
    NoRedirects,
}

impl Feature {
    /// All that an app of that realm has.
    pub fn of(app: &App, realm: &Realm) -> Vec<Self> {
        let open = |name: &String| app.mounts.is_empty() || app.mounts.contains(name);
        let dialects: Vec<_> =
            realm.mounts.iter().filter(|mount| open(&mount.name)).map(|mount| &mount.dialect).collect();
        let kinds: Vec<&Kind> = dialects.iter().filter_map(|own| own.policy.kind_of(app)).collect();
        let secrets = !app.secrets.is_empty();
        let asks = |own: ConsentAgain| dialects.iter().any(|dialect| dialect.policy.consent_again == own);
        let on_screen = |own: AbsentRedirect| own == AbsentRedirect::SoleOrOnScreen;
        let all = [
            (Self::Secrets, secrets),
            (Self::TestToken, realm.main().is_some_and(|main| main.dialect.test_token != TestToken::None)),
            (Self::RefreshTokens, kinds.iter().any(|kind| kind.refresh != RefreshIssue::Never)),
            (Self::OwnTokens, kinds.iter().any(|kind| kind.grants.contains(&GrantKind::ClientCredentials))),
            (Self::LastingConsent, secrets && asks(ConsentAgain::ForMore)),
            (Self::RepeatedConsent, !secrets || asks(ConsentAgain::Always)),
            (Self::Revocation, dialects.iter().any(|own| own.revoke.is_some())),
            (Self::CodesOnScreen, dialects.iter().any(|own| on_screen(own.policy.redirect.absent))),
            (Self::NoRedirects, kinds.iter().all(|kind| kind.redirects.is_empty())),
        ];
        all.into_iter().filter(|(_, there)| *there).map(|(own, _)| own).collect()
    }
}

impl Desk<'_> {
    /// What an app has now: [`Feature::of`], without a test token where none lives.
    pub async fn has_now(&self, app: &App) -> Result<Vec<Feature>, Declined> {
        let mut all = Feature::of(app, self.realm);
        if all.contains(&Feature::TestToken) && self.live_test_token(app).await?.is_none() {
            all.retain(|own| *own != Feature::TestToken);
        }
        Ok(all)
    }
}
