"""The scenarios page as a person meets it, and the browser's equations against Python's."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, Page, expect

from innocore_metrics.levers import NAMES
from innocore_metrics.numbers import format_value
from innocore_metrics.text import Words
from innocore_metrics.text.words import fill
from tests.scenario_queries import scenarios

pytestmark = pytest.mark.browser
READY = "[data-testid=stMain] .im-chart .main-svg"

# Computes every exhibit in the browser, from the shape of another choice, and names what differs.
COMPARE = """
async ([assets, search, shape, canonical]) => {
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
  const state = new URL(`${assets}board/state.js`, document.baseURI);
  const { readQuery, toSearch } = await import(state);
  const again = toSearch(readQuery(`?${search}`, exact.controls));
  if (again !== canonical) found.push(["address", again, canonical]);
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
        search = "&".join(f"{k}={v}" for k, v in {"lang": lang, **asked}.items())
        shape = {name: "" for name in NAMES if name in asked} | {"lang": lang}
        shape |= {"focus": asked["focus"]} if "focus" in asked else {}
        other = "&".join(f"{k}={v}" for k, v in shape.items())
        kept = {k: v for k, v in {"lang": lang, **asked}.items() if v != "ko"}
        canonical = "?" + "&".join(f"{k}={v}" for k, v in kept.items()) if kept else ""
        assert page.evaluate(COMPARE, [assets, search, other, canonical]) == [], search

    agree()


def lever(page: Page, name: str):
    return page.locator(f"[data-testid=stMain] [data-lever={name}]")


def slide(page: Page, name: str, value: float, *events: str) -> None:
    """Move a slider as a hand does."""
    slider = lever(page, name).locator("input[type=range]")
    slider.evaluate(
        "(node, [value, events]) => { node.value = value;"
        " for (const name of events) node.dispatchEvent(new Event(name, { bubbles: true })); }",
        [value, list(events)],
    )


def test_a_lever_answers_at_once_and_the_address_follows(server, context: BrowserContext):
    page = visit(context.new_page(), f"{server}/scenarios?lang=en")
    finding = page.locator("#scenario-ratio")
    expect(finding).to_contain_text("0.59 postdocs per faculty member in 2030")
    slide(page, "later-hires", 400, "input")
    expect(finding).to_contain_text("1.27 postdocs per faculty member in 2030")
    assert "s1" not in query(page)  # The hand has not let go yet.
    slide(page, "later-hires", 400, "input", "change")
    # The first move makes a scenario: the baseline stands beside it as it was.
    assert query(page) == {"lang": ["en"], "s1": ["later-hires:400"], "focus": ["s1"]}
    expect(finding).to_contain_text("Scenario 1: 1.27")
    expect(lever(page, "later-hires").locator("output")).to_have_text("400 people a year")
    ratios = page.locator(".im-beside tbody tr").nth(1)
    expect(ratios).to_contain_text("0.59 per faculty member")
    expect(ratios).to_contain_text("1.27 per faculty member")
    # Python's own answer comes and says the same; its table is no longer waited for.
    expect(page.locator("[data-exhibit=scenario-ratio] .im-waiting")).to_have_count(0)
    expect(finding).to_contain_text("1.27 postdocs per faculty member in 2030")
    page.reload()
    page.wait_for_selector(READY)
    expect(finding).to_contain_text("1.27 postdocs per faculty member in 2030")
    expect(lever(page, "later-hires").locator("input[type=number]")).to_have_value("400")
    page.get_by_role("button", name="한국어").click()
    expect(page.locator("#scenario-ratio")).to_contain_text("2030년 교원 1명당 박사후연구원은 1.27")
    page.wait_for_url(lambda url: "lang=" not in url)
    assert query(page) == {"s1": ["later-hires:400"], "focus": ["s1"]}
    page.go_back()
    expect(page.locator("#scenario-ratio")).to_contain_text("1.27 postdocs per faculty member")


def test_scenarios_side_by_side(server, context: BrowserContext):
    page = visit(context.new_page(), f"{server}/scenarios?lang=en")
    page.get_by_role("button", name="Add a scenario").click()
    expect(page.locator("#scenario-ratio")).to_contain_text("Scenario 1: 0.59")
    assert query(page) == {"lang": ["en"], "s1": [""], "focus": ["s1"]}
    number = lever(page, "later-hires").locator("input[type=number]")
    number.fill("300")
    number.press("Enter")
    expect(page.locator("#scenario-ratio")).to_contain_text("Scenario 1: 1.10")
    assert query(page)["s1"] == ["later-hires:300"]
    page.get_by_role("button", name="Add a scenario").click()
    page.get_by_role("button", name="Add a scenario").click()
    expect(page.locator(".im-beside thead th")).to_have_count(5)
    expect(page.get_by_role("button", name="Add a scenario")).to_have_count(0)
    page.get_by_role("button", name="Remove this scenario").click()
    expect(page.locator(".im-beside thead th")).to_have_count(4)
    expect(page.locator("#scenario-ratio")).to_contain_text("Baseline: 0.59")
    # An assumption challenged in the baseline changes what the scenarios start from.
    slide(page, "faculty-growth", 0, "input", "change")
    expect(page.locator(".im-beside tbody tr").nth(1)).to_contain_text("1.17 per faculty member")
    # Scenario 2 changes nothing: it lies on the baseline and shares its name.
    names = page.locator("[data-exhibit=scenario-ratio] .annotation-text")
    expect(names).to_have_count(3)
    expect(names.filter(has_text="Baseline =")).to_contain_text("Scenario 2")


def test_levers_by_keyboard(server, context: BrowserContext):
    page = visit(context.new_page(), f"{server}/scenarios?lang=en")
    slider = lever(page, "renewal").locator("input[type=range]")
    slider.focus()
    expect(slider).to_have_attribute("aria-valuetext", "50 %")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "60 %")
    expect(slider).to_be_focused()
    assert query(page)["s1"] == ["renewal:60"]
    back = lever(page, "renewal").get_by_role("button", name="Back to 50 %")
    back.focus()
    page.keyboard.press("Enter")
    expect(slider).to_have_attribute("aria-valuetext", "50 %")
    assert query(page) == {"lang": ["en"], "s1": [""], "focus": ["s1"]}
    # What is aimed at is no difference between scenarios: it is set for all of them.
    page.get_by_role("button", name="Remove this scenario").click()
    slide(page, "target-year", 2032, "input", "change")
    assert query(page) == {"lang": ["en"], "base": ["target-year:2032"]}


