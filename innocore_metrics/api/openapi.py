"""The OpenAPI 3.1 document, made from the table of operations and the data shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from innocore_metrics import __version__
from innocore_metrics.api.operations import Operation
from innocore_metrics.api.parameters import Parameter
from innocore_metrics.api.problems import MEDIA_TYPE
from innocore_metrics.api.schemas import SCHEMAS
from innocore_metrics.dataset import Dataset
from innocore_metrics.text import Words

_HEADERS = {
    "ETag": {"schema": {"type": "string"}, "required": True},
    "Cache-Control": {"schema": {"type": "string"}, "required": True},
}
_RETRY = {"Retry-After": {"schema": {"type": "string", "pattern": "^[0-9]+$"}, "required": True}}


@dataclass(frozen=True, slots=True)
class Known:
    """What parameters may be now: ids of the data shown, versions that can be shown."""

    dataset: Dataset
    versions: tuple[str, ...]

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a parameter; none where it is not a matter of the data."""
        vocabulary = self.dataset.vocabulary
        return {
            "institutes": vocabulary.institutes,
            "fields": vocabulary.fields,
            "indicator": tuple(self.dataset.indicator),
            "version": self.versions,
            "before": self.versions,
            "after": self.versions,
        }.get(name, ())


def document(
    operations: Sequence[Operation], known: Known, words: Words, base_url: str
) -> dict[str, Any]:
    """The whole document in the language of ``words``; ids are those of the data shown."""
    paths = {operation.path: _methods(operation, known, words) for operation in operations}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": words("api_operation.title"),
            "description": words("api_operation.about"),
            "version": __version__,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": f"{base_url}/api/v1"}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "responses": {str(s): _problem(s, words) for s in (400, 404, 429, 503)},
        },
    }


def _methods(operation: Operation, known: Known, words: Words) -> dict[str, Any]:
    parameters = [
        *(_part(name, list(values(known.dataset))) for name, values in operation.values),
        *(_parameter(one, known, words) for one in operation.parameters),
        {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}},
    ]
    shared = {"summary": words(operation.word), "parameters": parameters}
    return {
        "get": {
            "operationId": operation.id,
            **shared,
            "responses": _responses(operation, words, head=False),
        },
        "head": {
            "operationId": f"{operation.id}-head",
            **shared,
            "responses": _responses(operation, words, head=True),
        },
    }


def _part(name: str, values: list[str]) -> dict[str, Any]:
    schema = {"type": "string", "enum": values}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _parameter(parameter: Parameter, known: Known, words: Words) -> dict[str, Any]:
    schema = dict(parameter.schema)
    values = known.values(parameter.name)
    if values:
        one = {"type": "string", "enum": list(values)}
        schema = schema | {"items": one} if parameter.many else one
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": words(parameter.word),
        "schema": schema,
    }
    if parameter.required:
        described["required"] = True
    if parameter.many:
        described |= {"style": "form", "explode": False}
    return described


def _responses(operation: Operation, words: Words, *, head: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "200": {"description": words("api_operation.ok"), "headers": _HEADERS},
        "304": {"description": words("api_operation.not_modified"), "headers": _HEADERS},
    }
    if not head:
        found["200"]["content"] = {
            media_type: _schema(operation, media_type) for media_type in operation.media_types
        }
    statuses = (400, 404, 429, 503) if operation.values else (400, 429, 503)
    for status in statuses:
        reference = {"$ref": f"#/components/responses/{status}"}
        bare = {"description": words(f"api_problem.{status}")}
        found[str(status)] = bare if head else reference
    return found


def _schema(operation: Operation, media_type: str) -> dict[str, Any]:
    if operation.schema and media_type == "application/json":
        return {"schema": {"$ref": f"#/components/schemas/{operation.schema}"}}
    return {}


def _problem(status: int, words: Words) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": words(f"api_problem.{status}"),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in (429, 503):
        found["headers"] = _RETRY
    return found
