"""Exhibits: which there are, and each in every format."""

from __future__ import annotations

from typing import Any

from innocore_metrics import exports
from innocore_metrics.api.answers import Call, Reply, as_json
from innocore_metrics.api.limits import RETRY_SECONDS
from innocore_metrics.api.problems import Refusal
from innocore_metrics.currency import Basis
from innocore_metrics.errors import ExportError, SelectionError
from innocore_metrics.exhibits import EXHIBITS, Spec
from innocore_metrics.exports.python import snippet
from innocore_metrics.indicators import as_record
from innocore_metrics.indicators.claims import Assumptions, Judged, judge_all

INLINE = ("json", "csv")


def names() -> tuple[str, ...]:
    """Everything that can be asked for: exhibits, pages, all of them together."""
    return (*(spec.id for spec in EXHIBITS), *pages(), exports.ALL)


def pages() -> tuple[str, ...]:
    """Pages that have exhibits, in order."""
    return tuple(dict.fromkeys(spec.page for spec in EXHIBITS))


def listing(call: Call) -> Reply:
    """Every exhibit with its page, name, filters, formats and lines of Python."""
    shown = [spec for spec in EXHIBITS if spec.is_in(call.dataset)]
    missing = [
        export.id for export in exports.EXPORTS if exports.unavailable(export, call.environment)
    ]
    return as_json(
        {
            "data_version": call.dataset.version,
            "formats": [e.id for e in exports.EXPORTS if e.id not in missing],
            "formats_not_available_here": missing,
            "exhibits": [_described(call, spec) for spec in shown],
        }
    )


def _described(call: Call, spec: Spec) -> dict[str, Any]:
    release = call.dataset.ledger.revision if call.dataset.ledger else 0
    return {
        "id": spec.id,
        "page": spec.page,
        "name": call.words(f"exhibit.{spec.id}.name"),
        "filters": list(spec.filters),
        "evidence": spec.evidence,
        "url": f"{call.base_url}/api/v1/exhibits/{spec.id}.json",
        "python": snippet(call.dataset.version, call.selection, spec.id, release),
    }


def exhibit(call: Call) -> Reply:
    """An exhibit, a page or all of them as a file."""
    try:
        export = exports.find(call.path["format"])
        document = exports.build(
            call.dataset, call.selection, call.path["id"], call.today, call.base_url
        )
    except SelectionError as error:
        raise Refusal(404, error.problems) from error
    try:
        file = exports.file(document, export)
    except ExportError as error:
        if error.passing:
            raise Refusal(503, error.problems, {"Retry-After": str(RETRY_SECONDS)}) from error
        # Not a fault of the moment: this server has no such representation.
        raise Refusal(404, error.problems) from error
    if export.id in INLINE and len(document.exhibits) == 1:
        return Reply(file.content, file.media_type)
    return Reply(file.content, file.media_type, {"Content-Disposition": file.disposition})


def claims(call: Call) -> Reply:
    """Every claim, recomputed under the assumptions chosen, with its verdicts."""
    chosen = call.selection
    basis = Basis(chosen.basis, chosen.rate_date)
    judged = judge_all(call.dataset, Assumptions(basis, chosen.count, chosen.baseline))
    return as_json(
        {
            "data_version": call.dataset.version,
            "assumptions": {
                "basis": basis.id,
                "count": chosen.count,
                "baseline": chosen.baseline,
            },
            "claims": [_claim(call, one) for one in judged],
        }
    )


def _claim(call: Call, judged: Judged) -> dict[str, Any]:
    words, claim = call.words, judged.claim
    return {
        "id": claim.id,
        "name": words.of(claim, "name"),
        "statement": words.of(claim, "statement"),
        "stated": as_record(judged.stated, call.dataset, words),
        "recomputed": as_record(judged.figure, call.dataset, words),
        "step": claim.step,
        "assumption": claim.assumption,
        "verdict": judged.verdict,
        "overall": judged.overall,
        "depends_on": words.of(claim, "depends"),
        "source": claim.source,
        "locator": claim.locator,
    }
