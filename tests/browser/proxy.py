"""A real nginx before a server, set up as docs/operations.md says."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
PATH = "/innocore"
FORMS = ("passed through", "stripped")
_MAIN = """\
{user}worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    {temporary}
{site}
}}
"""
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def documented() -> list[str]:
    """The sites of the developers' page, the path passed through and stripped."""
    lines = OPERATIONS.read_text(encoding="utf-8").splitlines()
    found: list[str] = []
    for at, line in enumerate(lines):
        if line.startswith("    map $http_upgrade"):
            rows = []
            for row in lines[at:]:
                if not row.startswith("    "):
                    break
                rows.append(row)
            found.append(textwrap.dedent("\n".join(rows)))
    return found


@contextmanager
def proxied(form: str, server: str, port: int, folder: Path) -> Iterator[str]:
    """nginx before ``server`` on ``port``; the address below which browsers find it."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.fail("no nginx: run `make test`, which installs one")
    site = dict(zip(FORMS, documented(), strict=True))[form]
    assert site.count("http://127.0.0.1:8501") == site.count("listen 80;") == 1
    site = site.replace("http://127.0.0.1:8501", server)
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};")
    temporary = " ".join(f"{name}_temp_path {folder}/{name};" for name in _TEMPORARY)
    user = "user root;\n" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(_MAIN.format(user=user, folder=folder, temporary=temporary, site=site))
    command = [program, "-c", str(main), "-p", str(folder), "-g", "daemon off;"]
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait(process, port, folder)
            yield f"http://127.0.0.1:{port}{PATH}"
        finally:
            process.terminate()
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    for _ in range(100):
        if process.poll() is not None:
            pytest.fail(f"nginx ended: {(folder / 'nginx.log').read_text()}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("nginx did not answer within 10 seconds")
