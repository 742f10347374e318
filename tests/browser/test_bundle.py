"""The bundle on a memory stick: the live dashboard figure by figure, nothing from outside."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from innocore_metrics.dataset.versions import load_edition
from web.bundle import Choices, build
from web.bundle.pages import BUNDLED

pytestmark = pytest.mark.browser
DATA = Path(__file__).resolve().parents[2] / "data"
FEW = Choices(years=(1995, 2010, 2026), days=0, most=20)
CHOICES = {
    "overview": "basis=average",
    "ratio": "institutes=mit",
    "salary": "basis=ppp&institutes=four-institutes",
    "brain-drain": "from=2010",
    "recruitment": "fields=ai-bio",
    "groups": "fields=ai-bio&institutes=kaist",
    # Without a server there is the baseline only.
    "scenarios": "",
    "claims": "basis=average&count=national-rd&baseline=domestic-mean",
    "data": "from=2010",
}
# Everything that a reader sees of the cards, and every number that is drawn.
SHOWN = """async () => {
  for (const more of document.querySelectorAll(".im-card details")) more.open = true;
  await new Promise((done) => setTimeout(done, 250));
  const texts = (node, css) => [...node.querySelectorAll(css)].map((found) => found.textContent);
  const cards = [...document.querySelectorAll(".im-card")].map((card) => ({
    id: card.dataset.exhibit,
    texts: texts(card, ".im-title, .im-sub, .im-note, .im-source, .im-badge"),
    caveats: texts(card, ".im-more:not(.im-take) li"),
    rows: [...card.querySelectorAll("tbody tr")].map((row) => texts(row, "td")),
    drawn: [...card.querySelectorAll(".im-chart:not([hidden]) .js-plotly-plot")].map((plot) =>
      plot.data.map(({ x, y, z, lon, lat, error_x, customdata, link }) =>
        ({ x, y, z, lon, lat, error_x, customdata, link: link?.value }))),
  }));
  return JSON.stringify({ cards, figures: texts(document, ".im-figure *") });
}"""
# Maps and streams are drawn when they come into view.
STANDS = """() => {
  const charts = [...document.querySelectorAll(".im-chart")];
  const left = charts.filter((one) => !one.hidden && !one.querySelector(".main-svg"));
  left[0]?.scrollIntoView({ block: "center" });
  return charts.length && !left.length;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle unpacked; it holds few choices, so that it is made quickly."""
    edition = load_edition(DATA)
    content = build(edition, edition.dataset, "2026-11-24", FEW)
    target = tmp_path_factory.mktemp("stick")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(target)
    return target / "innocore-metrics"


def shown(page: Page, url: str, place: str) -> dict:
    page.goto(url)
    page.wait_for_selector(f"{place} .im-chart .main-svg", timeout=30_000)
    page.wait_for_function(STANDS, timeout=30_000)
    return json.loads(page.evaluate(SHOWN))


def test_it_shows_what_the_live_dashboard_shows_and_asks_for_nothing_else(
    start_server, browser: Browser, folder: Path, tmp_path: Path
):
    live = start_server(INNOCORE_DATABASE_URL=f"sqlite:///{tmp_path / 'none.sqlite'}")
    stick = browser.new_context(viewport={"width": 1366, "height": 900}, offline=True)
    online = browser.new_context(viewport={"width": 1366, "height": 900})
    asked, failed, errors = [], [], []
    page, twin = stick.new_page(), online.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    numbers = 0
    assert set(CHOICES) == set(BUNDLED)
    for number, (name, choice) in enumerate(CHOICES.items()):
        for lang, query in ((("ko", "en")[number % 2], ""), (("en", "ko")[number % 2], choice)):
            mine = shown(page, f"{folder.as_uri()}/{lang}/{name}.html?{query}", "#im-bundle")
            given = "&".join(part for part in ("lang=en" if lang == "en" else "", query) if part)
            theirs = shown(twin, f"{live}/{name}?{given}", "[data-testid=stMain]")
            assert mine == theirs, (name, lang, query)
            numbers += sum(len(card["rows"]) for card in mine["cards"])
    stick.close()
    online.close()
    assert numbers > 500
    assert not failed
    assert not errors
    assert all(url.startswith((f"{folder.as_uri()}/", "data:", "blob:")) for url in asked)


def test_its_controls_work_without_a_server(browser: Browser, folder: Path):
    context = browser.new_context(viewport={"width": 1366, "height": 900}, offline=True)
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/index.html")
    page.wait_for_url("**/ko/overview.html")
    page.goto(f"{folder.as_uri()}/en/salary.html")
    title = page.locator("#salary-levels")
    expect(title).to_contain_text("40.7 %")
    page.locator(".im-pill", has_text="Purchasing power").click()
    expect(title).to_contain_text("74.1 %")
    assert page.url.endswith("salary.html?basis=ppp")
    page.reload()
    expect(title).to_contain_text("74.1 %")
    page.locator(".im-link", has_text="한국어").click()
    page.wait_for_url("**/ko/salary.html?basis=ppp")
    expect(page.locator("#salary-levels")).to_contain_text("74.1%")
    page.locator(".im-link", has_text="발표 검증").click()
    page.wait_for_url("**/ko/claims.html?basis=ppp")
    expect(page.locator("#claim-share")).to_contain_text("뒷받침되지 않음")
    context.close()


def test_a_combination_that_it_does_not_hold_is_said(browser: Browser, folder: Path):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/en/groups.html?institutes=mit,kaist&fields=ai-bio,ai-energy")
    card = page.locator("[data-exhibit=by-group]")
    expect(card.locator(".im-note")).to_contain_text("does not hold this combination")
    expect(card.locator(".im-chart")).to_be_hidden()
    context.close()


def test_its_files_are_whole_and_the_package_is_among_them(folder: Path):
    checked = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert there - listed == {"SHA256SUMS"}
    assert load_edition(folder / "data").dataset.version == load_edition(DATA).dataset.version
