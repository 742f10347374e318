"""Limits on size, and names that people and checks outside rely on."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pages import PAGES as REGISTRY

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("innocore_metrics", "pages", "web")
MODULES = sorted(file for folder in FOLDERS for file in ROOT.glob(f"{folder}/**/*.py"))
SCRIPTS = sorted(ROOT.glob("static/board/*.js"))
SLIDES = sorted(ROOT.glob("static/present/*.js"))
STUBS = ("__init__.py", "brain-drain.py")
PAGES = sorted(p for p in ROOT.glob("pages/*.py") if p.name not in STUBS)


def test_there_is_something_to_measure():
    assert len(MODULES) > 50
    assert len(SCRIPTS) >= 9
    assert len(PAGES) == len(REGISTRY)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_and_functions_stay_small(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            documented = ast.get_docstring(node) is not None and len(node.body) > 1
            first = node.body[1] if documented else node.body[0]
            assert node.end_lineno - first.lineno < 40, node.name


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_a_page_run_as_a_script_runs_the_whole_dashboard(path):
    text = path.read_text(encoding="utf-8")
    assert 'if __name__ == "__main__":\n    from dashboard import main\n\n    main()\n' in text
    assert "def render() -> None:" in text


def test_every_mention_of_a_home_directory_or_absolute_path_is_an_error():
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert "/home/" not in text
        assert "/root/" not in text


@pytest.mark.parametrize("path", [*SCRIPTS, *SLIDES], ids=lambda p: p.name)
def test_scripts_stay_small(path):
    assert path.read_text(encoding="utf-8").count("\n") <= 400


def test_every_module_of_the_board_is_loaded_early():
    from web.page import _MODULES

    assert sorted(_MODULES) == [path.stem for path in SCRIPTS]
