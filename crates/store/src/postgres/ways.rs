//! The ways to the server: each address of each host that is named, so that one that keeps silent is in no other's way.

use super::link::CONNECT;
use crate::Broken;
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, SocketAddr};
use tokio::net::lookup_host;
use tokio::time::timeout;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, LoadBalanceHosts};

const PORT: u16 = 5432;

/// The host at that place, its address where that is given, and its port.
type Named<'a> = (Option<&'a Host>, Option<IpAddr>, u16);

/// All that an address names, in its order.
pub(super) fn named(config: &Config) -> impl Iterator<Item = Named<'_>> {
    let (hosts, addresses, ports) = (config.get_hosts(), config.get_hostaddrs(), config.get_ports());
    (0..hosts.len().max(addresses.len())).map(move |nth| {
        let port = ports.get(nth).or(ports.first()).copied().unwrap_or(PORT);
        (hosts.get(nth), addresses.get(nth).copied(), port)
    })
}

/// Whether there is an address and a port for each host, where there are several.
pub(super) fn fit_together(config: &Config) -> Result<(), String> {
    let (hosts, addresses, ports) = (config.get_hosts().len(), config.get_hostaddrs().len(), config.get_ports().len());
    match () {
        () if hosts == 0 && addresses == 0 => Err("it names no host".to_owned()),
        () if hosts != 0 && addresses != 0 && hosts != addresses => {
            Err(format!("it names {hosts} hosts and {addresses} addresses of hosts"))
        }
        () if ports > 1 && ports != hosts.max(addresses) => {
            Err(format!("it names {} hosts and {ports} ports", hosts.max(addresses)))
        }
        () => Ok(()),
    }
}

/// One of several ways, as whoever looks after them is told of it.
#[derive(Debug)]
pub struct Way {
    /// Host, port and address.
    pub name: String,
    /// What may be done there, or why there is no connection to be had.
    pub leads: Result<Access, Broken>,
}

/// What a server lets be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It takes writes.
    Writes,
    /// It follows another one, or lets nothing be changed for another reason.
    Reads,
}

/// How that place is called.
pub(super) fn name((host, address, port): Named<'_>) -> String {
    match (host, address) {
        (Some(Host::Tcp(name)), Some(address)) if name.parse() != Ok(address) => format!("{name}:{port} ({address})"),
        (Some(Host::Tcp(name)), _) => format!("{name}:{port}"),
        (Some(Host::Unix(folder)), _) => format!("{}:{port}", folder.display()),
        (None, Some(address)) => SocketAddr::new(address, port).to_string(),
        (None, None) => port.to_string(),
    }
}

/// The ways that there are, and the names of hosts that lead nowhere, each with the reason.
pub(super) struct Ways {
    /// A configuration for each, in the order in which they are tried.
    pub(super) open: Vec<Config>,
    pub(super) unknown: Vec<(String, String)>,
}

/// All ways that an address names.
pub(super) async fn all(config: &Config) -> Ways {
    let (mut ways, mut unknown) = (Vec::new(), Vec::new());
    for (host, address, port) in named(config) {
        match (host, address) {
            (Some(Host::Tcp(name)), None) => match timeout(CONNECT, lookup_host((name.as_str(), port))).await {
                Ok(Ok(found)) => ways.extend(found.map(|own| way(config, host, Some(own.ip()), port))),
                Ok(Err(error)) => unknown.push((name.clone(), error.to_string())),
                Err(_) => unknown.push((name.clone(), "whoever knows names does not answer".to_owned())),
            },
            _ => ways.push(way(config, host, address, port)),
        }
    }
    if config.get_load_balance_hosts() == LoadBalanceHosts::Random {
        let (dice, mut nth) = (RandomState::new(), 0);
        ways.sort_by_cached_key(|_| {
            nth += 1;
            dice.hash_one(nth)
        });
    }
    Ways { open: ways, unknown }
}

