"""Who may do what; every surface asks here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from innocore_metrics.errors import Problem, RefusedError

ROLES = ("viewer", "editor", "admin")
_ALLOWED = ", ".join(ROLES)
# The lowest role that may do each thing.
ACTIONS = {
    "read-release": "viewer",
    "read-exact": "editor",
    "preview": "editor",
    "import": "editor",
    "rollback": "editor",
    "history": "editor",
    "diff": "editor",
    "export": "editor",
    "verify": "editor",
    "release": "admin",
    "audit": "admin",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks: a name for the record, and a role."""

    name: str
    role: str

    def may(self, action: str) -> bool:
        """Whether the role is high enough for ``action``; one that there is not never is."""
        if self.role not in ROLES:
            return False
        return ROLES.index(self.role) >= ROLES.index(ACTIONS[action])


VIEWER = Actor("", "viewer")


def authorise(actor: Actor, action: str) -> None:
    """Pass, or raise RefusedError with the role that is needed, or the roles that there are."""
    if actor.role not in ROLES:
        raise RefusedError([Problem(code="role_unknown", given=actor.role, allowed=_ALLOWED)])
    if not actor.may(action):
        raise RefusedError([Problem(code=f"role_{ACTIONS[action]}", given=actor.role)])


def read_mapping(path: Path) -> dict[str, str]:
    """Roles by e-mail address from a TOML file: ``[roles]`` with ``"a@b.kr" = "editor"``.

    Raises:
        RefusedError: the file cannot be read, or names a role that does not exist.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("roles", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        # The text of an OSError names the whole path.
        given = error.strerror or "" if isinstance(error, OSError) else str(error)
        problem = Problem(path.name, code="roles_file", given=given)
        raise RefusedError([problem]) from error
    wrong = [
        Problem(path.name, column=str(who), code="not_in_list", given=str(role), allowed=_ALLOWED)
        for who, role in table.items()
        if role not in ROLES
    ]
    if wrong:
        raise RefusedError(wrong)
    return {str(who).casefold(): str(role) for who, role in table.items()}


def role_of(claims: Mapping[str, object], claim: str, mapping: Mapping[str, str]) -> str:
    """The highest role that a login's claims, or the mapping file, give; else ``viewer``.

    ``claim`` names the claim that lists roles (a text or a list). An address counts only where
    the provider says that it has been verified, or says nothing about it.

    >>> role_of({"roles": ["staff", "editor"]}, "roles", {})
    'editor'
    >>> role_of({"email": "a@b.kr", "email_verified": False}, "roles", {"a@b.kr": "admin"})
    'viewer'
    """
    named = claims.get(claim, ())
    listed = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    found = [str(role) for role in listed if role in ROLES]
    address = claims.get("email")
    if isinstance(address, str) and claims.get("email_verified", True) is True:
        found.append(mapping.get(address.casefold(), "viewer"))
    return max(found, key=ROLES.index, default="viewer")
