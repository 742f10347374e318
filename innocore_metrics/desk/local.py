"""Whether a request comes from the machine that the server runs on, and from nowhere else."""

from __future__ import annotations

import getpass
import ipaddress
from collections.abc import Mapping

from innocore_metrics.desk.roles import Actor

# What proxies, tunnels and content networks add. Behind one, everybody seems to sit here.
_PROXY_HEADERS = frozenset(
    (
        "forwarded", "via", "forwarded-for", "x-forwarded", "x-real-ip", "x-client-ip", "client-ip",
        "x-cluster-client-ip", "x-original-forwarded-for", "x-original-host", "x-original-url",
        "x-remote-ip", "x-remote-addr", "remote-addr", "x-host", "x-scheme", "x-request-start",
        "x-proxyuser-ip", "proxy-client-ip", "wl-proxy-client-ip", "true-client-ip", "cdn-loop",
        "x-amz-cf-id", "x-amzn-trace-id", "x-cloud-trace-context", "x-varnish",
    )
)  # fmt: skip
_PROXY_FAMILIES = (
    "x-forwarded-", "cf-", "x-envoy-", "fastly-", "x-azure-", "x-arr-", "x-appengine-", "fly-",
    "x-vercel-", "x-nf-", "akamai-", "x-akamai-", "x-traefik-", "ngrok-", "tailscale-",
)  # fmt: skip


def is_local(listens_on: str, headers: Mapping[str, str]) -> bool:
    """Whether only people at this machine can have sent a request.

    ``listens_on`` is the address that the server was told to listen on ("" : every one);
    ``headers`` are those of the request. The name that the browser asked for has to be one of
    this machine too: a page elsewhere could have its own name point here. So has the page that
    asks, where the browser names one (``Origin``).

    >>> is_local("127.0.0.1", {"Host": "localhost:8501"}), is_local("", {"Host": "localhost"})
    (True, False)
    >>> is_local("127.0.0.1", {"Host": "dashboard.example.kr"})
    False
    """
    given = {name.casefold(): value for name, value in headers.items()}
    if any(name in _PROXY_HEADERS or name.startswith(_PROXY_FAMILIES) for name in given):
        return False
    if "origin" in given and not _is_loopback(_origin(given["origin"])):
        return False
    return _is_loopback(listens_on) and _is_loopback(_host(given.get("host", "")))


def _origin(header: str) -> str:
    """The name in an Origin header; "" where it names none, as in ``null``."""
    scheme, _, rest = header.strip().partition("://")
    return _host(rest) if scheme.casefold() in ("http", "https") else ""


def _host(header: str) -> str:
    """The name in a Host header, without the port."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]


def _is_loopback(name: str) -> bool:
    if name.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def local_actor() -> Actor:
    """Whoever sits at this machine, under the name that the system knows."""
    return Actor(f"{getpass.getuser()}@localhost", "admin")
