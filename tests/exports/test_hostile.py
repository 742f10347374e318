"""Titles and notes that try to become markup, in every format; a browser that loads nothing."""

from __future__ import annotations

import http.server
import io
import os
import re
import threading
import time
import zipfile
from dataclasses import replace

import pytest
from lxml import etree, html
from pypdf import PdfReader

from innocore_metrics import exports, stories
from innocore_metrics.errors import ExportError
from innocore_metrics.exports import report
from innocore_metrics.exports.renderer import Renderer, renderer
from innocore_metrics.stories import Slide, Story

SECRET = "TOPSECRET-LINE"
HOSTILE = (
    "</style><iframe src={file}></iframe><img src={web}><style>",
    "</style><script>document.write(location.href)</script>",
    "<!--<script>",
    "</script><script>document.body.innerHTML=1</script>",
    """"' onload=alert(1) \\" } body{display:none} @import url({web});""",
    "]]></text>&amp;\\3c /style>",
)


@pytest.fixture(scope="module")
def listener():
    """A web server that nothing may reach: its address, and the paths it was asked for."""
    hits: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    class Server(http.server.ThreadingHTTPServer):
        def get_request(self):
            hits.append("connected")
            return super().get_request()

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", hits
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    file = tmp_path_factory.mktemp("secret") / "secret.txt"
    file.write_text(SECRET)
    return file.as_uri()


@pytest.fixture(params=HOSTILE)
def hostile(request, listener, secret):
    return request.param.replace("{file}", secret).replace("{web}", listener[0])


def spoiled(dataset, text, exhibit="parity"):
    """A story whose title, notes and chart all carry the text."""
    story = Story(text, text, (Slide(exhibit, (), f"{text}\n{text}", text),))
    made = stories.document(dataset, story, "en", "2026-11-24", "https://metrics.example.kr")
    (one,) = made.exhibits
    return replace(made, exhibits=(replace(one, title=text, caveats=(text, *one.caveats)),))


def shown(content):
    reader = PdfReader(io.BytesIO(content))
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("form", [export.id for export in exports.EXPORTS])
def test_text_of_strangers_stays_text_in_every_format(dataset, hostile, form, listener):
    content = exports.file(spoiled(dataset, hostile), exports.find(form)).content
    assert content
    assert not listener[1]
    _CHECKS.get(form, lambda *_: None)(content, hostile)


def _of_html(content, hostile):
    tree = html.fromstring(content.decode())
    assert not tree.xpath("//iframe | //img | //object | //embed")
    scripts = tree.xpath("//script")
    assert len(scripts) == 2
    assert "<!--" not in scripts[1].text
    assert len(tree.xpath("//style")) == 1
    assert tree.xpath("//h1")[0].text == hostile
    policy = tree.xpath("//meta[@http-equiv]/@content")[0]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")


def _of_pdf(content, hostile):
    text = shown(content)
    assert SECRET not in text
    assert "about:blank" not in text
    # The line above the page is the text as it was given, as far as it fits.
    assert re.sub(r"\s", "", hostile[:20]) in re.sub(r"\s", "", text)
    assert "Same view" in text


def _of_svg(content, _hostile):
    tree = etree.fromstring(content)
    names = {etree.QName(node).localname for node in tree.iter(etree.Element)}
    assert not names & {"script", "iframe", "foreignObject"}


def _of_archive(content, _hostile):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert re.fullmatch(r"[A-Za-z0-9._/\[\] -]+", name)
            if name.endswith((".xml", ".rels", ".hpf")):
                etree.fromstring(archive.read(name))


_CHECKS = {
    "html": _of_html,
    "pdf": _of_pdf,
    "svg": _of_svg,
    "xlsx": _of_archive,
    "pptx": _of_archive,
    "hwpx": _of_archive,
}
PAGE = """<!doctype html><meta charset="utf-8"><h1>page</h1>
<iframe src="{file}"></iframe><iframe src="{web}/frame"></iframe>
<img src="{web}/picture"><img src="{file}"><object data="{file}"></object>
<link rel="stylesheet" href="{web}/style"><embed src="{web}/embedded">
<script>
const got = [];
const say = (text) => got.push(text);
fetch("{file}").then((answer) => answer.text()).then(say, () => say("refused"));
fetch("{web}/fetched").then((answer) => answer.text()).then(say, () => say("refused"));
navigator.sendBeacon("{web}/beacon");
try {{ new WebSocket("{socket}/socket"); }} catch {{ say("refused"); }}
window.open("{web}/window");
setTimeout(() => {{
  document.body.append(got.join(" "));
  document.body.dataset.ready = 1;
}}, 500);
</script>"""


def test_the_browser_reaches_neither_files_nor_network(listener, secret):
    """Even a page that asks for them outright, with scripts and without any policy."""
    address, hits = listener
    socket = address.replace("http", "ws")
    text = shown(renderer(os.environ).pdf(PAGE.format(file=secret, web=address, socket=socket)))
    assert "refused" in text
    assert SECRET not in text
    assert hits == []


def test_a_page_runs_no_script_but_its_own(dataset, monkeypatch):
    """The second lock: where the first one, writing text as text, were broken."""
    text = "</style><script>document.write(1337 * 2)</script><style>"
    monkeypatch.setattr(report, "css_string", lambda given: f'"{given}"')
    drawn = shown(renderer(os.environ).pdf(report.page(spoiled(dataset, text))))
    assert "2674" not in drawn
    assert "Same view" in drawn


def test_a_page_that_never_ends_is_given_up_and_the_next_one_printed():
    ours = Renderer(renderer(os.environ)._program, seconds=8)
    try:
        assert "once" in shown(ours.pdf("<body data-ready=1>once"))
        before = ours.process
        started = time.perf_counter()
        with pytest.raises(ExportError) as caught:
            ours.pdf("<body><script>for (;;);</script>")
        assert time.perf_counter() - started < 3 * 8
        assert caught.value.problems[0].given == "TimeoutError"
        assert "second" in shown(ours.pdf("<body data-ready=1>second"))
        assert ours.process != before
    finally:
        ours.close()
