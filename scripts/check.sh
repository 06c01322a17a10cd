# `make check`: format, lint, types, import contracts and the quick tests.
. "$(dirname "$0")/setup.sh"
. scripts/steps.sh
. scripts/javascript.sh
set_up dev
install_npm_packages

begin_types
text_steps
step tests "$python" -m pytest -q -m 'not (browser or postgres or models or shared or slow)'
step types finish_types
end_steps
