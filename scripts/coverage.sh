# `make coverage`: which branches the tests take, of all tests but the browser's, whose programs are other processes.
# Apart from `make test`, since counting doubles its time.
. "$(dirname "$0")/setup.sh"
. scripts/machine.sh
set_up dev
install_missing
find_models

"$python" -m pytest -q -n auto --dist loadfile -m 'not browser' --cov --cov-report=html:.cache/coverage-html
say "Branch coverage: $("$python" -m coverage report --format=total) %; each file in .cache/coverage-html/index.html"
