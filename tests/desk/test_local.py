"""Who counts as sitting at this machine."""

from __future__ import annotations

import pytest

from innocore_metrics.desk.local import is_local


@pytest.mark.parametrize("listens", ["127.0.0.1", "localhost", "::1", "127.9.9.9"])
@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST"])
def test_at_this_machine(listens, host):
    assert is_local(listens, {"Host": host})


@pytest.mark.parametrize(
    ("listens", "headers"),
    [
        ("", {"Host": "localhost"}),
        ("0.0.0.0", {"Host": "localhost"}),
        ("::", {"Host": "localhost"}),
        ("10.0.0.1", {"Host": "10.0.0.1"}),
        ("127.0.0.1", {}),
        ("127.0.0.1", {"Host": "dashboard.example.kr"}),
        ("127.0.0.1", {"Host": "localhost.example.kr"}),
        ("127.0.0.1", {"Host": "127.0.0.1.example.kr"}),
        ("127.0.0.1", {"Host": "localhost", "X-Forwarded-For": "192.0.2.1"}),
        ("127.0.0.1", {"host": "localhost", "forwarded": "for=192.0.2.1"}),
        ("127.0.0.1", {"Host": "localhost", "VIA": "1.1 proxy"}),
        ("127.0.0.1", {"Host": "localhost", "Origin": "https://dashboard.example.kr"}),
        ("127.0.0.1", {"Host": "localhost", "Origin": "http://localhost.example.kr:8501"}),
        ("127.0.0.1", {"Host": "localhost", "Origin": "null"}),
        ("127.0.0.1", {"Host": "localhost", "Origin": ""}),
    ],
)
def test_anywhere_else(listens, headers):
    assert not is_local(listens, headers)


@pytest.mark.parametrize(
    "name",
    [
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Host",
        "X-Real-IP", "Via", "CF-Connecting-IP", "CF-Ray", "CF-Visitor", "True-Client-IP",
        "X-Client-IP", "X-Cluster-Client-IP", "X-Envoy-External-Address", "Fastly-Client-IP",
        "CDN-Loop", "X-Azure-ClientIP", "Fly-Client-IP", "X-Amzn-Trace-Id", "Tailscale-User-Login",
    ],
)  # fmt: skip
def test_any_sign_of_a_proxy_is_not_local(name):
    assert not is_local("127.0.0.1", {"Host": "localhost", name: "x"})


@pytest.mark.parametrize(
    "origin", ["http://localhost:8501", "http://[::1]:8501", "https://127.0.0.1"]
)
def test_pages_of_this_machine_may_ask(origin):
    assert is_local("127.0.0.1", {"Host": "localhost:8501", "Origin": origin})
