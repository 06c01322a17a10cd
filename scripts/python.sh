# Sourced by setup.sh: which Python the environment is made of, and making it.
#
# PYTHON= wins. Else the newest of 3.11 to 3.14 on PATH that can make an environment; else uv's, which fetches one where it must.

is_fit() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1; }

version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }

# Debian and Ubuntu keep ensurepip in a package of its own, python3-venv.
can_make_environment() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

has_environment() { is_fit "$python" && "$python" -m pip --version >/dev/null 2>&1; }

# Where PYTHON= names another version than the one that .venv was made of, .venv is made again.
is_as_asked() { [ -z "${PYTHON:-}" ] || [ "$(version_of "$python")" = "$(version_of "$PYTHON")" ]; }

# Sets `base`, or `base=` and `without_venv` to the newest fit one that can't make an environment.
find_python() {
    base='' without_venv=''
    for candidate in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3}; do
        if ! is_fit "$candidate"; then continue; fi
        if can_make_environment "$candidate"; then
            base=$candidate
            return
        fi
        without_venv=${without_venv:-$candidate}
    done
}

make_environment() {
    find_python
    if [ -n "$base" ]; then
        say "Making .venv with $("$base" --version)."
        "$base" -m venv --clear .venv || give_up $NO_PYTHON "$base could not make an environment in .venv."
    elif [ -z "${PYTHON:-}" ] && command -v uv >/dev/null; then
        say 'Making .venv with a Python of uv (up to 35 MB when it has none yet).'
        uv venv --quiet --clear --seed --python '>=3.11,<3.15' .venv || give_up $NO_PYTHON 'uv could not make an environment in .venv.'
    elif [ -n "$without_venv" ]; then
        give_up $NO_PYTHON "$without_venv can't make environments; as root on Debian and Ubuntu: apt-get install python$(version_of "$without_venv")-venv"
    elif [ -n "${PYTHON:-}" ]; then
        give_up $NO_PYTHON "PYTHON=$PYTHON is not a Python 3.11 to 3.14."
    else
        give_up $NO_PYTHON 'Python 3.11 to 3.14 is needed, and neither it nor uv is on PATH; PYTHON=/path/to/python3 names one, on Debian and Ubuntu: apt-get install python3-venv'
    fi
}
