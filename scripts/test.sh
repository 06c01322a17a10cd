# `make test`: the steps of `make check`, then every test there is; what can't run here is listed at the end with its reason.
# TESTS='tests/rules -k dwell' runs a part, without the steps before.
. "$(dirname "$0")/setup.sh"
. scripts/steps.sh
. scripts/machine.sh
set_up dev
install_missing
find_models

if [ -n "${TESTS:-}" ]; then
    # shellcheck disable=SC2086  # a list of words
    exec "$python" -m pytest $TESTS
fi
static_steps
# Browser tests watch clocks, so they run alone; all others share the cores, a file at a time.
step tests "$python" -m pytest -q -n auto --dist loadfile -m 'not browser' --cov --cov-report=
step browser-tests "$python" -m pytest -m browser --cov --cov-append --cov-report=html:.cache/coverage-html
say "Branch coverage: $("$python" -m coverage report --format=total) %; each file in .cache/coverage-html/index.html"
end_steps
