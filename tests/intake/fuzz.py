"""Generated files for as long as one likes: ``python -m tests.intake.fuzz --minutes 60``.

A file that breaks a rule is kept in the folder named, to become part of the corpus.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake import files
from tests.intake.judged import judge


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.intake.fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    seen: Counter[str] = Counter()
    end = time.monotonic() + 60 * options.minutes

    @settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(files.delimited(), files.workbooks(), files.anything()))
    def some(raw: bytes) -> None:
        try:
            seen[judge(raw)] += 1
        except BaseException:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / hashlib.sha256(raw).hexdigest()[:16]).write_bytes(raw)
            raise

    while time.monotonic() < end:
        some()
        print(dict(seen), flush=True)


if __name__ == "__main__":
    main()
