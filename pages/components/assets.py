"""Files that the browser loads: always from our own origin, whatever was built."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

import plotly

from innocore_metrics.charts import FONT

STATIC = Path(__file__).resolve().parents[2] / "static"
# Where the folder is served, relative to the address of a page. This is where Streamlit does it;
# a server of our own puts its place here.
base = "app/static/"


@lru_cache(maxsize=1)
def ready() -> None:
    """Make sure that there is a plotly among the files.

    Without a built bundle the plotly.min.js of the installed package is put beside it.
    """
    if not (STATIC / "vendor" / "plotly.js").exists():
        whole = STATIC / "wheel" / "plotly.min.js"
        if not whole.exists():
            whole.parent.mkdir(parents=True, exist_ok=True)
            package = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
            shutil.copyfile(package, whole)


def url() -> str:
    """Where the browser finds the files, relative to the address of a page."""
    ready()
    return base


def typeface() -> str:
    """The family of all letters, declared for the style sheets and for what draws charts."""
    return f"<style>:root {{ --im-font: {FONT}; }}</style>"
