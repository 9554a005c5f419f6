#!/bin/sh
# Everything, the fast half first: checks, SQLite, the other side, PostgreSQL, the browser.
set -eu
cd "$(dirname "$0")/.."
SHEBAO_VAR="$(mktemp -d)"
export SHEBAO_VAR PYTHONPATH=src
trap 'rm -rf "$SHEBAO_VAR"' EXIT
py=.venv/bin/python
workers="-n 2 --dist loadscope"

heading() { printf '\n== %s ==\n' "$*"; }

heading "style, types, arrows"
tools/check.sh
heading "the hall on SQLite"
$py -m pytest -q $workers -m "not journey and not chaos" --ignore=tests/insurance --ignore=tests/races
heading "at the same moment, on SQLite in a file"
$py -m pytest -q tests/races
heading "the other side on SQLite"
$py -m pytest -q -c tests/insurance/pytest.ini tests/insurance
heading "the hall on PostgreSQL"
# What looks only at the source does not look twice.
source_only="shape words trail_words paperwork"
$py tools/postgres.py $py -m pytest -q $workers -m "not journey" \
    tests/office tests/channels tests/kit tests/house tests/races \
    $(printf -- '--ignore=tests/house/test_%s.py ' $source_only)
heading "the other side on PostgreSQL"
$py tools/postgres.py $py -m pytest -q -c tests/insurance/pytest.ini tests/insurance
heading "processes that are killed"
$py -m pytest -q -m chaos tests/chaos
heading "journeys in a browser"
$py -m pytest -q $workers -m journey tests/journeys
