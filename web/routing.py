"""Our own routes below the base path; whatever none of them takes goes on to Streamlit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

OWN = "innocore.own"


class Based(BaseRoute):
    """A route below a base path; it marks what it answers as our own."""

    def __init__(self, base: str, route: BaseRoute) -> None:
        self.path = base + getattr(route, "path", "")
        self._base = base
        self._route = route

    def matches(self, scope: Scope) -> tuple[Match, dict[str, Any]]:
        """Whether the route below answers; it sees the base path as ASGI's ``root_path``."""
        if not scope.get("path", "").startswith(f"{self._base}/"):
            return Match.NONE, {}
        root = scope.get("root_path", "") + self._base
        match, found = self._route.matches({**scope, "root_path": root})
        return match, {"root_path": root, OWN: True, **found}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the route."""
        await self._route.handle(scope, receive, send)


def below(base: str, routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """The routes below ``base`` ("/innocore", or "" at the root)."""
    return [Based(base, route) for route in routes]


def is_own(scope: Scope) -> bool:
    """Whether a request that has been routed was taken by one of our own routes."""
    return bool(scope.get(OWN))
