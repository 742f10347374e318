"""The Scholarly Migration Database: country and flow files of the 2024 and the 2026 release.

The rows are counts that others have made (Akbaritabar, Theile, Zagheni; CC BY 4.0). What to
mind in them:

- a blank origin or destination of a flow is no unknown country: it is the first or the last
  year of a career, and no move;
- ``NA`` is Namibia; codes come with two or three letters, in capitals or not;
- years may be floats (``2010.0``);
- the number of scholars is 0 where a release has none yet: there is no rate then;
- rates are shares in 2024 and checked here against the counts of their row;
- in 2026 each row stands for a gender and a field; ``all`` of both is the total;
- Taiwan is missing in flows and may be without a code in country files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.geography import country_code
from innocore_metrics.mobility.rates import in_rate, net_rate, out_rate
from innocore_metrics.mobility.readers.tables import Kept, Row, rows, whole
from innocore_metrics.mobility.releases import censored_from
from innocore_metrics.model import BilateralFlow, CountryYear

# Columns by what they hold, in the order in which they are looked for.
_CODES = ("iso2code", "iso2", "iso3code", "iso3", "countrycode")
_SCHOLARS = ("padded_population_of_researchers", "paddedpop", "scholars")
_INFLOW = ("number_of_inmigrations", "inflow")
_OUTFLOW = ("number_of_outmigrations", "outflow")
_NET = ("netmigration", "net")
_ORIGIN = ("iso3codefrom", "iso2codefrom", "migrationfrom", "origin", "area_from")
_DESTINATION = ("iso3codeto", "iso2codeto", "migrationto", "destination", "area_to")
_MOVES = ("n_migrations", "moves")
_RATES: tuple[tuple[str, Callable[[int, int, int], float]], ...] = (
    ("inmigrationrate", lambda i, _, n: in_rate(i, n)),
    ("outmigrationrate", lambda _, o, n: out_rate(o, n)),
    ("netmigrationrate", net_rate),
)
# Published rates are single-precision floats: seven digits.
_ROUNDING = 5e-7
_REQUIRED = "year; number_of_inmigrations, number_of_outmigrations, ...; or n_migrations, ..."


@dataclass(frozen=True, slots=True)
class Published:
    """Counts out of a published file.

    Attributes:
        release: ``2024`` or ``2026``, by the columns of the file.
        censored_from: the first year whose moves are not all known yet.
        countries: scholars, inflow and outflow by country and year; from a country file.
        flows: moves by origin, destination and year; from a flow file.
        kept: what became of the rows.
    """

    release: str
    censored_from: int
    countries: tuple[CountryYear, ...]
    flows: tuple[BilateralFlow, ...]
    kept: Kept


def read_smd(
    path: Path, database: str, *, gender: str = "all", field: str = "all", source: str = "smd"
) -> Published:
    """Read a country file or a flow file (CSV or Parquet), whichever it is.

    ``database`` is ``scopus`` or ``openalex``. ``gender`` and ``field`` choose among the rows
    of a 2026 file.

    Raises:
        MobilityError: not readable, not such a file, or one about regions within countries.
    """
    table = _Table(path, database, source, (gender, field))
    return table.read()


class _Table:
    def __init__(self, path: Path, database: str, source: str, wanted: tuple[str, str]) -> None:
        self._path = path
        self._database = database
        self._source = source
        self._wanted = wanted
        self._kept = Kept()
        self._seen: set[tuple[str, ...]] = set()
        self._share_or_per_1000: float | None = None

    def read(self) -> Published:
        countries: list[CountryYear] = []
        flows: list[BilateralFlow] = []
        release = ""
        for row in self._rows():
            if not release:
                release = "2026" if "gender" in row else "2024"
                self._refuse_unknown(row)
            self._kept.rows += 1
            if not self._asked(row):
                self._kept.set_aside["other_slice"] += 1
            elif any(name in row for name in _MOVES):
                flows += self._flow(row)
            else:
                countries += self._country(row)
        if not release:
            raise self._problem("mobility_not_smd", "")
        censored = censored_from(release, self._database)
        return Published(release, censored, tuple(countries), tuple(flows), self._kept)

    def _rows(self) -> Iterator[Row]:
        yield from rows(self._path)

    def _problem(self, code: str, given: str) -> MobilityError:
        return MobilityError([Problem(str(self._path), code=code, given=given, allowed=_REQUIRED)])

    def _refuse_unknown(self, row: Row) -> None:
        moves = any(name in row for name in _MOVES)
        wanted = (_ORIGIN, _DESTINATION) if moves else (_CODES, _SCHOLARS, _INFLOW, _OUTFLOW)
        if "area" in row:
            raise self._problem("mobility_smd_regions", "area")
        if "year" not in row or not all(any(n in row for n in names) for names in wanted):
            raise self._problem("mobility_not_smd", ", ".join(row))

    def _asked(self, row: Row) -> bool:
        asked = zip(("gender", "field"), self._wanted, strict=True)
        return all(row.get(name, wanted).lower() == wanted for name, wanted in asked)

    def _reject(self, reason: str) -> tuple[()]:
        self._kept.rejected[reason] += 1
        return ()

    def _year(self, row: Row) -> int | None:
        year = whole(row["year"])
        if year is None or not 1900 <= year <= 2150:
            self._reject("bad_year" if row["year"] else "no_year")
            return None
        return year

    def _new(self, *key: str) -> bool:
        if key in self._seen:
            self._reject("twice")
            return False
        self._seen.add(key)
        return True

    def _country(self, row: Row) -> tuple[CountryYear, ...]:
        year = self._year(row)
        if year is None:
            return ()
        codes = [row[name] for name in _CODES if row.get(name)]
        code = next((found for found in map(country_code, codes) if found), None)
        if code is None:
            if not codes:
                return self._reject("no_country")
            self._kept.unknown_countries[codes[0]] += 1
            return self._reject("unknown_country")
        n, i, o = (whole(_cell(row, names)) for names in (_SCHOLARS, _INFLOW, _OUTFLOW))
        if n is None or i is None or o is None or min(n, i, o) < 0:
            return self._reject("bad_count")
        if not self._new(code, str(year)):
            return ()
        self._compare(row, n, i, o)
        about = (self._database, code, year, n, i, o, "persons", "published", self._source)
        return (CountryYear(*about, f"{code} {year}"),)

    def _compare(self, row: Row, n: int, i: int, o: int) -> None:
        """Count where what is published beside the counts does not follow from them."""
        noted = self._kept.noted
        if (net := _cell(row, _NET)) and whole(net) != i - o:
            noted["net_differs"] += 1
        if n == 0:
            noted["no_scholars"] += 1
            return
        given = [(row[name], rate(i, o, n)) for name, rate in _RATES if row.get(name)]
        if given:
            noted["rates_compared"] += 1
            if not all(self._agrees(float(text), rate) for text, rate in given):
                noted["rate_differs"] += 1

    def _agrees(self, published: float, per_1000: float) -> bool:
        if self._share_or_per_1000 is None and published and per_1000:
            # Shares in 2024; the first rate that is not zero tells which it is.
            self._share_or_per_1000 = 1000.0 if abs(per_1000 / published) > 30 else 1.0
        scaled = published * (self._share_or_per_1000 or 1.0)
        return abs(scaled - per_1000) <= _ROUNDING * max(abs(per_1000), 1e-9)

    def _flow(self, row: Row) -> tuple[BilateralFlow, ...]:
        year = self._year(row)
        if year is None:
            return ()
        origin, destination = _cell(row, _ORIGIN), _cell(row, _DESTINATION)
        if not origin or not destination:
            self._kept.set_aside["career_start" if destination else "career_end"] += 1
            return ()
        if "." in origin + destination:
            raise self._problem("mobility_smd_regions", origin)
        codes = country_code(origin), country_code(destination)
        moves = whole(_cell(row, _MOVES))
        if None in codes:
            self._kept.unknown_countries[origin if codes[0] is None else destination] += 1
            return self._reject("unknown_country")
        if codes[0] == codes[1]:
            return self._reject("same_country")
        if moves is None or moves < 0:
            return self._reject("bad_count")
        start, end = str(codes[0]), str(codes[1])
        if not self._new(start, end, str(year)):
            return ()
        about = (start, end, year, moves, "persons", "published", self._source)
        return (BilateralFlow(*about, f"{start} {end} {year}"),)


def _cell(row: Row, names: tuple[str, ...]) -> str:
    return next((row[name] for name in names if name in row), "")
