"""Which network addresses may be fetched from: those of the public internet, whatever a name resolves to."""

import ipaddress
import socket
import threading
from collections.abc import Callable

from counterclaim.errors import InputRejected

# (host, port) -> the addresses that the name has now
Resolver = Callable[[str, int], list[str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Public by their numbers, but they answer within a cloud alone, with its secrets.
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")  # IPv4 in IPv6, as long forgotten


def is_url(path: str) -> bool:
    """Tell whether an input is named by an http or https address, not by a path."""
    return path[:8].lower().startswith(("http://", "https://"))


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host as the system resolves it. Raises OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def resolve_within(resolver: Resolver, host: str, port: int, seconds: float, name: str) -> list[str]:
    """Return what the resolver says. Raises InputRejected (unreachable, timeout) where it says nothing in time."""
    answer: list[list[str] | OSError | UnicodeError] = []

    def ask() -> None:
        try:
            answer.append(resolver(host, port))
        except (OSError, UnicodeError) as error:
            answer.append(error)

    # The system's resolver takes no time limit; a thread that is left behind ends when it gives up.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    if not answer:
        raise InputRejected("timeout", f"the name {host} was not resolved in time", name)
    if not isinstance(answer[0], list) or not answer[0]:
        raise InputRejected("unreachable", f"the name {host} has no address", name)
    return answer[0]


def public_addresses(addresses: list[str], name: str) -> list[str]:
    """Return the addresses where all are public. Raises InputRejected (private-address) where one is not."""
    for address in addresses:
        if not is_public(address):
            message = f"it leads to {address}, which is no public address: such are never fetched from"
            raise InputRejected("private-address", message, name)
    return addresses


def is_public(address: str) -> bool:
    """Tell whether an address is one of the public internet, and every address that is written inside it as well."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if parsed in _NAT64:  # where a network has IPv6 alone, these are how it reaches the rest
        return _is_public(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF))
    return all(_is_public(each) for each in (parsed, *_embedded(parsed)))


def _is_public(address: Address) -> bool:
    return (
        address.is_global
        and not address.is_private
        and not address.is_multicast
        and not address.is_reserved
        and address not in _METADATA
    )


def _embedded(address: Address) -> list[Address]:
    """Return the IPv4 addresses to which an IPv6 address leads."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _COMPATIBLE:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]
