"""Presenting as a presenter does it: by clicker, with a second window, with the server gone."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from innocore_metrics import stories
from innocore_metrics.dataset import Dataset, versions
from pages.components import deck
from tests.browser.conftest import served
from tests.conftest import DATA

pytestmark = pytest.mark.browser
BRAIN_DRAIN = "brain-drain-evidence"
BRIEFING = "two-minute-briefing"


def parameter(page: Page, name: str) -> str:
    return parse_qs(urlsplit(page.url).query).get(name, [""])[0]


def present(page: Page, url: str) -> Page:
    """Open a presentation and wait until it could go on without a network."""
    page.goto(url)
    page.wait_for_selector(".ps-root[data-slide]", timeout=30_000)
    page.wait_for_selector(".ps-state.ps-ready", timeout=60_000, state="attached")
    return page


def at(page: Page, number: int) -> None:
    page.wait_for_selector(f".ps-root[data-slide='{number}']", timeout=5_000)


def expected(dataset: Dataset, story: str, lang: str = "ko") -> list[dict]:
    """What Python says of each slide: title, source, and the values drawn."""
    found = next(s for s in stories.ready(DATA, dataset.vocabulary) if s.id == story)
    tree = deck.deck(dataset, found, lang)
    keys = list(tree["variants"].values())
    return [tree["bodies"][place] for place in keys]


DRAWN = """
() => [...document.querySelectorAll(".ps-slide .ps-chart .js-plotly-plot")].flatMap((plot) =>
  plot.data.map((trace) => [trace.x, trace.y].map((values) => Array.from(values ?? []))))
