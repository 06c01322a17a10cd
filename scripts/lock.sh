# `make lock`: exact versions for Python 3.11 to 3.14 from the .in files, and of the npm packages that check our JavaScript. No
# package index's address gets into them.
. "$(dirname "$0")/setup.sh"
. scripts/javascript.sh
set_up dev
"$python" -m uv --version >/dev/null 2>&1 || "$python" -m pip install --quiet --disable-pip-version-check uv

compile() {
    "$python" -m uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links \
        --no-header --no-annotate "$@"
}
compile requirements.in -o requirements.txt
compile requirements-dev.in -o requirements-dev.txt
npm_here install --package-lock-only
if grep -nE '://' requirements.txt requirements-dev.txt || grep -n '"resolved"' tests/javascript/package-lock.json; then give_up 1 'An address got into the lines above.'; fi
