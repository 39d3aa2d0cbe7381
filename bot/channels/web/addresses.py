"""Where a request comes from, to count openings by: known for the moment of the request, and never kept or logged."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from sanic import Request

SIGNS_OF_A_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_ONE_HOME = 64
"""Bits of an IPv6 address that whoever has a line has all the addresses behind (RFC 6177)."""


def address_of(request: Request) -> str:
    """The address that a request comes from, of IPv6 the network; empty where it cannot be known.

    Behind a proxy it is what the proxy says, where WAYMARK_PROXIES says how many there are. Where it does not,
    everybody seems to come from the proxy, and nobody is told from anybody.
    """
    try:
        found = ip_address(request.remote_addr or request.ip)
    except ValueError:
        return ""
    hidden = not request.remote_addr and any(name in request.headers for name in SIGNS_OF_A_PROXY)
    if hidden and found.is_private:
        return ""
    return str(ip_network((found, _ONE_HOME), strict=False)) if isinstance(found, IPv6Address) else str(found)
