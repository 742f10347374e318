"""Parameters of the interface, declared once: read strictly, described in OpenAPI.

Pages leave out what they do not understand and say so; the interface refuses it, all at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from innocore_metrics.errors import Problem
from innocore_metrics.levers import BASE, NAMES
from innocore_metrics.selection import (
    BASELINES,
    BASES,
    COUNTS,
    DEFAULT_RATE_DATE,
    FIRST_YEAR,
    LANGUAGES,
    LAST_YEAR,
    VERSION,
)

MOST_GIVEN = 80
PAGE_SIZE, MOST_PER_PAGE = 100, 1000
MOST_OFFSET = 10_000_000
MOST_ITEMS = 50
# Every lever of a scenario moved to a number of full length.
MOST_CHANGES = 2000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter: its JSON schema, whether it is a list (commas between), or required."""

    name: str
    schema: Mapping[str, Any]
    many: bool = False
    required: bool = False

    @property
    def word(self) -> str:
        """The key of the sentence that explains it."""
        return f"api_parameter.{self.name}"


def _choice(name: str, values: Sequence[str], default: str | None = None) -> Parameter:
    schema: dict[str, Any] = {"type": "string", "enum": list(values)}
    if default is not None:
        schema["default"] = default
    return Parameter(name, schema)


def _year(name: str, default: int) -> Parameter:
    schema = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR, "default": default}
    return Parameter(name, schema)


def _text(name: str, pattern: str, *, many: bool = False, required: bool = False) -> Parameter:
    item = {"type": "string", "pattern": f"^{pattern}$", "maxLength": MOST_GIVEN}
    if not many:
        return Parameter(name, item, required=required)
    # An empty list would narrow to nothing: it is refused, so that nobody takes it for everything.
    schema = {"type": "array", "items": item, "minItems": 1, "maxItems": MOST_ITEMS}
    return Parameter(name, schema, many=True)


def _of_data(name: str) -> Parameter:
    items = {"type": "string", "pattern": "^[a-z0-9-]+$", "maxLength": MOST_GIVEN}
    schema = {"type": "array", "items": items, "uniqueItems": True, "maxItems": MOST_ITEMS}
    return Parameter(name, schema, many=True)


LANG = _choice("lang", LANGUAGES, LANGUAGES[0])
VERSION_PINNED = _text("version", VERSION)
RATE_DATE = Parameter(
    "rate_date", {"type": "string", "format": "date", "default": DEFAULT_RATE_DATE}
)
CHOSEN = (_of_data("institutes"), _of_data("fields"))
ASSUMED = (
    _choice("basis", BASES, BASES[0]),
    RATE_DATE,
    _choice("count", COUNTS, COUNTS[0]),
    _choice("baseline", BASELINES, BASELINES[0]),
)
_CHANGE = r"[a-z0-9-]+:-?\d{1,12}(\.\d{1,4})?"
# Changed assumptions of the baseline and of three scenarios, as the page writes them.
SCENARIOS = (
    *(
        Parameter(
            name,
            {
                "type": "string",
                "pattern": f"^({_CHANGE}(,{_CHANGE})*)?$",
                "maxLength": MOST_CHANGES,
            },
        )
        for name in (BASE, *NAMES)
    ),
    _choice("focus", (BASE, *NAMES), BASE),
)
PERIOD = (_year("from", FIRST_YEAR), _year("to", LAST_YEAR))
PAGED = (
    Parameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PAGE_SIZE},
    ),
    Parameter("offset", {"type": "integer", "minimum": 0, "maximum": MOST_OFFSET, "default": 0}),
)
ID = "[A-Za-z0-9._-]+"
FILTERS = (
    _text("id", ID, many=True),
    _text("entity", ID, many=True),
    _text("indicator", ID, many=True),
)
FIGURE_FORMAT = _choice("format", ("json", "csv"), "json")
FIGURE = _text("id", ID, required=True)
BEFORE = _text("before", VERSION, required=True)
AFTER = _text("after", VERSION)


@dataclass
class Reader:
    """Reads given parameters against those declared, collecting everything that is wrong."""

    declared: Sequence[Parameter]
    given: Sequence[tuple[str, str]]
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> dict[str, str]:
        """The parameters as texts; what is missing is left out."""
        known = {parameter.name: parameter for parameter in self.declared}
        found: dict[str, str] = {}
        for name, value in self.given:
            if name not in known:
                allowed = ", ".join(known) or "-"
                self._refuse("", "url_name_refused", name, allowed)
            elif name in found:
                self._refuse(name, "url_twice", value, "1")
            else:
                found[name] = value
                self._check(known[name], value)
        for parameter in self.declared:
            if parameter.required and parameter.name not in found:
                self._refuse(parameter.name, "url_missing", "", _allowed(parameter.schema))
        return found

    def _check(self, parameter: Parameter, value: str) -> None:
        if not parameter.many:
            self._check_one(parameter.name, parameter.schema, value)
            return
        items = parameter.schema["items"]
        parts = value.split(",") if value or "minItems" in parameter.schema else []
        if len(parts) > parameter.schema["maxItems"]:
            most = str(parameter.schema["maxItems"])
            self._refuse(parameter.name, "url_many", str(len(parts)), most)
            return
        for part in parts:
            self._check_one(parameter.name, items, part)
        if parameter.schema.get("uniqueItems") and len(set(parts)) < len(parts):
            self._refuse(parameter.name, "url_twice", value, "1")

    def _check_one(self, name: str, schema: Mapping[str, Any], value: str) -> None:
        if not _FITS[schema["type"]](schema, value):
            self._refuse(name, "url_value_refused", value, _allowed(schema))

    def _refuse(self, name: str, code: str, given: str, allowed: str) -> None:
        self.problems.append(Problem("", 0, name, code, given[:MOST_GIVEN], allowed))


def _fits_text(schema: Mapping[str, Any], value: str) -> bool:
    if "enum" in schema:
        return value in schema["enum"]
    if schema.get("format") == "date":
        return re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) is not None
    fits = len(value) <= schema["maxLength"] and re.search(schema["pattern"], value, re.ASCII)
    # "$" would let a line break through.
    return bool(fits) and not value.endswith("\n")


def _fits_integer(schema: Mapping[str, Any], value: str) -> bool:
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        return False
    return bool(schema["minimum"] <= int(value) <= schema["maximum"])


_FITS: Mapping[str, Callable[[Mapping[str, Any], str], bool]] = {
    "string": _fits_text,
    "integer": _fits_integer,
}


def _allowed(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if schema.get("format") == "date":
        return "YYYY-MM-DD"
    if schema["type"] == "integer":
        return f"{schema['minimum']} - {schema['maximum']}"
    return str(schema["pattern"])
