"""The server: ``streamlit run server.py``. The dashboard with what belongs around it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from innocore_metrics import api
from pages.components import board, clock, source
from web import address, files, keeping, payloads, report, routing, stories
from web.middleware import PageMiddleware

ENDPOINT = "board"
STORIES = "stories"


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Keeps this version of the data, and prepares answers while the first readers arrive."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(anyio.to_thread.run_sync, keeping.keep_present)
        tasks.start_soon(anyio.to_thread.run_sync, payloads.warm)
        yield
        tasks.cancel_scope.cancel()


address.declare(os.environ)
board.endpoint = ENDPOINT
# A module is what the interface asks its data of: its functions are those of `api.Source`.
context = api.Context(source, os.environ, clock.today)
health = api.health_routes(source, context.metrics)
app = st.App(
    "dashboard.py",
    lifespan=lifespan,
    routes=routing.below(
        address.base_path(),
        [
            *payloads.routes(ENDPOINT),
            *report.routes(context.guard),
            *stories.routes(STORIES, context.guard),
            files.mount(),
            *files.icons(),
            *api.routes(context),
            *health,
        ],
    )
    # Probes that ask the process itself need not know what a proxy puts before it.
    + routing.below("", health),
    middleware=[
        Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6),
        Middleware(PageMiddleware),
    ],
)
