# Sourced by the other scripts: stands in the checkout's root and makes its Python environment, .venv, fit the pinned files.
#
#   set_up run    what the program needs (requirements.txt)
#   set_up dev    that and what tests need (requirements-dev.txt)
#
# An environment is left alone while the pinned files are the ones that it was made from (.venv/.made-from-*).
# After it, "$python" is the environment's Python.

set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python

say() { printf '%s\n' "$*"; }

give_up() {
    say "$*" >&2
    exit 1
}

is_fit() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1; }

# The Python to build on: PYTHON=, or the first fit one of those that machines usually have.
find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.14 python3.11; do
        if is_fit "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
        if [ "$candidate" = "${PYTHON:-}" ]; then
            give_up "PYTHON=$PYTHON is not a Python 3.11 to 3.14."
        fi
    done
    give_up 'Python 3.11 to 3.14 is needed, and none was found; name one with PYTHON=/path/to/python3.'
}

make_environment() {
    base=$(find_python)
    say "Making .venv with $("$base" --version)."
    "$base" -m venv --clear .venv || give_up 'Python could not make an environment (on Debian and Ubuntu: apt-get install python3-venv).'
}

# What an environment was made from: the files' content.
fingerprint() { cat "$@" | cksum; }

install_pinned() {
    stamp=.venv/.made-from-$1
    shift
    if [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint "$@")" ]; then
        return
    fi
    say "Installing the packages of $* (a minute or more the first time)."
    rm -f "$stamp"
    quiet=--quiet
    if [ -t 1 ]; then quiet=; fi
    # shellcheck disable=SC2046,SC2086  # `-r file` pairs; our file names hold no spaces
    "$python" -m pip install --disable-pip-version-check --no-input $quiet $(printf -- '-r %s ' "$@")
    fingerprint "$@" >"$stamp"
}

set_up() {
    if ! is_fit "$python" || ! "$python" -m pip --version >/dev/null 2>&1; then make_environment; fi
    install_pinned run requirements.txt
    if [ "$1" = dev ]; then install_pinned dev requirements.txt requirements-dev.txt; fi
}
