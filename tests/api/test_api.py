"""The interface as programs meet it."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from urllib.parse import unquote

import pytest
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from innocore_metrics import exports
from innocore_metrics.api.answers import download
from innocore_metrics.api.limits import Limiter
from innocore_metrics.api.operations import OPERATIONS
from innocore_metrics.errors import ExportError, LedgerError, Problem
from innocore_metrics.exhibits import EXHIBITS
from innocore_metrics.indicators import all_figures
from pages.components import source

from .conftest import Clock, make

API = "/api/v1"
PROBLEM = "application/problem+json"


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_description_is_valid_openapi(client, lang):
    tree = client.get(f"{API}/openapi.json?lang={lang}").json()
    assert tree["openapi"].startswith("3.1")
    validate(tree)
    assert set(tree["paths"]) == {o.path for o in OPERATIONS} | {"/openapi.json"}


def test_every_exhibit_is_listed_and_answers(client, dataset):
    listed = client.get(f"{API}/exhibits?lang=en").json()
    assert listed["data_version"] == dataset.version
    assert [e["id"] for e in listed["exhibits"]] == [
        s.id for s in EXHIBITS if not (s.needs_ledger or s.needs_own)
    ]
    missing = listed["formats_not_available_here"]
    assert set(missing) == {e.id for e in exports.EXPORTS if e.needs_chromium}
    assert {*listed["formats"], *missing} == {e.id for e in exports.EXPORTS}


def test_figures_come_page_by_page_and_all_of_them(client, dataset):
    found, url = [], f"{API}/figures?limit=400&lang=en"
    while url:
        answer = client.get(url)
        found += answer.json()["figures"]
        links = dict(_links(answer.headers["link"]))
        url = f"{API}/{links['next']}" if "next" in links else ""
    assert [f["id"] for f in found] == [f.id for f in all_figures(dataset)]
    assert answer.json()["total"] == len(found)


def _links(header):
    for part in header.split(", "):
        address, rel = part.split("; ")
        yield rel.removeprefix('rel="').removesuffix('"'), address.strip("<>")


def test_figures_are_narrowed(client):
    body = client.get(f"{API}/figures?entity=mit,kaist&indicator=postdocs").json()
    assert {f["entity"] for f in body["figures"]} == {"mit", "kaist"}
    assert {f["indicator"] for f in body["figures"]} == {"postdocs"}


def test_figures_as_csv_are_the_same(client):
    plain = client.get(f"{API}/figures?limit=1000&lang=en").json()["figures"]
    answer = client.get(f"{API}/figures?limit=1000&lang=en&format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [f["id"] for f in plain]
    for row, figure in zip(rows, plain, strict=True):
        assert (float(row["value"]) if row["value"] else None) == figure["value"]


def test_everything_wrong_is_said_at_once(client):
    query = "lang=en&institutes=oxford,kaist&basis=gold&from=2020&to=2010&colour=red&count=1"
    answer = client.get(f"{API}/exhibits/ratio.json?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == PROBLEM
    body = answer.json()
    assert {p["given"] for p in body["problems"]} == {
        "oxford",
        "gold",
        "2020 > 2010",
        "colour",
        "1",
    }
    assert all(p["allowed"] for p in body["problems"])
    assert all(p["message"] in body["detail"] for p in body["problems"])


@pytest.mark.parametrize(
    "path",
    [
        "exhibits/nothing.json",
        "exhibits/ratio.gold",
        "exhibits/ratio.png",
        "indicators/nothing",
        "sources/nothing",
        "citations/nothing?id=mit.postdocs.2024",
        "data/nothing.csv",
        "data/..%2F..%2Fpyproject.toml",
        "nothing",
        "exhibits/a%0Ab.json",
        "figures%0A",
        "openapi.json%0A",
        "citations/text%0A?id=mit.postdocs.2024",
    ],
)
def test_what_is_not_there_is_a_problem_with_what_is(client, path):
    answer = client.get(f"{API}/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["problems"][0]["message"]


def test_what_is_not_of_this_interface_is_a_problem_too(client):
    for path in ("/api/v2/figures", "/api/x", "/api/", "/api/v1%0A/figures"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM), path


@pytest.mark.parametrize("path", ["/api", "/api/v1", "/api/v1/"])
def test_whoever_begins_at_the_beginning_gets_the_description(client, path):
    answer = client.get(f"{path}?lang=en")
    assert answer.url.path == f"{API}/openapi.json"
    assert answer.json()["openapi"].startswith("3.1")
    assert answer.headers["content-language"] == "en"


def test_addresses_that_are_not_there_are_counted_as_well(kept):
    client = TestClient(make({"INNOCORE_API_PER_MINUTE": "3"}, Clock()))
    paths = ("/api/v1/nothing", "/api/v2/nothing", "/api/v1/nothing", "/api/v1/nothing")
    assert [client.get(path).status_code for path in paths] == [404, 404, 404, 429]


@pytest.mark.parametrize(
    "what", ["salary-levels%0D%0A", "salary-levels%E3%80%80", ",salary-levels,"]
)
@pytest.mark.parametrize("form", ["xlsx", "zip", "pptx"])
def test_a_file_is_named_by_ids_whatever_was_asked_for(client, what, form):
    answer = client.get(f"{API}/exhibits/{what}.{form}")
    name = f"innocore-salary-levels-20261124.{form}"
    assert answer.status_code == 200
    given = answer.headers["content-disposition"]
    plain, _, coded = given.partition("; filename*=UTF-8''")
    assert plain == f'attachment; filename="{name}"'
    # Readers see it in their language; programs of before see the other one.
    assert re.fullmatch(rf"이노코어_[가-힣]+_20261124\.{form}", unquote(coded)), unquote(coded)


@pytest.mark.parametrize(
    "name", ["a b.csv", "a\r\nX-Evil: 1", "\u3000.csv", 'a".csv', "", "../a.csv"]
)
def test_no_other_name_reaches_a_header(name):
    with pytest.raises(ValueError, match="no name of a file"):
        download(b"", "text/csv", name)
    with pytest.raises(ValueError, match="no name of a file"):
        exports.File(name, "text/csv", b"")


def test_a_drawing_that_fails_may_be_asked_for_again(client, monkeypatch):
    def fails(*_):
        raise ExportError([Problem(code="drawing", given="TimeoutError")])

    monkeypatch.setattr(exports, "file", fails)
    answer = client.get(f"{API}/exhibits/ratio.pdf")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "15")
    assert answer.json()["problems"][0]["code"] == "drawing"


def test_many_mistakes_are_not_answered_with_a_flood(client):
    names = ",".join(f"a{number}" for number in range(4000))
    flood = client.get(f"{API}/exhibits?lang=en&institutes={names}&fields={names}")
    assert flood.status_code == 400
    assert [p["code"] for p in flood.json()["problems"]] == ["url_many", "url_many"]
    query = "&".join(f"a{number}=1" for number in range(4000))
    answer = client.get(f"{API}/versions?lang=en&{query}")
    problems = answer.json()["problems"]
    assert len(problems) == 51
    assert problems[-1]["message"].startswith("and 3950 more")
    assert len(answer.content) < 30_000


def test_changes_are_between_versions_that_there_are(client, kept):
    for query in (f"before={kept}-000000000000", f"before={kept}&after={kept}-000000000000"):
        answer = client.get(f"{API}/changes?{query}&lang=en")
        assert answer.status_code == 400
        assert answer.json()["problems"][0]["code"] == "no_such_release"
    assert client.get(f"{API}/changes?before={kept}").json()["changes"] == []


def test_another_method_is_refused_as_a_problem(client):
    answer = client.post(f"{API}/figures")
    assert (answer.status_code, answer.headers["content-type"]) == (405, PROBLEM)
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_an_answer_is_kept_until_data_or_request_change(client):
    first = client.get(f"{API}/exhibits/ratio.json")
    tag = first.headers["etag"]
    assert first.json()["data_version"] in tag
    again = client.get(f"{API}/exhibits/ratio.json", headers={"if-none-match": f'"x", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    other = client.get(f"{API}/exhibits/ratio.json?lang=en", headers={"if-none-match": tag})
    assert other.status_code == 200


def test_a_changed_package_changes_the_tag(client, spoiled, monkeypatch):
    before = client.get(f"{API}/figures").headers["etag"]
    table = spoiled / "observations.csv"
    text = table.read_text(encoding="utf-8").replace("2024,1534,", "2024,1536,", 1)
    table.write_text(text, encoding="utf-8")
    monkeypatch.setenv("INNOCORE_DATA_DIR", str(spoiled))
    after = client.get(f"{API}/figures", headers={"if-none-match": before})
    assert after.status_code == 200


def test_head_says_the_same_without_the_body(client):
    get, head = client.get(f"{API}/claims"), client.head(f"{API}/claims")
    assert head.content == b""
    assert dict(head.headers) == dict(get.headers)


def test_a_kept_version_is_pinned_and_an_unknown_one_refused(client, kept):
    assert client.get(f"{API}/figures?version={kept}").json()["data_version"] == kept
    assert client.get(f"{API}/versions").json()["kept"][0]["version"] == kept
    refused = client.get(f"{API}/figures?version={'0' * 12}")
    assert refused.status_code == 400
    assert refused.json()["problems"][0]["allowed"] == kept
    assert client.get(f"{API}/changes?before={kept}").json()["changes"] == []


def test_claims_follow_their_assumptions(client):
    def verdict(query):
        claims = client.get(f"{API}/claims?lang=en&{query}").json()["claims"]
        return next(c["verdict"] for c in claims if c["id"] == "share-41")

    assert verdict("basis=market") == "rounded"
    assert verdict("basis=ppp") == "not supported"


def test_citations_can_be_read_by_programs(client, kept):
    url = f"id=four-institutes.salary-percent-of-mit.2024.market-2024-12-31&version={kept}"
    bibtex = client.get(f"{API}/citations/bibtex?{url}&lang=en").text
    assert bibtex.startswith("@misc{")
    assert r"40.7 \%" in bibtex
    assert bibtex.count("{") - bibtex.count(r"\{") == bibtex.count("}") - bibtex.count(r"\}")
    # An address of this machine leads nobody anywhere: it is left out.
    assert "localhost" not in bibtex
    assert "URL" not in json.loads(client.get(f"{API}/citations/csl?{url}").content)[0]
    client = TestClient(make({"INNOCORE_BASE_URL": "https://metrics.example.kr/"}))
    (item,) = json.loads(client.get(f"{API}/citations/csl?{url}").content)
    assert (item["version"], item["type"]) == (kept, "dataset")
    assert client.get(item["URL"].split("example.kr")[1]).json()["total"] == 1
    text = client.get(f"{API}/citations/text?{url}").text
    assert kept in text
    assert "40.7%" in text


def test_the_package_can_be_fetched_whole(client, dataset):
    content = client.get(f"{API}/data.zip").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
    assert {"datapackage.json", "observations.csv", "csv-metadata.json"} <= names
    described = client.get(f"{API}/csvw").json()
    for table in described["tables"]:
        assert client.get(f"{API}/{table['url']}").status_code == 200


def test_a_client_may_ask_so_often_and_no_more(kept):
    clock = Clock()
    client = TestClient(make({"INNOCORE_API_PER_MINUTE": "3"}, clock))
    answers = [client.get(f"{API}/versions").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    refused = client.get(f"{API}/versions")
    wait = int(refused.headers["retry-after"])
    assert refused.headers["content-type"] == PROBLEM
    assert client.get("/healthz").status_code == 200
    clock.now += wait
    assert client.get(f"{API}/versions").status_code == 200


def test_clients_have_buckets_of_their_own_and_are_forgotten():
    limiter = Limiter(1, Clock())
    assert limiter.wait("a") == 0
    assert limiter.wait("a") == 60
    assert limiter.wait("b") == 0
    for number in range(20_001):
        limiter.wait(str(number))
    assert limiter.wait("a") == 0


def test_other_sites_may_call_only_where_the_setting_says_so(kept, client):
    asked = {"origin": "https://other.example"}
    assert "access-control-allow-origin" not in client.get(f"{API}/versions", headers=asked).headers
    open_ = TestClient(make({"INNOCORE_API_ORIGINS": "https://other.example"}))
    headers = open_.get(f"{API}/versions", headers=asked).headers
    assert headers["access-control-allow-origin"] == "https://other.example"
    stranger = open_.get(f"{API}/versions", headers={"origin": "https://evil.example"}).headers
    assert "access-control-allow-origin" not in stranger


def test_health_says_why_it_is_not_ready(client, spoiled, monkeypatch, dataset):
    assert client.get("/readyz").json()["data_version"] == dataset.version
    assert f'innocore_data_info{{version="{dataset.version}"}} 1.0' in client.get("/metrics").text
    (spoiled / "units.csv").write_text("id\n")
    monkeypatch.setenv("INNOCORE_DATA_DIR", str(spoiled))
    assert client.get("/healthz").text == "ok\n"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "units.csv:1" in answer.json()["detail"]
    assert "innocore_ready 0.0" in client.get("/metrics").text
    broken = client.get(f"{API}/figures")
    assert (broken.status_code, broken.headers["retry-after"]) == (503, "30")


def test_a_ledger_that_fails_is_a_problem_not_a_crash(client, monkeypatch):
    def fails(version=""):
        raise LedgerError([Problem(code="ledger_unreachable", given="test")])

    monkeypatch.setattr(source, "dataset", fails)
    assert client.get(f"{API}/figures").status_code == 503


def test_requests_are_counted(client):
    client.get(f"{API}/sources")
    text = client.get("/metrics").text
    assert 'innocore_api_requests_total{method="GET",operation="sources",status="200"} 1.0' in text
    assert 'innocore_api_request_seconds_count{operation="sources"} 1.0' in text
