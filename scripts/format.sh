# `make format`: what ruff can mend by itself.
. "$(dirname "$0")/setup.sh"
set_up dev
"$python" -m ruff check --fix --quiet . || true
"$python" -m ruff format .
