# Sourced after setup.sh by check.sh and test.sh: run every step, remember what failed, say it at the end.

failed=
# Some images set it: then every worker, and every program that a test starts, compiles everything again, each time.
unset PYTHONDONTWRITEBYTECODE

# step NAME COMMAND...
step() {
    name=$1
    shift
    say "-- $name"
    "$@" || failed="$failed $name"
}

# The types take about a minute on one core, beside the tests: `begin_types`, the tests, `step types finish_types`.
begin_types() {
    types_log=.cache/types.log
    mkdir -p .cache
    "$python" -m basedpyright >"$types_log" 2>&1 &
    types_job=$!
}

finish_types() {
    wait "$types_job" && return
    cat "$types_log"
    return 1
}

text_steps() {
    step format "$python" -m ruff format --check --quiet .
    step lint "$python" -m ruff check --quiet .
    step contracts "$python" -c 'from importlinter.cli import lint_imports_command as main; main()' \
        --no-logo --cache-dir .cache/import-linter
}

end_steps() {
    if [ -n "$failed" ]; then give_up 1 "Failed:$failed"; fi
    say 'All steps passed.'
}
