"""How many requests a client may make: a bucket of tokens each, filled steadily."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable

MOST_CLIENTS = 20_000


class Limiter:
    """A bucket for each client holds a minute's requests and fills at that rate.

    ``clock`` gives seconds that only grow. Without a rate (0) everything passes. The clients
    not seen for longest are forgotten first: a forgotten one starts with a full bucket.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> int:
        """0 where the request may pass, and is counted; else whole seconds to wait."""
        if not self._per_minute:
            return 0
        now = self._clock()
        tokens, seen = self._buckets.pop(client, (float(self._per_minute), now))
        per_second = self._per_minute / 60
        tokens = min(float(self._per_minute), tokens + (now - seen) * per_second)
        passes = tokens >= 1
        self._buckets[client] = (tokens - 1 if passes else tokens, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0 if passes else math.ceil((1 - tokens) / per_second)
