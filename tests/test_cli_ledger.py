"""The ledger on the command line, from import to roll back."""

from __future__ import annotations

from pathlib import Path

import pytest

from innocore_metrics.cli import main
from tests import recruitment_rows


@pytest.fixture
def run(url, capsys):
    def command(*arguments: str) -> tuple[int, str, str]:
        code = main(["ledger", *map(str, arguments), "--database", url, "--lang", "en"])
        out = capsys.readouterr()
        return code, out.out, out.err

    return command


def test_a_ledger_from_import_to_roll_back(run, tmp_path: Path):
    good = tmp_path / "good.csv"
    good.write_bytes(recruitment_rows.as_csv())
    code, out, _ = run("import", good, "--check")
    assert (code, "nothing wrong" in out) == (0, True)
    assert run("history")[1] == "The ledger has no revisions.\n"
    assert run("import", good, "--reason", "first", "--who", "me")[0] == 0
    code, out, _ = run("history")
    assert "me  import" in out
    assert "good.csv  first" in out
    code, _, err = run("import", good, "--reason", "again")
    assert (code, "revision 1" in err) == (1, True)
    assert run("diff", 0, 1)[1].startswith("month,stage,research_group")
    assert run("release", "--reason", "open")[0] == 0
    assert run("rollback", 0, "--reason", "empty")[0] == 0
    assert run("export", "--out", tmp_path / "out.csv")[0] == 0
    assert run("export", "--revision", 1, "--out", tmp_path / "one.csv")[0] == 0
    lines = (tmp_path / "one.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == len(good.read_text("utf-8").splitlines())
    code, out, _ = run("verify")
    assert (code, "3 revisions are whole" in out) == (0, True)
    heads = [line.split()[-1] for line in out.splitlines()]
    assert len(heads) == 2
    assert run("verify", "--head", heads[0], "--audit-head", heads[1])[0] == 0
    assert run("verify", "--head", "0" * 64)[0] == 1
    code, _, err = run("verify", "--audit-head", "0" * 64)
    assert (code, "audit log has the noted hash" in err) == (1, True)
    assert "rollback" in run("audit")[1]


def test_a_bad_file_gives_every_reason_and_a_file_with_remarks(run, tmp_path: Path):
    bad = tmp_path / "bad.csv"
    bad.write_text("date,stage,group,host,count,name\n2025-09-01,hired,x,MIT,0,Kim\n", "utf-8")
    code, out, err = run("import", bad, "--reason", "x", "--remarks", tmp_path / "back.csv")
    assert (code, out) == (1, "")
    assert "'name'" in err
    bad.write_text("date,stage,group,host,count\n2025-09-01,hired,x,MIT,0\n", "utf-8")
    code, out, err = run("import", bad, "--reason", "x", "--remarks", tmp_path / "back.csv")
    assert code == 1
    for given in ("hired", "'x'", "MIT"):
        assert given in err
    assert "hired" in (tmp_path / "back.csv").read_text("utf-8-sig")
    assert run("history")[1] == "The ledger has no revisions.\n"


def test_a_template_is_written(run, tmp_path: Path):
    assert run("template", "--out", tmp_path / "t.xlsx")[0] == 0
    assert (tmp_path / "t.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("arguments", [("diff", "0", "9"), ("rollback", "9", "--reason", "x")])
def test_states_that_do_not_exist_are_named(run, arguments):
    code, _, err = run(*arguments)
    assert code == 1
    assert "9" in err
