"""The embedded engine: pyarrow and NumPy on one machine, in little memory.

Records are spread over buckets on disk by person (``scattering``), then each bucket is sorted
and counted on its own, two at a time. Flows add up over persons, so buckets simply sum.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import time
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from innocore_metrics.errors import MobilityError, Problem
from innocore_metrics.mobility.arrays import Ints, Words64
from innocore_metrics.mobility.counting import Observations, count
from innocore_metrics.mobility.decoding import Intake, decode
from innocore_metrics.mobility.engine import ALL_TABLES, Progress, silent
from innocore_metrics.mobility.observing import distinct_persons, observe
from innocore_metrics.mobility.records import FIRST_YEAR, LAST_YEAR, Form, Reader
from innocore_metrics.mobility.results import MobilityTables
from innocore_metrics.mobility.rules import Rules
from innocore_metrics.mobility.scattering import newest_year, scatter
from innocore_metrics.mobility.sorting import radix_sort, run_lengths, starts, summed
from innocore_metrics.mobility.spill import Spill
from innocore_metrics.mobility.tallies import Tallies

_THREADS = 2
# Distinct years and countries, or spells, of a person that memory is planned for.
_RECORDS_A_PERSON = 8
_SECONDS_BETWEEN_SAVES = 2.0
# Without a folder to go on from, so much is kept in memory before buckets go to disk.
_KEPT_BYTES = 96 << 20
Block = NDArray[Any]


class EmbeddedEngine:
    """``--engine embedded``: the default."""

    name = "embedded"

    def run(
        self,
        reader: Reader,
        variants: Sequence[Rules],
        *,
        want: Sequence[str] = ALL_TABLES,
        progress: Progress = silent,
        work: Path | None = None,
    ) -> list[MobilityTables]:
        """See ``Engine.run``."""
        institutes = same_institutes(variants)
        _keep_memory()
        keep = 0 if work else _KEPT_BYTES
        with _folder(work) as folder, Spill(folder, keep) as spill:
            labels = scatter(reader, institutes, spill, progress)
            fields, order = labels.in_order()
            found = spill.manifest
            intake = Intake(
                source=reader.name,
                form=reader.form,
                read=found.read,
                rejected=found.rejected,
                renamed=found.renamed,
                unknown=found.unknown,
                newest=newest_year(spill),
                fields=fields,
            )
            results = []
            for number, variant in enumerate(variants):
                rules = variant.until(intake.newest)
                job = _Counting(spill, reader.form, rules, order, want)
                share = partial(_part, progress, number, len(variants))
                results.append(decode(job.run(share), rules, intake))
            return results


def same_institutes(variants: Sequence[Rules]) -> tuple[str, ...]:
    """The institutes that all sets of rules name.

    Raises:
        MobilityError: they name different ones.
    """
    named = {rules.institutes for rules in variants}
    if len(named) != 1:
        given = " / ".join(", ".join(names) for names in sorted(named))
        raise MobilityError([Problem(code="mobility_variants", given=given)])
    return named.pop()


def _part(progress: Progress, number: int, of: int, stage: str, done: int, total: int) -> None:
    progress(stage, number * total + done, of * total)


@contextmanager
def _folder(work: Path | None) -> Iterator[Path]:
    if work is not None:
        yield work
        return
    with tempfile.TemporaryDirectory(prefix="mobility-") as folder:
        yield Path(folder)


def _keep_memory() -> None:
    """Let the C library keep freed memory up to 32 MB a piece instead of handing it back.

    It learns that from the largest piece freed so far. Arrays of a bucket are then reused;
    otherwise a third of the time goes into the kernel clearing pages for them.
    """
    np.empty(31 << 20, np.uint8)


class _Counting:
    """Second stage: the buckets of a spill counted under one set of rules."""

    def __init__(
        self, spill: Spill, form: Form, rules: Rules, fields: Block, want: Collection[str]
    ) -> None:
        self._spill, self._form, self._rules = spill, form, rules
        self._fields, self._want = fields, want
        what = json.dumps([rules.record(), sorted(want)])
        self._file = f"counts-{hashlib.sha256(what.encode()).hexdigest()[:16]}.npz"

    def run(self, progress: Progress) -> Tallies:
        """All counts; goes on after the buckets that an earlier run had counted."""
        tallies, first = self._resumed()
        spill = self._spill
        buckets = len(spill.manifest.lengths)
        done = sum(spill.rows(number) for number in range(first))
        saved = time.monotonic()
        for number, part in self._parts(range(first, buckets)):
            tallies.update(part)
            done += spill.rows(number)
            progress("counting", done, spill.manifest.sound)
            if time.monotonic() - saved > _SECONDS_BETWEEN_SAVES or number + 1 == buckets:
                self._save(tallies, number + 1)
                saved = time.monotonic()
        return tallies

    def _parts(self, buckets: Sequence[int]) -> Iterator[tuple[int, Tallies]]:
        """The counts of each bucket in order, a few being worked on ahead."""
        waiting: deque[tuple[int, Future[Tallies]]] = deque()
        with ThreadPoolExecutor(_THREADS) as pool:
            for number in buckets:
                waiting.append((number, pool.submit(self._bucket, number)))
                if len(waiting) > _THREADS:
                    ready, part = waiting.popleft()
                    yield ready, part.result()
            while waiting:
                ready, part = waiting.popleft()
                yield ready, part.result()

    def _bucket(self, number: int) -> Tallies:
        """One bucket; one of many persons in passes over a part of them each."""
        tallies = Tallies()
        passes = self._passes(number)
        for own in range(passes):
            if self._spill.manifest.narrow:
                self._narrow(number, own, passes, tallies)
            else:
                self._wide(number, own, passes, tallies)
        return tallies

    def _passes(self, number: int) -> int:
        """A power of two by the number of persons: records of the same person are merged as
        they come, so it is persons that take memory.
        """
        block = self._spill.block
        if self._spill.rows(number) <= block:
            return 1
        persons = np.zeros(0, np.uint64)
        for part in self._spill.blocks(number):
            own = part >> np.uint64(16) if self._spill.manifest.narrow else part["person"]
            persons = np.union1d(persons, own)
        passes = 1
        while len(persons) * _RECORDS_A_PERSON > passes * block:
            passes *= 2
        return passes

    def _blocks(self, number: int, own: int, passes: int) -> Iterator[Block]:
        bits = self._spill.manifest.bits
        for block in self._spill.blocks(number):
            if passes == 1:
                yield block
                continue
            person = block if self._spill.manifest.narrow else block["person"]
            below = (person << np.uint64(bits)) >> np.uint64(64 - passes.bit_length() + 1)
            yield block[below == own]

    def _narrow(self, number: int, own: int, passes: int, tallies: Tallies) -> None:
        keys, weights = np.zeros(0, np.uint64), np.zeros(0, np.int64)
        for block in self._blocks(number, own, passes):
            more = self._run_lengths(block)
            keys, weights = more if not len(keys) else _added((keys, weights), more)
        last = (self._rules.last_year or LAST_YEAR) - FIRST_YEAR
        if self._spill.manifest.newest > last:
            late = ((keys >> np.uint64(8)) & np.uint64(0xFF)) > last
            tallies.total("after_last_year", int(weights[late].sum()))
            keys, weights = keys[~late], weights[~late]
        count(Observations(keys, weights), self._rules, self._want, tallies)

    def _run_lengths(self, block: Words64) -> tuple[Words64, Ints]:
        ordered = radix_sort(block, self._spill.manifest.bits)
        begins = starts(ordered)
        return ordered[begins], run_lengths(begins, len(ordered))

    def _wide(self, number: int, own: int, passes: int, tallies: Tallies) -> None:
        persons = distinct_persons(self._blocks(number, own, passes))
        blocks = map(self._with_fields, self._blocks(number, own, passes))
        seen = observe(blocks, persons, self._form, self._rules, tallies)
        count(seen, self._rules, self._want, tallies)

    def _with_fields(self, block: Block) -> Block:
        """Fields by their number in the order of the alphabet."""
        block["field"] = self._fields[block["field"]]
        return block

    def _resumed(self) -> tuple[Tallies, int]:
        contents = self._spill.read(self._file)
        if contents is None:
            return Tallies(), 0
        with np.load(io.BytesIO(contents)) as saved:
            names = [name.removesuffix(".keys") for name in saved.files if name.endswith(".keys")]
            parts = {name: (saved[f"{name}.keys"], saved[f"{name}.counts"]) for name in names}
            return Tallies(parts), int(saved["next"])

    def _save(self, tallies: Tallies, following: int) -> None:
        arrays: dict[str, Any] = {"next": np.int64(following)}
        for name in tallies.names():
            arrays[f"{name}.keys"], arrays[f"{name}.counts"] = tallies.tally(name)
        contents = io.BytesIO()
        np.savez(contents, **arrays)
        self._spill.replace(self._file, contents.getvalue())


def _added(have: tuple[Words64, Ints], more: tuple[Words64, Ints]) -> tuple[Words64, Ints]:
    keys, weights = np.concatenate([have[0], more[0]]), np.concatenate([have[1], more[1]])
    return summed(keys, weights)
