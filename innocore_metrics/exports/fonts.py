"""The bundled typeface in slices by letters, as data inside pages that may load nothing."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from functools import lru_cache

from innocore_metrics.charts import FAMILY
from innocore_metrics.settings import ROOT

FOLDER = ROOT / "static" / "vendor" / "font"
WEIGHTS = "45 920"
_FACE = re.compile(r"src: url\(\./([^)]+)\).*?unicode-range: ([^;]+);", re.DOTALL)
_RANGE = re.compile(r"U\+([0-9a-f]+)(?:-([0-9a-f]+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Slice:
    """Some letters of the typeface: their ranges as CSS has them, and the file as a data URL."""

    unicode_range: str
    url: str

    def holds(self, letters: frozenset[int]) -> bool:
        """Whether any of the letters (code points) is among those of the slice."""
        ends = ((int(a, 16), int(b or a, 16)) for a, b in _RANGE.findall(self.unicode_range))
        return any(low <= letter <= high for low, high in ends for letter in letters)


@lru_cache(maxsize=1)
def slices() -> tuple[Slice, ...]:
    """Every slice; none where the board was not built."""
    sheet = FOLDER / "font.css"
    if not sheet.exists():
        return ()
    found = _FACE.findall(sheet.read_text(encoding="utf-8"))
    return tuple(Slice(letters.strip(), _data_url(name)) for name, letters in found)


def _data_url(name: str) -> str:
    data = base64.b64encode((FOLDER / name).read_bytes()).decode()
    return f"data:font/woff2;base64,{data}"


def style(text: str) -> str:
    """The ``@font-face`` rules for the letters of a text."""
    letters = frozenset(map(ord, text))
    return "".join(
        f"@font-face{{font-family:'{FAMILY}';font-weight:{WEIGHTS};src:url({one.url});"
        f"unicode-range:{one.unicode_range}}}"
        for one in slices()
        if one.holds(letters)
    )
