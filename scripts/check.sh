# `make check`: format, lint, types, import contracts and the quick tests.
. "$(dirname "$0")/setup.sh"
. scripts/steps.sh
. scripts/javascript.sh
set_up dev
install_npm_packages

finish_types() {
    wait "$types_job" && return
    cat "$types_log"
    return 1
}

# The types are checked beside the tests: both take about as long, on one core each.
types_log=.cache/types.log
mkdir -p .cache
"$python" -m basedpyright >"$types_log" 2>&1 &
types_job=$!
text_steps
step tests "$python" -m pytest -q -m 'not (browser or postgres or models or shared or slow)'
step types finish_types
end_steps
