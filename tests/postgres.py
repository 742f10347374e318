"""A real PostgreSQL server for tests and benchmarks, from the distribution's package."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path:
    """The folder of initdb and postgres; the newest version where there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if found:
        return found[-1]
    on_path = shutil.which("initdb")
    if on_path is None:
        raise RuntimeError("no PostgreSQL server: run `make test`, which installs one")
    return Path(on_path).resolve().parent


def _user() -> dict[str, object]:
    """The server refuses to run as root: the package's own user then."""
    if os.getuid() != 0:
        return {}
    owner = pwd.getpwnam("postgres")
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def server(folder: Path | None = None, *options: str) -> Iterator[str]:
    """A fresh server; gives the URL of its database ``postgres`` and stops it at the end."""
    home = Path(tempfile.mkdtemp(prefix="pg-", dir=folder))
    user = _user()
    if user:
        os.chown(home, user["user"], user["group"])
    data, port, tools = home / "data", _free_port(), binaries()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": home, **user}
    initdb = [tools / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--auth=trust"]
    subprocess.run([*initdb, "--no-sync", "--locale=C.UTF-8"], check=True, **quiet)
    settings = ["-c", f"unix_socket_directories={home}", "-c", "listen_addresses=127.0.0.1"]
    command = [tools / "postgres", "-D", data, "-p", str(port), *settings, *options]
    process = subprocess.Popen(command, **quiet)
    try:
        _wait(tools, port, process)
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        # At once, without writing what is thrown away: a busy disk may take minutes for that.
        process.send_signal(subprocess.signal.SIGQUIT)
        process.wait(120)
        shutil.rmtree(home, ignore_errors=True)


def _wait(tools: Path, port: int, process: subprocess.Popen[bytes]) -> None:
    ready = [tools / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended with {process.returncode}")
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not answer within a minute")
