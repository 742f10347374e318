"""How much a client may ask for, and how much costly work is done at once."""

from __future__ import annotations

import ipaddress
import math
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeVar

import anyio
from starlette.requests import Request

from innocore_metrics.api.problems import GONE, Refusal
from innocore_metrics.errors import Problem
from innocore_metrics.settings import API_PER_MINUTE

MOST_CLIENTS = 20_000
# How many requests of a client's bucket a file that takes seconds counts for.
HEAVY_COST = 8
# How many exports are made at once and how many may wait; the same of a presentation's parts.
EXPORTS_AT_ONCE, EXPORTS_WAITING = 2, 16
VIEWS_AT_ONCE, VIEWS_WAITING = 4, 64
# Who waits in vain may come back after this.
RETRY_SECONDS = 15
_SITE_BITS = 64
_Made = TypeVar("_Made")


def client(host: str) -> str:
    """Who shares a bucket: an IPv4 address, or the IPv6 network that one customer has.

    >>> client("203.0.113.7"), client("::ffff:203.0.113.7"), client("2001:db8:1:2:3::4")
    ('203.0.113.7', '203.0.113.7', '2001:db8:1:2::/64')
    """
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), _SITE_BITS), strict=False))


def _who(request: Request) -> str:
    return client(request.client.host) if request.client else ""


class Limiter:
    """A bucket for each client holds a minute's requests and fills at that rate.

    ``clock`` gives seconds that only grow. Without a rate (0) everything passes. The clients
    not seen for longest are forgotten first: a forgotten one starts with a full bucket.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, cost: int = 1) -> int:
        """0 where the request may pass, and is counted ``cost`` times; else seconds to wait."""
        if not self._per_minute:
            return 0
        now, most = self._clock(), float(self._per_minute)
        tokens, seen = self._buckets.pop(client, (most, now))
        per_second = self._per_minute / 60
        tokens = min(most, tokens + (now - seen) * per_second)
        # A full bucket is always enough.
        needed = min(float(cost), most)
        passes = tokens >= needed
        self._buckets[client] = (tokens - needed if passes else tokens, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0 if passes else math.ceil((needed - tokens) / per_second)


class Turns:
    """Costly work: so much at once, so much waiting, no more, and half of it for one client.

    The work has threads of its own, so that everything else goes on meanwhile.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._at_once = at_once
        self._most = at_once + waiting
        self._inside: Counter[str] = Counter()

    @cached_property
    def _turn(self) -> anyio.CapacityLimiter:
        return anyio.CapacityLimiter(self._at_once)

    @cached_property
    def _threads(self) -> anyio.CapacityLimiter:
        return anyio.CapacityLimiter(self._at_once)

    async def run(self, request: Request, work: Callable[[], _Made]) -> _Made:
        """What ``work`` makes in a thread, when it is its turn.

        Raises:
            Refusal: too many wait already (503), or the client has gone while it waited (499).
        """
        who = _who(request)
        inside = self._inside.total()
        if inside >= self._most or self._inside[who] >= self._most // 2:
            problem = Problem(code="api_busy", given=str(inside), detail=str(RETRY_SECONDS))
            raise Refusal(503, [problem], {"Retry-After": str(RETRY_SECONDS)})
        self._inside[who] += 1
        try:
            async with self._turn:
                if await request.is_disconnected():
                    raise Refusal(GONE, [])
                return await anyio.to_thread.run_sync(work, limiter=self._threads)
        finally:
            self._inside[who] -= 1
            self._inside += Counter()  # Who has nothing here any more is forgotten.


class Guard:
    """What stands before everything that a stranger can make the server do."""

    def __init__(self, environment: Mapping[str, str], clock: Callable[[], float]) -> None:
        self._environment = environment
        self._clock = clock
        self.exports = Turns(EXPORTS_AT_ONCE, EXPORTS_WAITING)
        self.views = Turns(VIEWS_AT_ONCE, VIEWS_WAITING)

    @cached_property
    def limiter(self) -> Limiter:
        """The limits on clients that the settings name."""
        return Limiter(int(API_PER_MINUTE.of(self._environment)), self._clock)

    def admit(self, request: Request, cost: int = 1) -> None:
        """Count the request; Refusal (429) where its client has used up the minute."""
        wait = self.limiter.wait(_who(request), cost)
        if wait:
            allowed = API_PER_MINUTE.of(self._environment)
            problem = Problem(code="api_too_many", given=str(wait), allowed=allowed)
            raise Refusal(429, [problem], {"Retry-After": str(wait)})


def cost(format: str) -> int:
    """What a file of a format counts for: text is made at once, the rest takes seconds."""
    return 1 if format in ("json", "csv") else HEAVY_COST