"""


def check_slide(page: Page, view: dict) -> None:
    """The slide shows the title, the source and the very numbers that Python has."""
    expect(page.locator(".ps-slide .ps-title")).to_have_text(view["title"])
    expect(page.locator(".ps-slide .ps-source")).to_have_text(view["source"])
    if view["chart"] is None:
        expect(page.locator(".ps-slide .ps-table tbody tr")).to_have_count(len(view["rows"]))
        return
    expect(page.locator(".ps-slide .ps-chart .main-svg").first).to_be_visible()
    shown = [values for trace in page.evaluate(DRAWN) for values in trace]
    for trace in view["chart"]["data"]:
        for values in (trace.get("x"), trace.get("y")):
            assert not isinstance(values, list) or values in shown, trace.get("name")


def test_a_story_by_keyboard_alone_with_the_server_killed_half_way(
    browser: Browser, dataset: Dataset
):
    views = expected(dataset, BRAIN_DRAIN)
    failures: list[str] = []
    with served("server.py") as (url, process):
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        present(page, f"{url}/present?story={BRAIN_DRAIN}&present=1")
        keys = ["PageDown", "ArrowRight", " ", "ArrowDown"]
        for number, view in enumerate(views, 1):
            at(page, number)
            check_slide(page, view)
            said = page.locator(".ps-said")
            expect(said).to_have_text(f"{len(views)}개 화면 가운데 {number}번째: {view['title']}")
            if number == len(views) // 2:
                os.kill(process.pid, signal.SIGKILL)
                process.wait(10)
            page.keyboard.press(keys[number % len(keys)])
        at(page, len(views))
        # Long enough for Streamlit to have noticed, and for the page below to have said so.
        page.wait_for_selector(".im-away:not([hidden])", state="attached")
        expect(page.locator(".ps-state")).to_contain_text("서버 연결 끊김", timeout=15_000)
        over = "document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest('.ps-root')"
        assert page.evaluate(f"{over} !== null")
        for key, number in (("Home", 1), ("End", len(views)), ("PageUp", len(views) - 1)):
            page.keyboard.press(key)
            at(page, number)
            check_slide(page, views[number - 1])
        # Choices that came along still work, and one key leads back.
        page.keyboard.press("Home")
        page.keyboard.press("PageDown")
        at(page, 2)
        page.keyboard.press("v")
        page.locator(".ps-filters").get_by_label("시작 연도").select_option("2012")
        expect(page.locator(".ps-changed")).to_be_visible()
        assert min(page.evaluate(DRAWN)[-1][0]) == 2012
        # The filters do not lie over the slide, and their key works from within a list of years.
        source = page.locator(".ps-slide .ps-source").bounding_box()
        assert source["y"] + source["height"] <= page.locator(".ps-filters").bounding_box()["y"]
        page.locator(".ps-filters").get_by_label("시작 연도").focus()
        page.keyboard.press("v")
        expect(page.locator(".ps-filters")).to_be_hidden()
        page.keyboard.press("0")
        expect(page.locator(".ps-changed")).to_be_hidden()
        check_slide(page, views[1])
        context.close()
    assert failures == []


def test_two_windows_in_step(server: str, context: BrowserContext, dataset: Dataset):
    views = expected(dataset, BRIEFING, "en")
    page = present(context.new_page(), f"{server}/present?story={BRIEFING}&present=1&lang=en")
    page.keyboard.press("PageDown")
    at(page, 2)
    with context.expect_page() as opened:
        page.keyboard.press("s")
    second = opened.value
    second.wait_for_selector(".ps-speaker[data-slide='2']", timeout=30_000)
    expect(second.locator(".ps-notes")).to_contain_text("Headcounts per institute")
    expect(second.locator(".ps-next")).to_have_text(views[2]["title"])
    expect(second.locator(".ps-sources")).to_contain_text(views[1]["source"])
    for caveat in views[1]["caveats"]:
        expect(second.locator(".ps-sources")).to_contain_text(caveat)
    # The second window leads.
    second.keyboard.press("PageDown")
    at(page, 3)
    check_slide(page, views[2])
    expect(second.locator(".ps-slide .ps-title")).to_have_text(views[2]["title"])
    # The first one leads: slide, black screen, filters.
    page.keyboard.press("Home")
    at(second, 1)
    page.keyboard.press("b")
    expect(page.locator(".ps-black")).to_be_visible()
    expect(second.locator(".ps-dark")).to_be_visible()
    second.keyboard.press(".")
    expect(page.locator(".ps-black")).to_be_hidden()
    second.keyboard.press("v")
    second.locator(".ps-filters").get_by_role("button", name="Purchasing power").click()
    expect(page.locator(".ps-slide .ps-title")).to_contain_text("74.1 %")
    page.keyboard.press("Backspace")
    expect(second.locator(".ps-slide .ps-title")).to_have_text(views[0]["title"])
    # The timer is one timer.
    second.keyboard.press("t")
    expect(page.locator(".ps-timer")).to_contain_text("(paused)")
    times = [re.match(r"\d+:\d\d", w.locator(".ps-timer").inner_text())[0] for w in (page, second)]
    assert times[0] == times[1]
    # A reload of the first window finds the second where it was.
    second.keyboard.press("End")
    at(page, 5)
    page.reload()
    at(page, 5)
    page.keyboard.press("PageUp")
    at(second, 4)


@pytest.fixture
def changed_data(spoiled: Path) -> Path:
    """Sound data of another version: the rate of the end of 2024 is another one."""
    path = spoiled / "exchange_rates.csv"
    text = path.read_text(encoding="utf-8")
    assert ",1472.5," in text
    path.write_text(text.replace(",1472.5,", ",1600,"), encoding="utf-8")
    return spoiled


def test_a_story_link_shows_the_same_on_another_machine(
    server: str, context: BrowserContext, dataset: Dataset, changed_data: Path, tmp_path: Path
):
    """Another server, with newer data and an archive, shows what the link was made from."""
    page = context.new_page()
    page.goto(f"{server}/present?lang=en&story={BRIEFING}")
    page.get_by_label("Title (English)").fill("For the minister")
    page.get_by_label("Title (English)").press("Tab")
    page.wait_for_url(lambda url: "story=~" in url)
    page.get_by_role("button", name=re.compile("^Remove: Recruitment progress")).click()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("alert")).to_contain_text("The link is copied")
    link = page.evaluate("navigator.clipboard.readText()")
    query = parse_qs(urlsplit(link).query)
    assert query["version"] == [dataset.version]
    story, problems = stories.decode(query["story"][0], dataset.vocabulary)
    assert problems == ()
    assert story.title_en == "For the minister"
    assert len(story.slides) == 4
    versions.keep(DATA, tmp_path / "archive", "2026-11-24")
    newer = {
        "INNOCORE_DATA_DIR": str(changed_data),
        "INNOCORE_ARCHIVE_DIR": str(tmp_path / "archive"),
    }
    with served("server.py", **newer) as (other, _):
        now = present(context.new_page(), f"{other}/present?lang=en&present=1")
        assert parameter(now, "version") != dataset.version
        expect(now.locator(".ps-title")).not_to_contain_text("40.7 %")
        elsewhere = present(context.new_page(), link.replace(server, other))
        assert parameter(elsewhere, "version") == dataset.version
        for number, slide in enumerate(story.slides, 1):
            at(elsewhere, number)
            one = stories.Story("-", "-", (slide,))
            check_slide(elsewhere, deck.deck(dataset, one, "en")["bodies"][0])
            elsewhere.keyboard.press("PageDown")


def test_a_version_that_is_not_there_is_named(server: str, context: BrowserContext, dataset):
    page = context.new_page()
    page.goto(f"{server}/present?story={BRIEFING}&present=1&version=0123456789ab")
    refusal = page.locator(".ps-refusal")
    expect(refusal).to_contain_text("0123456789ab", timeout=30_000)
    expect(refusal).to_contain_text("발표를 시작할 수 없습니다")
    refusal.get_by_role("button", name="닫기").click()
    expect(page.locator(".pd-slide").first).to_be_visible()
    assert page.locator(".ps-root").count() == 0


def test_any_page_is_presented_under_its_filters(server: str, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{server}/ratio?lang=en&institutes=mit,four-institutes&present=1&slide=2")
    at(page, 2)
    expect(page.locator(".ps-title")).to_contain_text("1,954")
    page.keyboard.press("PageUp")
    at(page, 1)
    names = page.evaluate("document.querySelector('.ps-slide .js-plotly-plot').data[0].y")
    assert names == ["MIT", "Four institutes"]
    assert parameter(page, "institutes") == "mit,four-institutes"
    page.keyboard.press("q")
    expect(page.locator(".ps-root")).to_have_count(0)
    assert parameter(page, "present") == ""
    page.get_by_role("button", name="Present", exact=True).click()
    at(page, 1)


def test_the_presenter_without_a_server_of_our_own(context: BrowserContext, tmp_path: Path):
    """Under streamlit run dashboard.py: the story comes with the element, a file through it."""
    page = context.new_page()
    with served("dashboard.py") as (url, process):
        page.goto(f"{url}/present?lang=en")
        page.get_by_role("button", name="Evidence on brain drain").click()
        expect(page.locator(".pd-slide")).to_have_count(10)
        bad = tmp_path / "bad.toml"
        bad.write_text('title_en = "X"\n[[slides]]\nexhibit = "net-rates"\n', encoding="utf-8")
        page.locator("input[type=file]").set_input_files(bad)
        expect(page.locator(".pd-problems")).to_contain_text("bad.toml:3:exhibit: 'net-rates'")
        page.get_by_role("button", name="Start presenting").click()
        at(page, 1)
        page.wait_for_selector(".ps-state.ps-ready", timeout=30_000, state="attached")
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
        page.keyboard.press("End")
        at(page, 10)
        expect(page.locator(".ps-chart .main-svg").first).to_be_visible()


def test_the_editor_saves_opens_and_explains(
    server: str, context: BrowserContext, dataset: Dataset, tmp_path: Path
):
    page = context.new_page()
    page.goto(f"{server}/present?lang=ko&from=2010&basis=ppp")
    # Streamlit has taken the page over: it moves what was drawn before.
    expect(page.locator("[data-testid=stMain] .pd-slide")).to_have_count(5)
    page.get_by_label("추가할 그림").select_option("net-rate")
    page.get_by_role("button", name="화면 추가").click()
    added = page.locator(".pd-slide").last
    expect(added).to_contain_text("시작 연도: 2010")
    expect(added).not_to_contain_text("화폐")
    added.get_by_label("메모(한국어)").fill('첫 줄 "따옴표"\n둘째 줄 \\')
    added.get_by_role("button", name=re.compile("^위로")).click()
    fifth = page.locator(".pd-slide").nth(4)
    expect(fifth).to_have_attribute("data-exhibit", "net-rate")
    with page.expect_download() as download:
        page.get_by_role("button", name="파일로 저장").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    story, problems = stories.read_story(text, "x.toml", dataset.vocabulary)
    assert problems == ()
    assert story.slides[4].filters == (("from", "2010"),)
    assert story.slides[4].note_ko == '첫 줄 "따옴표"\n둘째 줄 \\'
    # The address holds the same story, and another language keeps it.
    page.wait_for_url(lambda url: "story=~" in url)
    assert stories.decode(parameter(page, "story"), dataset.vocabulary)[0] == story
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Present", exact=True)).to_be_visible()
    expect(page.locator(".pd-slide")).to_have_count(6)
    assert stories.decode(parameter(page, "story"), dataset.vocabulary)[0] == story
    page.get_by_role("button", name="한국어").click()
    expect(page.locator(".pd-slide").first).to_contain_text("한눈에 보기")
    # A broken file is named by line and key, and changes nothing.
    bad = tmp_path / "나쁨.toml"
    bad.write_text(text.replace("parity", "partiy").replace("progress", "progres"), "utf-8")
    page.locator("input[type=file]").set_input_files(bad)
    problem = page.locator(".pd-problems")
    line = text.split("\n").index('exhibit = "progress"') + 1
    expect(problem).to_contain_text(f"나쁨.toml:{line}:exhibit: 'progres' 값은 쓸 수 없습니다")
    expect(page.locator(".pd-slide")).to_have_count(6)
    good = tmp_path / "good.toml"
    good.write_text(stories.to_toml(stories.Story("새 발표", "", story.slides[:2])), "utf-8")
    page.locator("input[type=file]").set_input_files(good)
    expect(page.locator(".pd-slide")).to_have_count(2)
    expect(page.get_by_role("alert")).to_contain_text("파일을 열었습니다: 새 발표")


SIZES = """
() => {
  const size = (node) => parseFloat(getComputedStyle(node).fontSize);
  const texts = [...document.querySelectorAll(".ps-slide .ps-chart text")]
    .filter((t) => t.textContent.trim());
  const scale = (t) => t.closest(".im-plot").getBoundingClientRect().width
    / t.closest(".im-plot").offsetWidth;
  return {
    title: size(document.querySelector(".ps-title")),
    sub: size(document.querySelector(".ps-sub")),
    table: document.querySelector(".ps-slide .ps-table")
      ? size(document.querySelector(".ps-slide .ps-table")) : null,
    labels: texts.map((t) => size(t) * scale(t)),
    cut: texts.filter((t) => {
      const b = t.getBoundingClientRect();
      const s = document.querySelector(".ps-chart").getBoundingClientRect();
      return b.width && (b.left < s.left - 40 || b.right > innerWidth || b.bottom > s.bottom + 4);
    }).map((t) => t.textContent),
  };
}
"""


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_slides_are_legible_from_five_metres(server: str, browser: Browser, width, height):
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    hundredth = height / 100
    for story in (BRIEFING, "recruitment-report", BRAIN_DRAIN):
        present(page, f"{server}/present?story={story}&present=1&lang=en")
        count = int(page.locator(".ps-place").inner_text().split("/")[1])
        for number in range(1, count + 1):
            at(page, number)
            sizes = page.evaluate(SIZES)
            assert sizes["title"] >= 4 * hundredth
            assert sizes["sub"] >= 2.2 * hundredth
            assert sizes["table"] is None or sizes["table"] >= 2.2 * hundredth
            assert all(label >= 2.2 * hundredth for label in sizes["labels"])
            assert sizes["labels"] or sizes["table"]
            assert sizes["cut"] == [], (story, number)
            page.keyboard.press("PageDown")
    context.close()


def test_keys_belong_to_the_presentation_alone(server: str, context: BrowserContext):
    page = context.new_page()
    sent: list[object] = []

    def keep(frame: object) -> None:
        sent.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", keep))
    present(page, f"{server}/present?story={BRIEFING}&present=1&lang=en")
    page.wait_for_timeout(1500)
    sent.clear()
    for key in ["r", "c", "R", "PageDown", "Escape", "ArrowDown", "Escape", "?", "?", "b", "b"]:
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    assert sent == []
    # The list: Escape opens it, the arrow goes on, Enter takes what has the focus.
    page.keyboard.press("Home")
    page.keyboard.press("o")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    at(page, 2)
    expect(page.locator(".ps-list")).to_be_hidden()
    page.keyboard.press("f")
    page.wait_for_timeout(300)
    assert page.evaluate("document.fullscreenElement?.className ?? ''").startswith("ps-root")
    page.keyboard.press("q")
    expect(page.locator(".ps-root")).to_have_count(0)


BOXES = """() => Object.fromEntries(["bar", "filters", "source", "chart"].map((name) => {
  const { top, bottom } = document.querySelector(`.ps-${name}`).getBoundingClientRect();
  return [name, { top, bottom }];
}))"""


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (1366, 768), (390, 844)])
def test_slide_filters_and_bar_lie_below_each_other(server: str, browser: Browser, size):
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    present(page, f"{server}/salary?lang=en&present=1")
    page.keyboard.press("v")
    page.locator(".ps-filters").get_by_role("button", name="Purchasing power").click()
    expect(page.locator(".ps-changed")).to_be_visible()
    # The longest that the bar says: it takes two lines where the window is narrow.
    page.route("**/_stcore/health", lambda route: route.abort())
    expect(page.locator(".ps-state")).to_contain_text("Server not", timeout=30_000)
    page.wait_for_timeout(300)
    box = page.evaluate(BOXES)
    assert box["filters"]["bottom"] <= box["bar"]["top"]
    assert box["source"]["bottom"] <= box["filters"]["top"] + 1
    assert box["bar"]["bottom"] <= size[1] + 1
    assert box["chart"]["bottom"] - box["chart"]["top"] > 60
    page.close()


def test_a_story_or_slide_that_is_not_there_is_named(server: str, context: BrowserContext):
    page = context.new_page()
    page.goto(f"{server}/present?lang=en&story=nonsense&present=1")
    refusal = page.locator("dialog.ps-refusal")
    expect(refusal).to_contain_text("there is no story 'nonsense'", timeout=30_000)
    refusal.get_by_role("button").click()
    note = page.locator("[data-testid=stMain] .pd [role=alert]")
    expect(note).to_contain_text("there is no story 'nonsense'")
    expect(note).to_contain_text(f"{BRIEFING}, recruitment-report, {BRAIN_DRAIN}")
    expect(note).to_be_in_viewport()
    assert page.locator(".ps-root").count() == 0
    present(page, f"{server}/present?lang=en&story={BRIEFING}&present=1&slide=40")
    expect(page.locator(".ps-warning")).to_contain_text("no slide 40: the story has 5")
