"""How to repeat an exhibit in Python: lines to copy that rebuild it from the data package."""

from __future__ import annotations

import json

from innocore_metrics.selection import Selection
from innocore_metrics.text import Words

_HEAD = """\
# {where}
{imports}
from innocore_metrics.charts import LIGHT
from innocore_metrics.exhibits import View, find
from innocore_metrics.selection import parse_query
from innocore_metrics.text import Words

{load}
assert dataset.version == "{version}", dataset.version
selection, problems = parse_query({query}, dataset.vocabulary)
view = View(dataset, selection, Words(selection.lang), LIGHT)
exhibit = find("{id}").exhibit(view)
print(exhibit.title)
for figure in exhibit.figures:
    print(figure.id, figure.value, figure.unit, figure.status, *figure.sources)
# {draw}
"""
_PATH = "from pathlib import Path\n\n"
_PRESENT = (
    "from innocore_metrics.dataset import load_dataset",
    'dataset = load_dataset(Path("data"))',
)
_KEPT = (
    "from innocore_metrics.dataset.versions import open_edition",
    'dataset = open_edition(Path("var/versions"), "{facts}").dataset',
)
_LEDGER = (
    "from innocore_metrics.dataset import with_ledger\n"
    "from innocore_metrics.desk.reading import public_view, store\n"
    "from innocore_metrics.settings import DATABASE_URL",
    "ledger = store(DATABASE_URL.of(os.environ))\n"
    "dataset = with_ledger(dataset, public_view(ledger, {release}))",
)


def template(version: str, words: Words, *, pinned: bool, release: int = 0) -> str:
    """The lines with ``{id}`` and ``{query}`` (a dict of the address) left to fill in.

    ``pinned``: the facts come out of the archive; ``release``: number of the ledger's release
    that is shown, 0 where there is none.
    """
    imports, load = _KEPT if pinned else _PRESENT
    if release:
        imports = f"{imports}\n{_LEDGER[0]}"
        load = f"{load}\n{_LEDGER[1]}"
    system = "import os\n" if release else ""
    load = load.replace("{facts}", version.split("-", maxsplit=1)[0]).replace(
        "{release}", str(release)
    )
    text = _HEAD.replace("{imports}", f"{system}{_PATH}{imports}").replace("{load}", load)
    for name in ("where", "draw"):
        text = text.replace(f"{{{name}}}", words(f"python.{name}"))
    return text.replace("{version}", version)


def snippet(version: str, selection: Selection, id: str, release: int = 0) -> str:
    """The lines that rebuild the exhibit ``id`` under ``selection``."""
    words = Words(selection.lang)
    text = template(version, words, pinned=bool(selection.version), release=release)
    return text.replace("{id}", id).replace("{query}", as_dict(selection.to_query()))


def as_dict(query: dict[str, str]) -> str:
    """A dict of texts as Python and JavaScript both write it.

    >>> as_dict({"basis": "ppp"})
    '{"basis": "ppp"}'
    """
    return json.dumps(query, ensure_ascii=False)
