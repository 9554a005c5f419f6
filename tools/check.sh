#!/bin/sh
# Style, types, arrows and generated pages: everything that needs no database.
set -eu
cd "$(dirname "$0")/.."
export PYTHONPATH=src SHEBAO_MODE=test SHEBAO_VAR="${SHEBAO_VAR:-$(mktemp -d)}"
bin=.venv/bin
$bin/ruff format --check --quiet
$bin/ruff check --quiet
$bin/lint-imports --no-logo >/tmp/arrows.$$ || { cat /tmp/arrows.$$; rm -f /tmp/arrows.$$; exit 1; }
rm -f /tmp/arrows.$$
$bin/mypy --no-error-summary
$bin/python -m shebao manage makemigrations --check --dry-run
$bin/python tools/draw_docs.py --check
echo "style, types, arrows and generated pages are in order"
