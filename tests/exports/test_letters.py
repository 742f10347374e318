"""Pictures are drawn in the bundled typeface, whatever the machine has."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any

import pytest

from innocore_metrics.charts import FAMILY, LIGHT, table_figure
from innocore_metrics.exports import closed, fonts
from innocore_metrics.exports.renderer import renderer

pytestmark = pytest.mark.skipif(not fonts.slices(), reason="the board was not built")
TEXT = "한국은 2017년에 4.1 % abroad"


def test_the_letters_of_a_picture_are_loaded_before_it_is_drawn():
    figure = table_figure(["-"], [["-"]], LIGHT)
    figure.update_layout(
        width=600, height=300, annotations=[{"text": TEXT, "x": 0.5, "y": 0.5, "showarrow": False}]
    )
    browser = renderer(os.environ)
    picture = browser.image(figure.to_json(), "png")
    assert picture.startswith(b"\x89PNG")
    drawing = browser.image(figure.to_json(), "svg").decode()
    assert FAMILY in drawing
    loaded = _ask(browser, f"document.fonts.check('16px \"{FAMILY}\"', {json.dumps(TEXT)})")
    assert loaded is True
    faces = _ask(browser, "[...document.fonts].filter((one) => one.status === 'loaded').length")
    assert 0 < faces < len(fonts.slices())


def _ask(browser: Any, expression: str) -> Any:
    """A value of the page on which pictures are drawn."""

    async def ask() -> Any:
        values = {"expression": expression, "returnByValue": True}
        return await closed.answer(browser._tab, "Runtime.evaluate", **values)

    found = asyncio.run_coroutine_threadsafe(ask(), browser._loop).result(30)
    return found["result"]["value"]
