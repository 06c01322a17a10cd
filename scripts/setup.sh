# Sourced by the other scripts: stands in the checkout's root and makes its Python environment, .venv, fit the pinned files.
#
#   set_up run    what the program needs (requirements.txt)
#   set_up dev    that and what tests need (requirements-dev.txt)
#
# An environment is left alone while the pinned files are the ones that it was made from (.venv/.made-from-*).
# After it, "$python" is the environment's Python. What can't be is one sentence and an exit code of docs/installing.md.

set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python

# As in proctor_core/start/exit_codes.py; a test compares them.
NO_PYTHON=3
NO_PACKAGES=4
NO_ROOM=11

# Megabytes, measured on Python 3.11: to download, and on disk.
RUN_DOWNLOAD_MB=450 RUN_DISK_MB=2000
DEV_DOWNLOAD_MB=250 DEV_DISK_MB=700

say() { printf '%s\n' "$*"; }

# give_up CODE SENTENCE
give_up() {
    code=$1
    shift
    say "Error: $*" >&2
    exit "$code"
}

. scripts/python.sh
. scripts/packages.sh

set_up() {
    if ! has_environment || ! is_as_asked; then make_environment; fi
    install_pinned run $RUN_DOWNLOAD_MB $RUN_DISK_MB requirements.txt
    if [ "$1" = dev ]; then
        install_pinned dev $DEV_DOWNLOAD_MB $DEV_DISK_MB requirements.txt requirements-dev.txt
    fi
    "$python" -m proctor_core libraries
}
