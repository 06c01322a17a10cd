# `make check`: format, lint, types, import contracts and the quick tests.
. "$(dirname "$0")/setup.sh"
. scripts/steps.sh
set_up dev

static_steps
step tests "$python" -m pytest -q -n auto --dist loadfile -m 'not (browser or postgres or models or shared or slow)'
end_steps
