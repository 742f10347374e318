"""The scenarios page as a person meets it, and the browser's equations against Python's."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext, Page

from innocore_metrics.levers import NAMES
from tests.scenario_queries import scenarios

pytestmark = pytest.mark.browser
READY = "[data-testid=stMain] .im-chart .main-svg"

# Computes every exhibit in the browser, from the shape of another choice, and names what differs.
COMPARE = """
async ([assets, search, shape]) => {
  const at = (name) => import(new URL(`${assets}scenarios/${name}.js`, document.baseURI));
  const [{ Findings }, { readScenarios, shown, valuesOf }, { run }, { Words }] =
    await Promise.all(["findings", "query", "run", "words"].map(at));
  const get = async (query) => (await fetch(`board/scenarios.json?${query}&near=0`)).json();
  const [exact, template] = await Promise.all([get(search), get(shape)]);
  const { parameters, runs, mit } = exact.controls.scenarios;
  const query = Object.fromEntries(new URLSearchParams(search));
  const scenarios = readScenarios(query, parameters);
  const outcomes = Object.fromEntries(shown(scenarios).map((name) =>
    [name, run(parameters, valuesOf(scenarios, name, parameters), runs)]));
  const words = new Words(exact.lang, exact.scenario_words);
  const findings = new Findings(outcomes, scenarios.focus, parameters, mit, words);
  const pick = (payload, id) =>
    payload.variants[Object.keys(payload.variants).find((key) => key.startsWith(`${id}|`))];
  const sorted = (x) => JSON.stringify(x, (_, v) => v && typeof v === "object" && !Array.isArray(v)
    ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v);
  const found = [];
  for (const id of ["ratio", "stock", "cost", "salary", "needed", "tornado", "comparison"]) {
    const theirs = pick(exact, `scenario-${id}`);
    const ours = findings.of(`scenario-${id}`, pick(template, `scenario-${id}`).chart);
    for (const part of ["title", "subtitle", "height"])
      if (ours[part] !== theirs[part]) found.push([id, part, ours[part], theirs[part]]);
    for (const part of ["data", "layout"]) {
      const [a, b] = [sorted(ours.chart?.[part]), sorted(theirs.chart?.[part])];
      if (a !== b) { const i = [...a].findIndex((c, k) => c !== b[k]);
        const [from, to] = [Math.max(0, i - 60), i + 60];
        found.push([id, part, a.slice(from, to), b.slice(from, to)]); }
    }
  }
  return found;
}
"""


def visit(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_selector(READY, timeout=30_000)
    return page


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def test_the_browser_and_python_agree_to_the_digit(server, context: BrowserContext):
    page = visit(context.new_page(), f"{server}/scenarios")
    assets = page.evaluate("document.getElementById('im-early').dataset.assets")

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(scenarios(), st.sampled_from(["ko", "en"]))
    def agree(chosen, lang):
        asked = chosen.to_query()
        search = "&".join(f"{k}={v}" for k, v in {**asked, "lang": lang}.items())
        shape = {name: "" for name in NAMES if name in asked} | {"lang": lang}
        shape |= {"focus": asked["focus"]} if "focus" in asked else {}
        other = "&".join(f"{k}={v}" for k, v in shape.items())
        assert page.evaluate(COMPARE, [assets, search, other]) == [], search

    agree()
