#!/bin/sh
# "China, Taiwan Province of China", as tables of the United Nations name Taiwan, read by two
# libraries that turn names of countries into codes.
#
# A good guess: TW, since both read "Taiwan, Province of China", the name of ISO 3166, as TW, and the
# form with China in front ("China, Hong Kong SAR") as HK.
# So it is: countryguess answers CN, without a sign of doubt; country_converter answers with a list of
# two codes, CN and TW, in place of one, which a column of a table then holds.
# Why it matters: moves of researchers to and from Taiwan become China's, or a join loses them. UN
# DESA's World Population Prospects and UNCTAD write the name this way.
# Source of the name: https://population.un.org/wpp/ (locations), code 158.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet "countryguess==0.4.9" "country_converter==1.3.2" "pandas==2.3.3"
"$folder/env/bin/python" - <<'PYTHON'
import logging
import sys
from importlib.metadata import version

import country_converter
import countryguess

logging.disable(logging.CRITICAL)
print("countryguess", version("countryguess"), "country_converter", version("country_converter"))
expected = {
    "Taiwan, Province of China": ("TW", "TW"),
    "China, Hong Kong SAR": ("HK", "HK"),
    "China, Taiwan Province of China": ("CN", ["CN", "TW"]),
}
same = True
for name, answers in expected.items():
    found = (
        countryguess.guess_country(name, attribute="iso2"),
        country_converter.convert(name, to="ISO2"),
    )
    print(f"{name!r}: countryguess {found[0]!r}, country_converter {found[1]!r}")
    same = same and found == answers
sys.exit(0 if same else 1)
PYTHON
