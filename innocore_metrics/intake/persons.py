"""Personal data in free text: numbers, addresses and clear names, however they are written.

Texts are looked at in one plain form (compatibility characters, dashes and invisible characters
told apart no longer). What is found is named by kind and never repeated.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from innocore_metrics.errors import InnocoreError, Problem
from innocore_metrics.intake.names import MAYBE, names_a_person

Mask = npt.NDArray[np.bool_]

_START, _END = "(?:^|[^0-9])", "(?:[^0-9]|$)"
_GAP = r"[-. ()/_]{0,3}"
_BORN = r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_AREA = r"(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|80|50[2-8]?|1[016789])"
# Letters and digits of a passport; "V20250929" is a version with a day.
_PASSPORT = (
    r"[A-Z](?:[013-9][0-9]{6,7}|2[1-9][0-9]{5,6})|[A-Z]{2}(?:[013-9][0-9]{6}|2[1-9][0-9]{5})"
    r"|M[0-9]{3}[A-Z][0-9]{4}"
)
# Kinds (keys of ``detail.*``) and what they look like: RE2.
_PATTERNS = {
    "email": (
        r"[\pL\pN._%+'-]+ ?(?:@| ?[(\[] ?(?:at|골뱅이) ?[)\]] ?) ?[\pL\pN-]+"
        r"(?:\.[\pL\pN-]+)*\.\pL"
    ),
    "resident": (
        rf"{_START}{_BORN}(?: ?[-./_ ]? ?[1-8][0-9]{{6}}{_END}| ?- ?[1-8*][0-9*xX●○]{{6}})"
        r"|[0-9]{2,4}[년./-] ?[0-9]{1,2}[월./-] ?[0-9]{1,2}[일.]? ?생(?:[^\pL]|$)"
        r"|(?:생년월일|주민등록번호|외국인등록번호) ?[:=]? ?[0-9]"
    ),
    "phone": (
        rf"{_START}(?:\+ ?82{_GAP}0?|0){_GAP}{_AREA}{_GAP}[0-9]{{3,4}}{_GAP}[0-9]{{4}}{_END}"
        rf"|\+[1-9][0-9]{{0,2}}[ .(-]{{1,2}}[0-9]{{1,4}}[ .)-]{{1,2}}(?:[0-9]{{2,4}}[ .-])*"
        rf"[0-9]{{3,4}}{_END}|\+[1-9][0-9]{{8,13}}{_END}"
    ),
    "passport": (
        rf"(?i)(?:^|[^A-Z0-9])(?:{_PASSPORT})(?:[^A-Z0-9]|$)"
        r"|(?:여권|passport)[^0-9A-Z]{0,6}(?:번호|no\.?|number)?[^0-9A-Z]{0,4}[A-Z]{0,2}[0-9]{5}"
    ),
    "orcid": (
        r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9Xx]"
        rf"|{_START}000[0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}{_GAP}[0-9]{{3}}[0-9Xx]{_END}"
        r"|(?i)orcid[^0-9]{0,20}[0-9]{4}"
    ),
    "identifier": r"(?:사번|학번|교번|직번|연구자 ?등록번호) ?[:=]? ?[A-Za-z]{0,2}[0-9]{4}",
}
KINDS = (*_PATTERNS, "person")
_ANY = "|".join(f"(?:{pattern})" for pattern in (*_PATTERNS.values(), MAYBE))
_INVISIBLE = r"[\p{Cf}\p{Mn}]+"
_DASHES = r"[\x{2010}-\x{2015}\x{2212}\x{2043}\x{30FC}]"


def plain(texts: pa.Array) -> pa.Array:
    """Texts as they are looked at: NFKC, one kind of dash and space, nothing invisible."""
    if not len(texts) or pc.all(pc.string_is_ascii(texts)).as_py():
        return texts
    texts = pc.utf8_normalize(texts, form="NFKC")
    texts = pc.replace_substring_regex(texts, _INVISIBLE, "")
    return pc.replace_substring_regex(pc.replace_substring_regex(texts, _DASHES, "-"), r"\s+", " ")


def found(texts: pa.Array, *, names: bool) -> dict[str, Mask]:
    """Where texts have personal data: a mask for each kind that is there.

    ``names``: look for names of people too (free text; lists of institutes have none).
    """
    looked = plain(texts)
    places = np.flatnonzero(_matches(looked, _ANY))
    if not len(places):
        return {}
    suspects = looked.take(pa.array(places))
    masks = {kind: _matches(suspects, pattern) for kind, pattern in _PATTERNS.items()}
    if names:
        masks["person"] = np.array([names_a_person(text) for text in suspects.to_pylist()])
    return {kind: _spread(mask, places, len(texts)) for kind, mask in masks.items() if mask.any()}


def _matches(texts: pa.Array, pattern: str) -> Mask:
    mask = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
    return np.asarray(mask, dtype=bool)


def _spread(mask: Mask, places: npt.NDArray[np.int64], size: int) -> Mask:
    whole = np.zeros(size, bool)
    whole[places[mask]] = True
    return whole


def kinds(text: str) -> tuple[str, ...]:
    """The kinds of personal data in one text, in the order of KINDS.

    >>> kinds("ｈｏｎｇ＠ｋａｉｓｔ．ａｃ．ｋｒ, 02-123-4567"), kinds("박사후연구원 3명")
    (('email', 'phone'), ())
    """
    # A text that is no UTF-8 cannot be looked at, nor stored.
    known = text.encode("utf-8", "replace").decode("utf-8")
    hits = found(pa.array([known.replace("_", " ")], pa.string()), names=True) if known else {}
    hits |= found(pa.array([known], pa.string()), names=True) if "_" in known else {}
    return tuple(kind for kind in KINDS if kind in hits)


def refuse(text: str, code: str, error: type[InnocoreError]) -> None:
    """Pass a text without personal data.

    Raises:
        InnocoreError: an ``error`` with a problem for each kind found; the text is not repeated.
    """
    problems = [Problem(code=code, detail=kind) for kind in kinds(text)]
    if problems:
        raise error(problems)


def recordable(file_name: str) -> str:
    """A file's name as a log may keep it: "..." where it holds personal data.

    >>> recordable("list.csv"), recordable("hong@kaist.ac.kr.csv")
    ('list.csv', '...')
    """
    return "..." if kinds(file_name) else file_name
