"""The import desk as an editor uses it, in a real browser, over SQLite and PostgreSQL."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from innocore_metrics.text import Words
from tests import recruitment_rows
from tests.browser.conftest import free_port
from tests.browser.provider import CLIENT, provider

pytestmark = pytest.mark.browser
HEADER = "날짜,단계,연구단,소속기관,인원\n"
BAD = HEADER + "2025-13-01,시작,없는연구단,KAIST,3\n2027. 1. 1.,시작,ai-llm,KAIST,-2\n"


def opened(context: BrowserContext, server: str, address: str = "/data") -> Page:
    page = context.new_page()
    page.goto(server + address)
    expect(page.get_by_test_id("stFileUploader")).to_be_visible(timeout=60_000)
    return page


def upload(page: Page, path: Path) -> None:
    page.set_input_files("input[type=file]", str(path))


def choose(page: Page, label: str, name: str) -> None:
    """Opens a list and takes one of it; a run of the script that ends then closes the list."""
    option = page.get_by_role("option", name=name)
    for _ in range(10):
        page.get_by_label(label).click()
        page.wait_for_timeout(500)
        if option.is_visible():
            option.click()
            return
        page.keyboard.press("Escape")
    raise AssertionError(f"no {name!r} in {label!r}")


def test_from_a_bad_file_to_a_release(url, start_server, context, tmp_path: Path):
    server = start_server(INNOCORE_DATABASE_URL=url)
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text(BAD, "utf-8")
    good.write_bytes(recruitment_rows.as_csv())
    page = opened(context, server)
    expect(page.get_by_text("파일 고르기")).to_be_visible()

    upload(page, bad)
    expect(page.get_by_text("2행을 읽었고 문제가 4건 있습니다")).to_be_visible(timeout=30_000)
    with page.expect_download() as caught:
        page.get_by_role("button", name="확인사항을 적은 파일 내려받기").click()
    returned = Path(caught.value.path()).read_text("utf-8-sig")
    assert "날짜로 읽을 수 없습니다" in returned
    assert "아직 오지 않은 날짜" in returned

    page = opened(context, server)
    upload(page, good)
    expect(page.get_by_text("행 모두 문제가 없습니다")).to_be_visible(timeout=30_000)
    change = page.get_by_test_id("stExpander").first
    change.locator("summary").click()
    expect(change.get_by_text(re.compile("이후: .*407명"))).to_be_visible()
    reason = page.get_by_label(Words("ko")("desk.reason")).first
    reason.fill("처음")
    # A line break is no decision.
    reason.press("Enter")
    page.wait_for_timeout(1500)
    expect(page.get_by_text("1번 기록으로 저장했습니다")).to_have_count(0)
    page.get_by_role("button", name="대장에 저장").click()
    expect(page.get_by_text("1번 기록으로 저장했습니다")).to_be_visible(timeout=30_000)

    # Viewers see nothing yet; after the release they do, and no small count.
    answer = page.request.get(f"{server}/board/recruitment.json").json()
    assert not [key for key in answer["variants"] if key.startswith("ledger-")]
    page.get_by_role("tab", name="공개와 정확한 인원").click()
    page.get_by_label(Words("ko")("desk.reason")).last.fill("첫 공개")
    page.get_by_role("button", name="지금 공개", exact=True).click()
    expect(page.get_by_text(Words("ko")("desk.release_unsure"))).to_be_visible(timeout=30_000)
    page.get_by_text(Words("ko")("desk.release_sure", days=28)).click()
    page.get_by_role("button", name="지금 공개", exact=True).click()
    expect(page.get_by_text("2번으로 공개했습니다")).to_be_visible(timeout=60_000)
    answer = page.request.get(f"{server}/board/recruitment.json").json()
    raw = [
        row
        for key, v in answer["variants"].items()
        if key.startswith("ledger-")
        for row in v["raw"]
    ]
    counted = [
        row for row in raw if row[4] == "persons" and not row[0].startswith("innocore.forecast")
    ]
    assert counted
    assert not [row for row in counted if row[1] is not None and 1 <= row[1] <= 4]
    page.goto(f"{server}/recruitment?lang=en")
    page.wait_for_selector("text=The recruitment ledger", timeout=30_000)


def with_one_revision(start_server, context, tmp_path: Path) -> Page:
    """The history of a ledger into which a file was just stored."""
    server = start_server(INNOCORE_DATABASE_URL=f"sqlite:///{tmp_path / 'l.sqlite'}")
    good = tmp_path / "good.csv"
    good.write_bytes(recruitment_rows.as_csv())
    page = opened(context, server, "/data?lang=en")
    upload(page, good)
    expect(page.get_by_role("button", name="Store in the ledger")).to_be_visible(timeout=30_000)
    page.get_by_label("Reason (kept in the history)").first.fill("first")
    page.get_by_role("button", name="Store in the ledger").click()
    expect(page.get_by_text("as revision 1")).to_be_visible(timeout=30_000)
    page.get_by_role("tab", name="History and roll back").click()
    return page


def test_roll_back_and_history(start_server, context, tmp_path: Path):
    page = with_one_revision(start_server, context, tmp_path)
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text("1 revision is whole")).to_be_visible(timeout=30_000)
    choose(page, "State to bring back", "0: the empty ledger")
    page.get_by_label("Reason (kept in the history)").first.fill("wrong file")
    page.get_by_text("I know that this changes what the ledger holds now").click()
    page.get_by_role("button", name="Roll back").click()
    expect(page.get_by_text("as revision 2")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("cell", name="wrong file")).to_be_visible()


# Types while the answer to the press is still on its way, as a quick hand does.
TYPED_AFTER_VERIFY = """() => {
    const of = (name) => [...document.querySelectorAll("button")].find(
        (button) => button.innerText.trim() === name && button.offsetParent);
    of("Verify").click();
    const reason = document.querySelector('[data-testid="stForm"] input[type="text"]');
    reason.focus();
    document.execCommand("insertText", false, "wrong file");
}"""


def test_a_message_that_comes_does_not_take_what_is_typed(start_server, context, tmp_path: Path):
    page = with_one_revision(start_server, context, tmp_path)
    expect(page.get_by_role("button", name="Verify")).to_be_visible()
    page.evaluate(TYPED_AFTER_VERIFY)
    expect(page.get_by_text("1 revision is whole")).to_be_visible(timeout=30_000)
    reason = page.get_by_label("Reason (kept in the history)").first
    expect(reason).to_have_value("wrong file")
    # Drawn anew it would have lost the focus, and under load what was typed.
    expect(reason).to_be_focused()


SECRETS = """
[auth]
redirect_uri = "{server}/oauth2callback"
cookie_secret = "a text for these tests only, long enough"
client_id = "{client}"
client_secret = "none"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


