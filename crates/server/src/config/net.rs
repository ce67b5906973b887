//! Networks: which peers are trusted proxies; and where a server listens.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::str::FromStr;

/// An address with a port. A host name is looked up; of what `localhost` means, IPv4 comes first.
pub fn listener(text: &str) -> Result<SocketAddr, String> {
    let unknown = || format!("`{text}` is no address with a port, such as `127.0.0.1:8080` or `localhost:8080`");
    match text.parse() {
        Ok(address) => Ok(address),
        Err(_) => {
            let found = text.to_socket_addrs().map_err(|_| unknown())?;
            found.min_by_key(SocketAddr::is_ipv6).ok_or_else(unknown)
        }
    }
}

/// A network in CIDR notation (RFC 4632); a single address is one of full length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IpNet {
    address: IpAddr,
    length: u8,
}

impl IpNet {
    /// Whether the address lies in it. An IPv4 address written as IPv6 counts as what it is.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let shift = 32 - u32::from(self.length);
                own.to_bits().checked_shr(shift) == other.to_bits().checked_shr(shift)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let shift = 128 - u32::from(self.length);
                own.to_bits().checked_shr(shift) == other.to_bits().checked_shr(shift)
            }
            _ => false,
        }
    }

    /// Whether it is a whole address family: nobody should trust that.
    pub fn is_everything(&self) -> bool {
        self.length == 0
    }
}

impl FromStr for IpNet {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| ())?;
        let full = if address.is_ipv4() { 32 } else { 128 };
        let length = length.map_or(Ok(full), |length| length.parse().map_err(|_| ()))?;
        (length <= full).then_some(Self { address, length }).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(net: &str, address: &str) -> bool {
        net.parse::<IpNet>().unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn a_network_holds_its_addresses_and_no_others() {
        assert!(holds("10.0.0.0/8", "10.255.0.1"));
        assert!(!holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("127.0.0.1", "127.0.0.1"));
        assert!(!holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("fd00::/8", "fd12::1"));
        assert!(!holds("fd00::/8", "fe80::1"));
        assert!(!holds("fd00::/8", "10.0.0.1"));
        assert!(holds("0.0.0.0/0", "8.8.8.8"));
    }

    #[test]
    fn an_ipv4_peer_on_an_ipv6_socket_counts_as_ipv4() {
        assert!(holds("192.0.2.0/24", "::ffff:192.0.2.7"));
    }

    #[test]
    fn a_listener_may_be_called_by_its_name() {
        assert!(listener("localhost:8080").unwrap().ip().is_loopback());
        assert_eq!(listener("[::1]:0").unwrap().to_string(), "[::1]:0");
        for text in ["", "localhost", "127.0.0.1", "localhost:x", "no such host:80"] {
            assert!(listener(text).unwrap_err().contains("no address with a port"), "{text}");
        }
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["", "10.0.0.0/33", "10.0.0/8", "localhost", "::1/129", "10.0.0.0/", "10.0.0.0/x"] {
            assert!(text.parse::<IpNet>().is_err(), "{text}");
        }
    }
}
