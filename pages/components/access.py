"""Who is looking: a login at the OpenID provider, or somebody at this very machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from innocore_metrics.desk.local import is_local, local_actor
from innocore_metrics.desk.roles import VIEWER, Actor, read_mapping, role_of
from innocore_metrics.settings import ROLE_CLAIM, ROLES_FILE


@dataclass(frozen=True, slots=True)
class Access:
    """The person asking, and how they came by their role.

    ``way`` is ``login`` (logged in), ``logged-out`` (a login is possible), ``local`` (at this
    machine, no login set up) or ``closed`` (no login set up, and not at this machine).
    """

    actor: Actor
    way: str


def access() -> Access:
    """Who is looking now; RefusedError where the file of roles cannot be read."""
    claims = st.user.to_dict()
    if claims.get("is_logged_in"):
        return Access(_logged_in({**claims}), "login")
    if "is_logged_in" in claims:
        return Access(VIEWER, "logged-out")
    listens_on = str(st.get_option("server.address") or "")
    if is_local(listens_on, st.context.headers):
        return Access(local_actor(), "local")
    return Access(VIEWER, "closed")


def _logged_in(claims: dict[str, object]) -> Actor:
    """The role that the claims or the mapping file give, under the name the provider knows."""
    file = ROLES_FILE.of(os.environ)
    mapping = read_mapping(Path(file)) if file else {}
    role = role_of(claims, ROLE_CLAIM.of(os.environ), mapping)
    named = (claims.get(key) for key in ("email", "preferred_username", "sub"))
    return Actor(str(next(filter(None, named), "?")), role)
