#!/bin/sh
# Changes the law in thousands of small ways and counts which changes no test of the law notices.
# Takes an hour or more on one processor; what is known of unchanged functions is kept in mutants/.
# With a number, only so many of those not tried yet, picked all over the law, are tried now.
set -eu
cd "$(dirname "$0")/.."
SHEBAO_VAR="$(mktemp -d)"
trap 'rm -rf "$SHEBAO_VAR"' EXIT
export SHEBAO_VAR SHEBAO_MODE=test PYTHONPATH="$PWD/src" PYTEST_DISABLE_PLUGIN_AUTOLOAD=1
log=mutants/run.log
mkdir -p mutants

# A change may make a list grow without end.
ulimit -v 4000000

# Only changed modules are taken over anew, not the tables they read; the tests may have changed too.
rm -rf mutants/src/shebao/law/tables mutants/src/shebao/insurance/tables mutants/mutmut-stats.json
.venv/bin/python tools/mutants.py --retry
some=""
[ $# -eq 0 ] || some="$(.venv/bin/python tools/mutants.py --next "$1")"

# shellcheck disable=SC2086
nice -n 10 .venv/bin/mutmut run --max-children "${SHEBAO_CHILDREN:-1}" $some >"$log" 2>&1 || {
    tail -c 2000 "$log"
    exit 1
}
.venv/bin/python tools/mutants.py --least 90
