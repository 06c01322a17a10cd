# `make screenshots`: docs/images/ from the demo content.
. "$(dirname "$0")/setup.sh"
. scripts/machine.sh
set_up dev
install_missing
find_models
exec "$python" scripts/screenshots.py
