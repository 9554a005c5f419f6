#!/bin/sh
# Draws every generated page and contract anew; tests hold them current.
set -eu
cd "$(dirname "$0")/.."
export PYTHONPATH=src SHEBAO_MODE=test SHEBAO_VAR="${SHEBAO_VAR:-$(mktemp -d)}"
shebao() { .venv/bin/python -m shebao "$@"; }
shebao api snapshot --into docs/api.json
shebao items schema >docs/item.schema.json
shebao items facts --markdown >docs/facts.md
for message in request reply; do
    shebao exchange schema "$message" >"docs/exchange/$message.schema.json"
done
.venv/bin/python tools/draw_docs.py