/// As `config` with that host alone.
fn way(config: &Config, host: Option<&Host>, address: Option<IpAddr>, port: u16) -> Config {
    let mut way = Config::new();
    match host {
        Some(Host::Tcp(name)) => drop(way.host(name)),
        Some(Host::Unix(folder)) => drop(way.host_path(folder)),
        None => {}
    }
    if let Some(address) = address {
        way.hostaddr(address);
    }
    if let Some(user) = config.get_user() {
        way.user(user);
    }
    if let Some(password) = config.get_password() {
        way.password(password);
    }
    if let Some(name) = config.get_dbname() {
        way.dbname(name);
    }
    if let Some(options) = config.get_options() {
        way.options(options);
    }
    way.port(port)
        .application_name("grantor")
        .ssl_mode(config.get_ssl_mode())
        .ssl_negotiation(config.get_ssl_negotiation())
        .channel_binding(config.get_channel_binding())
        .target_session_attrs(config.get_target_session_attrs());
    way
}

#[cfg(test)]
mod tests {
    use super::super::link::{Place, Purpose};
    use super::super::options::Options;
    use super::*;

    fn parsed(url: &str) -> Config {
        url.parse().unwrap()
    }

    #[tokio::test]
    async fn each_host_is_a_way_with_all_that_the_address_says() {
        let url = "postgres://ann:secret@127.0.0.1:7,%2Ftmp:8/grantor?sslmode=disable&target_session_attrs=read-write&options=-c%20x.y%3D1";
        let ways = all(&parsed(url)).await.open;
        let alone = |url: &str| {
            let mut alone = parsed(url);
            alone.application_name("grantor");
            alone
        };
        let rest = "/grantor?sslmode=disable&target_session_attrs=read-write&options=-c%20x.y%3D1";
        let mut first = alone(&format!("postgres://ann:secret@127.0.0.1:7{rest}"));
        first.hostaddr([127, 0, 0, 1].into());
        assert_eq!(ways, [first, alone(&format!("postgres://ann:secret@%2Ftmp:8{rest}"))]);
    }

    #[tokio::test]
    async fn a_name_that_nobody_knows_keeps_nobody_from_the_next_host() {
        let Ways { open, unknown } = all(&parsed("postgres://grantor.invalid,127.0.0.2/g")).await;
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].get_hostaddrs(), [IpAddr::from([127, 0, 0, 2])]);
        assert_eq!(unknown.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["grantor.invalid"]);
        let place = Place::new(Options::new("postgres://grantor.invalid/g")).unwrap();
        let fault = place.open(Purpose::Reads).await.err().unwrap();
        assert!(format!("{fault:?}").contains("grantor.invalid: "), "{fault:?}");
    }

    #[tokio::test]
    async fn at_random_every_order_comes() {
        let url = parsed("postgres://127.0.0.1,127.0.0.2/g?load_balance_hosts=random");
        let mut firsts = Vec::new();
        for _ in 0..64 {
            firsts.push(all(&url).await.open[0].get_hostaddrs()[0]);
        }
        firsts.sort_unstable();
        firsts.dedup();
        assert_eq!(firsts.len(), 2);
    }

    #[test]
    fn hosts_addresses_and_ports_fit_together_or_are_refused() {
        for url in ["host=a,b hostaddr=127.0.0.1,127.0.0.2 port=1,2", "host=a,b port=1", "hostaddr=127.0.0.1", "host=a"]
        {
            assert_eq!(fit_together(&parsed(url)), Ok(()), "{url}");
        }
        for (url, says) in [
            ("user=a", "no host"),
            ("host=a,b hostaddr=127.0.0.1", "2 hosts and 1 addresses"),
            ("host=a,b,c port=1,2", "3 hosts and 2 ports"),
        ] {
            assert!(fit_together(&parsed(url)).unwrap_err().contains(says), "{url}");
        }
    }
}
