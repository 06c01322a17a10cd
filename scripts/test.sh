# `make test`: the steps of `make check`, then every test there is; what can't run here is listed at the end with its reason.
# TESTS='tests/rules -k dwell' runs a part, without the steps before.
. "$(dirname "$0")/setup.sh"
. scripts/steps.sh
. scripts/machine.sh
. scripts/javascript.sh
set_up dev
install_missing
install_npm_packages
find_models

if [ -n "${TESTS:-}" ]; then
    # shellcheck disable=SC2086  # a list of words
    exec "$python" -m pytest $TESTS
fi
begin_types
text_steps
# All share the cores, a file at a time; browser tests that watch clocks closely run alone.
step tests "$python" -m pytest -q -n auto --dist loadfile -m 'not browser'
step types finish_types
step browser-tests "$python" -m pytest -q -n 2 --dist loadfile -m 'browser and not alone'
step browser-tests-alone "$python" -m pytest -q -m 'browser and alone'
end_steps
