"""The REST interface: exhibits, figures and the data package over HTTP.

One table of operations (`operations.OPERATIONS`) makes the routes and the OpenAPI document.
"""

from innocore_metrics.api.answers import strictly
from innocore_metrics.api.app import Context, routes
from innocore_metrics.api.health import health_routes
from innocore_metrics.api.limits import RETRY_SECONDS, Guard, cost
from innocore_metrics.api.metrics import Metrics
from innocore_metrics.api.problems import GONE, Refusal, unexpected
from innocore_metrics.api.problems import response as problem_response
from innocore_metrics.api.source import Source

__all__ = [
    "GONE",
    "RETRY_SECONDS",
    "Context",
    "Guard",
    "Metrics",
    "Refusal",
    "Source",
    "cost",
    "health_routes",
    "problem_response",
    "routes",
    "strictly",
    "unexpected",
]
