"""Result tables out of a folder, as the dashboard shows them.

Tables may be Parquet or CSV, so that a folder made by other means is read as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from innocore_metrics.dataset import Dataset
from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.folder import RESULT, SENSITIVITY, SENSITIVITY_SCHEMA, told
from innocore_metrics.mobility.results import SCHEMAS
from innocore_metrics.mobility.withholding import Sums, total
from innocore_metrics.model import (
    FEW_BELOW,
    FirstPostdoc,
    InstituteMove,
    MobilityView,
    OwnCohort,
    OwnFlow,
    OwnReport,
    OwnYear,
    Variant,
)

_NUMBERS = ("last_year", "censor_years", "min_population")
_NEEDED = ("population", "flows")
_ENDINGS = (".parquet", ".csv")


def read_folder(folder: Path, institutes: Mapping[str, str], home: str = "KR") -> MobilityView:
    """The tables of a folder as seen from ``home``.

    ``institutes`` has the key of an institute by every name and id that it may have in the
    tables, in small letters; others get keys of their own.

    Raises:
        MobilityError: with everything that is wrong with the folder.
    """
    about = _about(folder)
    problems: list[Problem] = []
    tables = {name: _table(folder, name, SCHEMAS[name], problems) for name in SCHEMAS}
    tables[SENSITIVITY] = _table(folder, SENSITIVITY, SENSITIVITY_SCHEMA, problems)
    if problems:
        raise MobilityError(problems)
    return _View(about, {n: t for n, t in tables.items() if t is not None}, home, institutes).view()


# ROR ids, seen in public records; the others are known by name.
_ROR = {"mit": "042nb2s44", "kaist": "05apxxy63", "dgist": "03frjya69"}


def institute_names(dataset: Dataset) -> dict[str, str]:
    """Ids of institutions by every name and id that tables may have for them, in small letters."""
    found: dict[str, str] = {}
    for row in dataset.institutions:
        names = (row.id, row.name_ko, row.name_en, row.short_ko, row.short_en, _ROR.get(row.id, ""))
        bare = row.name_ko.split("(")[0]
        found |= {name.lower(): row.id for name in (*names, bare) if name}
    return found


def _problem(file: Path, code: str, given: str = "", allowed: str = "") -> Problem:
    return Problem(str(file), code=code, given=given, allowed=allowed)


def _about(folder: Path) -> Mapping[str, Any]:
    file = folder / RESULT
    try:
        about = json.loads(file.read_text(encoding="utf-8"))
        rules, report = dict(about["rules"]), dict(about["report"])
        numbers = (*(rules[name] for name in _NUMBERS), rules.get("few_below", FEW_BELOW))
        for number in (*numbers, report["read"]):
            int(number)
    except (OSError, ValueError, KeyError, TypeError) as error:
        given = f"{type(error).__name__}: {error}"
        raise MobilityError([_problem(file, "mobility_no_result", given)]) from error
    return dict(about)


def _table(folder: Path, name: str, schema: pa.Schema, problems: list[Problem]) -> pa.Table | None:
    found = [
        folder / f"{name}{ending}" for ending in _ENDINGS if (folder / f"{name}{ending}").exists()
    ]
    if not found:
        if name in _NEEDED:
            allowed = ", ".join(f"{name}{ending}" for ending in _ENDINGS)
            problems.append(_problem(folder, "mobility_no_table", name, allowed))
        return None
    try:
        table = _read(found[0], schema)
        missing = [column for column in schema.names if column not in table.column_names]
        if missing:
            given = ", ".join(missing)
            problems.append(_problem(found[0], "missing_column", given, ", ".join(schema.names)))
            return None
        # Counts may be missing where they were withheld.
        loose = pa.schema([pa.field(one.name, one.type) for one in schema])
        return table.select(schema.names).cast(loose)
    except (OSError, pa.ArrowException) as error:
        problems.append(_problem(found[0], "mobility_unreadable", str(error).split("\n")[0]))
        return None


def _read(file: Path, schema: pa.Schema) -> pa.Table:
    if file.suffix == ".parquet":
        return pq.read_table(file)
    # NA is Namibia, an empty country is none seen, and an empty count was withheld.
    convert = pa_csv.ConvertOptions(
        column_types=schema, null_values=[""], strings_can_be_null=False
    )
    return pa_csv.read_csv(file, convert_options=convert)


def _rows(table: pa.Table | None) -> Iterable[dict[str, Any]]:
    return table.to_pylist() if table is not None else ()


class _View:
    """Makes the view: only rows that concern ``home`` become Python values."""

    def __init__(
        self,
        about: Mapping[str, Any],
        tables: Mapping[str, pa.Table],
        home: str,
        institutes: Mapping[str, str],
    ) -> None:
        self._about, self._tables, self._home = about, tables, home
        self._known = institutes
        self._names: dict[str, str] = {}

    def view(self) -> MobilityView:
        rules = self._about["rules"]
        years = self._years()
        first = min((row.year for row in years), default=int(rules["last_year"]))
        moves, postdocs = self._moves(), self._postdocs()
        return MobilityView(
            home=self._home,
            made=str(self._about.get("made", "")),
            engine=str(self._about.get("engine", "")),
            rules={name: told(value) for name, value in rules.items()},
            first_year=first,
            last_year=int(rules["last_year"]),
            censor_years=int(rules["censor_years"]),
            min_population=int(rules["min_population"]),
            report=self._report(),
            years=years,
            flows=tuple(OwnFlow(**row) for row in _rows(self._flows())),
            institutes=self._names,
            moves=moves,
            postdocs=postdocs,
            variants=self._variants(),
            cohorts=(*self._stays(), *self._returns()),
            few_below=int(rules.get("few_below", FEW_BELOW)),
        )

    def _report(self) -> OwnReport:
        report = self._about["report"]
        counts = {name: dict(report.get(name) or {}) for name in ("rejected", "dropped")}
        persons = report.get("persons", 0)
        return OwnReport(
            str(report.get("source", "")),
            int(report["read"]),
            counts["rejected"],
            counts["dropped"],
            None if persons is None else int(persons),
        )

    def _flows(self) -> pa.Table:
        flows = self._tables["flows"]
        home = self._home
        concerned = pc.or_(pc.equal(flows["origin"], home), pc.equal(flows["destination"], home))
        return flows.filter(concerned)

    def _years(self) -> tuple[OwnYear, ...]:
        population = self._tables["population"]
        here = population.filter(pc.equal(population["country"], self._home))
        persons = {row["year"]: row["persons"] for row in here.to_pylist()}
        flows = list(_rows(self._flows()))
        into, out = total(flows, "destination"), total(flows, "origin")
        years = sorted({*persons, *(year for year, _ in (*into, *out))})
        return tuple(self._year(year, persons.get(year, 0), into, out) for year in years)

    def _year(self, year: int, persons: int | None, into: Sums, out: Sums) -> OwnYear:
        # Moves are withheld where a part of them is: what is shown would pass for all.
        came, left = into[year, self._home], out[year, self._home]
        return OwnYear(year, persons, came.value, left.value, came.least, left.least)

    def _key(self, institute: str) -> str:
        plain = institute.strip().lower().removeprefix("https://ror.org/")
        key = self._known.get(plain)
        if key is None:
            key = f"own-{plain}".replace(".", "-")
        self._names.setdefault(key, institute)
        return key

    def _moves(self) -> tuple[InstituteMove, ...]:
        return tuple(
            InstituteMove(
                self._key(row["institute"]),
                row["direction"],
                row["year"],
                row["partner"],
                row["persons"],
            )
            for row in _rows(self._tables.get("institute_moves"))
        )

    def _postdocs(self) -> tuple[FirstPostdoc, ...]:
        return tuple(
            FirstPostdoc(
                self._key(row["institute"]),
                row["year"],
                row["destination"],
                row["persons"],
                row["censored"],
            )
            for row in _rows(self._tables.get("first_postdocs"))
        )

    def _stays(self) -> Iterable[OwnCohort]:
        for row in _rows(self._tables.get("stays")):
            if row["cohort"] != "doctorates" or row["country"] != self._home:
                continue
            here, elsewhere = row["present"], row["elsewhere"]
            known = here is not None and elsewhere is not None
            seen = here + elsewhere if known else None
            yield OwnCohort("stays", row["year"], row["k"], seen, here, row["censored"])

    def _returns(self) -> Iterable[OwnCohort]:
        for row in _rows(self._tables.get("returns")):
            if row["country"] == self._home:
                counts = (row["persons"], row["returned"])
                yield OwnCohort("returns", row["year"], row["k"], *counts, row["censored"])

    def _variants(self) -> tuple[Variant, ...]:
        rows = [row for row in _rows(self._tables.get(SENSITIVITY)) if row["country"] == self._home]
        return tuple(
            Variant(row["rule"], row["value"], row["persons"], row["inflow"], row["outflow"])
            for row in rows
        )
