"""A Chromium that sees what it is given and nothing else: no network, no files.

A page that is printed holds words of strangers. Should one of them become markup all the same,
it finds every door shut: the page has no address of its own that might read files, names resolve
to nothing, and each request is refused before it leaves.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from choreographer import Browser
from choreographer.browsers.chromium import Chromium

SECONDS = 60
# What choreographer opens for pages that load files; ours come whole.
_OPEN = ("--disable-web-security", "--allow-file-access-from-files", "--disable-popup-blocking")
_SHUT = ("--host-resolver-rules=MAP * ~NOTFOUND", "--no-pings", "--disable-background-networking")
_READY = """
new Promise((done) => {
  const look = () => document.body?.dataset.ready ? done(true) : setTimeout(look, 20);
  look();
})
"""


class _Closed(Chromium):
    def get_cli(self) -> Sequence[str]:
        """The command without what opens doors, with what shuts them."""
        return [*(part for part in super().get_cli() if part not in _OPEN), *_SHUT]


async def start(program: str) -> Any:
    """A running browser."""
    browser = Browser(program, browser_cls=_Closed)
    await browser.open()
    return browser


async def tab(browser: Any, page: str) -> Any:
    """A tab with an HTML page that has set ``document.body.dataset.ready``.

    The page stands at ``about:blank``, which may not read files; what it asks for is refused.
    """
    made = await browser.create_tab("about:blank")

    async def refuse(event: Any) -> None:
        request = event["params"]["requestId"]
        values = {"requestId": request, "errorReason": "BlockedByClient"}
        await made.send_command("Fetch.failRequest", values)

    made.subscribe("Fetch.requestPaused", refuse)
    await answer(made, "Fetch.enable", patterns=[{"urlPattern": "*"}])
    tree = await answer(made, "Page.getFrameTree")
    frame = tree["frameTree"]["frame"]["id"]
    await answer(made, "Page.setDocumentContent", frameId=frame, html=page)
    await answer(made, "Runtime.evaluate", expression=_READY, awaitPromise=True)
    return made


async def answer(tab: Any, command: str, **values: object) -> Any:
    """What the browser answers; TimeoutError, or RuntimeError with what it says is wrong."""
    given = await asyncio.wait_for(tab.send_command(command, values), SECONDS)
    found = given.get("result", {})
    if "error" in given or "exceptionDetails" in found:
        raise RuntimeError(json.dumps(given)[:400])
    return found
