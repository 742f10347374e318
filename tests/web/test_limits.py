"""What strangers may ask for at once: exports share a queue, and health answers beside it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import anyio
import httpx2 as httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from innocore_metrics import api, exports
from innocore_metrics.api.limits import EXPORTS_AT_ONCE, EXPORTS_WAITING, Limiter, Turns, client
from pages.components import source
from web import report, stories

MOST = EXPORTS_AT_ONCE + EXPORTS_WAITING
WAYS = (
    "/stories/export.xlsx?page=ratio&lang=en",
    "/report/ratio?lang=en",
    "/api/v1/exhibits/ratio.pptx?lang=en",
)


def alone(run):
    """In a thread of its own: browser tests of the same session leave a loop in the main one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, run).result()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def server(per_minute: str = "0") -> Starlette:
    settings = {"INNOCORE_API_PER_MINUTE": per_minute, "INNOCORE_CHROMIUM": "none"}
    context = api.Context(source, settings, lambda: "2026-11-24", Clock())
    return Starlette(
        routes=[
            *stories.routes("stories", context.guard),
            *report.routes(context.guard),
            *api.routes(context),
            *api.health_routes(source, context.metrics),
        ]
    )


def client_of(app: Starlette, host: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(host, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://server", timeout=60)


@pytest.fixture
def slow(monkeypatch):
    """Exports that are not finished until they may; the number of those begun."""
    may, begun = threading.Event(), []

    def file(_document, export):
        begun.append(export.id)
        assert may.wait(60)
        return exports.File("a.bin", "text/plain", b"done")

    monkeypatch.setattr(exports, "file", file)
    yield may, begun
    may.set()


@pytest.fixture(autouse=True)
def own_ledger(monkeypatch, tmp_path):
    monkeypatch.setenv("INNOCORE_DATABASE_URL", f"sqlite:///{tmp_path / 'ledger.sqlite'}")


def test_exports_share_a_queue_and_health_answers_while_it_is_full(slow):
    may, begun = slow
    app = server()
    answers: list[httpx.Response] = []

    async def ask(number: int) -> None:
        async with client_of(app, f"203.0.113.{number}") as asking:
            answers.append(await asking.get(WAYS[number % 3]))

    async def run() -> None:
        async with anyio.create_task_group() as tasks:
            for number in range(60):
                tasks.start_soon(ask, number)
            with anyio.fail_after(20):
                while len(answers) < 60 - MOST or len(begun) < EXPORTS_AT_ONCE:
                    await anyio.sleep(0.01)
            assert len(begun) == EXPORTS_AT_ONCE
            refused = list(answers)
            async with client_of(app, "198.51.100.1") as probe:
                with anyio.fail_after(10):
                    assert (await probe.get("/readyz")).status_code == 200
                    assert (await probe.get("/metrics")).status_code == 200
                    assert (await probe.get("/stories/deck.json?page=ratio")).status_code == 200
                    assert (await probe.get("/api/v1/versions")).status_code == 200
            may.set()
        assert [answer.status_code for answer in refused] == [503] * (60 - MOST)
        for answer in refused:
            assert answer.headers["retry-after"] == "15"
            assert "ask again in 15 seconds" in answer.text
        done = [answer.status_code for answer in answers if answer not in refused]
        assert done == [200] * MOST

    alone(run)
    assert len(begun) == MOST


def test_one_client_has_half_of_the_queue(slow):
    may, _ = slow
    app = server()
    codes: list[int] = []

    async def ask(host: str) -> None:
        async with client_of(app, host) as asking:
            codes.append((await asking.get(WAYS[0])).status_code)

    async def run() -> None:
        async with anyio.create_task_group() as tasks:
            for number in range(MOST):
                # Addresses of one customer's network are one client.
                tasks.start_soon(ask, f"2001:db8:0:1::{number + 1:x}")
            with anyio.fail_after(20):
                while len(codes) < MOST - MOST // 2:
                    await anyio.sleep(0.01)
            assert set(codes) == {503}
            tasks.start_soon(ask, "2001:db8:0:2::1")
            await anyio.sleep(0.05)
            may.set()

    alone(run)
    assert codes.count(200) == MOST // 2 + 1


def test_work_of_a_client_that_has_gone_is_not_done():
    async def receive():
        return {"type": "http.disconnect"}

    request = Request({"type": "http", "headers": [], "client": ("203.0.113.1", 1)}, receive)

    async def run() -> None:
        turns = Turns(1, 1)
        with pytest.raises(api.Refusal) as gone:
            await turns.run(request, lambda: pytest.fail("the work was done"))
        assert gone.value.status == 499
        assert not turns._inside

    alone(run)


@pytest.mark.parametrize("path", WAYS[:2])
def test_files_and_reports_have_the_limit_of_the_interface(path, monkeypatch):
    monkeypatch.setattr(exports, "file", lambda *_: exports.File("a.bin", "text/plain", b"done"))

    async def run() -> list[httpx.Response]:
        async with client_of(server("20"), "203.0.113.1") as asking:
            return [await asking.get(path) for _ in range(3)]

    answers = alone(run)
    # Each counts for eight.
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].headers["retry-after"] == "12"
    assert "20 requests a minute" in answers[-1].text


def test_presentations_have_it_too():
    async def run() -> list[httpx.Response]:
        async with client_of(server("2"), "203.0.113.1") as asking:
            deck = [await asking.get("/stories/deck.json?page=ratio") for _ in range(2)]
            read = await asking.post("/stories/read.json?lang=ko", content=b"x")
            return [*deck, read]

    answers = alone(run)
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "1분에 2건까지" in answers[-1].json()["detail"]


def test_a_costly_request_waits_for_a_bucket_that_can_pay_it():
    clock = Clock()
    limiter = Limiter(10, clock)
    assert limiter.wait("a", 8) == 0
    assert limiter.wait("a", 8) == 36
    assert limiter.wait("a") == 0
    clock.now += 42
    assert limiter.wait("a", 8) == 0
    # A limit below the cost still lets one through.
    assert Limiter(3, clock).wait("a", 8) == 0


def test_a_client_is_an_address_or_a_customers_network():
    assert client("2001:db8:1:2::9") == client("2001:db8:1:2:ffff::1") != client("2001:db8:1:3::9")
    assert client("::ffff:203.0.113.7") == client("203.0.113.7") != client("203.0.113.8")
    assert client("fe80::1%eth0") == client("fe80::2")
    assert client("testclient") == "testclient"
