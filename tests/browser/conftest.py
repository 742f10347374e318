"""A fresh server for each test that asks for one, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


def chromium() -> str:
    """The Chromium to drive; a missing one fails the run, for a skipped browser proves nothing."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("no Chromium: run `make test`, which installs one, or set CHROMIUM")
    return found


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if process.poll() is not None:
            pytest.fail(f"the server ended with {process.returncode}")
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail("the server did not answer within 30 seconds")


@contextmanager
def served(
    script: str, port: int = 0, **environment: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A fresh server and its process, for tests that stop it themselves."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, **quiet)
    url = f"http://127.0.0.1:{port}"
    base = environment.get("STREAMLIT_SERVER_BASE_URL_PATH", "")
    try:
        _wait(f"{url}/{base}".rstrip("/"), process)
        yield url, process
    finally:
        process.terminate()
        process.wait(30)


def _run(script: str, environment: dict[str, str], port: int = 0) -> Iterator[str]:
    with served(script, port, **environment) as (url, _):
        yield url


@pytest.fixture
def start_server() -> Iterator[Callable[..., str]]:
    """Starts fresh servers and gives their address; all are stopped at the end of the test."""
    running = ExitStack()

    def start(script: str = "server.py", port: int = 0, **environment: str) -> str:
        return running.enter_context(contextmanager(_run)(script, environment, port))

    with running:
        yield start


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """One server for the tests that need no fresh one."""
    yield from _run("server.py", {})


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield chrome
        chrome.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1366, "height": 900})
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()
