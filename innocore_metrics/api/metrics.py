"""Requests, durations and the data version for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one process, in a registry of their own."""

    media_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "innocore_api_requests",
            "Requests to the interface",
            ("operation", "method", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "innocore_api_request_seconds",
            "Seconds until the answer was ready",
            ("operation",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.data = Gauge(
            "innocore_data_info", "The data version shown", ("version",), registry=self.registry
        )
        self.ready = Gauge("innocore_ready", "1 where the data can be read", registry=self.registry)

    def count(self, operation: str, method: str, status: int, seconds: float) -> None:
        """Note one answer."""
        self.requests.labels(operation, method, str(status)).inc()
        self.seconds.labels(operation).observe(seconds)

    def show(self, version: str) -> None:
        """Note which data are shown; an empty version is none at all."""
        self.data.clear()
        self.ready.set(1 if version else 0)
        if version:
            self.data.labels(version).set(1)

    def text(self) -> bytes:
        """Everything noted, in Prometheus' text format."""
        return generate_latest(self.registry)
