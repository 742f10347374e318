"""Names of files: in the reader's language, with the day, and one in ASCII for old programs."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from innocore_metrics.exports.limits import FILE_NAME

# What may stand in a name on every file system and in a quoted header as it is.
ASCII_NAME = re.compile(r"[A-Za-z0-9._-]+")
_FORBIDDEN = re.compile(r"[^\w.()+-]+")
_SEPARATORS = re.compile(r"[_-]{2,}")


def file_part(text: str) -> str:
    """A title as a part of a file's name: letters and digits of any script, words joined.

    >>> file_part("모집 현황"), file_part("../A/B: what?"), file_part("GIST·KAIST (2025)")
    ('모집현황', 'AB-what', 'GIST-KAIST(2025)')
    """
    plain = unicodedata.normalize("NFC", text)
    # Korean words close up, as offices write names of files; other scripts get a hyphen.
    plain = re.sub(r"(?<=[가-힣])\s+(?=[가-힣])", "", plain).replace("/", "").replace(" (", "(")
    joined = _SEPARATORS.sub("-", _FORBIDDEN.sub("-", plain))
    return joined.strip(".-_")


def fitting(stem: str, suffix: str) -> str:
    """Stem and suffix as a name that file systems take; only the stem is cut.

    >>> fitting("report", ".pdf"), len(fitting("보" * 200, ".pdf").encode()) <= FILE_NAME
    ('report.pdf', True)
    """
    room = FILE_NAME - len(suffix.encode())
    return stem.encode()[:room].decode(errors="ignore") + suffix


def is_file_name(name: str) -> bool:
    """Whether a name can be saved as it is: no path, no control character, nothing hidden.

    >>> is_file_name("이노코어_모집현황_20261127.hwpx")
    True
    >>> is_file_name("../x"), is_file_name("a\\n.csv")
    (False, False)
    """
    fits = 0 < len(name.encode("utf-8", "replace")) <= FILE_NAME
    return fits and not name.startswith(".") and _FORBIDDEN.search(name) is None


def attachment(name: str, ascii_name: str) -> str:
    """``Content-Disposition`` of a download (RFC 6266): the name, and one for old programs.

    >>> print(attachment("보고.pdf", "report.pdf"))
    attachment; filename="report.pdf"; filename*=UTF-8''%EB%B3%B4%EA%B3%A0.pdf
    >>> print(attachment("report.pdf", "report.pdf"))
    attachment; filename="report.pdf"

    Raises:
        ValueError: a name could not stand in a header or a folder as it is.
    """
    for one, fits in ((name, is_file_name(name)), (ascii_name, ASCII_NAME.fullmatch(ascii_name))):
        if not fits:
            raise ValueError(f"{one!r} is no name of a file")
    plain = f'attachment; filename="{ascii_name}"'
    return plain if name == ascii_name else f"{plain}; filename*=UTF-8''{quote(name, safe='')}"