def test_every_lever_says_what_it_accepts(server, context: BrowserContext, dataset):
    page = visit(context.new_page(), f"{server}/scenarios?lang=en")
    page.locator(".im-all-levers summary").click()
    words = Words("en")
    for row in dataset.scenario_parameters:
        node = lever(page, row.id)
        indicator = dataset.indicator[f"parameter-{row.id}"]
        ends = [
            format_value(end, indicator.unit, indicator.decimals, words)
            for end in (row.minimum, row.maximum)
        ]
        expected = words("scenario.accepts", low=ends[0], high=ends[1])
        expect(node.locator(".im-lever-accepts")).to_have_text(expected)
        for field in node.locator("input").all():
            limits = [float(field.get_attribute(name)) for name in ("min", "max")]
            assert limits == [row.minimum, row.maximum], row.id
    # What is plausible is another thing, and says so.
    hires = lever(page, "second-cohort")
    expect(hires.locator(".im-lever-accepts")).to_contain_text("3,000")
    expect(hires.locator(".im-lever-range")).to_have_text("Plausible: 0 people to 600 people")


# Upright titles that touch a tick label or leave the picture.
TOUCHING = """() => [...document.querySelectorAll(".stMain .im-chart")].filter((chart) => {
  const title = chart.querySelector(".ytitle")?.getBoundingClientRect();
  if (!title) return false;
  const ticks = [...chart.querySelectorAll(".ytick text")];
  const left = Math.min(...ticks.map((one) => one.getBoundingClientRect().left));
  return left - title.right < 1 || title.left < chart.getBoundingClientRect().left;
}).map((chart) => chart.closest(".im-card").dataset.exhibit)"""
SMALL = "first-cohort:0,second-cohort:0,postdocs-2024:300,mit-postdocs:100"
LARGE = "later-hires:3000,second-cohort:3000,salary:300000000"


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("base", ["", SMALL, LARGE])
def test_the_upright_title_keeps_off_the_ticks(server, context: BrowserContext, base, lang):
    page = visit(context.new_page(), f"{server}/scenarios?lang={lang}&base={base}")
    page.wait_for_timeout(800)
    assert page.evaluate(TOUCHING) == []
    # The same while a lever moves: the room is reckoned here as Python does it.
    slide(page, "faculty-2024", 5000, "input")
    page.wait_for_timeout(500)
    assert page.evaluate(TOUCHING) == []


