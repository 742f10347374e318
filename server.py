"""The server: ``streamlit run server.py``. The dashboard with what belongs around it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from pages.components import board
from web import files, payloads, stories
from web.page import PageMiddleware

ENDPOINT = "board"
STORIES = "stories"


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Prepares the usual answers while the first readers arrive."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(anyio.to_thread.run_sync, payloads.warm)
        yield
        tasks.cancel_scope.cancel()


board.endpoint = ENDPOINT
app = st.App(
    "dashboard.py",
    lifespan=lifespan,
    routes=[*payloads.routes(ENDPOINT), *stories.routes(STORIES), files.mount()],
    middleware=[
        Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6),
        Middleware(PageMiddleware),
    ],
)
