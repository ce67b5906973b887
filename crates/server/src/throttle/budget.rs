//! Whose tries are counted together, how many are free, and what one more costs.

use engine::model::{AccountKey, AppKey, RealmKey};
use engine::secret::Hashed;
use std::net::{IpAddr, Ipv6Addr};

/// Failures that are free.
pub(super) const BURST: i64 = 10;
/// Seconds that one more failure of one name costs.
pub(super) const PER_NAME: i64 = 15;
/// Seconds after which a site that has failed for a name is as one that has not.
const PER_FIRST: i64 = 86_400;
/// Seconds that one more failure from one address costs; many people may share one.
const PER_ADDRESS: i64 = 3;
const ADDRESS_BURST: i64 = 30;
/// Wrong secrets from one site that are free, where each costs a slow hash, and seconds that one more of one app costs.
const SECRETS: i64 = 10;
const PER_SECRET: i64 = 15;
/// Seconds after which an account is told anew that tries are held back: however long somebody goes on, that fills no list.
const PER_TELLING: i64 = 3_600;
/// Letters to one person that are free, and seconds that one more costs.
const LETTERS: i64 = 3;
const PER_LETTER: i64 = 300;
/// Letters that one address can ask for at once, and seconds that one more costs.
const LETTERS_FROM: i64 = 20;
const PER_LETTER_FROM: i64 = 30;
/// Accounts that one address can make at once, and seconds that one more costs.
const SIGN_UPS: i64 = 20;
const PER_SIGN_UP: i64 = 60;
/// Forms that one account can post at once, and seconds that one more costs: each may leave a row in the audit, which nothing else bounds.
const POSTS: i64 = 300;
const PER_POST: i64 = 3;

/// Whose budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Budget {
    /// A user name in a realm (or the same with a known browser), hashed so that memory holds no names.
    Name(Hashed),
    /// A name and a site from which nobody has failed for it in a day: it has one try of its own, however many have failed elsewhere.
    First(Hashed, IpAddr),
    /// An address; of IPv6 the network, since each of its hosts has 2^64 addresses.
    Address(IpAddr),
    /// An app and the site from which its secret is shown.
    Secret(RealmKey, AppKey, IpAddr),
    /// A site from which secrets of apps are shown.
    SecretsFrom(IpAddr),
    /// A name, hashed with its realm, whose account hears that tries are held back.
    Telling(Hashed),
    /// A name for which letters are asked, hashed with its realm.
    Letters(Hashed),
    /// An address from which letters are asked for; of IPv6 the network.
    LettersFrom(IpAddr),
    /// An address from which accounts are made; of IPv6 the network.
    SignUpsFrom(IpAddr),
    /// A signed-in account that posts forms.
    Posts(RealmKey, AccountKey),
}

impl Budget {
    /// The budget of whoever comes from this address.
    pub fn of(address: IpAddr) -> Self {
        Self::Address(network(address))
    }

    /// The budget of an app's secret, shown from this address's site.
    pub fn secret((realm, app): (RealmKey, AppKey), address: IpAddr) -> Self {
        Self::Secret(realm, app, site(address))
    }

    /// The budget of whatever app's secret is shown from this address's site.
    pub fn secrets_from(address: IpAddr) -> Self {
        Self::SecretsFrom(site(address))
    }

    /// The budget of letters that are asked for from this address.
    pub fn letters_from(address: IpAddr) -> Self {
        Self::LettersFrom(network(address))
    }

    /// The budget of accounts that are made from this address.
    pub fn sign_ups_from(address: IpAddr) -> Self {
        Self::SignUpsFrom(network(address))
    }

    /// The budget of a site's first try for a name.
    pub fn first(name: Hashed, address: IpAddr) -> Self {
        Self::First(name, site(address))
    }

    /// What is free, and what one more costs in seconds.
    fn terms(self) -> (i64, i64) {
        match self {
            Self::Name(_) => (BURST, PER_NAME),
            Self::First(..) => (1, PER_FIRST),
            Self::Address(_) => (ADDRESS_BURST, PER_ADDRESS),
            // No more are tried at once than find a place (see `flow::slow_secrets`): the others wait in the line.
            Self::SecretsFrom(_) => (SECRETS, PER_ADDRESS),
            Self::Secret(..) => (SECRETS, PER_SECRET),
            Self::Telling(_) => (1, PER_TELLING),
            Self::Letters(_) => (LETTERS, PER_LETTER),
            Self::LettersFrom(_) => (LETTERS_FROM, PER_LETTER_FROM),
            Self::SignUpsFrom(_) => (SIGN_UPS, PER_SIGN_UP),
            Self::Posts(..) => (POSTS, PER_POST),
        }
    }

    /// What one more costs.
    pub(super) fn cost_ms(self) -> i64 {
        self.terms().1 * 1000
    }

    /// What is free.
    pub(super) fn burst_ms(self) -> i64 {
        self.terms().0 * self.cost_ms()
    }
}

fn network(address: IpAddr) -> IpAddr {
    cut(address, 64)
}

/// Who has an address: of IPv6 the /48, since somebody who has one has 65,536 networks.
pub fn site(address: IpAddr) -> IpAddr {
    cut(address, 48)
}

/// Of IPv6 the first bits, the rest zero.
fn cut(address: IpAddr, bits: u32) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(whole) => Ipv6Addr::from_bits(whole.to_bits() & !(u128::MAX >> bits)).into(),
    }
}