def test_what_cannot_be_is_refused_with_what_can(server, context: BrowserContext):
    page = visit(context.new_page(), f"{server}/scenarios?lang=en&base=attrition:140,pay:3&s9=x")
    expect(page.get_by_text("'attrition:140' is not known for base")).to_be_visible()
    expect(page.get_by_text("'s9' in the address is not known")).to_be_visible()
    number = lever(page, "attrition").locator("input[type=number]")
    number.fill("140")
    expect(page.locator(".im-lab [role=alert]")).to_contain_text("Allowed: 0 % to 100 %")
    expect(number).to_have_attribute("aria-invalid", "true")
    number.fill("20")
    expect(page.locator(".im-lab [role=alert]")).to_be_hidden()
    expect(number).to_have_attribute("aria-invalid", "false")


def test_the_browser_chooses_particles_as_the_server_does(server, context: BrowserContext):
    page = visit(context.new_page(), f"{server}/scenarios?lang=ko")
    number = lever(page, "attrition").locator("input[type=number]")
    for typed in ("140", "102"):
        number.fill(typed)
        sentence = Words("ko")("scenario.range_allowed", name="", given=typed, low="", high="")
        expected = sentence.removeprefix(": ").partition(".")[0]
        expect(page.locator(".im-lab [role=alert]")).to_contain_text(expected)


def test_the_browser_fills_sentences_as_the_server_does(server, context: BrowserContext):
    page = visit(context.new_page(), f"{server}/scenarios?lang=ko")
    script = """async ([template, values]) => {
      const module = document.getElementById("im-early").dataset.assets + "board/sentences.js";
      return (await import(new URL(module, document.baseURI))).fill(template, values);
    }"""
    templates = ("{n:person|people}", "{n:~is|~are} {n:은}", "{n:으로}, {n:'이라는} {n}")
    for template in templates:
        for n in ("1", "+1", "−1", "0", "2", "1.0", "1,534", "3", "서울", "40.7%"):
            assert page.evaluate(script, [template, {"n": n}]) == fill(template, {"n": n})


def test_every_parameter_has_a_lever_with_its_grounds(server, context: BrowserContext, dataset):
    page = visit(context.new_page(), f"{server}/scenarios?lang=ko")
    page.get_by_text("모든 가정 보기").click()
    for row in dataset.scenario_parameters:
        node = lever(page, row.id)
        expect(node.locator("input[type=range]")).to_be_visible()
        expect(node.locator("input[type=number]")).to_be_visible()
        text = node.inner_text()
        assert row.name_ko in text
        if row.kind not in ("target", "setting"):
            assert ("가정" if row.status == "assumption" else "출처 있음") in text
        assert row.note_ko in text


def test_the_levers_work_on_a_small_screen(server, browser: Browser):
    page = browser.new_page(viewport={"width": 360, "height": 780})
    visit(page, f"{server}/scenarios?lang=ko")
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth - innerWidth") <= 0
    slide(page, "later-hires", 400, "input", "change")
    expect(page.locator(".im-finding")).to_contain_text("1.27명")
    assert re.search("later-hires:400", page.url)
    page.close()


def test_without_a_server_of_its_own_levers_answer_too(start_server, context: BrowserContext):
    page = visit(context.new_page(), f"{start_server('dashboard.py')}/scenarios?lang=en")
    slide(page, "later-hires", 400, "input", "change")
    expect(page.locator("#scenario-ratio")).to_contain_text("1.27 postdocs per faculty member")
    expect(page.locator("[data-exhibit=scenario-ratio] .im-waiting")).to_have_count(0)
    assert query(page)["s1"] == ["later-hires:400"]
