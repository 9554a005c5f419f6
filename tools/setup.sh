#!/bin/sh
# Prepares this checkout: a virtual environment from the hashed lock, and for tests a browser.
# Usage: tools/setup.sh run | test
set -eu
cd "$(dirname "$0")/.."
purpose="${1:-run}"
lock=requirements.lock
[ "$purpose" = test ] && lock=requirements-dev.lock
venv=.venv
stamp="$venv/.ready-$purpose"

say() { printf '%s\n' "$*" >&2; }

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

install_packages() {
    if ! can_install; then
        say "Missing: $*. Please install these packages, then run make again."
        exit 1
    fi
    say "Installing $* …"
    { apt-get install -y -qq --no-install-recommends "$@" ||
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; }; } \
        >"$1.log" 2>&1 || { tail -n 5 "$1.log" >&2; say "Could not install $*."; exit 1; }
    rm -f "$1.log"
}

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            command -v "$name"
            return
        fi
    done
    say "Python 3.11 or newer is needed and was not found."
    exit 1
}

make_venv() {
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
    "$python" -m venv "$venv"
}

if [ ! -f "$stamp" ] || [ "$lock" -nt "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
    [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1 || make_venv
    say "Installing the locked packages …"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --no-build-isolation --no-deps --editable .
    touch "$stamp"
fi

if [ "$purpose" = test ]; then
    export DEBIAN_FRONTEND=noninteractive
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        install_packages chromium fonts-noto-cjk
    command -v pdfsig >/dev/null 2>&1 || install_packages poppler-utils
    fc-list :lang=zh 2>/dev/null | grep -q . || install_packages fonts-noto-cjk fontconfig
fi
