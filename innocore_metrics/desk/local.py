"""Whether a request comes from the machine that the server runs on, and from nowhere else."""

from __future__ import annotations

import getpass
import ipaddress
from collections.abc import Mapping

from innocore_metrics.desk.roles import Actor

# What a proxy adds. Behind one, everybody seems to sit at this machine.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def is_local(listens_on: str, headers: Mapping[str, str]) -> bool:
    """Whether only people at this machine can have sent a request.

    ``listens_on`` is the address that the server was told to listen on ("" : every one);
    ``headers`` are those of the request. The name that the browser asked for has to be one of
    this machine too: a page elsewhere could have its own name point here.

    >>> is_local("127.0.0.1", {"Host": "localhost:8501"}), is_local("", {"Host": "localhost"})
    (True, False)
    >>> is_local("127.0.0.1", {"Host": "dashboard.example.kr"})
    False
    """
    given = {name.casefold(): value for name, value in headers.items()}
    if any(name in given for name in _FORWARDED):
        return False
    return _is_loopback(listens_on) and _is_loopback(_host(given.get("host", "")))


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
