"""``python -m benchmarks NAME --json``: one benchmark, its figures and ratios."""

from __future__ import annotations

import argparse
import json
from typing import Any

from benchmarks import board, exports, ledger, mobility, scenarios

BENCHMARKS: dict[str, Any] = {
    "board": board.run,
    "exports": exports.run,
    "ledger": ledger.run,
    "mobility": mobility.run,
    "scenarios": scenarios.run_benchmark,
}


def main() -> None:
    """Run one benchmark and print what it measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("name", choices=BENCHMARKS)
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument("--runs", type=int, default=30, help="repetitions; medians are shown")
    parser.add_argument(
        "--size", type=int, help="mobility: million rows to stop at; all if left out"
    )
    options = parser.parse_args()
    limits = {} if options.size is None else {"size": options.size}
    result = BENCHMARKS[options.name](options.runs, **limits)
    if options.json:
        print(json.dumps(result, indent=1))
        return
    for group, values in result.items():
        print(group)
        for name, value in values.items():
            print(f"  {name:36} {value}")


if __name__ == "__main__":
    main()
