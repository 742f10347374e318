#!/bin/sh
# country_converter, which names of countries are usually turned into codes with, on pandas 3.
#
# A good guess: it works, since its package asks for pandas without an upper bound, and pip installs it
# beside pandas 3 without a word.
# So it is: every name and every code, "Germany" as "DE", ends in a TypeError from the regular
# expressions of the standard library; with pandas 2 the same calls answer.
# Why it matters: scripts that prepare tables of mobility stop at their first country once pandas is
# renewed, with a message that names neither library.
# Source: https://pypi.org/project/country-converter/ (requirements of 1.3.2).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for pandas in 2.3.3 3.1.1; do
    python3 -m venv "$folder/$pandas"
    "$folder/$pandas/bin/pip" install --quiet "country_converter==1.3.2" "pandas==$pandas"
    "$folder/$pandas/bin/python" - "$pandas" <<'PYTHON'
import logging
import sys

import country_converter

logging.disable(logging.CRITICAL)
found = []
for name in ("Germany", "DE", "South Korea"):
    try:
        found.append(country_converter.convert(name, to="ISO2"))
    except TypeError as error:
        found.append(f"TypeError: {error}")
print("country_converter", country_converter.__version__, "pandas", sys.argv[1], found)
failed = ["TypeError: first argument must be string or compiled pattern"] * 3
sys.exit(0 if found == (failed if sys.argv[1] > "3" else ["DE", "DE", "KR"]) else 1)
PYTHON
done
