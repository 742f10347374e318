"""The bundle's parts: choices kept, modules as one script, checksums."""

from __future__ import annotations

import pytest

from innocore_metrics.selection import Selection
from pages.components import assets
from web.bundle import scripts
from web.bundle.choices import Choices


def test_every_list_of_one_filter_is_kept(dataset):
    kept = list(Choices().of(dataset, ("institutes",), "ko"))
    assert kept[0] == Selection(dataset.vocabulary)
    assert len({selection.institutes for selection in kept}) == len(kept) == 2**6


def test_many_filters_together_keep_the_near_lists(dataset):
    kept = list(Choices(most=100).of(dataset, ("institutes", "fields"), "en"))
    lists = {selection.chosen_institutes for selection in kept}
    assert () in lists
    assert ("kaist",) in lists
    assert dataset.vocabulary.institutes in lists
    assert all(len(ids) in (0, 1, 5, 6) for ids in lists)
    assert {selection.lang for selection in kept} == {"en"}


def test_periods_never_run_backwards(dataset):
    kept = list(Choices(years=(1995, 2010, 2026)).of(dataset, ("period",), "ko"))
    assert len(kept) == 6
    assert all(selection.first_year <= selection.last_year for selection in kept)


def test_an_exhibit_without_filters_is_kept_once(dataset):
    assert list(Choices().of(dataset, (), "ko")) == [Selection(dataset.vocabulary)]


def test_modules_become_one_script_in_the_order_of_need():
    text = scripts.board()
    assert "import {" not in text
    assert "export " not in text
    assert (
        text.index("modules.dom =") < text.index("modules.card =") < text.index("modules.start =")
    )
    assert "modules.early" not in text


def test_an_import_of_another_form_is_refused(tmp_path):
    (tmp_path / "start.js").write_text('import all from "./x.js";\n')
    with pytest.raises(ValueError, match=r"start\.js"):
        scripts.classic(tmp_path / "start.js", assets.STATIC / "board")
