# Sourced by setup.sh: brings the packages of the pinned files into .venv, says how much that is before, and goes on after an
# interrupted run. Proxies and indexes are pip's own settings (HTTPS_PROXY, PIP_INDEX_URL, pip.conf).

pip_log=.cache/pip.log

# What an environment was made from: the files' content.
fingerprint() { cat "$@" | cksum; }

install_pinned() {
    stamp=.venv/.made-from-$1
    download_mb=$2 disk_mb=$3
    shift 3
    if [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint "$@")" ]; then return; fi
    rm -f "$stamp"
    forget_half_installed
    # An environment that holds most of it already needs little room.
    if [ ! -d "$("$python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')/streamlit" ]; then
        require_room "$disk_mb"
    fi
    say "Installing the packages of $* (up to $download_mb MB to download, $disk_mb MB on disk; what pip has already is not fetched again)."
    # shellcheck disable=SC2046  # `-r file` pairs; our file names hold no spaces
    run_pip $(printf -- '-r %s ' "$@")
    fingerprint "$@" >"$stamp"
}

# A package that was being copied when the last run was stopped has no list of its files yet, and pip would take it for whole.
forget_half_installed() {
    for info in .venv/lib/python*/site-packages/*.dist-info; do
        if [ -d "$info" ] && [ ! -f "$info/RECORD" ]; then rm -rf "$info"; fi
    done
}

require_room() {
    free_mb=$(df -Pk .venv | awk 'NR == 2 { print int($4 / 1024) }')
    if [ "$free_mb" -lt "$1" ]; then
        give_up $NO_ROOM "The packages need $1 MB of disk and $free_mb MB are free in $(pwd)."
    fi
}

run_pip() {
    quiet=--quiet
    if [ -t 1 ]; then quiet=; fi
    mkdir -p .cache
    # shellcheck disable=SC2086  # nothing or one word
    if "$python" -m pip install --disable-pip-version-check --no-input --retries 2 $quiet "$@" 2>"$pip_log"; then return; fi
    if grep -q 'No space left on device' "$pip_log"; then
        give_up $NO_ROOM 'The disk is full: the packages could not be installed.'
    fi
    if grep -qE 'NewConnectionError|ConnectTimeout|ProxyError|NameResolution|name resolution|Max retries|Read timed out' "$pip_log"; then
        give_up $NO_PACKAGES "No package index can be reached: is there a network, a proxy (HTTPS_PROXY=) or an index of your own (PIP_INDEX_URL=)? The same command goes on where this one stopped. Details: $pip_log"
    fi
    give_up $NO_PACKAGES "pip could not install the packages: $(grep -i '^error' "$pip_log" | tail -n 1 | cut -c 8-200) Details: $pip_log"
}
