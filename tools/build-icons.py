"""Draws the icons in other forms from static/icons/icon.svg: `python tools/build-icons.py`."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ICONS = Path(__file__).resolve().parents[1] / "static" / "icons"
# Phones round the corners of a touch icon themselves and show no transparency.
TOUCH = 180
SIZES = (16, 32, 48)


def main() -> None:
    drawing = (ICONS / "icon.svg").read_text(encoding="utf-8")
    square = drawing.replace(' rx="13"', "")
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 256, "height": 256})

        def picture(svg: str, size: int) -> Image.Image:
            style = f"<style>body{{margin:0}}svg{{display:block;width:{size}px}}</style>"
            page.set_content(style + svg)
            clip = {"x": 0, "y": 0, "width": size, "height": size}
            return Image.open(io.BytesIO(page.screenshot(clip=clip, omit_background=True)))

        picture(square, TOUCH).convert("RGB").save(ICONS / "touch.png", optimize=True)
        small = [picture(drawing, size) for size in SIZES]
        small[1].save(ICONS / "icon.png", optimize=True)
        small[-1].save(
            ICONS / "icon.ico", sizes=[(size, size) for size in SIZES], append_images=small[:-1]
        )
        browser.close()


if __name__ == "__main__":
    main()
