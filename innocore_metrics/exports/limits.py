"""What the formats take at most, in one place, and how a text is brought within it.

An address is never cut, since half of it leads elsewhere: it is left out, or kept as text.
"""

from __future__ import annotations

# Characters of a document property (title, subject ...) in PPTX and XLSX.
PROPERTY = 255
# Characters of a hyperlink: Excel's limit, and what Windows opens from any office program.
LINK = 2079
# Characters of a cell of a workbook.
CELL = 32_767
# Characters of an address that stands as text on a page, a slide or a picture.
SHOWN_LINK = 90
# Bytes of a file's name on the file systems in use, less what a browser adds to a second copy.
FILE_NAME = 240
_CUT = "…"


def shortened(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis where it is longer than ``most`` characters.

    >>> shortened("recruitment", 20), shortened("recruitment", 5)
    ('recruitment', 'recr…')
    """
    return text if len(text) <= most else text[: most - len(_CUT)] + _CUT


def whole_or_none(address: str, most: int) -> str:
    """The address, or nothing where it is longer than ``most`` characters.

    >>> whole_or_none("https://a.example", 20), whole_or_none("https://a.example", 5)
    ('https://a.example', '')
    """
    return address if len(address) <= most else ""


def pieces(text: str, most: int) -> list[str]:
    """The text in parts of ``most`` characters, so that a cell or a line loses nothing.

    >>> pieces("abcde", 2), pieces("", 2)
    (['ab', 'cd', 'e'], [''])
    """
    return [text[start : start + most] for start in range(0, len(text), most)] or [""]


def displayed_link(address: str) -> str:
    """An address as readers see it: without its scheme, without choices where these are long.

    >>> displayed_link("https://metrics.example/salary?basis=ppp")
    'metrics.example/salary?basis=ppp'
    >>> displayed_link("https://metrics.example/scenarios?s1=" + "x" * 200)
    'metrics.example/scenarios …'
    """
    plain = address.split("://", 1)[-1]
    if len(plain) <= SHOWN_LINK:
        return plain
    return f"{shortened(plain.split('?', 1)[0], SHOWN_LINK - 2)} {_CUT}"
