"""The form of JSON answers, as JSON Schema for OpenAPI."""

from __future__ import annotations

from typing import Any

from innocore_metrics.indicators.claims import VERDICTS
from innocore_metrics.model import STATUSES

_TEXT = {"type": "string"}
_NUMBER = {"type": ["number", "null"]}
_COUNT = {"type": "integer", "minimum": 0}
_TEXTS = {"type": "array", "items": _TEXT}


def _object(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _texts(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names, _TEXT)


_FIGURE = _object(
    _texts("id", "indicator", "name", "entity", "period", "basis", "group")
    | {"value": _NUMBER, "unit": _TEXT, "lower": _NUMBER, "upper": _NUMBER}
    | {"status": {"type": "string", "enum": list(STATUSES)}}
    | _texts("definition", "formula", "note")
    | {"sources": _TEXTS}
)
_INDICATOR = _texts("id", "name", "unit", "definition", "denominator", "direction", "evidence")
_INDICATOR |= {"decimals": _COUNT}
_SOURCE = _texts(
    "id",
    "producer_ko",
    "producer_en",
    "title_ko",
    "title_en",
    "publisher",
    "publisher_ko",
    "url",
    "published",
    "seen",
    "licence",
    "grade",
)
_VERDICT = {"type": "string", "enum": list(VERDICTS)}
_FIGURE_REF = {"$ref": "#/components/schemas/Figure"}

SCHEMAS: dict[str, Any] = {
    "Problem": _object(
        _texts("type", "title", "detail", "instance")
        | {"status": {"type": "integer"}}
        | {
            "problems": {
                "type": "array",
                "items": _object(_texts("code", "where", "given", "allowed", "message")),
            }
        }
    ),
    "Figure": _FIGURE,
    "Figures": _object(
        _texts("data_version")
        | {"total": _COUNT, "offset": _COUNT, "limit": _COUNT, "figures": _list("Figure")}
    ),
    "Exhibits": _object(
        _texts("data_version")
        | {
            "formats": _TEXTS,
            "formats_not_available_here": _TEXTS,
            "exhibits": {
                "type": "array",
                "items": _object(
                    _texts("id", "page", "name", "evidence", "url", "python") | {"filters": _TEXTS}
                ),
            },
        }
    ),
    "Indicators": _object(
        _texts("data_version") | {"indicators": {"type": "array", "items": _object(_INDICATOR)}}
    ),
    "Indicator": _object(
        _texts("data_version")
        | _INDICATOR
        | {"figures": _object({"count": _COUNT} | _texts("url"))}
    ),
    "Sources": _object(
        _texts("data_version") | {"sources": {"type": "array", "items": _object(_SOURCE)}}
    ),
    "Source": _object(_texts("data_version") | _SOURCE | {"figures": _TEXTS}),
    "Claims": _object(
        _texts("data_version")
        | {"assumptions": _object(_texts("basis", "count", "baseline"))}
        | {"claims": _list("Claim")}
    ),
    "Claim": _object(
        _texts("id", "name", "statement", "assumption", "depends_on", "source", "locator")
        | {"stated": _FIGURE_REF, "recomputed": _FIGURE_REF, "step": _NUMBER}
        | {"verdict": _VERDICT, "overall": _VERDICT}
    ),
    "Versions": _object(
        _texts("present")
        | {"kept": {"type": "array", "items": _object(_texts("version", "date", "title"))}}
    ),
    "Changes": _object(
        _texts("before", "after")
        | {
            "changes": {
                "type": "array",
                "items": _object(
                    _texts("kind", "table", "row", "column", "before", "after")
                    | _texts("reason_ko", "reason_en", "source")
                ),
            }
        }
    ),
}