def test_roles_come_with_a_login(start_server, context, tmp_path: Path):
    roles, secrets = tmp_path / "roles.toml", tmp_path / "secrets.toml"
    roles.write_text('[roles]\n"mapped@example.kr" = "editor"\n', "utf-8")
    with provider() as own:
        port = free_port()
        values = {"server": f"http://127.0.0.1:{port}", "client": CLIENT, "provider": own.url}
        secrets.write_text(SECRETS.format(**values), "utf-8")
        server = start_server(
            port=port,
            INNOCORE_DATABASE_URL=f"sqlite:///{tmp_path / 'l.sqlite'}",
            INNOCORE_ROLES_FILE=str(roles),
            STREAMLIT_SECRETS_FILES=str(secrets),
        )
        page = context.new_page()
        for claims, role, parts in (
            ({"email": "nobody@example.kr"}, "viewer", 0),
            ({"email": "mapped@example.kr", "email_verified": True}, "editor", 3),
            ({"email": "head@example.kr", "roles": ["admin"]}, "administrator", 3),
        ):
            own.claims = claims
            page.goto(f"{server}/data?lang=en")
            # A login is set up: being at this machine is no longer enough.
            expect(page.get_by_text("Log in to change the ledger")).to_be_visible(timeout=60_000)
            assert page.get_by_role("tab").count() == 0
            page.get_by_role("button", name="Log in").click()
            page.wait_for_url(f"{server}/", timeout=30_000)
            page.goto(f"{server}/data?lang=en")
            said = f"Logged in as {claims['email']}. Role: {role}"
            expect(page.get_by_text(said)).to_be_visible(timeout=60_000)
            assert page.get_by_role("tab").count() == parts
            page.get_by_role("button", name="Log out").click()
            page.wait_for_url(f"{server}/", timeout=30_000)
